"""A server that does not listen: the whole way of a frame but for the socket, on a clock that stands still."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import msgspec
from tests.mock.world import NOW

from binance_usdm_api.service import WS_API_PATH
from binance_usdm_mock import MockServer, VirtualClock
from binance_usdm_mock.live.peer import Kind, Out, Peer
from binance_usdm_mock.live.stream_peer import StreamPeer
from binance_usdm_mock.server.api_peer import ApiPeer

__all__ = ["ORDER", "Wired"]

ORDER = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.01"}


class Wired:
    """A server with the faults of a text in force."""

    def __init__(self, faults: str, **more: Any) -> None:
        self.server = MockServer(seed=7, clock=VirtualClock(NOW), **more)
        self.x = self.server.exchange
        self.hub = self.server.shell.hub
        self.server.faults.parse(f"faults:\n  - {faults}" if faults else "faults: []", "test")

    @classmethod
    def around(cls, server: MockServer) -> Wired:
        """The short words for a server that listens."""
        made = cls.__new__(cls)
        made.server, made.x, made.hub = server, server.exchange, server.shell.hub
        return made

    def run(self, milliseconds: int) -> None:
        """Let time pass."""
        self.server.clock.advance(milliseconds)

    def open(self, path: str) -> StreamPeer:
        """Connect to streams."""
        return self.hub.connect(path)

    def private(self) -> StreamPeer:
        """Connect to the account's events."""
        return self.open(f"/private/ws?listenKey={self.x.execute('start_user_stream')['listenKey']}")

    def api(self) -> ApiPeer:
        """Connect to the WebSocket API."""
        made = self.server.shell.sockets._admit(WS_API_PATH, "", "127.0.0.1", is_api=True)
        assert isinstance(made, ApiPeer)
        return made

    def signed(self, params: dict[str, Any]) -> dict[str, Any]:
        """Parameters with key, time and signature."""
        with self.server.lock:
            # A server in real time has moved on since the last request.
            self.x.advance(self.server.now())
            given = {**params, "apiKey": self.server.api_key, "timestamp": self.x.now}
        payload = "&".join(f"{name}={given[name]}" for name in sorted(given))
        secret = self.server.api_secret.encode()
        return {**given, "signature": hmac.new(secret, payload.encode(), hashlib.sha256).hexdigest()}

    def call(self, peer: Peer, method: str, params: dict[str, Any], identity: Any = 1) -> list[Any]:
        """Send a request of the WebSocket API; everything that is sent since."""
        raw = msgspec.json.encode({"id": identity, "method": method, "params": params})
        peer.receive(raw, self.x.now)
        return self.values(peer)

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
