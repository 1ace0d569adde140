"""What the tests of the live side share: an exchange with a virtual clock, connections, and what they were sent."""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec
from tests.mock.world import NOW, World

from binance_usdm_api import decode_event
from binance_usdm_mock.live.hub import Hub
from binance_usdm_mock.live.peer import Kind, Out, Peer
from binance_usdm_mock.live.stream_peer import StreamPeer

__all__ = ["NOW", "LiveWorld"]


class LiveWorld(World):
    """A mock exchange with its live side, moved by hand."""

    def __init__(self, seed: int = 7, **more: Any) -> None:
        super().__init__(seed, **more)
        self.hub = Hub(self.x, Random(f"live/{seed}"))
        self.x.stepper = self.hub.step
        self.x.after.append(self.hub.after)
        self.ponging = True

    def open(self, path: str) -> StreamPeer:
        """Connect."""
        return self.hub.connect(path)

    def private(self, query: str = "") -> StreamPeer:
        """Connect to the account's events."""
        key = self.x.execute("start_user_stream")["listenKey"]
        return self.open(f"/private/ws?listenKey={key}{query}")

    def run(self, milliseconds: int) -> None:
        """Let time pass; clients answer pings, unless ``ponging`` is off."""
        end = self.x.now + milliseconds
        while self.x.now < end:
            self.x.advance(min(end, self.x.now + 60_000))
            for peer in self.hub.peers.values() if self.ponging else ():
                for out in peer.outbox:
                    if out.kind is Kind.PING:
                        peer.ponged(out.payload)

    @staticmethod
    def sent(peer: Peer) -> list[Out]:
        """Everything sent since the last look."""
        found = list(peer.outbox)
        peer.outbox.clear()
        return found

    def frames(self, peer: Peer) -> list[bytes]:
        """The text frames sent since the last look."""
        return [out.payload for out in self.sent(peer) if out.kind is Kind.TEXT]

    def values(self, peer: Peer) -> list[Any]:
        """The frames as JSON."""
        return [msgspec.json.decode(frame) for frame in self.frames(peer)]

    def events(self, peer: Peer) -> list[Any]:
        """The frames as typed events."""
        return [decode_event(frame) for frame in self.frames(peer)]

    def ask(self, peer: Peer, value: Any) -> Any:
        """Send a request and take its answer."""
        raw = value if isinstance(value, bytes) else msgspec.json.encode(value)
        peer.receive(raw, self.x.now)
        return self.values(peer)[-1]
