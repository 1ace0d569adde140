"""The fast blocking transport: a bounded pool of keep-alive connections to one origin, shared by threads."""

import ssl
from collections import deque
from threading import Event, Lock
from time import monotonic

from ._blocking_connection import BlockingConnection
from ._blocking_dial import dial
from ._fault import closed_fault, pool_fault
from ._http1 import ResponseReader
from ._message import HttpRequest, HttpResponse, TransportFault
from ._origin import Origin
from ._tls import checked_context, tls_context
from ._wire import RequestWriter


class _Waiter:
    """A thread that waits for a connection, or for the right to open one."""

    __slots__ = ("connection", "ready")

    def __init__(self) -> None:
        self.ready = Event()
        self.connection: BlockingConnection | None = None


class BlockingTransport:
    """Carries requests to one origin over keep-alive connections; safe to share between threads.

    The connection used last is used next; a thread that finds all of them busy waits its turn. Nothing is sent twice
    and no redirect is followed.

    Args:
        origin: Such as "https://fapi.binance.com"; without TLS only a loopback address is allowed.
        connect_timeout: Seconds for name, connection and handshake together; the total timeout of a request also holds.
        max_connections: How many connections may be open at once.
        max_body: Largest body in bytes, compressed and decompressed.
        max_header: Largest head of a response in bytes.
        idle_timeout: Seconds after which an unused connection is not used again.
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
        self._lock = Lock()
        self._closed = False
        self._idle: deque[BlockingConnection] = deque()
        self._busy: set[BlockingConnection] = set()
        self._waiters: deque[_Waiter] = deque()
        self._slots = 0
        self._opened = 0

    @property
    def connections_open(self) -> int:
        """Connections that are open now."""
        with self._lock:
            return len(self._idle) + len(self._busy)

    @property
    def connections_opened(self) -> int:
        """Connections opened since the transport was made."""
        return self._opened

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        """Send one request once and return its complete response.

        Args:
            request: What to send.
            timeout: Seconds for everything: waiting for a connection, connecting, sending and receiving.

        Raises:
            TransportFault: There is no complete response.
        """
        wire = self._writer.write(request)
        start = monotonic()
        deadline = start + timeout
        connection = self._acquire(start, deadline, timeout)
        try:
            response = connection.exchange(wire, deadline, timeout)
        except BaseException as error:
            # Interrupted or failed: an answer may still be on its way, and the next request must not get it.
            self._discard(connection)
            if self._closed and isinstance(error, TransportFault):
                raise closed_fault(sent=True) from error
            raise
        if connection.reusable:
            self._release(connection)
        else:
            self._discard(connection)
        return response

    def close(self) -> None:
        """Drop all connections and fail what is in flight; closing twice is fine."""
        with self._lock:
            self._closed = True
            idle = tuple(self._idle)
            self._idle.clear()
            self._slots -= len(idle)
            for waiter in self._waiters:
                waiter.ready.set()
            self._waiters.clear()
            busy = tuple(self._busy)
        for connection in idle:
            connection.close()
        for connection in busy:
            # Its own thread closes it; this only ends that thread's wait.
            connection.interrupt()

    def _acquire(self, start: float, deadline: float, allowed: float) -> BlockingConnection:
        oldest = start - self._idle_timeout
        while True:
            waiter = None
            connection = None
            with self._lock:
                if self._closed:
                    raise closed_fault(sent=False)
                if self._idle:
                    connection = self._idle.pop()
                    self._busy.add(connection)
                elif self._slots < self._max_connections:
                    self._slots += 1
                else:
                    waiter = _Waiter()
                    self._waiters.append(waiter)
            if waiter is not None:
                connection = self._wait(waiter, deadline, allowed)
            if connection is None:
                return self._open(deadline)
            if connection.idle_since > oldest and connection.usable(start):
                return connection
            self._discard(connection)

    def _wait(self, waiter: _Waiter, deadline: float, allowed: float) -> BlockingConnection | None:
        try:
            in_time = waiter.ready.wait(max(deadline - monotonic(), 0.0))
        except BaseException:
            self._give_up(waiter)
            raise
        if not in_time:
            self._give_up(waiter)
            raise pool_fault(allowed, self._max_connections)
        if self._closed:
            if waiter.connection is not None:
                self._discard(waiter.connection)
            raise closed_fault(sent=False)
        return waiter.connection

    def _give_up(self, waiter: _Waiter) -> None:
        with self._lock:
            if waiter in self._waiters:
                self._waiters.remove(waiter)
                return
        # It was served in the same instant: pass on what it got.
        if waiter.connection is not None:
            self._release(waiter.connection)
        elif not self._closed:
            self._free_slot()

    def _open(self, deadline: float) -> BlockingConnection:
        try:
            if self._tls is None and self._origin.secure:
                # Two threads may both make one; the second is as good as the first.
                self._tls = tls_context()
            limit = min(deadline, monotonic() + self._connect_timeout)
            sock = dial(self._origin, self._tls, limit)
        except BaseException:
            self._free_slot()
            raise
        connection = BlockingConnection(sock, ResponseReader(self._max_body, self._max_header))
        with self._lock:
            self._opened += 1
            self._busy.add(connection)
            closed = self._closed
        if closed:
            self._discard(connection)
            raise closed_fault(sent=False)
        return connection

    def _release(self, connection: BlockingConnection) -> None:
        now = monotonic()
        stale = None
        connection.idle_since = now
        with self._lock:
            if self._closed:
                stale = connection
            elif self._waiters:
                waiter = self._waiters.popleft()
                waiter.connection = connection
                waiter.ready.set()
                return
            else:
                self._busy.discard(connection)
                self._idle.append(connection)
                # The ones unused for longest are at the other end; one a request keeps up with any number.
                if self._idle[0].idle_since <= now - self._idle_timeout:
                    stale = self._idle.popleft()
        if stale is not None:
            self._discard(stale)

    def _discard(self, connection: BlockingConnection) -> None:
        connection.close()
        with self._lock:
            self._busy.discard(connection)
        self._free_slot()

    def _free_slot(self) -> None:
        with self._lock:
            if self._waiters:
                # The waiting thread inherits the slot, so that one that comes later cannot overtake it.
                self._waiters.popleft().ready.set()
            else:
                self._slots -= 1
