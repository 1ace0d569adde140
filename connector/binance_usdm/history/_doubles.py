"""Decimals as binary floats that give them back exactly.

Pure. No two decimals of up to fifteen significant digits have the same nearest double. So a text of so few digits can
be kept as a double, which a JSON decoder reads several times faster than anything reads digits, and be had back from
it, without loss, when exact numbers are asked for. Longer texts are never kept that way.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import chain, repeat
from struct import pack
from typing import Any

import msgspec

from ._arrays import Numbers, integers, numpy_or_none

__all__ = ["is_doubles", "pack_columns", "read_list", "read_table", "settle"]

_DIGITS = 15
_ALIKE = bytes.maketrans(b"0123456789", b"0" * 10)
_TOO_MANY = b"0" * (_DIGITS + 1)

_list_decoder = msgspec.json.Decoder(list[float])


@cache
def _table_decoder(whole: tuple[bool, ...]) -> msgspec.json.Decoder[list[tuple[Any, ...]]]:
    row: Any = tuple[tuple(int if integer else float for integer in whole)]  # type: ignore[misc]  # known at run time
    return msgspec.json.Decoder(list[row])


def is_doubles(values: Numbers) -> bool:
    """True for an array of doubles."""
    return isinstance(values, array) and values.typecode == "d"


def _short(text: bytes) -> bool:
    # Points are dropped, since they would hide how many digits there are. Exponents reach where doubles get sparse.
    return not (b"e" in text or b"E" in text or _TOO_MANY in text.translate(_ALIKE, b"."))


def read_table(body: bytes, whole: tuple[bool, ...]) -> list[tuple[Any, ...]] | None:
    """An array of rows of numbers, each a whole number or a double.

    Args:
        body: JSON; numbers with or without quotation marks.
        whole: For each cell of a row, True where it must be a whole number.

    Returns:
        The rows, or None where one has other cells, or a cell is no number or one of too many digits.
    """
    if not _short(body):
        return None
    try:
        return _table_decoder(whole).decode(body.translate(None, b'"'))
    except msgspec.DecodeError:
        return None


def pack_columns(rows: Sequence[tuple[Any, ...]], width: int, wanted: int) -> list[array[float]]:
    """The first columns of rows of so many cells, as doubles."""
    cells = array("d", pack(f"{len(rows) * width}d", *chain.from_iterable(rows)))
    return [cells[index::width] for index in range(wanted)]


def read_list(texts: Sequence[str]) -> array[float] | None:
    """Texts as numbers, or None where one is no number or has too many digits."""
    text = ",".join(texts).encode()
    if not _short(text):
        return None
    try:
        numbers = _list_decoder.decode(b"[" + text + b"]")
    except msgspec.DecodeError:
        return None
    return array("d", pack(f"{len(numbers)}d", *numbers)) if len(numbers) == len(texts) else None


def settle(values: array[float], digits: int) -> tuple[Numbers, int]:
    """The decimals that doubles stand for, as whole numbers.

    Args:
        values: The doubles.
        digits: How many digits after the point they probably have.

    Returns:
        Whole numbers, and how many of their digits stand after the point: as many as were given, or more.
    """
    for some in range(digits, _DIGITS + 1):
        found = _whole(values, 10**some)
        if found is not None:
            return found, some
    # Large and small numbers in one column: the shortest text of a double is its decimal.
    decimals = [Decimal(repr(value)).normalize() for value in values]
    digits = max(digits, *(-int(decimal.as_tuple().exponent) for decimal in decimals))
    return integers([int(decimal.scaleb(digits)) for decimal in decimals]), digits


def _whole(values: array[float], factor: int) -> Numbers | None:
    """The whole numbers which, divided by the factor, are the values; None where these have more digits."""
    limit = 10**_DIGITS
    numpy = numpy_or_none()
    if numpy is not None:
        doubles = numpy.frombuffer(values)
        with numpy.errstate(over="ignore"):
            scaled = numpy.rint(doubles * factor)
        if not len(scaled) or (numpy.abs(scaled).max() < limit and (scaled / factor == doubles).all()):
            return scaled.astype(numpy.int64)
        return None
    try:
        numbers = list(map(round, map(float(factor).__mul__, values)))
    except OverflowError:
        return None
    if any(abs(number) >= limit for number in numbers):
        return None
    return array("q", numbers) if array("d", map(int.__truediv__, numbers, repeat(factor))) == values else None
