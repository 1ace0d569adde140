"""WebSocket connections: bytes to frames, frames to bytes. What is said over them is decided elsewhere.

Everything happens in the server's loop; a ticker lets time pass while somebody is connected.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from typing import Protocol

from aiohttp import WSMsgType, web

from binance_usdm_api.service import WS_API_PATH

from ..engine.refusal import ExchangeError
from ..exchange import MockExchange
from ..faults import Change, Delay, Drop, Faults, Lose, Reply
from ..live.hub import Hub
from ..live.meddling import Meddler
from ..live.peer import Kind, Out, Peer
from ..live.stream_peer import knows_path
from .api_peer import ApiPeer
from .effects import apply
from .gate import Gate
from .message import Answer, Request
from .records import RequestRecord
from .sending import break_off, shaped
from .ws_faults import RequestFaults

__all__ = ["Served", "SocketShell"]

_TICK = 0.05
_FAREWELL = 2.0
_LARGEST = 1 << 20
_RESET = struct.pack("ii", 1, 0)


class Served(Protocol):
    """What the sockets need of the server."""

    @property
    def exchange(self) -> MockExchange:
        """The exchange."""
        ...

    @property
    def gate(self) -> Gate:
        """What stands before it."""
        ...

    @property
    def faults(self) -> Faults:
        """Faults on command."""
        ...

    @property
    def lock(self) -> threading.RLock:
        """Held while a request is carried out."""
        ...

    @property
    def meddler(self) -> Meddler:
        """Faults of connections."""
        ...

    def keep(self, record: RequestRecord) -> None:
        """Remember a request."""
        ...


class SocketShell:
    """Serves streams and the WebSocket API of one exchange.

    Args:
        served: The server these connections belong to.
        hub: The exchange's live side.
        clock: Instant in milliseconds.
    """

    def __init__(self, served: Served, hub: Hub, clock: Callable[[], int]) -> None:
        self._served, self._hub, self._clock = served, hub, clock
        self._wakes: dict[int, asyncio.Event] = {}
        self._ticker: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._requests = RequestFaults(served, hub, clock, self._later)

    async def handle(self, message: web.BaseRequest) -> web.StreamResponse:
        """Serve one connection until it ends."""
        path, _, query = message.raw_path.partition("?")
        is_api = path.rstrip("/") == WS_API_PATH
        if not is_api and not knows_path(path):
            return web.Response(status=404)
        address = message.remote or "127.0.0.1"
        if self._served.faults:
            instead = await self._handshake(message, path, query, address)
            if instead is not None:
                return instead
        with self._served.lock:
            self._served.exchange.advance(self._clock())
            try:
                peer = self._admit(message.raw_path, query, address, is_api=is_api)
            except ExchangeError as error:
                return web.json_response(error.body, status=error.status)
        if peer is None:
            return web.Response(status=429)
        socket_ = web.WebSocketResponse(autoping=False, timeout=1.0, max_msg_size=_LARGEST, compress=False)
        wake = self._wakes[peer.number] = asyncio.Event()
        writer: asyncio.Task[None] | None = None
        try:
            await socket_.prepare(message)
            self._tick()
            writer = asyncio.create_task(self._write(message, socket_, peer, wake))
            self._flush()
            await self._read(socket_, peer)
        finally:
            with self._served.lock:
                self._hub.remove(peer)
            del self._wakes[peer.number]
            if writer is not None:
                writer.cancel()
                with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                    await writer
        return socket_

    async def _handshake(
        self, message: web.BaseRequest, path: str, query: str, address: str
    ) -> web.StreamResponse | None:
        """What a fault makes of a handshake; None when it goes on."""
        with self._served.lock:
            now = self._served.exchange.now
            action = self._served.faults.pick("CONNECT", path, {}, raw=query, now_ms=now)
            if isinstance(action, Change):
                apply(self._served.gate, self._hub, action, Request("GET", path, query, {}, b"", address))
        if isinstance(action, Delay):
            await asyncio.sleep(action.seconds)
        elif isinstance(action, Reply):
            return await shaped(message, Answer(action.status, action.body), action, action.content_type, action.repeat)
        elif isinstance(action, Drop | Lose):
            if isinstance(action, Lose):
                await asyncio.sleep(action.seconds)
            return await break_off(message, polite=isinstance(action, Lose) or action.polite)
        return None

    def _admit(self, raw_path: str, query: str, address: str, *, is_api: bool) -> Peer | None:
        if not self._hub.may_connect(address):
            return None
        if not is_api:
            return self._hub.connect(raw_path, address)
        gate, now = self._served.gate, self._served.exchange.now
        return self._hub.add(
            lambda number: ApiPeer(
                gate, number, raw_path, now, address, query, self._requests.carry_out, self._hub.send
            )
        )

    async def stop(self) -> None:
        """Close all connections."""
        for peer in list(self._hub.peers.values()):
            peer.close(1001, "Going away")
        self._flush()
        if self._ticker is not None:
            self._ticker.cancel()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.sleep(0)

    # Reading

    async def _read(self, socket_: web.WebSocketResponse, peer: Peer) -> None:
        async for message in socket_:
            data = message.data
            raw = data.encode() if isinstance(data, str) else bytes(data or b"")
            with self._served.lock:
                self._served.exchange.advance(self._clock())
                now = self._served.exchange.now
                if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    peer.receive(raw, now)
                elif message.type == WSMsgType.PING:
                    if self._served.meddler.pong(peer):
                        peer.pinged(raw, now)
                elif message.type == WSMsgType.PONG and not peer.frozen:
                    peer.ponged(raw)
            self._flush()

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        """Do something after a time on the machine's clock."""

        async def run() -> None:
            await asyncio.sleep(seconds)
            with self._served.lock:
                self._served.exchange.advance(self._clock())
                act()
            self._flush()

        task = asyncio.create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # Writing

    def requested(self) -> None:
        """A request was carried out: what it caused goes out at once."""
        if self._wakes:
            self._flush()

    def _flush(self) -> None:
        for number, wake in self._wakes.items():
            peer = self._hub.peers.get(number)
            if peer is not None and peer.outbox:
                wake.set()

    async def _write(
        self, message: web.BaseRequest, socket_: web.WebSocketResponse, peer: Peer, wake: asyncio.Event
    ) -> None:
        while True:
            await wake.wait()
            wake.clear()
            while peer.outbox:
                out = peer.outbox.popleft()
                if out.kind is Kind.ABORT:
                    _abort(message)
                    return
                if peer.frozen:
                    continue
                try:
                    if out.kind is Kind.TEXT:
                        await socket_.send_frame(out.payload, WSMsgType.TEXT)
                    elif out.kind is Kind.PING:
                        await socket_.ping(out.payload)
                    elif out.kind is Kind.PONG:
                        await socket_.pong(out.payload)
                    elif out.kind is Kind.RAW:
                        await _write_raw(message, out)
                    elif out.kind is Kind.END:
                        if message.transport is not None:
                            message.transport.close()
                        return
                    else:
                        # Reading goes on until the client answers: a socket that is closed with something
                        # unread is reset, and the client would never see why.
                        await socket_.send_frame(struct.pack("!H", out.code) + out.payload, WSMsgType.CLOSE)
                        await asyncio.sleep(_FAREWELL)
                        _abort(message)
                        return
                except (ConnectionError, RuntimeError):
                    return

    # Time

    def _tick(self) -> None:
        if self._ticker is None or self._ticker.done():
            self._ticker = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while self._wakes:
            with self._served.lock:
                self._served.exchange.advance(self._clock())
            self._flush()
            await asyncio.sleep(_TICK)


async def _write_raw(message: web.BaseRequest, out: Out) -> None:
    """Bytes of a frame past the WebSocket's own writer, in pieces."""
    transport, step = message.transport, out.chunk or len(out.payload) or 1
    for at in range(0, len(out.payload), step):
        if transport is None or transport.is_closing():
            return
        transport.write(out.payload[at : at + step])
        if out.pause:
            await asyncio.sleep(out.pause)


def _abort(message: web.BaseRequest) -> None:
    transport = message.transport
    if transport is not None:
        raw = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        transport.abort()
