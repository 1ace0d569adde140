"""Pages put together to columns while they come.

Pure. What is added grows in memory of its own, outside the heap: a heap that once held every page beside the finished
columns would stay twice as large as they are.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from mmap import mmap
from typing import Any

from ._arrays import Numbers, integers, join, scale_up
from ._blocks import Packed
from ._column import Column
from ._columns import Columns
from ._doubles import is_doubles, settle
from ._schema import Field

__all__ = ["Gathering"]

_CHUNK = 1 << 20


class _Growing:
    """Doubles that become more."""

    __slots__ = ("_chunks", "_free")

    def __init__(self) -> None:
        self._chunks: list[mmap] = []
        self._free = 0

    def extend(self, more: array[float]) -> None:
        rest = memoryview(more).cast("B")
        while rest:
            if not self._free:
                # The system gives memory to it as it is written to, and takes it back when it is closed.
                self._chunks.append(mmap(-1, _CHUNK))
                self._free = _CHUNK
            part = rest[: self._free]
            begin = _CHUNK - self._free
            self._chunks[-1][begin : begin + len(part)] = part
            self._free -= len(part)
            rest = rest[len(part) :]

    def close(self) -> array[float]:
        """The doubles; nothing can be added any more."""
        doubles = array("d")
        for chunk in self._chunks:
            with chunk, memoryview(chunk) as view:
                doubles.frombytes(view[: _CHUNK - self._free] if chunk is self._chunks[-1] else view)
        return doubles


class _Lane:
    """One column in the making."""

    __slots__ = ("_digits", "_growing", "_pieces")

    def __init__(self) -> None:
        self._growing: _Growing | None = None
        self._digits = 0
        self._pieces: list[tuple[Numbers, int]] = []

    def add(self, piece: Numbers, digits: int) -> None:
        if not is_doubles(piece):
            self._end_growing()
            self._pieces.append((piece, digits))
            return
        if self._growing is None:
            self._growing, self._digits = _Growing(), 0
        self._growing.extend(piece)
        self._digits = max(self._digits, digits)

    def _end_growing(self) -> None:
        if self._growing is not None:
            self._pieces.append((self._growing.close(), self._digits))
            self._growing = None

    def end(self) -> tuple[Numbers, int]:
        """All of it, and how many digits stand after the point: the most that any piece has."""
        self._end_growing()
        if len(self._pieces) == 1:
            return self._pieces[0]
        exact = [settle(piece, digits) if is_doubles(piece) else (piece, digits) for piece, digits in self._pieces]
        most = max((digits for _, digits in exact), default=0)
        return join([scale_up(piece, most - digits) for piece, digits in exact] or [integers([])]), most


class Gathering:
    """Columns in the making.

    Args:
        fields: What a page brings.
        left_out: Names of fields that are not wanted.
        title: What it is, for people.
    """

    def __init__(self, fields: Sequence[Field], left_out: Sequence[str], title: str) -> None:
        self._kept = [(index, field, _Lane()) for index, field in enumerate(fields) if field.name not in left_out]
        self._title = title
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, page: Packed) -> None:
        """Add a page."""
        # All of it is made before any of it is kept: a page that cannot be read leaves nothing behind.
        pieces: list[Any] = [page.column(index) for index, _, _ in self._kept]
        for (_, _, lane), (piece, digits) in zip(self._kept, pieces, strict=True):
            lane.add(piece, digits)
        self._length += len(page)

    def columns(self) -> Columns:
        """The columns; nothing can be added any more."""
        return Columns([Column(field.name, field.kind, *lane.end()) for _, field, lane in self._kept], self._title)
