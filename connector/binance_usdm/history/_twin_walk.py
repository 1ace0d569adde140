"""Through rows by id of which some share one: own trades, since both sides of a trade with oneself have one number.

Pure. As the walk by id it looks for its first row span by span. From there each page starts at the last id once more,
as a page can end between two rows of one id, and what was delivered of that id is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import msgspec

from binance_usdm_api import Operation

from ._page import Keep, Page, Request, Take, stale
from ._state import Phase, State

__all__ = ["TwinWalk"]

_TWINS = 2
"""Rows of one id at most: a page must hold them all, or it could not be told whether there are more."""


@attrs.frozen
class TwinWalk:
    """A walk by id through rows that may share one.

    Attributes:
        operation: What to ask.
        params: Wire-named parameters of every page.
        cursor: Wire name of the parameter that takes an id.
        unique: Fields that tell rows of one id apart.
        window: Longest span of time of one request, ms.
        start: First instant, ms.
        end: Last instant, ms.
        limit: Rows of a page.
    """

    operation: Operation[Any]
    params: Mapping[str, object]
    cursor: str
    unique: tuple[str, ...]
    window: int
    start: int
    end: int
    limit: int

    def request(self, state: State) -> Request | None:
        """The rows of a span of time, or from an id on."""
        if state.done or (state.phase is Phase.TIME and state.position > self.end):
            return None
        asked = {self.cursor: state.position} if state.phase is Phase.ID else self._span(state)
        return Request(self.operation, {**self.params, **asked, "limit": max(self.limit, _TWINS)})

    def _span(self, state: State) -> dict[str, object]:
        return {"startTime": state.position, "endTime": self._span_end(state)}

    def _span_end(self, state: State) -> int:
        return min(state.position + self.window - 1, self.end)

    def take(self, state: State, page: Page) -> Take:
        """The rows that were not delivered yet, by rising id."""
        if state.phase is Phase.TIME:
            last = self._span_end(state)
            keep = [i for i in self._new(state, page) if state.position <= page.instants[i] <= last]
            return Take(keep, self._state(state, page, keep) if keep else State(Phase.TIME, last + 1))
        new = self._new(state, page)
        if not new:
            return self._nothing_new(state, page)
        keep = [index for index in new if self.start <= page.instants[index] <= self.end]
        following = self._state(state, page, new)
        if page.instants[new[-1]] > self.end:
            # Ids rise with time: once the newest row is past the end, so is all that follows.
            beyond = next(index for index in new if page.instants[index] > self.end)
            following = State(Phase.ID, int(page.keys[beyond]), done=True)
        return Take(keep, following)

    def _nothing_new(self, state: State, page: Page) -> Take:
        keys = page.keys
        if not len(keys):
            return Take(slice(0, 0), attrs.evolve(state, done=True))
        if max(keys) < state.position:
            raise stale(self.operation, state.position)
        # A short page proves no end: the exchange may give less than it was asked for.
        return Take(slice(0, 0), State(Phase.ID, state.position + 1))

    def _new(self, state: State, page: Page) -> list[int]:
        """Indices of rows that were not delivered, by rising id, each once."""
        keys = page.keys
        first = state.position if state.phase is Phase.ID else None
        met = {(first, identity) for identity in state.seen}
        new: list[int] = []
        for index in sorted(range(len(keys)), key=keys.__getitem__):
            identity = int(keys[index]), self._identity(page.rows[index])
            if identity not in met and (first is None or identity[0] >= first):
                met.add(identity)
                new.append(index)
        return new

    def after(self, state: State, page: Page, delivered: Keep, count: int) -> State:
        """After the first rows of a page."""
        if not count:
            return attrs.evolve(state, done=False)
        indices = list(range(len(page.keys))[delivered]) if isinstance(delivered, slice) else delivered
        return self._state(state, page, indices[:count])

    def _state(self, state: State, page: Page, indices: list[int]) -> State:
        last = int(page.keys[indices[-1]])
        seen = [self._identity(page.rows[index]) for index in indices if page.keys[index] == last]
        if state.phase is Phase.ID and last == state.position:
            seen = [*state.seen, *seen]
        return State(Phase.ID, last, tuple(seen))

    def _identity(self, row: Any) -> str:
        return msgspec.json.encode([getattr(row, name) for name in self.unique]).decode()
