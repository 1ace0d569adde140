"""A small stream server on a free port of the loopback interface that does what a test says, faults included."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from picows import (
    WSCloseCode,
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    WSUpgradeResponseWithListener,
    ws_create_server,
)

from binance_usdm.streams import ControlEvent, Gap

from .world import START_MS, agg_trade_data, book_ticker_data, depth_data, frame

_MAKE = {"aggTrade": agg_trade_data, "bookTicker": book_ticker_data, "depth": depth_data}


class Peer(WSListener):
    """The server's end of one connection."""

    def __init__(self, server: StreamServer, path: str) -> None:
        super().__init__()
        self.server = server
        self.path = path
        self.names: set[str] = set()
        self.requests: list[dict[str, Any]] = []
        self.pings: list[bytes] = []
        self.pongs: list[bytes] = []
        self.closed = asyncio.Event()
        self.writable = asyncio.Event()
        self.writable.set()
        self.transport: Any = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        self.server.peers.append(self)
        self.server.on_connected(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        kind = frame.msg_type
        if kind == WSMsgType.TEXT:
            self._request(json.loads(frame.get_payload_as_bytes()))
        elif kind == WSMsgType.PING:
            self.pings.append(frame.get_payload_as_bytes())
            if self.server.answers_pings:
                transport.send_pong(frame.get_payload_as_bytes())
        elif kind == WSMsgType.PONG:
            self.pongs.append(frame.get_payload_as_bytes())
        elif kind == WSMsgType.CLOSE:
            transport.disconnect()

    def _request(self, request: dict[str, Any]) -> None:
        self.requests.append(request)
        if request["method"] == "SUBSCRIBE":
            self.names.update(request["params"])
        elif request["method"] == "UNSUBSCRIBE":
            self.names.difference_update(request["params"])
        if self.server.acknowledges:
            self.send(json.dumps({"result": None, "id": request["id"]}).encode())
        self.server.on_request(self, request)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.closed.set()

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def send(self, payload: bytes) -> None:
        """Send a text frame."""
        if self.transport is not None and not self.transport.is_disconnected:
            self.transport.send(WSMsgType.TEXT, payload)

    def reset(self) -> None:
        """End the connection with RST."""
        sock: socket.socket = self.transport.underlying_transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.disconnect(False)

    def close(self, code: int) -> None:
        """End the connection with a close frame."""
        self.transport.send_close(WSCloseCode(code), b"as scripted")
        self.transport.disconnect()


class StreamServer:
    """Accepts connections and publishes to whoever subscribed."""

    def __init__(self) -> None:
        self.peers: list[Peer] = []
        self.paths: list[str] = []
        self.numbers: dict[str, int] = {}
        self.acknowledges = True
        self.answers_pings = True
        self.refusals: list[int] = []
        self.redirect_to = ""
        self.rest: list[tuple[str, dict[str, str]]] = []
        self.on_connected: Callable[[Peer], None] = lambda _peer: None
        self.on_request: Callable[[Peer, dict[str, Any]], None] = lambda _peer, _request: None
        self.url = ""

    def _accept(self, request: WSUpgradeRequest) -> Any:
        path = bytes(request.path).decode()
        if path.startswith("/fapi/"):
            return WSUpgradeResponseWithListener(self._answer(path), None)
        self.paths.append(path)
        if self.refusals:
            return WSUpgradeResponseWithListener(WSUpgradeResponse.create_error_response(self.refusals.pop(0)), None)
        if self.redirect_to:
            away = WSUpgradeResponse.create_redirect_response(302, self.redirect_to + path)
            return WSUpgradeResponseWithListener(away, None)
        return Peer(self, path)

    def _answer(self, path: str) -> Any:
        parts = urlsplit(path)
        params = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.rest.append((parts.path, params))
        first, limit = int(params["fromId"]), int(params["limit"])
        rows = [
            {"a": number, "p": "1", "q": "2", "f": 1, "l": 2, "T": START_MS, "m": True}
            for number in range(first, first + limit)
        ]
        return WSUpgradeResponse.create_ok_response(json.dumps(rows).encode(), {"Content-Type": "application/json"})

    def publish(self, name: str, times: int = 1) -> list[int]:
        """The next events of a stream, to every connection that subscribed it; their numbers."""
        made: list[int] = []
        for _ in range(times):
            number = self.numbers[name] = self.numbers.get(name, 0) + 1
            symbol, _, kind = name.partition("@")
            packed = frame(name, _MAKE[kind](symbol.upper(), number, START_MS + number))
            for peer in self.peers:
                if name in peer.names:
                    peer.send(packed)
            made.append(number)
        return made

    async def flow(self, *names: str, every: float = 0.005) -> None:
        """Publish for ever."""
        while True:
            for name in names:
                self.publish(name)
            await asyncio.sleep(every)

    @property
    def last(self) -> Peer:
        """The newest connection."""
        return self.peers[-1]


@asynccontextmanager
async def serving(tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> AsyncIterator[StreamServer]:
    """A server for the time of a block."""
    script = StreamServer()
    server = await ws_create_server(script._accept, "127.0.0.1", 0, ssl=tls, enable_auto_pong=False)
    port = server.sockets[0].getsockname()[1]
    script.url = f"http{'s' if tls else ''}://{host}:{port}"
    try:
        yield script
    finally:
        server.close()
        for peer in script.peers:
            if not peer.transport.is_disconnected:
                peer.transport.disconnect(False)
        await server.wait_closed()
        await asyncio.sleep(0)


async def take(stream: Any, count: int) -> list[Any]:
    events: list[Any] = []
    async with asyncio.timeout(20):
        async for event in stream:
            events.append(event)
            if len(events) == count:
                break
    return events


def ids(events: list[Any]) -> list[int]:
    return [each.agg_trade_id for each in events if not isinstance(each, (Gap, ControlEvent))]


async def until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something to become true."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 what is waited for is anything
            await asyncio.sleep(0.005)
