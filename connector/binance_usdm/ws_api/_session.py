"""One connection to the WebSocket API, without its I/O.

Rules:
- pure: bytes and instants come in, bytes and results go out; nothing here waits;
- receiving never raises: what cannot be read is counted and kept, cut; the connection lives;
- a request is answered once: an answer for an unknown id is counted, never fatal;
- nothing is sent before the session is ready; with a logon, only the logon itself;
- whoever waits when the connection is lost learns that the request was sent and its outcome is unknown.

    CONNECTING ──opened──▶ READY                       (keys that sign each request)
    CONNECTING ──opened──▶ LOGGING_ON ──answered──▶ READY   (Ed25519; a refused logon leaves each request signed)
    any state  ──lost────▶ LOST
"""

from __future__ import annotations

from enum import Enum, auto

import msgspec

from ..transport._message import FaultKind, HttpResponse, TransportFault
from ._frames import Notice, SocketRequest, read

__all__ = ["READY", "Session", "State"]

_KEPT = 16
_KEPT_BYTES = 512


class State(Enum):
    """Where a connection stands."""

    CONNECTING = auto()
    LOGGING_ON = auto()
    READY = auto()
    LOST = auto()


# Every request asks for it, and looking a member up costs more than the rest of asking.
READY = State.READY


class Session:
    """State of one connection."""

    def __init__(self) -> None:
        self.state = State.CONNECTING
        self.logged_on = False
        self.refused: HttpResponse | None = None
        """The answer that refused the logon."""
        self.leaving = False
        """The server announced that it will close the connection."""
        self.revoked = False
        """The server says that the session's key is no longer valid."""
        self.malformed = 0
        self.strangers = 0
        self.quarantine: list[bytes] = []
        self._logon: str | None = None
        self._waiting: set[str] = set()
        self._out: list[bytes] = []
        self._faults: list[tuple[str, TransportFault]] = []

    def opened(self, logon: SocketRequest | None) -> None:
        """The connection stands; log on when there is something to log on with."""
        if self.state is not State.CONNECTING:
            return
        if logon is None:
            self.state = State.READY
            return
        self.state = State.LOGGING_ON
        self._logon = logon.id
        self._out.append(logon.payload)

    def send(self, request: SocketRequest) -> bytes:
        """The text frame to write for a request.

        Without a ready connection it is empty: nothing is to be sent, and the request's fault is among the faults.
        """
        if self.state is not READY:
            fault = TransportFault(FaultKind.CLOSED, False, "the WebSocket API is not connected")
            self._faults.append((request.id, fault))
            return b""
        self._waiting.add(request.id)
        return request.payload

    def forget(self, id: str) -> None:  # noqa: A002 (the wire's own word)
        """Nobody waits for this answer any more."""
        self._waiting.discard(id)

    def receive(self, text: bytes) -> tuple[str, HttpResponse] | None:
        """Take in one text frame.

        Returns:
            The answer to a request that waits for it, with its id; None where the frame was anything else.
        """
        try:
            found = read(text)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            self.malformed += 1
            if len(self.quarantine) < _KEPT:
                self.quarantine.append(text[:_KEPT_BYTES])
            return None
        if isinstance(found, Notice):
            self._notice(found)
            return None
        id_, answer = found
        if id_ in self._waiting:
            self._waiting.discard(id_)
            return found
        if id_ == self._logon:
            self._logon = None
            self.logged_on = answer.status == 200
            self.refused = None if self.logged_on else answer
            if self.state is State.LOGGING_ON:
                self.state = State.READY
        else:
            self.strangers += 1
        return None

    def _notice(self, notice: Notice) -> None:
        if notice.event == "serverShutdown":
            self.leaving = True
        elif notice.status == 401:
            self.revoked = True
            self.logged_on = False
        else:
            self.strangers += 1

    def lost(self, detail: str) -> None:
        """The connection is gone: every waiting request was sent and has no answer."""
        if self.state is State.LOST:
            return
        self.state = State.LOST
        self.logged_on = False
        self._logon = None
        self._out.clear()
        for id_ in sorted(self._waiting):
            self._faults.append((id_, TransportFault(FaultKind.RESET, True, f"the WebSocket API was lost: {detail}")))
        self._waiting.clear()

    def data_to_send(self) -> list[bytes]:
        """Text frames to write now."""
        out, self._out = self._out, []
        return out

    def faults(self) -> list[tuple[str, TransportFault]]:
        """Faults of requests since the last call."""
        faults, self._faults = self._faults, []
        return faults

    @property
    def in_flight(self) -> int:
        """Requests that wait for an answer."""
        return len(self._waiting)
