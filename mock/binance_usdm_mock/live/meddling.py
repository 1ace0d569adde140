"""Faults of fault files on connections: what they do to frames, to the connection, and to the exchange meanwhile.

Rules:
- a frame is asked about once, after the rules of ``mischief``; the first fault that hits it decides;
- what a fault changes in the exchange may send frames itself: those are not asked about;
- delays are of the exchange's time; what is kept back goes out in the order of its instants.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import attrs

from ..faults import (
    Action,
    Alter,
    Change,
    Cut,
    Delay,
    Drop,
    Duplicate,
    Faults,
    Freeze,
    Insert,
    Lose,
    Replace,
    Replay,
    Shaped,
    Stall,
    Swap,
    Truncate,
)
from .feed import Event
from .peer import Kind, Out, Peer
from .stream_peer import StreamPeer
from .wire import frame_head, raw_frame

__all__ = ["Hit", "Meddler", "shaped"]

_REMEMBERED = 200
_LOGGED = 20_000


class Host(Protocol):
    """What the faults need of the live side."""

    @property
    def peers(self) -> dict[int, Peer]:
        """The open connections."""
        ...

    @property
    def x(self) -> Any:
        """The exchange."""
        ...

    def later(self, milliseconds: int, act: Callable[[], None]) -> None:
        """Do something when so much time has passed."""
        ...


@attrs.frozen
class Hit:
    """A fault that hit something on a connection."""

    time: int
    connection: int
    on: str
    action: str


class Meddler:
    """Asks the faults about every frame, ping and second of every connection.

    Args:
        host: The live side.
        faults: The faults in force.
        change: Changes the exchange.
        alter: Changes the JSON text of an answer or event.
    """

    def __init__(
        self,
        host: Host,
        faults: Faults,
        change: Callable[[Change, Peer], None],
        alter: Callable[[bytes, Alter], bytes],
    ) -> None:
        self._host, self._faults, self._change, self._alter = host, faults, change, alter
        self.hits: deque[Hit] = deque(maxlen=_LOGGED)
        self._changing = False
        self._held: dict[tuple[int, str], list[Out]] = {}
        self._past: dict[tuple[int, str], deque[bytes]] = {}
        self._stalled: dict[tuple[int, str], int] = {}

    # What faults are asked about

    def send(self, peer: Peer, stream: str, found: Event, frame: bytes) -> None:
        """Send a frame of a stream connection, or what becomes of it."""
        if not self._faults and not self._held and not self._stalled:
            peer.push(frame)
            return
        if found.kind == "ack":
            word, name = "ACK", found.name
        elif isinstance(peer, StreamPeer) and peer.route == "private":
            word, name = "USER", found.kind
        else:
            word, name = "STREAM", stream
        if word != "ACK" and self._is_stalled(peer, stream):
            return
        params = {"event": found.kind, "final": "true" if found.final else "false"}
        action = self._pick(peer, word, name, params, frame)
        if self._faults.holds(Replay):
            self._past.setdefault((peer.number, stream), deque(maxlen=_REMEMBERED)).append(frame)
        self.give(peer, stream, action, frame, payload=found.payload)

    def second(self, peer: Peer) -> None:
        """A second has passed on a connection."""
        if self._faults:
            self.give(peer, "*", self._pick(peer, "SECOND", peer.path.partition("?")[0], {}), None)

    def pong(self, peer: Peer) -> bool:
        """A ping came in; False when it is not to be answered."""
        if not self._faults:
            return True
        action = self._pick(peer, "PING", peer.path.partition("?")[0], {})
        self.give(peer, "*", action, None)
        return not isinstance(action, Lose)

    def _pick(self, peer: Peer, word: str, name: str, params: dict[str, str], frame: bytes = b"") -> Action | None:
        if self._changing:
            return None
        told = {**params, "route": peer.route if isinstance(peer, StreamPeer) else "ws_api"}
        now = self._host.x.now
        action = self._faults.pick(word, name, told, raw=frame, now_ms=now)
        if action is not None:
            self.hits.append(Hit(now, peer.number, f"{word} {name}", type(action).__name__))
        return action

    # What becomes of it

    def give(
        self,
        peer: Peer,
        key: str,
        action: Action | None,
        frame: bytes | None,
        *,
        payload: bytes = b"",
        out: Out | None = None,
    ) -> None:
        """Send what an action makes of a frame; None stands for an instant at which there is none.

        Args:
            peer: The connection.
            key: The stream; what is held back until the next frame waits for one of the same.
            action: What happens; None is nothing.
            frame: What would have been sent.
            payload: The event in the frame; empty when the frame has no envelope.
            out: What is sent in its place.
        """
        held = self._held.pop((peer.number, key), []) if frame is not None else []
        if isinstance(action, Swap) and frame is not None:
            self._held[peer.number, key] = [Out(Kind.TEXT, frame)]
        elif isinstance(action, Delay) and frame is not None:
            self._host.later(int(action.seconds * 1000), partial(_late, peer, Out(Kind.TEXT, frame)))
        else:
            for one in [out] if out is not None else self._become(peer, key, action, frame, payload):
                _put(peer, one)
        for one in held:
            _put(peer, one)

    def _become(self, peer: Peer, key: str, action: Action | None, frame: bytes | None, payload: bytes) -> list[Out]:
        whole = [] if frame is None else [Out(Kind.TEXT, frame)]
        match action:
            case Alter():
                return [shaped(self._altered(peer, key, action, frame or b"", payload), action)]
            case Replace():
                return [Out(Kind.TEXT, action.body * action.repeat)]
            case Insert():
                more = Out(Kind.TEXT, action.body * action.repeat)
                return [more, *whole] if action.before else [*whole, more]
            case Duplicate():
                return whole * (1 + action.copies)
            case Replay():
                past = list(self._past.get((peer.number, key), ()))[-action.count :]
                return [*whole, *(Out(Kind.TEXT, old) for old in past)]
            case Lose():
                return []
            case Truncate():
                return [Out(Kind.RAW, frame_head(action.length) + action.body), Out(Kind.END)]
            case Change():
                self._make(action, peer)
                return whole
            case Drop() | Cut() | Freeze() | Stall():
                self._disturb(peer, key, action)
                return []
            case _:
                return whole

    def _altered(self, peer: Peer, key: str, action: Alter, frame: bytes, payload: bytes) -> bytes:
        if action.frame or not payload or not isinstance(peer, StreamPeer):
            return self._alter(frame, action)
        return peer.frame(key, self._alter(payload, action))

    def _make(self, action: Change, peer: Peer) -> None:
        self._changing = True
        try:
            self._change(action, peer)
        finally:
            self._changing = False

    def _disturb(self, peer: Peer, key: str, action: Action) -> None:
        if isinstance(action, Cut):
            for other in list(self._host.peers.values()) if action.everyone else [peer]:
                if other.path.split("/")[1:2] == peer.path.split("/")[1:2]:
                    other.close(action.code, action.reason)
        elif isinstance(action, Freeze):
            peer.frozen = True
            if action.seconds:
                self._host.later(int(action.seconds * 1000), partial(setattr, peer, "frozen", False))
        elif isinstance(action, Stall):
            now: int = self._host.x.now
            self._stalled[peer.number, key] = now + int(action.seconds * 1000) if action.seconds else 1 << 62
        elif isinstance(action, Drop) and action.polite:
            peer.close(1000)
        else:
            peer.abort()

    def _is_stalled(self, peer: Peer, stream: str) -> bool:
        for key in ((peer.number, stream), (peer.number, "*")):
            until = self._stalled.get(key)
            if until is not None:
                if self._host.x.now < until:
                    return True
                del self._stalled[key]
        return False


def shaped(frame: bytes, action: Shaped) -> Out:
    """A frame, in pieces when the action says so."""
    if action.chunk <= 0:
        return Out(Kind.TEXT, frame)
    return Out(Kind.RAW, raw_frame(frame), chunk=action.chunk, pause=action.pause)


def _put(peer: Peer, out: Out) -> None:
    if out.kind is Kind.TEXT:
        peer.push(out.payload)
    else:
        peer.put(out)


def _late(peer: Peer, out: Out) -> None:
    if not peer.frozen:
        _put(peer, out)
