"""The WebSocket side of the canned server: subscriptions, bursts on command, dropped connections, the WebSocket API."""

import asyncio
import base64
import hashlib
import json
import socket
import struct
from urllib.parse import parse_qs, urlsplit

from . import messages

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Streams:
    """Who is connected, what they subscribed, and how far each stream has come."""

    def __init__(self) -> None:
        self._peers: set[WebSocket] = set()
        self._numbers: dict[str, int] = {}

    def add(self, peer: "WebSocket") -> None:
        """Take note of a connection."""
        self._peers.add(peer)

    def discard(self, peer: "WebSocket") -> None:
        """Forget a connection."""
        self._peers.discard(peer)

    def greet(self, peer: "WebSocket", names: list[str]) -> None:
        """Send one event of each stream that was subscribed just now: it is live from the first one on."""
        fresh = [name for name in names if messages.known(name)]
        peer.streams.update(fresh)
        peer.write(b"".join(messages.events(name, self._take(name, 1), 1, peer.wrapped) for name in fresh))

    def burst(self, name: str, count: int) -> None:
        """Send so many events of a stream to all who have it, in one go."""
        first = self._take(name, count)
        for peer in self._peers:
            if name in peer.streams:
                peer.write(messages.events(name, first, count, peer.wrapped))

    def drop(self, how: str) -> None:
        """End all connections that have streams: ``rst`` without a word, ``fin`` by closing."""
        for peer in list(self._peers):
            if peer.streams:
                peer.drop(how)

    def _take(self, name: str, count: int) -> int:
        first = self._numbers.get(name, 1)
        self._numbers[name] = first + count
        return first

    def command(self, target: str) -> None:
        """Do what a benchmark asks for: ``/bench/burst?stream=&count=`` or ``/bench/drop?how=``."""
        parts = urlsplit(target)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.endswith("/burst"):
            self.burst(given["stream"], int(given["count"]))
        elif parts.path.endswith("/drop"):
            self.drop(given["how"])


class WebSocket(asyncio.Protocol):
    """One connection after its handshake."""

    def __init__(self, streams: Streams, target: str) -> None:
        self.streams: set[str] = set()
        self._all = streams
        parts = urlsplit(target)
        self._api = parts.path.startswith("/ws-fapi")
        self.wrapped = parts.path.endswith("/stream")
        named = parse_qs(parts.query).get("streams", [""])[0].split("/")
        self._at_once = [name for name in (*named, parts.path.rpartition("/")[2]) if messages.known(name)]
        self._pending = bytearray()
        self._transport: asyncio.Transport | None = None

    def open(self, transport: asyncio.Transport, key: bytes) -> None:
        """Answer the handshake and take the connection over."""
        accept = base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest())
        self._transport = transport
        transport.set_protocol(self)
        transport.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )
        self._all.add(self)
        if self._at_once:
            self._all.greet(self, self._at_once)

    def write(self, frames: bytes) -> None:
        """Send frames."""
        if self._transport is not None and frames:
            self._transport.write(frames)

    def drop(self, how: str) -> None:
        """End the connection."""
        if self._transport is None:
            return
        if how == "rst":
            raw = self._transport.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._transport.abort()
        else:
            self._transport.close()
        self._all.discard(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """Forget the connection."""
        self._all.discard(self)

    def data_received(self, data: bytes) -> None:
        """Answer what is complete."""
        self._pending += data
        while (whole := _take_frame(self._pending)) is not None:
            kind, payload = whole
            if kind == 0x1 and self._api:
                self.write(messages.placed(payload))
            elif kind == 0x1:
                self.write(messages.acknowledgement(payload))
                request = json.loads(payload)
                if request.get("method") == "SUBSCRIBE":
                    self._all.greet(self, list(request.get("params", ())))
            elif kind == 0x9:
                self.write(bytes((0x8A, len(payload))) + payload)
            elif kind == 0x8:
                self.write(bytes((0x88, len(payload))) + payload)
                self.drop("fin")


def _take_frame(pending: bytearray) -> tuple[int, bytes] | None:
    """Take one masked frame off the front: its kind and payload; None until all of it is there."""
    if len(pending) < 6:
        return None
    length, start = pending[1] & 0x7F, 2
    if length == 126:
        length, start = int.from_bytes(pending[2:4], "big"), 4
    elif length == 127:
        length, start = int.from_bytes(pending[2:10], "big"), 10
    end = start + 4 + length
    if len(pending) < end:
        return None
    kind, mask = pending[0] & 0x0F, bytes(pending[start : start + 4])
    masked = bytes(pending[start + 4 : end])
    del pending[:end]
    repeated = (mask * (length // 4 + 1))[:length]
    plain = int.from_bytes(masked, "big") ^ int.from_bytes(repeated, "big")
    return kind, plain.to_bytes(length, "big")
