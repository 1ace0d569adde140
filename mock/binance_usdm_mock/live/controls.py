"""What a test does to connections and frames: cut, freeze, silence, lose, double, delay, break, expire, announce."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from .feed import event as make_event
from .hub import Hub
from .mischief import Rule, Way
from .peer import Peer
from .stream_peer import StreamPeer

__all__ = ["Controls"]

_BROKEN = b'{"e":"depthUpdate","E":'
Wanted = Callable[[Peer], bool]


def _matching(route: str | None, stream: str | None, wanted: Wanted | None) -> Wanted:
    def matches(peer: Peer) -> bool:
        if route is not None and (peer.route if isinstance(peer, StreamPeer) else "ws_api") != route:
            return False
        if stream is not None and not (isinstance(peer, StreamPeer) and stream in peer.streams):
            return False
        return wanted is None or wanted(peer)

    return matches


class Controls:
    """Live faults on command; what the exchange truly did is never changed by them.

    Connections are chosen by ``route`` (``public``, ``market``, ``private`` or ``ws_api``), by a ``stream`` they are
    subscribed to, and by a predicate ``wanted``; what is left out matches all.

    Args:
        hub: The exchange's live side.
        lock: Held while the exchange is used.
    """

    def __init__(self, hub: Hub, lock: AbstractContextManager[Any]) -> None:
        self._hub, self._lock = hub, lock

    def connections(
        self, *, route: str | None = None, stream: str | None = None, wanted: Wanted | None = None
    ) -> list[Peer]:
        """The open connections."""
        matches = _matching(route, stream, wanted)
        with self._lock:
            return [peer for peer in self._hub.peers.values() if matches(peer)]

    def cut(
        self,
        *,
        code: int | None = None,
        reason: str = "",
        route: str | None = None,
        stream: str | None = None,
        wanted: Wanted | None = None,
    ) -> int:
        """Break connections; returns how many.

        Args:
            code: Close code; None breaks them without a close frame.
            reason: Text of the close frame.
            route: Only connections of this route.
            stream: Only connections subscribed to this stream.
            wanted: Only connections for which this is true.
        """
        with self._lock:
            found = self.connections(route=route, stream=stream, wanted=wanted)
            for peer in found:
                if code is None:
                    peer.abort()
                else:
                    peer.close(code, reason)
            return len(found)

    def freeze(self, *, route: str | None = None, stream: str | None = None, wanted: Wanted | None = None) -> int:
        """Stop reading, answering, ponging and sending on connections that stay open; returns how many."""
        with self._lock:
            found = self.connections(route=route, stream=stream, wanted=wanted)
            for peer in found:
                peer.frozen = True
            return len(found)

    def silence(self, stream: str) -> None:
        """Send nothing more of a stream (``*`` and ``?`` allowed) while pongs and answers flow on."""
        with self._lock:
            self._hub.mischief.silenced.append(stream)

    def unsilence(self, stream: str) -> None:
        """Send a silenced stream again, from what happens next."""
        with self._lock:
            self._hub.mischief.silenced.remove(stream)

    def rule(
        self,
        way: Way | str,
        *,
        stream: str = "*",
        event: str | None = None,
        final: bool = False,
        nth: int | None = None,
        every: int | None = None,
        times: int | None = None,
        probability: float = 1.0,
        delay_ms: int = 0,
        body: bytes = b"",
        change: Callable[[bytes], bytes] | None = None,
        wanted: Wanted | None = None,
    ) -> Rule:
        """Let matching frames go wrong; arguments as the fields of ``Rule``, whose counters tell what it did."""
        made = Rule(
            way=Way(way),
            stream=stream,
            event=event,
            final=final,
            nth=nth,
            every=every,
            times=times,
            probability=probability,
            delay_ms=delay_ms,
            body=body,
            change=change,
            peers=wanted,
        )
        with self._lock:
            self._hub.mischief.rules.append(made)
        return made

    def lose(
        self,
        *,
        stream: str = "*",
        event: str | None = None,
        nth: int | None = None,
        every: int | None = None,
        times: int | None = None,
        probability: float = 1.0,
    ) -> Rule:
        """Lose matching frames."""
        return self.rule(
            Way.DROP, stream=stream, event=event, nth=nth, every=every, times=times, probability=probability
        )

    def lose_acks(self, *, times: int | None = None) -> Rule:
        """Carry requests of stream connections out, but lose the answers."""
        return self.rule(Way.DROP, event="ack", times=times)

    def clear(self) -> None:
        """Remove all rules and silences."""
        with self._lock:
            self._hub.mischief.rules.clear()
            self._hub.mischief.silenced.clear()

    def inject(
        self,
        body: bytes = _BROKEN,
        *,
        route: str | None = None,
        stream: str | None = None,
        wanted: Wanted | None = None,
    ) -> int:
        """Send these bytes as a frame, by default one cut off in the middle; returns to how many connections."""
        with self._lock:
            return self._hub.inject(body, _matching(route, stream, wanted))

    def tell(self, value: Mapping[str, Any], account: str = "main") -> None:
        """Send an account event of one's own making, such as one of a liquidation, a grid or a strategy.

        Args:
            value: The event, with the text of its type in ``e``.
            account: Whose event it is.
        """
        with self._lock:
            self._hub.tell(account, make_event(dict(value)))

    def shutdown_notice(self) -> None:
        """Announce a restart (``serverShutdown``); the connections stay until they are cut."""
        with self._lock:
            self._hub.notice_shutdown()

    def expire_listen_key(self, account: str = "main") -> None:
        """Let the listen key of an account expire now."""
        with self._lock:
            found = self._hub.x.listen_keys.get(account)
            if found is not None:
                # Who subscribed a moment ago has been using a living key, too.
                self._hub.look_at_keys()
                found.expires = self._hub.x.now
                self._hub.look_at_keys()
