"""One WebSocket connection as the exchange sees it: what waits to be sent, and how long the client may stay.

Rules:
- no bytes are moved and no clock is read: frames come in with an instant, frames to send collect in ``outbox``;
- every three minutes a ping goes out; a client that does not echo its payload within ten minutes is cut;
- a pong nobody asked for changes nothing; after 24 hours the connection is closed;
- a frozen connection looks alive to the operating system only: nothing is read, answered or sent.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from enum import StrEnum

import attrs

from binance_usdm_api.service import STREAM_RULES

__all__ = ["Kind", "Out", "Peer"]

_PING = STREAM_RULES.ping_interval_s * 1000
_PONG = STREAM_RULES.pong_timeout_s * 1000
_LIFE = STREAM_RULES.lifetime_hours * 3_600_000
_MOST_WAITING = 50_000


class Kind(StrEnum):
    """What is to be sent; ``ABORT`` breaks the connection without a word, ``END`` ends it without a close frame."""

    TEXT = "text"
    PING = "ping"
    PONG = "pong"
    CLOSE = "close"
    ABORT = "abort"
    RAW = "raw"
    """Bytes of a frame as they go onto the wire, perhaps in pieces."""
    END = "end"


@attrs.frozen(slots=True)
class Out:
    """Something to send; ``code`` is the close code, ``chunk`` the bytes per write with ``pause`` seconds between."""

    kind: Kind
    payload: bytes = b""
    code: int = 0
    chunk: int = 0
    pause: float = 0.0


class Peer(ABC):
    """A connection.

    Args:
        number: Counts the connections of an exchange, from 1.
        path: Path and query it was opened with.
        opened: When (ms).
        address: Host it came from.
    """

    def __init__(self, number: int, path: str, opened: int, address: str = "127.0.0.1") -> None:
        self.number, self.path, self.opened, self.address = number, path, opened, address
        self.outbox: deque[Out] = deque()
        self.closed = False
        self.frozen = False
        self.sent = 0
        """Text frames handed out so far."""
        self.received: int = 0
        self._next_ping = opened + _PING
        self._pings: dict[bytes, int] = {}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.number} {self.path.partition('?')[0]}>"

    def push(self, payload: bytes) -> None:
        """Send a text frame."""
        if self.closed:
            return
        if len(self.outbox) >= _MOST_WAITING:
            # Who reads slower than the market moves is disconnected, not waited for.
            self.outbox.clear()
            self.close(1008, "Too slow")
            return
        self.sent += 1
        self.outbox.append(Out(Kind.TEXT, payload))

    def put(self, out: Out) -> None:
        """Send something that is no usual frame."""
        if not self.closed:
            self.closed = out.kind is Kind.END
            self.outbox.append(out)

    def close(self, code: int, reason: str = "") -> None:
        """Send a close frame; nothing follows it."""
        if not self.closed:
            self.closed = True
            self.outbox.append(Out(Kind.CLOSE, reason.encode(), code))

    def abort(self) -> None:
        """Break the connection."""
        self.closed = True
        self.outbox.clear()
        self.outbox.append(Out(Kind.ABORT))

    @abstractmethod
    def receive(self, raw: bytes, now_ms: int) -> None:
        """Take a text or binary frame of the client."""

    def pinged(self, payload: bytes, now_ms: int) -> None:  # noqa: ARG002 - a stream connection counts it
        """Take a ping of the client."""
        if not self.closed and not self.frozen:
            self.outbox.append(Out(Kind.PONG, payload))

    def ponged(self, payload: bytes) -> None:
        """Take a pong of the client; only an echo of a ping counts."""
        if payload in self._pings:
            self._pings.clear()

    def live_on(self, now_ms: int) -> None:
        """Send a ping when one is due; cut who did not answer, or stayed too long."""
        if self.closed:
            return
        if now_ms >= self.opened + _LIFE:
            self.close(1001, "24 hours")
        elif self._pings and now_ms >= min(self._pings.values()) + _PONG:
            self.close(1008, "Pong timeout")
        elif now_ms >= self._next_ping:
            payload = str(now_ms).encode()
            self._pings[payload] = now_ms
            self._next_ping = now_ms + _PING
            self.outbox.append(Out(Kind.PING, payload))
