"""One keep-alive connection of an event loop: moves bytes between the socket and the response reader."""

import asyncio
from math import inf
from typing import Protocol, cast

from ._fault import broken_fault, timeout_fault
from ._http1 import ResponseReader
from ._message import FaultKind, HttpResponse, TransportFault
from ._readiness import Readiness

_EARLY = 0.001
_SURE = 0.01


class Owner(Protocol):
    """The pool, as its connections see it."""

    def release(self, connection: "AsyncConnection", now: float) -> float:
        """Take back a connection and say until when it may stay unused."""
        ...

    def retire(self, connection: "AsyncConnection") -> None:
        """Give no further request to it."""
        ...

    def lost(self, connection: "AsyncConnection") -> None:
        """It is gone."""
        ...


class AsyncConnection(asyncio.BufferedProtocol):
    """Carries one exchange at a time.

    There is one timer at most, moved only when it would come too late: a request costs no `call_later` of its own.

    Args:
        owner: The pool.
        loop: The running loop.
        reader: Reads the responses of this connection.
    """

    __slots__ = (
        "_allowed",
        "_armed",
        "_deadline",
        "_idle_since",
        "_loop",
        "_owner",
        "_reader",
        "_ready",
        "_timer",
        "_transport",
        "answer",
        "closing",
    )

    answer: asyncio.Future[HttpResponse] | None
    """Of the exchange in progress."""
    closing: bool
    """True once no further request may be written."""

    def __init__(self, owner: Owner, loop: asyncio.AbstractEventLoop, reader: ResponseReader) -> None:
        self._owner = owner
        self._loop = loop
        self._reader = reader
        self._transport: asyncio.Transport | None = None
        self._deadline = inf
        self._allowed = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._armed = inf
        self._idle_since = 0.0
        self.answer = None
        self.closing = False

    def exchange(self, wire: bytes, deadline: float, allowed: float) -> asyncio.Future[HttpResponse]:
        """Write a request and return the future of its answer.

        Args:
            wire: The whole request.
            deadline: The loop's time at which to give up.
            allowed: The seconds that were allowed, for the text of the fault.
        """
        self._deadline = deadline
        self._allowed = allowed
        if deadline < self._armed:
            self._arm(deadline)
        self._reader.start()
        self.answer = answer = self._loop.create_future()
        cast("asyncio.Transport", self._transport).write(wire)
        return answer

    def usable(self, now: float) -> bool:
        """Say whether a request may be written, as far as anybody can know.

        Args:
            now: The loop's time.
        """
        if self.closing:
            return False
        # The loop reports the end of a connection at its next turn, which is late if it was busy or stood still. So
        # the system is asked directly, but not in a burst, where that would cost a call for each request.
        if now - self._idle_since < _SURE or not self._ready.readable(0.0):
            return True
        self.abort()
        return False

    def abort(self) -> None:
        """Drop the connection at once; whoever waits for an answer must have been told."""
        self.closing = True
        self.answer = None
        self._owner.retire(self)
        if self._transport is not None:
            self._transport.abort()

    def fail(self, fault: TransportFault) -> None:
        """End the exchange in progress, if any, and drop the connection.

        Args:
            fault: What its caller gets.
        """
        answer = self.answer
        self.abort()
        if answer is not None and not answer.done():
            answer.set_exception(fault)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.Transport", transport)
        self._ready = Readiness(transport.get_extra_info("socket"))

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - asyncio's signature
        """Where the next bytes go."""
        return self._reader.get_buffer()

    def buffer_updated(self, nbytes: int) -> None:
        """Read on; complete the exchange when its answer is whole."""
        reader = self._reader
        answer = self.answer
        try:
            response = reader.receive(nbytes)
        except TransportFault as fault:
            self.fail(fault)
            return
        if response is not None:
            self._complete(answer, response)

    def eof_received(self) -> None:
        """Complete an answer that ends with the connection, fail any other."""
        answer = self.answer
        self.closing = True
        self._owner.retire(self)
        if answer is None:
            return
        try:
            response = self._reader.eof()
            self._check_end_mark()
        except TransportFault as fault:
            self.fail(fault)
        else:
            self._complete(answer, response)

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail the exchange in progress and leave the pool."""
        self.fail(broken_fault(exc))
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._owner.lost(self)

    def _complete(self, answer: "asyncio.Future[HttpResponse] | None", response: HttpResponse) -> None:
        self.answer = None
        if answer is None or answer.done():
            # Cancelled, and its task has not run since.
            self.abort()
            return
        if self._reader.reusable and not self.closing:
            self._idle_since = now = self._loop.time()
            self._deadline = deadline = self._owner.release(self, now)
            if deadline < self._armed:
                self._arm(deadline)
        else:
            self.abort()
        answer.set_result(response)

    def _check_end_mark(self) -> None:
        # asyncio reports a cut connection and TLS's own end mark alike; without the mark a body may be a prefix.
        tls = cast("asyncio.Transport", self._transport).get_extra_info("ssl_object")
        if tls is None:
            return
        try:
            if not tls.read(1):
                return
        except OSError:
            pass
        raise TransportFault(FaultKind.TRUNCATED, True, "the connection ended without TLS's end mark")

    def _arm(self, deadline: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._armed = deadline
        self._timer = self._loop.call_at(deadline, self._check_deadline)

    def _check_deadline(self) -> None:
        self._timer = None
        self._armed = inf
        # The loop may call a clock tick early.
        if self._deadline > self._loop.time() + _EARLY:
            self._arm(self._deadline)
        else:
            self.fail(timeout_fault(self._allowed))
