"""Through rows that may share an instant: funding, income.

Pure. A page can end in the middle of rows of one instant, so the next page starts at that same instant again and what
was delivered of it is left out. Only when nothing new comes does the walk step over the instant.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import msgspec

from binance_usdm_api import Operation

from ._page import Keep, Page, Request, Take, stale
from ._state import Phase, State

__all__ = ["TimeWalk"]


@attrs.frozen
class TimeWalk:
    """A walk by time.

    Attributes:
        operation: What to ask.
        params: Wire-named parameters of every page.
        unique: Fields that tell rows apart; none means the whole row.
        end: Last instant, ms.
        limit: Rows of a page.
    """

    operation: Operation[Any]
    params: Mapping[str, object]
    unique: tuple[str, ...]
    end: int
    limit: int

    def request(self, state: State) -> Request | None:
        """The rows from the position on."""
        if state.done or state.position > self.end:
            return None
        return Request(
            self.operation, {**self.params, "startTime": state.position, "endTime": self.end, "limit": self.limit}
        )

    def take(self, state: State, page: Page) -> Take:
        """The rows that were not delivered yet, oldest first."""
        keys, rows = page.keys, page.rows
        if not rows:
            return Take(slice(0, 0), attrs.evolve(state, done=True))
        seen = set(state.seen)
        keep: list[int] = []
        met: set[tuple[int, str]] = set()
        for index in sorted(range(len(keys)), key=keys.__getitem__):
            key = keys[index]
            if not state.position <= key <= self.end:
                continue
            identity = self._identity(rows[index])
            if (key == state.position and identity in seen) or (key, identity) in met:
                continue
            met.add((key, identity))
            keep.append(index)
        if keep:
            return Take(keep, self._state(state, page, keep))
        if max(keys) < state.position:
            raise stale(self.operation, state.position)
        if min(keys) > self.end:
            return Take(slice(0, 0), attrs.evolve(state, done=True))
        # A full page of one instant hides what else that instant held: no request can bring it.
        hidden = len(keys) >= self.limit and min(keys) == max(keys)
        gaps = ((state.position, state.position),) if hidden else ()
        return Take(slice(0, 0), State(Phase.TIME, state.position + 1), gaps)

    def after(self, state: State, page: Page, delivered: Keep, count: int) -> State:
        """After the first rows of a page."""
        indices = delivered[:count] if isinstance(delivered, list) else []
        return self._state(state, page, indices) if indices else attrs.evolve(state, done=False)

    def _state(self, state: State, page: Page, indices: list[int]) -> State:
        last = page.keys[indices[-1]]
        seen = [self._identity(page.rows[index]) for index in indices if page.keys[index] == last]
        if last == state.position:
            seen = [*state.seen, *seen]
        return State(Phase.TIME, last, tuple(seen))

    def _identity(self, row: Any) -> str:
        values = [getattr(row, name) for name in self.unique]
        if not values or None in values:
            values = [row]
        return msgspec.json.encode(values).decode()
