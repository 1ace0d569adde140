"""The live side of one exchange: who is connected, which streams run, and the instants at which something is due.

Rules:
- time passes in steps: the exchange is moved to each instant at which a stream, a ping or an expiry is due, in order,
  so that what is sent depends on the script and not on how often somebody looks;
- all instants of streams are multiples of their period; a clock that jumps more than an hour is a sleep, and only the
  end of it is looked at;
- streams in real time and account events are also looked at after every request that was carried out.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from binance_usdm_api.service import STREAM_RULES

from ..engine.state import ExchangeState
from ..engine.venue import Random
from .account_events import AccountEvents
from .books import BookWatches
from .feed import Event, Feed, event
from .keys import check_keys, key_account
from .making import make_feed
from .meddling import Meddler
from .mischief import WS_API, Mischief
from .names import read_name
from .peer import Peer
from .stream_peer import StreamPeer

__all__ = ["Hub"]

P = TypeVar("P", bound=Peer)
_STEP = 50
_SECOND = 1000
_SLEEP = 3_600_000
_LOOKS = frozenset({"order_book", "rpi_order_book", "book_ticker"})


class Hub:
    """Connections and streams of one exchange.

    Args:
        x: The exchange.
        rng: Decides the probabilities of rules.
    """

    def __init__(self, x: ExchangeState, rng: Random) -> None:
        self.x = x
        self.peers: dict[int, Peer] = {}
        self.mischief = Mischief(rng)
        self._count = 0
        self._at = x.now
        self._feeds: dict[str, Feed] = {}
        self._subscribers: dict[str, dict[int, StreamPeer]] = {}
        self._watches = BookWatches(x)
        self._late: list[tuple[int, int, Callable[[], None]]] = []
        self.meddler: Meddler | None = None
        """Lets faults of fault files hit frames and connections."""
        self._opened: dict[str, deque[int]] = {}
        self._account_events = AccountEvents(x, self.tell, self._is_heard)
        x.ledger.listeners.append(self._account_events.note)

    # Connections

    def may_connect(self, address: str) -> bool:
        """Count an attempt; False beyond the limit of connections per address."""
        stamps = self._opened.setdefault(address, deque())
        while stamps and stamps[0] <= self.x.now - 300_000:
            stamps.popleft()
        stamps.append(self.x.now)
        return len(stamps) <= STREAM_RULES.max_connections_per_5m

    def add(self, make: Callable[[int], P]) -> P:
        """Admit a connection; ``make`` gets its number."""
        if not self.peers:
            self._at = self.x.now
        self._count += 1
        made = make(self._count)
        self.peers[made.number] = made
        return made

    def connect(self, path: str, address: str = "127.0.0.1") -> StreamPeer:
        """Open a stream connection.

        Args:
            path: Path and query, such as ``/market/ws/btcusdt@aggTrade``.
            address: Host it comes from.
        """
        made = self.add(lambda number: StreamPeer(self, number, path, self.x.now, address))
        self.look_at_keys()
        return made

    def remove(self, peer: Peer) -> None:
        """Forget a connection."""
        if self.peers.pop(peer.number, None) is not None and isinstance(peer, StreamPeer):
            for name in list(peer.streams):
                self.unsubscribe(peer, name)

    def subscribe(self, peer: StreamPeer, name: str) -> None:
        """Begin to deliver a stream."""
        named = read_name(name)
        if named is None:
            return
        if name not in self._feeds:
            feed = make_feed(self.x, named, self._watches)
            if feed is None:
                return
            self._feeds[name] = feed
        self._subscribers.setdefault(name, {})[peer.number] = peer

    def unsubscribe(self, peer: StreamPeer, name: str) -> None:
        """Stop delivering a stream."""
        found = self._subscribers.get(name)
        if found is not None and found.pop(peer.number, None) is not None and not found:
            del self._subscribers[name]
            self._feeds.pop(name).end()

    def send(self, peer: Peer, stream: str, found: Event, frame: bytes) -> None:
        """Send a frame, unless it is to go wrong."""
        if peer.frozen or peer.closed:
            return
        for delay, body in self.mischief.treat(peer, stream, found, frame):
            if delay:
                self.later(delay, partial(self._push, peer, body))
            elif self.meddler is None:
                peer.push(body)
            elif stream == WS_API:
                # What a request's fault does was decided when it came in.
                self.meddler.give(peer, stream, None, body)
            else:
                self.meddler.send(peer, stream, found, body)

    @staticmethod
    def _push(peer: Peer, body: bytes) -> None:
        if not peer.frozen:
            peer.push(body)

    def later(self, milliseconds: int, act: Callable[[], None]) -> None:
        """Do something when so much time has passed."""
        self._count += 1
        heapq.heappush(self._late, (self.x.now + milliseconds, self._count, act))

    # Account events

    def _is_heard(self) -> bool:
        return any(isinstance(peer, StreamPeer) and peer.keys for peer in self.peers.values())

    def tell(self, account: str, told: Event) -> None:
        """Deliver an account event to the connections of its listen key."""
        for peer in list(self.peers.values()):
            if not isinstance(peer, StreamPeer):
                continue
            for use in peer.keys:
                if (use.events is None or told.kind in use.events) and key_account(self.x, use.key) == account:
                    self.send(peer, use.key, told, peer.frame(use.key, told.payload))

    def notice_shutdown(self) -> None:
        """Announce a restart on all connections."""
        told = event({"e": "serverShutdown", "E": self.x.now})
        for peer in list(self.peers.values()):
            if isinstance(peer, StreamPeer):
                self.send(peer, "!serverShutdown", told, peer.frame("!serverShutdown", told.payload))
            else:
                self.send(peer, WS_API, told, b'{"event":' + told.payload + b"}")

    # Time

    def step(self, now_ms: int, advance: Callable[[int], None]) -> None:
        """Let time pass up to an instant.

        Args:
            now_ms: The instant.
            advance: Moves the exchange alone.
        """
        if not self.peers:
            self._at = max(self._at, now_ms)
            advance(now_ms)
            return
        begin = self._at
        if now_ms - begin > _SLEEP:
            advance(now_ms)
            self._due(now_ms, everything=True)
        else:
            for at in range(begin // _STEP * _STEP + _STEP, now_ms + 1, _STEP):
                if self._is_due(at):
                    advance(at)
                    self._due(at)
            advance(now_ms)
        self._at = max(begin, now_ms)

    def _is_due(self, at: int) -> bool:
        if not at % _SECOND or (self._late and self._late[0][0] <= at):
            return True
        return any(not at % feed.period for feed in self._feeds.values())

    def _due(self, at: int, *, everything: bool = False) -> None:
        while self._late and self._late[0][0] <= at:
            heapq.heappop(self._late)[2]()
        for name, feed in list(self._feeds.items()):
            if everything or not at % feed.period:
                self._deliver(name, feed.take(at))
        if everything or not at % _SECOND:
            for peer in list(self.peers.values()):
                peer.live_on(at)
                if self.meddler is not None and not peer.closed:
                    self.meddler.second(peer)
            self.look_at_keys()
            if self.peers:
                self._account_events.look_at_margins(at)

    def look_at_keys(self, *, deleted: bool = False) -> None:
        """Tell who uses a key that is no longer valid."""
        check_keys(self.x, self.peers.values(), self.send, deleted=deleted)

    def _deliver(self, name: str, found: list[Event]) -> None:
        for told in found:
            for peer in list(self._subscribers.get(name, {}).values()):
                self.send(peer, name, told, peer.frame(name, told.payload))

    def after(self, operation: str) -> None:
        """An operation was carried out at this instant."""
        if not self.peers:
            return
        if operation in _LOOKS:
            self._watches.look()
        now = self.x.now
        for name, feed in list(self._feeds.items()):
            if feed.realtime:
                self._deliver(name, feed.take(now))
        if operation.endswith("_user_stream"):
            self.look_at_keys(deleted=operation == "close_user_stream")

    def inject(self, body: bytes, wanted: Callable[[Peer], bool]) -> int:
        """Send these bytes as a frame to some connections; returns how many."""
        found = [peer for peer in self.peers.values() if wanted(peer) and not peer.closed]
        for peer in found:
            peer.push(body)
        return len(found)
