"""Through candlesticks: the next page starts where the last candlestick ended.

Pure. A short page says nothing: listings, halts and a lower limit of the exchange all make pages short. Only the end of
the range or an empty page ends the walk. A candlestick that is still forming would change after it was delivered, so it
ends the walk too, unless it is wanted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from binance_usdm_api import Operation

from ._interval import Step
from ._page import Keep, Page, Request, Take, pick, stale
from ._state import Phase, State

__all__ = ["CandleWalk"]


@attrs.frozen
class CandleWalk:
    """A walk over candlesticks.

    Attributes:
        operation: What to ask.
        params: Wire-named parameters of every page.
        step: From one candlestick to the next.
        start: First instant of the range, ms.
        end: Last opening time, ms.
        closed_before: Only candlesticks that closed before this instant, ms, or None.
        limit: Rows of a page.
    """

    operation: Operation[Any]
    params: Mapping[str, object]
    step: Step
    start: int
    end: int
    closed_before: int | None
    limit: int

    def request(self, state: State) -> Request | None:
        """The candlesticks from the position on; a last page asks for no more than is left, which can be cheaper."""
        if state.done or state.position > self.end:
            return None
        limit = min(self.limit, self.step.most_between(state.position, self.end))
        return Request(
            self.operation, {**self.params, "startTime": state.position, "endTime": self.end, "limit": limit}
        )

    def take(self, state: State, page: Page) -> Take:
        """New candlesticks that are closed."""
        keys = page.keys
        keep = pick(keys, state.position, self.end)
        indices: Sequence[int] = range(len(keys))[keep] if isinstance(keep, slice) else keep
        if not indices:
            if len(keys) and max(keys) < state.position:
                raise stale(self.operation, state.position)
            return Take(slice(0, 0), attrs.evolve(state, done=True))
        count = len(indices)
        if self.closed_before is not None:
            while count and page.instants[indices[count - 1]] >= self.closed_before:
                count -= 1
        gaps = self._gaps(state, keys, indices[:count])
        if count < len(indices):
            following = State(Phase.TIME, int(keys[indices[count]]), done=True)
            return Take(
                slice(keep.start, keep.start + count) if isinstance(keep, slice) else keep[:count], following, gaps
            )
        return Take(keep, State(Phase.TIME, self.step.after(int(keys[indices[-1]]))), gaps)

    def after(self, state: State, page: Page, delivered: Keep, count: int) -> State:
        """After the first rows of a page."""
        if not count:
            return attrs.evolve(state, done=False)
        indices = range(len(page.keys))[delivered] if isinstance(delivered, slice) else delivered
        return State(Phase.TIME, self.step.after(int(page.keys[indices[count - 1]])))

    def _gaps(self, state: State, keys: Sequence[int], indices: Sequence[int]) -> tuple[tuple[int, int], ...]:
        if not indices:
            return ()
        first, last = int(keys[indices[0]]), int(keys[indices[-1]])
        # Past the start, the position is where a candlestick should open; the start itself can be anywhere between two.
        expected = state.position if state.position > self.start else first
        if self.step.ms is not None and last - expected == (len(indices) - 1) * self.step.ms:
            return ()
        found: list[tuple[int, int]] = []
        for index in indices:
            key = int(keys[index])
            if key > expected:
                found.append((expected, key - 1))
            expected = self.step.after(key)
        return tuple(found)
