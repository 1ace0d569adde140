"""The HTTP server: bytes to requests, answers to bytes. Everything else is decided elsewhere."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections import deque
from collections.abc import Callable
from random import Random

from aiohttp import web

from ..engine.refusal import ExchangeError
from ..exchange import MockExchange
from ..faults import (
    Action,
    Alter,
    Change,
    CloseIdle,
    Delay,
    Drop,
    EngineDelay,
    Faults,
    Hide,
    Lag,
    Lose,
    Reply,
    Truncate,
)
from ..live.hub import Hub
from ..live.meddling import Meddler
from ..live.peer import Peer
from .admin import Admin
from .altering import altered
from .effects import apply, flaw
from .gate import Call, Gate
from .message import Answer, Request
from .neighbours import Neighbours
from .quick import QuickConnection
from .records import RequestRecord
from .sending import IdleConnections, break_off, cut, plain, shaped
from .sockets import SocketShell

__all__ = ["HttpShell"]

_KEPT = 20_000


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
        self.neighbours = Neighbours(self.gate)
        self.faults = Faults(Random(f"faults/{seed}"), lambda action: flaw(self.gate, action))
        self.admin: Admin | None = None
        self.requests: deque[RequestRecord] = deque(maxlen=_KEPT)
        self.lock = threading.RLock()
        self.port = 0
        self._clock = clock
        self._runner: web.ServerRunner | None = None
        self._listener: asyncio.Server | None = None
        self.connections: set[QuickConnection] = set()
        self._idle = IdleConnections()
        self.hub = Hub(exchange, Random(f"live/{seed}"))
        exchange.stepper = self.hub.step
        exchange.after.append(self.hub.after)
        self.hub.meddler = self.meddler = Meddler(self.hub, self.faults, self._change, altered)
        self.sockets = SocketShell(self, self.hub, clock)

    def _change(self, action: Change, peer: Peer) -> None:
        """What a connection set off."""
        apply(self.gate, self.hub, action, Request("GET", "", "", {}, b"", peer.address))

    def keep(self, record: RequestRecord) -> None:
        """Remember a request."""
        self.requests.append(record)

    async def start(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> None:
        """Listen.

        Raises:
            OSError: The port is taken.
        """
        full = web.Server(self._handle, access_log=None)
        self._runner = web.ServerRunner(full, shutdown_timeout=1.0)
        await self._runner.setup()
        loop = asyncio.get_running_loop()
        try:
            self._listener = await loop.create_server(lambda: QuickConnection(self, full), host, port, ssl=tls)
        except OSError:
            await self._runner.cleanup()
            raise
        self.port = int(self._listener.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Close all connections and the port."""
        if self._runner is not None and self._listener is not None:
            self._listener.close()
            for connection in list(self.connections):
                connection.close()
            await self.sockets.stop()
            await self._runner.cleanup()
            self._runner = None

    def is_plain(self, path: str) -> bool:
        """True for requests that no fault can hit and that are no administration."""
        return not self.faults and not path.startswith("/mock/")

    def answer(self, request: Request) -> Answer:
        """The answer to a plain request."""
        return self._serve(request, self._record(request))

    async def _handle(self, message: web.BaseRequest) -> web.StreamResponse:
        try:
            return await self._respond(message)
        except ConnectionResetError:
            # The client went away before it was answered; it is no fault of this program.
            return plain(Answer(200, b""))

    async def _respond(self, message: web.BaseRequest) -> web.StreamResponse:
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
        self._idle.used(message)
        if self.admin is not None and path.startswith("/mock/"):
            with self.lock:
                self.exchange.advance(self._clock())
                return plain(self.admin.answer(request))
        record = self._record(request)
        if not self.faults:
            return plain(self._serve(request, record))
        self.gate.earlier.wanted = self.faults.holds(Lag)
        raw = f"{query}&{request.body.decode(errors='replace')}"
        action = self.faults.pick(request.method, path, record.params, raw=raw, now_ms=record.time)
        if action is None:
            return plain(self._serve(request, record))
        record.fault = type(action).__name__
        if action.truthful:
            return await self._truly(message, request, record, action)
        return await self._falsely(message, request, record, action)

    async def _truly(
        self, message: web.BaseRequest, request: Request, record: RequestRecord, action: Action
    ) -> web.StreamResponse:
        """Faults that send the exchange's own answer."""
        if isinstance(action, Delay) and action.before:
            await asyncio.sleep(action.seconds)
        answer = self._serve(request, record, action)
        if isinstance(action, Delay) and not action.before:
            await asyncio.sleep(action.seconds)
        elif isinstance(action, CloseIdle):
            self._idle.close_later(message, action.seconds)
        elif isinstance(action, Alter):
            answer.body = altered(answer.body, action)
            return await shaped(message, answer, action)
        return plain(answer)

    async def _falsely(
        self, message: web.BaseRequest, request: Request, record: RequestRecord, action: Action
    ) -> web.StreamResponse:
        """Faults that answer, or do not answer, alike whether the request was executed or not."""
        self._serve(request, record, execute=action.executed)
        if isinstance(action, Reply):
            record.status = action.status
            answer = Answer(action.status, action.body)
            return await shaped(message, answer, action, action.content_type, action.repeat)
        if isinstance(action, Truncate):
            record.status = action.status
            return await cut(message, action)
        record.status = None
        if isinstance(action, Lose):
            await asyncio.sleep(action.seconds)
        return await break_off(message, polite=not isinstance(action, Drop) or action.polite)

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

    def _serve(
        self, request: Request, record: RequestRecord, action: Action | None = None, *, execute: bool = True
    ) -> Answer:
        """Admit and execute; a fault may change the exchange first, or forbid the execution."""
        with self.lock:
            self.exchange.advance(self._clock())
            call: Call | None = None
            try:
                if isinstance(action, Change):
                    apply(self.gate, self.hub, action, request, record.params)
                if self.neighbours.serves(request):
                    answer = self.neighbours.answer(request)
                    record.status = answer.status
                    return answer
                call = self.gate.admit(request)
                if isinstance(action, EngineDelay):
                    self.gate.check_engine_window(call, record.params, action.milliseconds)
                if not execute:
                    return Answer(200, b"")
                if isinstance(action, Hide):
                    self.exchange.hide_for = int(action.seconds * 1000)
                answer = self.gate.execute(call, lag_ms=int(action.seconds * 1000) if isinstance(action, Lag) else 0)
                record.executed = True
            except ExchangeError as error:
                record.code = error.code
                answer = self.gate.refuse(error, request, call)
            finally:
                self.exchange.hide_for = 0
                self.sockets.requested()
            record.status = answer.status
            return answer
