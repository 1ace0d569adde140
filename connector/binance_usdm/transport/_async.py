"""The fast transport for asyncio: a bounded pool of keep-alive connections to one origin."""

import asyncio
import ssl
from collections import deque
from contextlib import suppress

from ._async_connection import AsyncConnection
from ._async_dial import dial
from ._fault import closed_fault, pool_fault
from ._http1 import ResponseReader
from ._message import HttpRequest, HttpResponse, TransportFault
from ._origin import Origin
from ._tls import checked_context, tls_context
from ._wire import RequestWriter

_DRAIN_SECONDS = 1.0

_Waiter = asyncio.Future[AsyncConnection | None]


class AsyncioTransport:
    """Carries requests to one origin over keep-alive connections of the running event loop.

    The transport belongs to the loop of its first request. The connection used last is used next; a request that finds
    all of them busy waits its turn. Nothing is sent twice and no redirect is followed.

    Args:
        origin: Such as "https://fapi.binance.com"; without TLS only a loopback address is allowed.
        connect_timeout: Seconds for name, connection and handshake together; the total timeout of a request also holds.
        max_connections: How many connections may be open at once.
        max_body: Largest body in bytes, compressed and decompressed.
        max_header: Largest head of a response in bytes.
        idle_timeout: Seconds after which an unused connection is closed.
        tls: A context of your own, made from `tls_context()`; by default the system's authorities are trusted.

    Raises:
        ConfigError: The origin or the TLS context is not acceptable.
    """

    def __init__(
        self,
        origin: str,
        *,
        connect_timeout: float = 5.0,
        max_connections: int = 100,
        max_body: int = 64 * 1024 * 1024,
        max_header: int = 64 * 1024,
        idle_timeout: float = 55.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._origin = Origin(origin)
        self._writer = RequestWriter(self._origin.authority)
        self._connect_timeout = connect_timeout
        self._max_connections = max_connections
        self._max_body = max_body
        self._max_header = max_header
        self._idle_timeout = idle_timeout
        self._tls = None if tls is None else checked_context(tls)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        # A dictionary, as it gives up the newest, and any that dies, in constant time.
        self._idle: dict[AsyncConnection, None] = {}
        self._connections: set[AsyncConnection] = set()
        self._waiters: deque[_Waiter] = deque()
        self._slots = 0
        self._opened = 0
        self._drained: asyncio.Event | None = None

    @property
    def connections_open(self) -> int:
        """Connections that are open now."""
        return len(self._connections)

    @property
    def connections_opened(self) -> int:
        """Connections opened since the transport was made."""
        return self._opened

    async def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        """Send one request once and return its complete response.

        Args:
            request: What to send.
            timeout: Seconds for everything: waiting for a connection, connecting, sending and receiving.

        Raises:
            TransportFault: There is no complete response.
        """
        wire = self._writer.write(request)
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._bind(loop)
        now = loop.time()
        deadline = now + timeout
        idle = self._idle
        connection = idle.popitem()[0] if idle else None
        if connection is None or not connection.usable(now):
            connection = await self._acquire(loop, deadline, timeout)
        answer = connection.exchange(wire, deadline, timeout)
        try:
            return await answer
        except BaseException:
            # A cancelled exchange leaves an answer on its way; the next request must not get it. If the answer had
            # just arrived, the connection is back in the pool and not ours any more.
            if connection.answer is answer:
                connection.abort()
            raise

    async def aclose(self) -> None:
        """Drop all connections and fail what is in flight; closing twice is fine."""
        self._closed = True
        loop, self._loop = self._loop, None
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_exception(closed_fault(sent=False))
        self._idle.clear()
        if loop is not asyncio.get_running_loop():
            self._forget()
            return
        for connection in tuple(self._connections):
            connection.fail(closed_fault(sent=True))
        if self._connections:
            # The sockets are closed by the loop's next turns; a program that ends here must not leave them open.
            self._drained = asyncio.Event()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._drained.wait(), _DRAIN_SECONDS)

    def release(self, connection: AsyncConnection, now: float) -> float:
        """Take back a connection that is ready for another request; the connection calls it.

        Args:
            connection: Which one.
            now: The loop's time.

        Returns:
            When it has been unused for too long.
        """
        waiter = self._next_waiter()
        if waiter is not None:
            waiter.set_result(connection)
        else:
            self._idle[connection] = None
        return now + self._idle_timeout

    def lost(self, connection: AsyncConnection) -> None:
        """Account for a connection that is gone; the connection calls it, once.

        Args:
            connection: Which one.
        """
        self._idle.pop(connection, None)
        if connection in self._connections:
            self._connections.remove(connection)
            self._free_slot()
            if self._drained is not None and not self._connections:
                self._drained.set()

    def retire(self, connection: AsyncConnection) -> None:
        """Give no further request to a connection; the connection calls it.

        Args:
            connection: Which one.
        """
        self._idle.pop(connection, None)

    def _bind(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._closed:
            raise closed_fault(sent=False)
        if self._loop is not None and not self._loop.is_closed():
            from binance_usdm_api.errors import ConfigError

            raise ConfigError(
                "An asynchronous client belongs to one event loop and was used from another.",
                hint="Make one client for each event loop",
            )
        self._forget()
        self._loop = loop

    def _forget(self) -> None:
        # The loop that owned them has ended, so there is nobody left to tell.
        self._idle.clear()
        self._connections.clear()
        self._waiters.clear()
        self._slots = 0

    async def _acquire(self, loop: asyncio.AbstractEventLoop, deadline: float, allowed: float) -> AsyncConnection:
        while True:
            while self._idle:
                connection = self._idle.popitem()[0]
                if connection.usable(loop.time()):
                    return connection
            if self._slots < self._max_connections:
                self._slots += 1
                return await self._open(loop, deadline)
            handed = await self._wait(loop, deadline, allowed)
            if handed is None:
                return await self._open(loop, deadline)
            if not handed.closing:
                return handed

    async def _wait(self, loop: asyncio.AbstractEventLoop, deadline: float, allowed: float) -> AsyncConnection | None:
        waiter: _Waiter = loop.create_future()
        self._waiters.append(waiter)
        timer = loop.call_at(deadline, self._expire, waiter, allowed)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                handed = waiter.result()
                if handed is None:
                    self._free_slot()
                elif not handed.closing:
                    self.release(handed, loop.time())
            raise
        finally:
            timer.cancel()

    def _expire(self, waiter: _Waiter, allowed: float) -> None:
        if not waiter.done():
            waiter.set_exception(pool_fault(allowed, self._max_connections))

    def _next_waiter(self) -> _Waiter | None:
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                return waiter
        return None

    def _free_slot(self) -> None:
        # A waiting request inherits the slot, so that one that comes later cannot overtake it.
        waiter = self._next_waiter()
        if waiter is not None:
            waiter.set_result(None)
        else:
            self._slots -= 1

    async def _open(self, loop: asyncio.AbstractEventLoop, deadline: float) -> AsyncConnection:
        try:
            if self._tls is None and self._origin.secure:
                self._tls = tls_context()
            connection = AsyncConnection(self, loop, ResponseReader(self._max_body, self._max_header))
            limit = min(deadline, loop.time() + self._connect_timeout)
            await dial(loop, self._origin, self._tls, connection, limit)
            if self._loop is not loop:
                connection.abort()
                raise closed_fault(sent=False)
        except BaseException as error:
            if self._loop is loop:
                self._free_slot()
            if isinstance(error, TransportFault):
                # The traceback of a fault that is kept would keep this frame and with it the connection.
                raise error from error.__cause__
            raise
        self._connections.add(connection)
        self._opened += 1
        return connection
