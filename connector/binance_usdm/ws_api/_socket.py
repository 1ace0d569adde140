"""The WebSocket API over asyncio and picows: moves frames, keeps a connection, decides nothing about requests.

A lost connection comes back after a pause with full jitter, without limit. A planned change of connection overlaps: the
new one is ready before the old one stops taking requests, and the old one stays until its answers are in.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Callable
from typing import Any

import picows

from binance_usdm_api.errors import ConfigError

from .._handshake import Handshake
from .._pace import Pace, full_jitter
from ..transport._message import FaultKind, HttpResponse, TransportFault
from ._frames import SocketRequest
from ._session import READY, Session, State
from ._waiting import Waiting

__all__ = ["ApiSocket"]

log = logging.getLogger("binance_usdm")

_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 30.0
_PING_AFTER = 10.0
_PING_WAIT = 10.0
_ROTATE_AFTER = 23 * 3600.0
_DRAIN_FOR = 15.0
_SETTLED_AFTER = 5.0
"""Seconds after which a connection counts as good, and the pauses begin small again."""
_LARGEST_FRAME = 64 * 1024 * 1024
_TEXT = picows.WSMsgType.TEXT


class _Connection(picows.WSListener):
    """One connection and those who wait on it."""

    def __init__(self, owner: ApiSocket) -> None:
        super().__init__()
        loop = asyncio.get_running_loop()
        self.owner = owner
        self.session = Session()
        self.transport: picows.WSTransport | None = None
        self.waiting = Waiting(loop, self.session.forget)
        self.ready: asyncio.Future[None] = loop.create_future()
        self._pieces = bytearray()

    def on_ws_connected(self, transport: picows.WSTransport) -> None:
        self.transport = transport
        self.session.opened(self.owner.make_logon())
        self._flush()

    def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:
        # Asking for the type of a frame costs more than copying it, and an object in one piece is known by its brace.
        payload = frame.get_payload_as_bytes()
        if payload[:1] == b"{" and frame.fin and not self._pieces:
            answered = self.session.receive(payload)
            if answered is not None:
                self.waiting.answer(*answered)
            else:
                self._flush()
        else:
            self._rare(transport, frame, payload)

    def _rare(self, transport: picows.WSTransport, frame: picows.WSFrame, payload: bytes) -> None:
        kind = frame.msg_type
        if kind in (picows.WSMsgType.TEXT, picows.WSMsgType.CONTINUATION, picows.WSMsgType.BINARY):
            self._pieces += payload
            if frame.fin:
                whole, self._pieces = bytes(self._pieces), bytearray()
                answered = self.session.receive(whole)
                if answered is not None:
                    self.waiting.answer(*answered)
                self._flush()
        elif kind is picows.WSMsgType.CLOSE:
            transport.send_close(frame.get_close_code())
            transport.disconnect()

    def on_ws_disconnected(self, transport: picows.WSTransport) -> None:  # noqa: ARG002 (picows calls it so)
        self.drop("the connection was closed")
        self.owner.disconnected(self)

    def send(self, request: SocketRequest, timeout: float) -> asyncio.Future[HttpResponse]:
        """Send a request; the future gets its answer or its fault."""
        future = self.waiting.add(request.id, timeout)
        text = self.session.send(request)
        if text and self.transport is not None:
            self.transport.send(_TEXT, text)
        else:
            self._flush()
        return future

    def drop(self, detail: str) -> None:
        """Tell everybody who waits that the connection is gone."""
        self.session.lost(detail)
        self._flush()
        self.waiting.close()

    def close(self) -> None:
        """End the connection."""
        if self.transport is not None:
            self.transport.disconnect()

    def _flush(self) -> None:
        session = self.session
        if self.transport is not None:
            for text in session.data_to_send():
                self.transport.send(_TEXT, text)
        for id_, fault in session.faults():
            self.waiting.answer(id_, fault)
        if not self.ready.done() and session.state in (State.READY, State.LOST):
            self.ready.set_result(None)
        if session.leaving or session.revoked:
            self.owner.replace_soon(self)


class ApiSocket:
    """A kept connection to the WebSocket API.

    Args:
        url: Full URL, wss or, on loopback addresses, ws.
        random: A number in [0, 1), for the pauses between attempts.
        make_logon: Makes the logon request, or None where each request is signed by itself.
        pace: The limit on connection attempts, shared with all sockets of the client.
        monotonic: Seconds that never go back.
        connect_timeout: Seconds for connection and handshake.
        tls: TLS context, made on first use when None.
        proxy: Proxy URL, or None.
        rotate_after: Seconds after which a fresh connection replaces the present one.
    """

    def __init__(
        self,
        url: str,
        random: Callable[[], float],
        make_logon: Callable[[], SocketRequest | None],
        pace: Pace,
        monotonic: Callable[[], float],
        *,
        connect_timeout: float,
        tls: ssl.SSLContext | None = None,
        proxy: str | None = None,
        rotate_after: float = _ROTATE_AFTER,
    ) -> None:
        self._random = random
        self.make_logon = make_logon
        self._pace = pace
        self._monotonic = monotonic
        self._url = url
        self._connect_timeout = connect_timeout
        self._tls = tls
        self._proxy = proxy
        self._rotate_after = rotate_after
        self._current: _Connection | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._tried = asyncio.Event()
        self._draining: set[asyncio.Task[None]] = set()
        self._closed = False
        self.connections = 0
        """Connections made so far."""
        self.last_error: str | None = None

    @property
    def ready(self) -> bool:
        """True when a request can go out now."""
        current = self._current
        return current is not None and current.session.state is READY

    @property
    def logged_on(self) -> bool:
        """True when requests need neither key nor signature."""
        current = self._current
        return current is not None and current.session.logged_on

    async def connect(self, timeout: float) -> None:
        """Open the connection and keep it from now on.

        Raises:
            TransportFault: The next attempt failed or took too long; trying goes on in the background.
        """
        if self.ready:
            return
        self._tried.clear()
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await self._tried.wait()
        if not self.ready:
            reason = self.last_error or f"no answer within {timeout:g} s"
            raise TransportFault(FaultKind.CONNECT, False, f"the WebSocket API is not ready: {reason}")

    def send(self, request: SocketRequest, timeout: float) -> asyncio.Future[HttpResponse]:
        """Send one request once and return the future of its answer.

        The future ends with a TransportFault when there is no answer in time. Who cancels it waits no longer; an answer
        that comes all the same is dropped.

        Raises:
            TransportFault: Nothing left this host.
        """
        current = self._current
        if current is None or current.session.state is not READY:
            raise TransportFault(FaultKind.CLOSED, False, "the WebSocket API is not connected")
        return current.send(request, timeout)

    async def aclose(self) -> None:
        """End the connection; closing twice is fine."""
        self._closed = True
        for task in (self._keeper, *self._draining):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        if self._current is not None:
            self._current.drop("the client was closed")
            self._current.close()
            self._current = None

    def disconnected(self, connection: _Connection) -> None:
        """A connection has ended."""
        if connection is self._current:
            self._current = None
            self._wake.set()

    def replace_soon(self, connection: _Connection) -> None:
        """Move to a fresh connection, because this one will end or its key is no longer valid."""
        if connection is self._current:
            self._wake.set()

    async def _keep(self) -> None:
        failures = 0
        while not self._closed:
            await self._await_turn()
            self._wake.clear()
            opened = await self._open()
            self._tried.set()
            if opened:
                since = self._monotonic()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._rotate_after):
                        await self._wake.wait()
                if self._monotonic() - since >= _SETTLED_AFTER:
                    failures = 0
                if self._current is not None:
                    log.info("ws_api moving to a fresh connection")
                    if not failures:
                        # A second notice at once is a server that greets with it: that one waits like a loss.
                        failures = 1
                        continue
                else:
                    log.warning("ws_api lost; reconnecting")
            failures += 1
            await asyncio.sleep(full_jitter(failures - 1, _FIRST_PAUSE, _LONGEST_PAUSE, self._random()))

    async def _await_turn(self) -> None:
        while not self._pace.take(now := self._monotonic()):
            wait = self._pace.earliest(now) - now
            self.last_error = f"too many connection attempts, the next one is allowed in {wait:.1f} s"
            log.warning("ws_api waits: %s", self.last_error)
            await asyncio.sleep(wait)

    async def _open(self) -> bool:
        connection, handshake = _Connection(self), Handshake()
        try:
            await handshake.within(self._connect_timeout, self._connect(connection, handshake), connection.close)
        except (OSError, TimeoutError, picows.WSError) as error:
            self.last_error = f"{type(error).__name__}: {error}"[:200]
            log.warning("ws_api connect failed: %s", self.last_error)
            connection.close()
            return False
        if connection.session.state is not READY:
            self.last_error = "the connection was closed at once"
            return False
        self.connections += 1
        if connection.session.refused is not None:
            log.warning("ws_api logon refused status=%d; signing each request", connection.session.refused.status)
        before, self._current = self._current, connection
        if before is not None:
            task = asyncio.create_task(self._drain(before))
            self._draining.add(task)
            task.add_done_callback(self._draining.discard)
        self.last_error = None
        if connection.session.leaving or connection.session.revoked:
            # Said before this connection was the present one, in one segment with the handshake or the logon.
            self._wake.set()
        log.info("ws_api ready logged_on=%s", connection.session.logged_on)
        return True

    async def _connect(self, connection: _Connection, handshake: Handshake) -> None:
        # picows passes further arguments through untyped.
        await picows.ws_connect(  # pyright: ignore[reportUnknownMemberType]
            lambda: connection, self._url, socket_factory=handshake.dial, **self._arguments()
        )
        if connection.transport is None:
            # picows takes an end during the handshake for the end of the handshake.
            raise ConnectionResetError("the connection ended during the handshake")
        await connection.ready

    async def _drain(self, connection: _Connection) -> None:
        if connection.waiting:
            await asyncio.wait(connection.waiting.futures, timeout=_DRAIN_FOR)
        connection.close()

    def _arguments(self) -> dict[str, Any]:
        secure = self._url.startswith("wss:")
        if not secure and not self._url.startswith(("ws://127.", "ws://localhost", "ws://[::1]")):
            raise ConfigError(f"{self._url} is not encrypted; only loopback addresses may be.", hint="Use a wss URL.")
        if secure and self._tls is None:
            from ..transport import tls_context

            self._tls = tls_context()
        return {
            "ssl_context": self._tls if secure else None,
            "websocket_handshake_timeout": self._connect_timeout,
            "enable_auto_ping": True,
            "auto_ping_idle_timeout": _PING_AFTER,
            "auto_ping_reply_timeout": _PING_WAIT,
            "enable_auto_pong": True,
            "max_frame_size": _LARGEST_FRAME,
            "max_redirects": 0,
            "proxy": self._proxy,
            "logger_name": log,
        }
