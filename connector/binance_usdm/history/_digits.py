"""Many decimal texts to whole numbers at once, with NumPy.

Pure. Text such as ``1700000000000,37000.10,5.5`` holds rows of fields; each column has a fixed number of digits after
the point. That every separator stands where this says is proved for every field before the points are dropped; whatever
is not of this plain form gives None, and the caller takes the slow way, which is exact for everything.
"""

from __future__ import annotations

from typing import Any

from ._arrays import numpy_or_none

__all__ = ["parse_digits"]

_COMMA, _POINT, _BELOW_DIGITS = 44, 46, 48
_LONGEST = 20  # more digits than 64 bits hold


def parse_digits(text: bytes, decimals: tuple[int, ...], wanted: int | None = None) -> Any:
    """The numbers as columns of int64, without their points.

    Args:
        text: Fields with a comma between them; none is negative.
        decimals: Digits after the point, for each column.
        wanted: Only so many columns, from the first on.

    Returns:
        An array of shape (columns, rows), or None where the text is not plain.
    """
    numpy = numpy_or_none()
    if numpy is None or not text:
        return None
    characters = numpy.frombuffer(text + b",", numpy.uint8)
    separators = numpy.flatnonzero(characters < _BELOW_DIGITS)
    pattern, nearest, farthest = _pattern(decimals)
    rows, rest = divmod(len(separators), len(pattern))
    if rest or not (characters.take(separators).reshape(rows, -1) == numpy.array(pattern, numpy.uint8)).all():
        return None
    distances = numpy.empty_like(separators)
    distances[0] = separators[0] + 1
    numpy.subtract(separators[1:], separators[:-1], out=distances[1:])
    distances = distances.reshape(rows, -1)
    if not ((distances >= nearest).all() and (distances <= farthest).all()):
        return None
    count = rows * len(decimals)
    try:
        values = numpy.fromstring(text.translate(None, b"."), numpy.int64, count, sep=",")
    except (ValueError, DeprecationWarning):
        return None
    # The conversion stops at the ends of its range instead of failing.
    if len(values) != count or int(values.max()) >= (1 << 63) - 1:
        return None
    return numpy.ascontiguousarray(values.reshape(rows, -1).T[:wanted])


def _pattern(decimals: tuple[int, ...]) -> tuple[list[int], list[int], list[int]]:
    """The separators of a row, and how near and how far each must be from the one before."""
    pattern: list[int] = []
    nearest: list[int] = []
    farthest: list[int] = []
    for digits in decimals:
        if digits:
            pattern.append(_POINT)
            nearest.append(2)
            farthest.append(_LONGEST)
        pattern.append(_COMMA)
        nearest.append(digits + 1 if digits else 2)
        farthest.append(digits + 1 if digits else _LONGEST)
    return pattern, nearest, farthest
