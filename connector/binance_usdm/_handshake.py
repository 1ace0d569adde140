"""WebSocket handshakes that can be given up without leaving a socket open.

picows leaves the socket of a handshake that is cancelled to its own time limit. So the socket is made here: once nobody
waits any more it is shut down, upon which picows ends the handshake by itself.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Protocol

__all__ = ["Handshake"]

# Seconds for a handshake whose socket was shut down.
_FAREWELL = 2.0


class _Address(Protocol):
    """What picows says of where to connect."""

    @property
    def host(self) -> Any: ...
    @property
    def port(self) -> Any: ...


class Handshake:
    """One attempt to connect."""

    __slots__ = ("_sock",)

    def __init__(self) -> None:
        self._sock: socket.socket | None = None

    async def dial(self, address: _Address) -> socket.socket:
        """Make the socket; picows' ``socket_factory``.

        Raises:
            OSError: The name is not known, or nobody answers there.
        """
        loop = asyncio.get_running_loop()
        last = OSError(f"{address.host} has no address")
        for family, kind, protocol, _, each in await loop.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM
        ):
            sock = socket.socket(family, kind, protocol)
            try:
                sock.setblocking(False)
                await loop.sock_connect(sock, each)
            except OSError as error:
                sock.close()
                last = error
            except BaseException:
                sock.close()
                raise
            else:
                self._sock = sock
                return sock
        raise last

    async def within(self, seconds: float, work: Coroutine[Any, Any, None], let_go: Callable[[], None]) -> None:
        """Run what connects through ``dial``, at most so long.

        Args:
            seconds: Until it is given up; so it is when the caller is cancelled.
            work: What connects.
            let_go: Called before it is given up: it may have connected just then.

        Raises:
            TimeoutError: It took longer.
        """
        task = asyncio.ensure_future(work)
        try:
            async with asyncio.timeout(seconds):
                await asyncio.shield(task)
        finally:
            if not task.done():
                let_go()
                await self._give_up(task)
            if not task.cancelled():
                task.exception()

    async def _give_up(self, task: asyncio.Task[None]) -> None:
        if self._sock is not None:
            with suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)
            await asyncio.wait([task], timeout=_FAREWELL)
        task.cancel()
        await asyncio.wait([task])
