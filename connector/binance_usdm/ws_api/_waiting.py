"""Who waits for an answer, and until when: one timer for all of a connection.

A timer for each request would cost more than the request. Deadlines are looked at when the earliest one that was set
is due, so a request ends at its own deadline, and an answered one leaves no timer behind.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from math import inf

from ..transport._message import FaultKind, HttpResponse, TransportFault

__all__ = ["Waiting"]

# The loop may call a clock tick early.
_EARLY = 0.001


class Waiting:
    """Futures of requests by their ids.

    Args:
        loop: The loop they belong to.
        late: Told the id of each request whose time is up, after its future has got the fault.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, late: Callable[[str], None]) -> None:
        self._loop = loop
        self._late = late
        self._entries: dict[str, tuple[asyncio.Future[HttpResponse], float, float]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._armed = inf

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def futures(self) -> list[asyncio.Future[HttpResponse]]:
        """All futures that are not done."""
        return [future for future, _, _ in self._entries.values()]

    def add(self, id: str, timeout: float) -> asyncio.Future[HttpResponse]:  # noqa: A002 (the wire's own word)
        """The future of a request's answer.

        Args:
            id: Id of the request.
            timeout: Seconds until its future gets a fault.
        """
        future: asyncio.Future[HttpResponse] = self._loop.create_future()
        deadline = self._loop.time() + timeout
        self._entries[id] = (future, deadline, timeout)
        if deadline < self._armed:
            self._arm(deadline)
        return future

    def answer(self, id: str, answer: HttpResponse | TransportFault) -> None:  # noqa: A002
        """Hand an answer, or what happened instead, to whoever waits for it."""
        entry = self._entries.pop(id, None)
        if entry is None or entry[0].done():
            return
        if isinstance(answer, TransportFault):
            entry[0].set_exception(answer)
        else:
            entry[0].set_result(answer)

    def close(self) -> None:
        """Let go of the timer; nobody waits any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._armed = inf

    def _arm(self, deadline: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._armed = deadline
        self._timer = self._loop.call_at(deadline, self._look)

    def _look(self) -> None:
        self._timer = None
        self._armed = inf
        now = self._loop.time() + _EARLY
        for id_, (_, deadline, timeout) in list(self._entries.items()):
            if deadline <= now:
                self.answer(id_, TransportFault(FaultKind.TIMEOUT, True, f"no answer within {timeout:g} s"))
                self._late(id_)
        earliest = min((deadline for _, deadline, _ in self._entries.values()), default=inf)
        if earliest < inf:
            self._arm(earliest)
