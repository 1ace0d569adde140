"""The HTTP server: bytes to requests, answers to bytes. Everything else is decided elsewhere."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable
from random import Random

from aiohttp import web

from ..engine.refusal import ExchangeError
from ..exchange import MockExchange
from ..faults import ClockOffset, Delay, Drop, Faults, Reply, Truncate
from ..live.hub import Hub
from .gate import Call, Gate
from .message import Answer, Request
from .records import RequestRecord
from .sockets import SocketShell

__all__ = ["HttpShell"]

_KEPT = 20_000
_JSON = "application/json;charset=utf-8"
_RESET = struct.pack("ii", 1, 0)


class HttpShell:
    """Serves one exchange on one port.

    Args:
        exchange: The exchange.
        clock: Instant in milliseconds; called once per request.
        seed: Decides the probabilities of faults.
    """

    def __init__(self, exchange: MockExchange, clock: Callable[[], int], seed: int) -> None:
        self.exchange = exchange
        self.gate = Gate(exchange)
        self.faults = Faults(Random(f"faults/{seed}"))
        self.requests: deque[RequestRecord] = deque(maxlen=_KEPT)
        self.lock = threading.RLock()
        self.port = 0
        self._clock = clock
        self._runner: web.ServerRunner | None = None
        self.hub = Hub(exchange, Random(f"live/{seed}"))
        exchange.stepper = self.hub.step
        exchange.after.append(self.hub.after)
        self.sockets = SocketShell(self, self.hub, clock)

    def keep(self, record: RequestRecord) -> None:
        """Remember a request."""
        self.requests.append(record)

    async def start(self, host: str, port: int) -> None:
        """Listen.

        Raises:
            OSError: The port is taken.
        """
        self._runner = web.ServerRunner(web.Server(self._handle, access_log=None), shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, host, port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        address = self._runner.addresses[0]
        self.port = int(address[1])

    async def stop(self) -> None:
        """Close all connections and the port."""
        if self._runner is not None:
            await self.sockets.stop()
            await self._runner.cleanup()
            self._runner = None

    async def _handle(self, message: web.BaseRequest) -> web.StreamResponse:
        if message.headers.get("Upgrade", "").lower() == "websocket":
            return await self.sockets.handle(message)
        path, _, query = message.raw_path.partition("?")
        request = Request(
            method=message.method,
            path=path,
            query=query,
            headers={name.lower(): value for name, value in message.headers.items()},
            body=await message.read() if message.body_exists else b"",
            address=message.remote or "127.0.0.1",
        )
        record = self._record(request)
        action = self.faults.pick(request.method, path, record.params) if self.faults else None
        if action is None:
            return _response(self._serve(request, record))
        record.fault = type(action).__name__
        if isinstance(action, Delay):
            return await self._late(request, record, action)
        if isinstance(action, ClockOffset):
            self.gate.clock_offset = action.milliseconds
            return _response(self._serve(request, record))
        self._serve(request, record, execute=action.executed)
        if isinstance(action, Reply):
            record.status = action.status
            return _response(Answer(action.status, action.body, dict(action.headers)), action.content_type)
        if isinstance(action, Truncate):
            record.status = action.status
            return await _cut(message, action)
        record.status = None
        return await _break(message, polite=isinstance(action, Drop) and action.polite)

    def _record(self, request: Request) -> RequestRecord:
        operation = self.gate.route(request.method, request.path)
        record = RequestRecord(
            time=self._clock(),
            method=request.method,
            path=request.path,
            operation=operation.id if operation else None,
            request=request,
        )
        self.requests.append(record)
        return record

    def _serve(self, request: Request, record: RequestRecord, *, execute: bool = True) -> Answer:
        """Admit and execute; a fault may forbid the execution."""
        with self.lock:
            self.exchange.advance(self._clock())
            call: Call | None = None
            try:
                call = self.gate.admit(request)
                if not execute:
                    return Answer(200, b"")
                answer = self.gate.execute(call)
                record.executed = True
            except ExchangeError as error:
                record.code = error.code
                answer = self.gate.refuse(error, request, call)
            record.status = answer.status
            self.sockets.requested()
            return answer

    async def _late(self, request: Request, record: RequestRecord, action: Delay) -> web.StreamResponse:
        if action.before:
            await asyncio.sleep(action.seconds)
            return _response(self._serve(request, record))
        answer = self._serve(request, record)
        await asyncio.sleep(action.seconds)
        return _response(answer)


def _response(answer: Answer, content_type: str = _JSON) -> web.Response:
    headers = answer.headers
    headers["Content-Type"] = content_type
    return web.Response(status=answer.status, body=answer.body, headers=headers)


async def _cut(message: web.BaseRequest, action: Truncate) -> web.StreamResponse:
    response = web.StreamResponse(status=action.status, headers={"Content-Type": _JSON})
    response.content_length = action.length
    await response.prepare(message)
    await response.write(action.body)
    if message.transport is not None:
        message.transport.close()
    return response


async def _break(message: web.BaseRequest, *, polite: bool) -> web.StreamResponse:
    transport = message.transport
    if transport is not None:
        if polite:
            transport.close()
        else:
            # With linger zero the close is a reset, as from a machine that went away.
            raw = transport.get_extra_info("socket")
            if raw is not None:
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            transport.abort()
    return web.Response(status=500)
