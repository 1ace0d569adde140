"""A world for the core to live in: virtual time, seeded chance, an exchange that answers from a script."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from binance_usdm import Credentials, Settings
from binance_usdm._assembly import make_budget
from binance_usdm.core._ambient import Ambient
from binance_usdm.core._effects import Send, Sleep, Spawn
from binance_usdm.core._flow import Core
from binance_usdm.transport import FaultKind, HttpRequest, HttpResponse, TransportFault
from binance_usdm_api import OPERATIONS

ACK = (
    b'{"orderId":7,"symbol":"BTCUSDT","status":"NEW","clientOrderId":"mine","side":"BUY","price":"60000","origQty":"0.01",'
    b'"executedQty":"0","updateTime":1767225600000}'
)
START_MS = 1_767_225_600_000
Answer = HttpResponse | TransportFault | Callable[[HttpRequest], HttpResponse | TransportFault]


def ok(body: bytes = ACK, **headers: str) -> HttpResponse:
    """A good answer."""
    return HttpResponse(200, {name.replace("_", "-"): text for name, text in headers.items()}, body)


def refusal(code: int, message: str = "Refused.", status: int = 400, **headers: str) -> HttpResponse:
    """An error answer of the exchange."""
    body = b'{"code":%d,"msg":"%s"}' % (code, message.encode())
    return HttpResponse(status, {name.replace("_", "-"): text for name, text in headers.items()}, body)


def lost(kind: FaultKind = FaultKind.RESET, *, sent: bool = True) -> TransportFault:
    """An answer that never came."""
    return TransportFault(kind, sent, "as scripted")


class World:
    """Runs flows on virtual time; ``/time`` is answered by the world, the rest by the script."""

    def __init__(self, *script: Answer, settings: Settings | None = None, skew_ms: int = 0, keyed: bool = True) -> None:
        self.now = 1000.0
        self.skew_ms = skew_ms
        self.script: list[Answer] = list(script)
        self.sent: list[HttpRequest] = []
        self.slept: list[float] = []
        self.times = 0
        self.rtt = 0.02
        self.step_ms = 0
        self.chance = random.Random(1)
        self.ids = 0
        chosen = settings or Settings()
        credentials = Credentials("k" * 64, "s" * 64) if keyed else None
        ambient = Ambient(lambda: self.now, self.wall_ms, self.chance.random, self.new_id)
        self.core = Core(chosen, ambient, make_budget(chosen), credentials, "test")

    def new_id(self) -> str:
        """A fresh id that tests can foretell."""
        self.ids += 1
        return f"id-{self.ids}"

    def wall_ms(self) -> int:
        """This host's wrong idea of the time."""
        return int(START_MS + (self.now - 1000.0) * 1000) + self.step_ms

    def server_ms(self) -> int:
        """The exchange's time."""
        return int(START_MS + (self.now - 1000.0) * 1000) + self.skew_ms

    def answer(self, request: HttpRequest) -> HttpResponse | TransportFault:
        """One exchange of bytes."""
        self.now += self.rtt / 2
        if request.target == "/fapi/v1/time":
            self.times += 1
            reply: Any = ok(b'{"serverTime":%d}' % self.server_ms())
        else:
            self.sent.append(request)
            reply = self.script.pop(0)
            if callable(reply):
                reply = reply(request)
        self.now += self.rtt / 2
        return reply

    def run(self, flow: Any) -> Any:
        """Drive a flow to its end."""
        value: Any = None
        try:
            while True:
                effect = flow.send(value)
                value = None
                if isinstance(effect, Send):
                    value = self.answer(effect.request)
                elif isinstance(effect, Sleep):
                    assert effect.seconds >= 0
                    self.slept.append(effect.seconds)
                    self.now += effect.seconds
                elif isinstance(effect, Spawn):
                    self.run(effect.flow)
        except StopIteration as end:
            return end.value

    def call(self, operation: str, **params: object) -> Any:
        """Call an operation by wire-named parameters."""
        found = OPERATIONS[operation]
        return self.run(self.core.exchange(found, params))

    def order(self, **more: object) -> Any:
        """Place a LIMIT order."""
        params = {
            "symbol": "BTCUSDT",
            "side": "BUY",
            "type": "LIMIT",
            "quantity": "0.01",
            "price": "60000",
            "timeInForce": "GTC",
        }
        return self.call("new_order", **{**params, **more})


def fields(request: HttpRequest) -> dict[str, str]:
    """Parameters of a request, query and body."""
    query = urlsplit(request.target).query
    return dict(parse_qsl(query) + parse_qsl(request.body.decode()))


def paths(requests: Iterable[HttpRequest]) -> list[str]:
    """Method and path of each request."""
    return [f"{request.method} {urlsplit(request.target).path}" for request in requests]
