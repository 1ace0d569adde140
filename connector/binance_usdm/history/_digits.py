"""Many decimal texts to whole numbers at once, with NumPy.

Pure. Text such as ``1700000000000,37000.10,5.5`` holds rows of fields; each column has a fixed number of digits after
the point, which is proved for every field before the points are dropped. Whatever is not of this plain form gives None:
the caller then takes the slow way, which is exact for everything.
"""

from __future__ import annotations

from typing import Any

from ._arrays import numpy_or_none

__all__ = ["parse_digits"]

_COMMA, _POINT = 44, 46


def parse_digits(text: bytes, decimals: tuple[int, ...]) -> Any:
    """The numbers as rows of int64, without their points.

    Args:
        text: Fields with a comma between them.
        decimals: Digits after the point, for each column.

    Returns:
        An array of shape (rows, columns), or None where the text is not plain.
    """
    numpy = numpy_or_none()
    if numpy is None or not text:
        return None
    columns = len(decimals)
    buffer = numpy.frombuffer(text + b",", numpy.uint8)
    ends = numpy.flatnonzero(buffer == _COMMA)
    rows, rest = divmod(len(ends), columns)
    if rest:
        return None
    ends = ends.reshape(rows, columns)
    points = 0
    for column, digits in enumerate(decimals):
        if digits:
            points += rows
            at = ends[:, column] - (digits + 1)
            if at[0] < 0 or not (buffer[at] == _POINT).all():
                return None
    if text.count(b".") != points:
        return None
    try:
        values = numpy.fromstring(text.translate(None, b"."), numpy.int64, sep=",")
    except (ValueError, DeprecationWarning):
        return None
    # strtoll stops at the ends of its range instead of failing.
    if len(values) != rows * columns or int(values.max()) >= (1 << 63) - 1 or int(values.min()) <= -(1 << 63):
        return None
    return values.reshape(rows, columns)
