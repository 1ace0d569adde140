"""Everything that goes wrong: requests dropped before and after execution, wrong and late answers, cut connections."""

from __future__ import annotations

import asyncio
import random
import re
import time

from binance_usdm_mock import MockServer
from binance_usdm_mock.faults import Action, Alter, delay, drop, preset, throttle
from binance_usdm_mock.live.mischief import WS_API, Way
from binance_usdm_mock.live.peer import Peer

# Chance in a thousand, of each request that changes something; what the fault is; whether it is executed first.
_CHANGES = [
    (25, "drop", True), (25, "drop", False), (10, "polite", True), (10, "polite", False),
    (10, "unknown_503", True), (10, "unknown_503", False), (10, "timeout_408", True), (10, "timeout_408", False),
    (5, "unexpected_1006", True), (5, "unexpected_1006", False), (5, "half_200", True), (5, "half_200", False),
    (5, "gateway_502", True), (5, "gateway_502", False), (1, "overload_503", False), (10, "unavailable_503", False),
    (10, "internal_503", False), (5, "html_200", True), (5, "html_200", False),
]  # fmt: skip
_HTTP_ONLY = {"half_200", "html_200", "gateway_502"}
_READS = [(20, "drop"), (10, "unknown_503"), (5, "html_200"), (5, "gateway_502"), (5, "overload_503")]


_ORDERS = [
    ("POST", "/fapi/v1/order"), ("PUT", "/fapi/v1/order"), ("DELETE", "/fapi/v1/order"), ("WS", "order.*"),
    ("POST", "/fapi/v1/batchOrders"), ("PUT", "/fapi/v1/batchOrders"), ("DELETE", "/fapi/v1/batchOrders"),
    ("POST", "/fapi/v1/algoOrder"), ("DELETE", "/fapi/v1/algoOrder"), ("WS", "algoOrder.*"),
]  # fmt: skip
_ROUTES = ["public", "market", "private"]


class PausableClock:
    """The machine's clock until it is stopped; then the exchange stands still."""

    def __init__(self) -> None:
        self._stopped: int | None = None

    def __call__(self) -> int:
        """The present instant, ms."""
        return time.time_ns() // 1_000_000 if self._stopped is None else self._stopped

    def stop(self) -> None:
        """Let no more time pass."""
        self._stopped = self()


class Weather:
    """The faults of one run.

    Args:
        server: Whom they befall.
        seed: Of all chance.
        calm: Mean seconds between disturbances of the live connections.
        spared: Numbers of connections that nothing befalls: those of the checker.
    """

    def __init__(self, server: MockServer, seed: int, calm: float, spared: set[int]) -> None:
        self._server = server
        self._chance = random.Random(seed)
        self._calm = calm
        self._spared = spared
        self.disturbances: dict[str, int] = {}
        for verb, path in _ORDERS:
            self._changes(verb, path, seed)
        with server.lock:
            server.exchange.delay_visibility(2.0, part=0.15, seed=seed)
        for index, (weight, name) in enumerate(_READS):
            action = drop(executed=False) if name == "drop" else preset(name)
            own = seed * 1000 + 900 + index
            server.faults.add(action, method="GET", path="/fapi/*", probability=weight / 1000, seed=own)

    def _changes(self, verb: str, path: str, seed: int) -> None:
        faults, on_socket = self._server.faults, verb == "WS"
        for index, (weight, name, executed) in enumerate(_CHANGES):
            own = seed * 1000 + index
            if name in {"drop", "polite"}:
                # On a socket everybody else's requests are lost as well.
                action: Action = drop(executed=executed, polite=name == "polite")
                weight = weight // 8 if on_socket else weight  # noqa: PLW2901
            elif on_socket and name in _HTTP_ONLY:
                continue
            else:
                action = preset(name, executed=executed)
            faults.add(action, method=verb, path=path, probability=weight / 1000, seed=own)
        faults.add(delay(0.3), method=verb, path=path, probability=0.02, seed=seed * 1000 + 500)
        # Executed long after the client stopped waiting for the answer.
        faults.add(delay(2.5, before=True), method=verb, path=path, probability=0.004, seed=seed * 1000 + 501)
        if path.endswith("batchOrders"):
            faults.add(Alter(reverse=True), method=verb, path=path, probability=0.03, seed=seed * 1000 + 503)
            faults.add(Alter(keep=1), method=verb, path=path, probability=0.03, seed=seed * 1000 + 504)
        if not on_socket:
            faults.add(throttle(1), method=verb, path=path, probability=0.001, seed=seed * 1000 + 502)

    def _hit(self, peer: Peer) -> bool:
        return peer.number not in self._spared

    def frames(self) -> None:
        """Let frames get lost, come twice, late, in the wrong order, and answers name the wrong request."""
        rule = self._server.live.rule
        for stream in ("*@depth*", "*@aggTrade"):
            rule(Way.DROP, stream=stream, probability=0.01, wanted=self._hit)
            rule(Way.DUPLICATE, stream=stream, probability=0.03, wanted=self._hit)
            rule(Way.SWAP, stream=stream, probability=0.01, wanted=self._hit)
            rule(Way.REPLACE, stream=stream, probability=0.01, body=b'{"stream":"btcusdt@de', wanted=self._hit)
        rule(Way.DUPLICATE, event="ack", probability=0.1, wanted=self._hit)
        rule(Way.DROP, event="ack", probability=0.1, wanted=self._hit)
        rule(Way.REPLACE, event="ack", probability=0.1, change=_wrong_number, wanted=self._hit)
        rule(Way.DUPLICATE, stream=WS_API, probability=0.03)
        rule(Way.DELAY, stream=WS_API, probability=0.02, delay_ms=300)
        rule(Way.REPLACE, stream=WS_API, probability=0.01, change=_wrong_id)

    async def blow(self) -> None:
        """Disturb live connections, one after the other, for ever."""
        while True:
            await asyncio.sleep(self._chance.uniform(0.2, 1.8) * self._calm)
            what = self._chance.choice(["cut", "cut", "close", "silence", "shutdown", "rubbish", "freeze", "api"])
            self.disturbances[what] = self.disturbances.get(what, 0) + 1
            await getattr(self, f"_{what}")()

    async def _cut(self) -> None:
        self._server.live.cut(route=self._chance.choice(_ROUTES), wanted=self._hit)

    async def _close(self) -> None:
        code = self._chance.choice([1000, 1001, 1006, 1008, 1011, 1012])
        self._server.live.cut(code=code, route=self._chance.choice(_ROUTES), wanted=self._hit)

    async def _api(self) -> None:
        self._server.live.cut(code=self._chance.choice([None, 1001]), route="ws_api")

    async def _shutdown(self) -> None:
        self._server.live.shutdown_notice()
        await asyncio.sleep(0.3)
        self._server.live.cut(code=1012, wanted=self._hit)

    async def _silence(self) -> None:
        # A rule, since a silence would be one of the checker's as well.
        name = self._chance.choice(["btcusdt@*", "ethusdt@*"])
        rule = self._server.live.rule(Way.DROP, stream=name, wanted=self._hit)
        await asyncio.sleep(1.5)
        rule.times = 0

    async def _rubbish(self) -> None:
        for body in (b'{"e":"depthUpdate","E":', b"[]", b"null", b'{"result":null,"id":999999}', b"\xff\xfe"):
            self._server.live.inject(body, wanted=self._hit)

    async def _freeze(self) -> None:
        self._server.live.freeze(route=self._chance.choice(_ROUTES), wanted=self._hit)

    def clear(self) -> None:
        """Fair weather from now on; connections that were frozen are cut."""
        self._server.faults.clear()
        with self._server.lock:
            self._server.exchange.delay_visibility(0)
        self._server.live.clear()
        self._server.live.cut(wanted=lambda peer: peer.frozen)


def _wrong_number(frame: bytes) -> bytes:
    return re.sub(rb'"id":\d+', b'"id":123456', frame)


def _wrong_id(frame: bytes) -> bytes:
    return re.sub(rb'"id":"[^"]*"', b'"id":"somebody-elses"', frame)
