"""Which connection carries which stream: by route, and never more streams than a connection may have.

Pure. Routes come from the catalogue: a stream on a wrong one is acknowledged and stays silent for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ._lane import Lane
from ._session import Session

__all__ = ["Shards"]


class Shards:
    """All sessions of one stream object.

    Args:
        make: Makes a session for a route.
        limit: Most streams on one connection.
    """

    def __init__(self, make: Callable[[str], Session], limit: int) -> None:
        self.sessions: list[Session] = []
        self._make = make
        self._limit = limit

    def subscribe(self, lanes: Iterable[Lane], now: float) -> None:
        """Spread streams over connections; what is subscribed already is left alone."""
        waiting: dict[str, list[Lane]] = {}
        for lane in lanes:
            if lane.subscription is not None and self.find(lane.name) is None:
                same = waiting.setdefault(lane.subscription.stream.route, [])
                if all(lane.name != other.name for other in same):
                    same.append(lane)
        for route, queue in waiting.items():
            for session in self.sessions:
                room = self._limit - len(session.lanes)
                if session.route == route and room > 0 and queue:
                    session.subscribe(queue[:room], now)
                    del queue[:room]
            while queue:
                session = self._make(route)
                self.sessions.append(session)
                session.subscribe(queue[: self._limit], now)
                del queue[: self._limit]

    def unsubscribe(self, names: Iterable[str], now: float, *, deliver: bool = False) -> None:
        """End subscriptions; unknown names are ignored.

        Args:
            names: Names of streams.
            now: Seconds.
            deliver: Go on handing out what waits of them.
        """
        gone = frozenset(names)
        for session in self.sessions:
            session.unsubscribe(gone.intersection(session.lanes), now, deliver=deliver)

    def find(self, name: str) -> Session | None:
        """The session that carries a stream."""
        return next((session for session in self.sessions if name in session.lanes), None)

    @property
    def names(self) -> list[str]:
        """Names of all streams."""
        return [name for session in self.sessions for name in session.lanes]
