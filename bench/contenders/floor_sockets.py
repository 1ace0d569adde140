"""The floor over WebSockets: frames taken by picows and counted, and a signed order with its frame made by hand.

Nothing is kept, checked, queued or made good; the frames' content is not looked at.
"""

import asyncio
import hmac
import json
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import msgspec
import picows
from harness import answers, bursts, many

_SECRET = answers.API_SECRET.encode()
_ROOM = 64 * 1024


class Counting(picows.WSListener):
    """Takes frames; whoever waits is told when there are as many as were wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.left = 0
        self.done: asyncio.Future[None] | None = None

    def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:  # noqa: ARG002 - theirs
        """Take a frame."""
        self.count()

    def count(self) -> None:
        """One more."""
        self.left -= 1
        if not self.left and self.done is not None:
            self.done.set_result(None)

    def expect(self, count: int) -> asyncio.Future[None]:
        """What is done after so many frames."""
        self.left = count
        self.done = asyncio.get_running_loop().create_future()
        return self.done


async def subscribe(origin: str, listener: Counting, path: str, *streams: str) -> picows.WSTransport:
    """Connect, subscribe, and take the acknowledgement and one event of each stream."""
    url = origin.replace("http", "ws", 1) + path
    transport, _ = await picows.ws_connect(lambda: listener, url)
    greeted = listener.expect(1 + len(streams))
    request = json.dumps({"method": "SUBSCRIBE", "params": streams, "id": 1}).encode()
    transport.send(picows.WSMsgType.TEXT, request)
    await greeted
    return transport


async def _counted(origin: str, path: str, stream: str) -> Callable[[int], Awaitable[None]]:
    listener = Counting()
    await subscribe(origin, listener, path, stream)

    async def take(count: int) -> None:
        await listener.expect(count)

    return bursts.in_bursts(origin, stream, take)


async def agg_trades(origin: str) -> Callable[[int], Awaitable[None]]:
    """Frames of aggregate trades."""
    return await _counted(origin, "/market/stream", bursts.AGG_TRADE)


async def book_tickers(origin: str) -> Callable[[int], Awaitable[None]]:
    """Frames of best bid and ask."""
    return await _counted(origin, "/public/stream", bursts.BOOK_TICKER)


async def depths(origin: str) -> Callable[[int], Awaitable[None]]:
    """Frames of depth events."""
    return await _counted(origin, "/public/stream", bursts.DEPTH)


class _Orders(asyncio.BufferedProtocol):
    """One order at a time in a frame made by hand; the answer stays bytes."""

    def __init__(self) -> None:
        self._buffer = bytearray(_ROOM)
        self._view = memoryview(self._buffer)
        self._filled = 0
        self._answer: asyncio.Future[bytes] | None = None
        self._open = False
        self.transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - asyncio's signature
        return self._view[self._filled :]

    def buffer_updated(self, nbytes: int) -> None:
        self._filled += nbytes
        if self._open:
            start, length = 2, self._buffer[1]
            if length == 126:
                start, length = 4, (self._buffer[2] << 8) | self._buffer[3]
            if self._filled < start + length:
                return
            found = bytes(self._view[start : start + length])
        else:
            end = self._buffer.find(b"\r\n\r\n", 0, self._filled)
            if end < 0:
                return
            self._open, found = True, bytes(self._view[:end])
        self._filled = 0
        assert self._answer is not None
        self._answer.set_result(found)

    def send(self, request: bytes) -> asyncio.Future[bytes]:
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self._answer


def _masked(text: bytes) -> bytes:
    length = len(text)
    mask = os.urandom(4)
    repeated = (mask * (length // 4 + 1))[:length]
    body = (int.from_bytes(text, "big") ^ int.from_bytes(repeated, "big")).to_bytes(length, "big")
    return b"\x81\xfe" + length.to_bytes(2, "big") + mask + body


def _order(number: int) -> bytes:
    stamp = time.time_ns() // 1_000_000
    payload = (
        f"apiKey={answers.API_KEY}&price=60000&quantity=0.01&side=BUY&symbol=BTCUSDT&timeInForce=GTC"
        f"&timestamp={stamp}&type=LIMIT"
    )
    signature = hmac.digest(_SECRET, payload.encode(), "sha256").hex()
    return _masked(
        (
            f'{{"id":"{number}","method":"order.place","params":{{"apiKey":"{answers.API_KEY}","price":"60000",'
            '"quantity":"0.01","side":"BUY","symbol":"BTCUSDT","timeInForce":"GTC",'
            f'"timestamp":{stamp},"type":"LIMIT","signature":"{signature}"}}}}'
        ).encode()
    )


async def order_socket(origin: str) -> Callable[[int], Awaitable[None]]:
    """Signed orders one after the other; HMAC over parameters in one f-string, JSON in another."""
    address = urlsplit(origin)
    _, connection = await asyncio.get_running_loop().create_connection(_Orders, address.hostname, address.port)
    await connection.send(
        b"GET /ws-fapi/v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    assert msgspec.json.decode(await connection.send(_order(0)))["result"]["orderId"] == answers.ORDER_ID

    async def run(count: int) -> None:
        for number in range(count):
            await connection.send(_order(number))

    return run


class _Live(Counting):
    """A hundred streams that are connected and subscribed again at once; an event is a frame that names its stream."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self._origin = origin
        self._events: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._transport: picows.WSTransport | None = None

    def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:
        payload = frame.get_payload_as_bytes()
        if payload.startswith(b'{"stream"'):
            self._events.put_nowait(payload)
        super().on_ws_frame(transport, frame)

    def on_ws_disconnected(self, transport: picows.WSTransport) -> None:  # noqa: ARG002 - theirs
        self._events.put_nowait(None)

    async def open(self) -> None:
        self._transport = await subscribe(self._origin, self, "/market/stream", *many.TRADES)

    async def take(self) -> object:
        while (event := await self._events.get()) is None:
            await self.open()
        return event

    async def close(self) -> None:
        if self._transport is not None:
            self._transport.disconnect()


async def _reconnect(origin: str, how: str) -> Callable[[int], Awaitable[dict[str, float]]]:
    async def begin() -> _Live:
        live = _Live(origin)
        await live.open()
        for _ in many.TRADES:
            await live.take()
        return live

    return many.reconnections(origin, how, begin)


async def reconnect_rst(origin: str) -> Callable[[int], Awaitable[dict[str, float]]]:
    """A hundred streams, connected and subscribed again at once."""
    return await _reconnect(origin, "rst")


async def reconnect_fin(origin: str) -> Callable[[int], Awaitable[dict[str, float]]]:
    """A hundred streams, connected and subscribed again at once."""
    return await _reconnect(origin, "fin")


async def memory_streams(origin: str) -> Callable[[int], Awaitable[dict[str, float]]]:
    """A thousand streams on one connection for each route."""
    before = many.resident_mb()
    for route, streams in many.ROUTES.items():
        await subscribe(origin, Counting(), f"/{route}/stream", *streams)
    return many.settled(before)
