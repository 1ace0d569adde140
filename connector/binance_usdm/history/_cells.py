"""Many decimal texts to whole numbers at once, without NumPy.

Pure. As ``_digits``, for the default install: each column has a fixed number of digits after the point, which is proved
for every cell before the points are dropped; whatever is not of this plain form gives None, and the caller takes the
slow way, which is exact for everything.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from operator import itemgetter

import msgspec

__all__ = ["parse_cells"]

_decoder = msgspec.json.Decoder(list[int])

_POINT = 46


def parse_cells(rows: Sequence[bytes], decimals: tuple[int, ...], wanted: int) -> list[array[int]] | None:
    """The numbers as columns, without their points.

    Args:
        rows: Fields with a comma between them.
        decimals: Digits after the point, for each column.
        wanted: Only so many columns, from the first on.

    Returns:
        Columns, or None where the text is not plain.
    """
    width = len(decimals)
    if any(row.count(b",") != width - 1 for row in rows):
        return None
    text = b",".join(rows)
    # int() would take spaces, signs and underscores, too. One point for each cell that must have one leaves none over.
    points = sum(1 for digits in decimals if digits) * len(rows)
    if text.translate(None, b"0123456789.,-") or text.count(b".") != points:
        return None
    cells, bare = text.split(b","), text.translate(None, b".").split(b",")
    columns: list[array[int]] = []
    try:
        for index in range(width):
            digits = decimals[index]
            if digits and set(map(itemgetter(-digits - 1), cells[index::width])) != {_POINT}:
                return None
            if index < wanted:
                columns.append(_whole(bare[index::width]))
    except (IndexError, OverflowError, ValueError):
        # A cell that is too short, too large or empty, or has its sign in the middle.
        return None
    return columns


def _whole(texts: list[bytes]) -> array[int]:
    """Whole numbers; a JSON decoder reads them several times faster than int(), but takes no leading zeros."""
    try:
        return array("q", _decoder.decode(b"[" + b",".join(texts) + b"]"))
    except msgspec.DecodeError:
        pass
    try:
        return array("q", _decoder.decode(b"[" + b",".join([text.lstrip(b"0") or b"0" for text in texts]) + b"]"))
    except msgspec.DecodeError:
        return array("q", map(int, texts))
