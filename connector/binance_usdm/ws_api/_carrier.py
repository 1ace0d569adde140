"""A transport that carries both kinds of request: HTTP over the one below, frames over the socket."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Any, TypeVar

from ..transport._message import FaultKind, HttpRequest, HttpResponse, TransportFault
from ._frames import SocketRequest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Coroutine

    from ..transport import AsyncTransport, Transport
    from ._socket import ApiSocket

__all__ = ["AsyncCarrier", "BlockingCarrier", "SocketThread"]

T = TypeVar("T")


class AsyncCarrier:
    """Sends each request over what it was made for."""

    def __init__(self, http: AsyncTransport | AsyncCarrier, socket: ApiSocket) -> None:
        self._http = http
        self._socket = socket

    def send(self, request: HttpRequest | SocketRequest, timeout: float) -> Awaitable[HttpResponse]:
        """Send one request once; what is returned is awaited for its complete answer."""
        if type(request) is SocketRequest:
            return self._socket.send(request, timeout)
        assert isinstance(request, HttpRequest)  # noqa: S101 (narrowing for type checkers)
        return self._http.send(request, timeout)

    async def aclose(self) -> None:
        """Close both."""
        await self._socket.aclose()
        await self._http.aclose()


class SocketThread:
    """The socket of a blocking client: an event loop in a thread of its own.

    Args:
        make: Makes the socket, on that loop.
    """

    def __init__(self, make: Callable[[], ApiSocket]) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="binance-usdm-ws-api", daemon=True)
        self._thread.start()
        self.socket = self.run(self._made(make), 5.0)

    async def _made(self, make: Callable[[], ApiSocket]) -> ApiSocket:
        return make()

    def run(self, work: Coroutine[Any, Any, T], timeout: float | None) -> T:
        """Run a coroutine on the loop and wait for it."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(timeout)
        except FutureTimeoutError:
            future.cancel()
            raise TransportFault(FaultKind.TIMEOUT, True, "the socket's thread did not answer in time") from None

    async def send(self, request: SocketRequest, timeout: float) -> HttpResponse:
        """Send one request once, on the loop of the thread."""
        return await self.socket.send(request, timeout)

    def close(self) -> None:
        """End the socket, the loop and the thread; closing twice is fine."""
        if self._loop.is_closed():
            return
        with contextlib.suppress(TransportFault):
            self.run(self.socket.aclose(), 5.0)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5.0)
        self._loop.close()


class BlockingCarrier:
    """The blocking twin of ``AsyncCarrier``."""

    def __init__(self, http: Transport, thread: SocketThread) -> None:
        self._http = http
        self._thread = thread

    def send(self, request: HttpRequest | SocketRequest, timeout: float) -> HttpResponse:
        """Send one request once and return its complete answer."""
        if type(request) is SocketRequest:
            # The socket keeps the deadline; a little more for the way between the threads.
            return self._thread.run(self._thread.send(request, timeout), timeout + 1.0)
        assert isinstance(request, HttpRequest)  # noqa: S101 (narrowing for type checkers)
        return self._http.send(request, timeout)

    def close(self) -> None:
        """Close both."""
        self._thread.close()
        self._http.close()
