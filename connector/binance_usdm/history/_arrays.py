"""Whole numbers of 64 bits side by side, with NumPy where it is installed and without it otherwise.

Pure. NumPy is optional: ``array`` of the standard library holds the same eight bytes a number. A column that does not
fit, because a number is missing or too large, stays a list; nothing is cut or rounded.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import Any, cast

__all__ = ["Numbers", "flags", "integers", "join", "keep_memory", "numpy_or_none", "scale_up"]

Numbers = Any
"""A NumPy array, an ``array`` or, where one of them cannot hold it, a list."""

_LIMIT = 1 << 63


@cache
def numpy_or_none() -> ModuleType | None:
    """NumPy, or None where it is not installed."""
    try:
        import numpy as np
    except ImportError:
        return None
    return np


def keep_memory() -> None:
    """Let the C library keep freed memory of the size of a page's arrays, instead of mapping it anew each time.

    It maps what is above a threshold, and raises the threshold to the largest block that was freed: so one is taken and
    freed, untouched. The page faults saved are a sixth of the time of decoding. Elsewhere than on glibc it does
    nothing.
    """
    bytes(1 << 19)


def integers(values: Sequence[int | None]) -> Numbers:
    """Whole numbers, eight bytes each."""
    numpy = numpy_or_none()
    try:
        # None among the values is what the TypeError below is for.
        present = cast("Sequence[int]", values)
        return array("q", present) if numpy is None else numpy.fromiter(present, numpy.int64, len(present))
    except (OverflowError, TypeError):
        return list(values)


def flags(values: Sequence[bool | None]) -> Numbers:
    """Truth values, one byte each."""
    if None in values:
        return list(values)
    numpy = numpy_or_none()
    present = cast("Sequence[bool]", values)
    return array("b", present) if numpy is None else numpy.array(present, numpy.bool_)


def scale_up(values: Numbers, digits: int) -> Numbers:
    """The values with so many digits more after the point."""
    if not digits or not len(values):
        return values
    factor = 10**digits
    numpy = numpy_or_none()
    if numpy is not None and isinstance(values, numpy.ndarray):
        if factor < _LIMIT and max(abs(int(values.min())), abs(int(values.max()))) * factor < _LIMIT:
            return values * factor
        values = values.tolist()
    return integers([None if value is None else value * factor for value in values])


def join(pieces: Sequence[Numbers]) -> Numbers:
    """Pieces of one column, one after the other."""
    numpy = numpy_or_none()
    if numpy is not None and all(isinstance(piece, numpy.ndarray) for piece in pieces):
        return numpy.concatenate(pieces)
    if len(kinds := {piece.typecode if isinstance(piece, array) else "" for piece in pieces}) == 1 and "" not in kinds:
        # Of its final size from the start: one that grows takes up to a sixteenth more.
        whole: Numbers = array(kinds.pop(), [0]) * sum(map(len, pieces))
        view, begin = memoryview(whole), 0
        for piece in pieces:
            view[begin : begin + len(piece)] = piece
            begin += len(piece)
        return whole
    mixed: list[Any] = []
    for piece in pieces:
        mixed.extend(piece.tolist() if hasattr(piece, "tolist") else piece)
    return mixed
