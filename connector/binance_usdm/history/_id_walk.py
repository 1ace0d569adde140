"""Through rows by id: trades and orders.

Pure. The exchange takes an id or a span of time, not both, and limits the span. So the walk looks for its first row
span by span, and from there goes on by id, which knows no equal instants and no limit on the span.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from binance_usdm_api import Operation

from ._page import Keep, Page, Request, Take, pick, stale
from ._state import Phase, State

__all__ = ["IdWalk", "Locator"]


@attrs.frozen
class Locator:
    """An operation that can be asked by time on behalf of one that cannot.

    Attributes:
        operation: What to ask.
        first: The field of its rows that holds the id to start at.
        window: Longest span of time of one request, ms.
    """

    operation: Operation[Any]
    first: str
    window: int


@attrs.frozen
class IdWalk:
    """A walk by id.

    Attributes:
        operation: What to ask.
        params: Wire-named parameters of every page.
        cursor: Wire name of the parameter that takes an id.
        window: Longest span of time of one request, ms.
        start: First instant, ms.
        end: Last instant, ms.
        limit: Rows of a page.
        contiguous: True when ids have no holes of their own, so that a missing one is a gap.
        locator: Who knows the first id, where ``operation`` takes no time.
    """

    operation: Operation[Any]
    params: Mapping[str, object]
    cursor: str
    window: int
    start: int
    end: int
    limit: int
    contiguous: bool = False
    locator: Locator | None = None

    def request(self, state: State) -> Request | None:
        """The rows of a span of time, or from an id on."""
        if state.done:
            return None
        if state.phase is Phase.ID:
            return Request(self.operation, {**self.params, self.cursor: state.position, "limit": self.limit})
        if state.position > self.end:
            return None
        if self.locator is not None:
            span = {"startTime": state.position, "endTime": self._span_end(state.position, self.locator.window)}
            return Request(self.locator.operation, {"symbol": self.params["symbol"], **span, "limit": 1})
        span = {"startTime": state.position, "endTime": self._span_end(state.position, self.window)}
        return Request(self.operation, {**self.params, **span, "limit": self.limit})

    def _span_end(self, start: int, window: int) -> int:
        return min(start + window - 1, self.end)

    def take(self, state: State, page: Page) -> Take:
        """New rows of the range, by rising id."""
        if state.phase is Phase.LOCATE:
            return self._locate(state, page)
        if state.phase is Phase.TIME:
            return self._span(state, page)
        keys, instants = page.keys, page.instants
        keep = pick(keys, state.position, None)
        if keep == [] or not len(keys):
            if len(keys):
                raise stale(self.operation, state.position)
            return Take(slice(0, 0), attrs.evolve(state, done=True))
        indices = list(range(len(keys))[keep] if isinstance(keep, slice) else keep)
        first, last = min(instants), max(instants)
        following = State(Phase.ID, int(keys[indices[-1]]) + 1)
        if first >= self.start and last <= self.end:
            return Take(keep, following, self._gaps(state, page, indices))
        kept = [index for index in indices if self.start <= instants[index] <= self.end]
        if instants[indices[-1]] > self.end:
            # Ids rise with time: once the newest row is past the end, so is all that follows.
            beyond = next(index for index in indices if instants[index] > self.end)
            following = State(Phase.ID, int(keys[beyond]), done=True)
        return Take(kept, following, self._gaps(state, page, kept))

    def _locate(self, state: State, page: Page) -> Take:
        if len(page.keys):
            return Take(slice(0, 0), State(Phase.ID, int(min(page.keys))))
        window = self.locator.window if self.locator is not None else self.window
        return Take(slice(0, 0), State(Phase.LOCATE, self._span_end(state.position, window) + 1))

    def _span(self, state: State, page: Page) -> Take:
        last = self._span_end(state.position, self.window)
        inside = {
            int(page.keys[index]): index
            for index in reversed(range(len(page.keys)))
            if state.position <= page.instants[index] <= last
        }
        if not inside:
            return Take(slice(0, 0), State(Phase.TIME, last + 1))
        keep = [inside[key] for key in sorted(inside)]
        return Take(keep, State(Phase.ID, max(inside) + 1), self._gaps(state, page, keep))

    def after(self, state: State, page: Page, delivered: Keep, count: int) -> State:
        """After the first rows of a page."""
        if not count:
            return attrs.evolve(state, done=False)
        indices = range(len(page.keys))[delivered] if isinstance(delivered, slice) else delivered
        return State(Phase.ID, int(page.keys[indices[count - 1]]) + 1)

    def _gaps(self, state: State, page: Page, indices: list[int]) -> tuple[tuple[int, int], ...]:
        if not self.contiguous or not indices:
            return ()
        keys = page.keys
        first, last = int(keys[indices[0]]), int(keys[indices[-1]])
        expected = state.position if state.phase is Phase.ID else first
        if last - expected == len(indices) - 1:
            return ()
        found: list[tuple[int, int]] = []
        for index in indices:
            key = int(keys[index])
            if key > expected:
                found.append((expected, key - 1))
            expected = key + 1
        return tuple(found)
