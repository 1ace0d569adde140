"""One WebSocket connection of an event loop: moves bytes between picows and a session, and decides nothing.

Frames are collected until the read buffer is empty and handed over together. Server pings are answered by picows as
they are read, whatever the consumer does.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable

import picows
from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from .._handshake import Handshake
from ._settings import StreamSettings

__all__ = ["Refusal", "Socket", "dial"]

# Seconds after a refusal for too many attempts that names no time.
_ASKED_TO_WAIT = 30.0


class Refusal(Exception):
    """A connection could not be opened.

    Attributes:
        reason: Why.
        wait: Seconds for which the exchange asked to be left alone.
    """

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait


class Socket(WSListener):
    """Listener of one connection.

    Args:
        on_open: Told when the handshake is done, before any frame.
        on_frames: Takes text frames, in order.
        on_pong: Takes note of a pong.
        on_lost: Takes the reason of the end.
        max_message: Most bytes of a message that comes in several frames.
    """

    def __init__(
        self,
        on_open: Callable[[], None],
        on_frames: Callable[[list[bytes]], None],
        on_pong: Callable[[], None],
        on_lost: Callable[[str], None],
        max_message: int,
    ) -> None:
        super().__init__()
        self.transport: WSTransport | None = None
        self._on_open = on_open
        self._on_frames = on_frames
        self._on_pong = on_pong
        self._on_lost = on_lost
        self._batch: list[bytes] = []
        self._parts: list[bytes] = []
        self._parts_size = 0
        self._max_message = max_message
        self._silenced = False
        self._reason = "connection lost"

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        if self._silenced:
            # It was given up while its handshake was under way.
            transport.disconnect(False)
        else:
            self._on_open()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        # Asking for the type of a frame costs more than copying it, and an object in one piece is known by its brace.
        payload = frame.get_payload_as_bytes()
        if payload[:1] == b"{" and frame.fin and not self._parts:
            self._batch.append(payload)
        else:
            self._rare(transport, frame, payload)
        if frame.last_in_buffer and self._batch:
            self._flush()

    def _flush(self) -> None:
        batch, self._batch = self._batch, []
        if not self._silenced:
            self._on_frames(batch)

    def _rare(self, transport: WSTransport, frame: WSFrame, payload: bytes) -> None:
        kind = frame.msg_type
        if kind == WSMsgType.PONG:
            self._on_pong()
        elif kind == WSMsgType.CLOSE:
            code = frame.get_close_code()
            text = (frame.get_close_message() or b"").decode("utf-8", "replace")
            self._reason = f"close {int.from_bytes(payload[:2], 'big') or 1005} {text[:120]}".rstrip()
            transport.send_close(code)
            transport.disconnect()
        elif kind != WSMsgType.PING:
            self._parts.append(payload)
            self._parts_size += len(payload)
            if self._parts_size > self._max_message:
                self._reason = "a message larger than max_frame"
                transport.disconnect(False)
            elif frame.fin:
                self._batch.append(b"".join(self._parts))
                self._parts.clear()
                self._parts_size = 0

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        del transport
        if self._batch:
            self._flush()
        if not self._silenced:
            self._silenced = True
            self._on_lost(self._reason)

    # -- what the runner asks -----------------------------------------------------------------------------------------

    def write(self, payload: bytes) -> None:
        """Send a text frame."""
        if self.transport is not None:
            self.transport.send(WSMsgType.TEXT, payload)

    def ping(self) -> None:
        """Send a ping frame."""
        if self.transport is not None:
            self.transport.send_ping()

    def drop(self) -> None:
        """Close the connection without any further report."""
        self._silenced = True
        self._batch.clear()
        if self.transport is not None:
            self.transport.send_close(WSCloseCode.OK)
            # The peer may be gone without a word, so its answer is not waited for.
            self.transport.disconnect(False)

    def hold(self, held: bool) -> None:
        """Stop reading, or go on."""
        if self.transport is not None and not self.transport.is_disconnected:
            if held:
                self.transport.underlying_transport.pause_reading()
            else:
                self.transport.underlying_transport.resume_reading()


async def dial(url: str, socket: Socket, tls: ssl.SSLContext | None, settings: StreamSettings) -> None:
    """Open a connection.

    Raises:
        Refusal: There is none, with the reason.
    """
    handshake = Handshake()
    try:
        await handshake.within(settings.connect_timeout, _connect(url, socket, tls, settings, handshake), socket.drop)
    except TimeoutError:
        raise Refusal("no connection in time") from None
    except ssl.SSLError as error:
        raise Refusal(f"TLS: {type(error).__name__}: {error.reason or error}") from error
    except picows.WSHandshakeError as error:
        status = error.response.status if error.response is not None else None
        raise Refusal(f"handshake refused: HTTP {status if status is not None else '?'}", _wait(error)) from error
    except (OSError, picows.WSError, ConnectionError) as error:
        raise Refusal(f"{type(error).__name__}: {error}") from error


async def _connect(
    url: str, socket: Socket, tls: ssl.SSLContext | None, settings: StreamSettings, handshake: Handshake
) -> None:
    await picows.ws_connect(  # pyright: ignore[reportUnknownMemberType]
        lambda: socket,
        url,
        ssl_context=tls,
        socket_factory=handshake.dial,
        websocket_handshake_timeout=settings.connect_timeout,
        max_frame_size=settings.max_frame,
        # A redirect would lead to a host that nobody has judged.
        max_redirects=0,
        read_buffer_init_size=64 * 1024,
        # One unforeseen error must not cost the connection.
        disconnect_on_exception=False,
    )
    if socket.transport is None:
        # picows takes an end during the handshake for the end of the handshake.
        raise ConnectionResetError("the connection ended during the handshake")


def _wait(error: picows.WSHandshakeError) -> float:
    response = error.response
    if response is None or response.status not in (403, 418, 429):
        return 0.0
    try:
        return max(1.0, float(response.headers.get("Retry-After", "")))
    except ValueError:
        return _ASKED_TO_WAIT
