"""What a caller asked for, before the exchange's time is known.

Pure. A plan knows the operation, its checked parameters and how to page; ``walk(now)`` settles the open end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

import attrs

from binance_usdm_api import CallOptions, Operation

from ._instant import spell
from ._page import Walk
from ._progress import Progress
from ._state import State

__all__ = ["Plan"]

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Plan(Generic[T]):
    """A range of history.

    Attributes:
        operation: What brings the rows.
        params: Wire-named parameters that say which rows, without instants and page size; a cursor is tied to them.
        key: Field the rows are ordered by.
        instant: Field that says when a row came to be, or when a candlestick closes, ms.
        instants: Fields of the rows that are instants, ms.
        left_out: Fields that make no column.
        start: First instant, ms, or None when the range starts at an id.
        end: First instant after the range, ms, or None for now.
        first: Where to begin.
        make_walk: Makes the walk, given the last instant of the range and the exchange's time, both ms.
        progress: Called after each page.
        options: Options of each call.
    """

    operation: Operation[list[T]]
    params: Mapping[str, object]
    key: str
    instant: str
    instants: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    start: int | None
    end: int | None
    first: State
    make_walk: Callable[[int, int], Walk]
    progress: Callable[[Progress], object] | None = None
    options: CallOptions | None = None

    def last(self, now: int) -> int:
        """The last instant of the range when the exchange's time is ``now``; the future has no history."""
        return now if self.end is None else min(self.end - 1, now)

    def describe(self) -> str:
        """The range in words."""
        what = " ".join(str(value) for value in self.params.values())
        first = f"id {self.first.position}" if self.start is None else spell(self.start)
        return f"{self.operation.id} {what} from {first} to {'now' if self.end is None else spell(self.end)}"
