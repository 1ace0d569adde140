"""Show where the CPU time of one signed order goes in this project's client: by stage, then by function.

For developers, with the Python of the checkout: `.venv/bin/python bench/profile_order.py`. Stages are timed alone in
tight loops, best of several, so they do not add up exactly; cProfile makes every Python function look dearer than it
is, so its list tells where to look and not how much there is to gain.
"""

import argparse
import asyncio
import cProfile
import itertools
import pstats
import time
from collections.abc import Callable
from typing import Any

from contenders import binance_usdm_client, floor
from harness import answers, server

from binance_usdm import AsyncClient, Client, Credentials
from binance_usdm.transport import AsyncioTransport, BlockingTransport, Headers, HttpRequest, HttpResponse
from binance_usdm.transport._head import parse_head
from binance_usdm.transport._http1 import ResponseReader
from binance_usdm.transport._wire import RequestWriter
from binance_usdm_api import OPERATIONS

_ORDER = binance_usdm_client.ORDER
_WIRED = {
    "symbol": "BTCUSDT",
    "side": "BUY",
    "type": "LIMIT",
    "timeInForce": "GTC",
    "quantity": "0.01",
    "price": "60000",
    "newClientOrderId": "bench-0000000000000001",
}
_NEW_ORDER = OPERATIONS["new_order"]
_RESPONSE = answers.canned()[b"POST /fapi/v1/order"]
_HEAD, _, _BODY = _RESPONSE.partition(b"\r\n\r\n")


class _Canned:
    """A transport that has every answer ready: what is left of a call is everything but the network."""

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:  # noqa: ARG002 - the protocol's signature
        """Answer with the order, or with the time."""
        if request.target.startswith("/fapi/v1/time"):
            return HttpResponse(200, {}, answers.server_time().partition(b"\r\n\r\n")[2])
        return HttpResponse(200, parse_head(_HEAD)[4], _BODY)

    def close(self) -> None:
        """Nothing is open."""


class _CannedAsync(_Canned):
    async def send(self, request: HttpRequest, timeout: float) -> HttpResponse:  # type: ignore[override]
        return super().send(request, timeout)

    async def aclose(self) -> None:
        """Nothing is open."""


def _microseconds(run: Callable[[int], object], count: int, repeats: int) -> float:
    """Least CPU microseconds of one, of several repeats."""
    run(max(1, count // 10))
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        run(count)
        best = min(best, time.process_time() - start)
    return best / count * 1e6


def _often(function: Callable[[], object]) -> Callable[[int], None]:
    def run(count: int) -> None:
        for _ in itertools.repeat(None, count):
            function()

    return run


def _credentials() -> Credentials:
    return Credentials(answers.API_KEY, answers.API_SECRET)


def _request() -> HttpRequest:
    headers = Headers(
        (
            ("User-Agent", "binance-usdm/0"),
            ("Accept-Encoding", "gzip"),
            ("X-MBX-APIKEY", answers.API_KEY),
            ("Content-Type", "application/x-www-form-urlencoded"),
        )
    )
    body = f"{_NEW_ORDER.encode_query(_WIRED)}&recvWindow=5000&timestamp=1700000000000&signature={'0' * 64}"
    return HttpRequest("POST", "/fapi/v1/order", headers, body.encode())


def _pieces() -> dict[str, Callable[[], object]]:
    """The steps of a call that can be run alone."""
    client = Client(environment="http://127.0.0.1:1", credentials=_credentials(), transport=_Canned())
    client.trade.new_order(**_ORDER)
    core = client._core
    ambient, clock, budget = core.ambient, core.clock, core.budget
    assert core.credentials is not None
    signer = core.credentials.signer
    weight = _NEW_ORDER.weight(_WIRED)
    headers = parse_head(_HEAD)[4]
    request = _request()
    writer = RequestWriter("127.0.0.1:12345")
    reader = ResponseReader(1 << 26, 1 << 16)
    method = type(client.trade)(lambda *_: None).new_order

    def limits() -> None:
        now = ambient.monotonic()
        seconds = clock.milliseconds(now) / 1000.0
        budget.reserve(weight, now, seconds, False)
        budget.settle(weight, headers, seconds)

    def read() -> None:
        reader.start()
        reader.get_buffer()[: len(_RESPONSE)] = _RESPONSE
        reader.receive(len(_RESPONSE))

    return {
        "method: arguments to wire names": lambda: method(**_ORDER),
        "a fresh client order id": ambient.new_id,
        "encode and check the parameters": lambda: _NEW_ORDER.encode_query(_WIRED),
        "weight of the call": lambda: _NEW_ORDER.weight(_WIRED),
        "budget: reserve and settle": limits,
        "clock: stamp": lambda: clock.stamp(ambient.monotonic()),
        "sign": lambda: signer.sign_query(request.body),
        "transport: write the request": lambda: writer.write(request),
        "transport: read the response": read,
        "decode the answer": lambda: _NEW_ORDER.decode(_BODY),
    }


def _show(title: str, rows: dict[str, float]) -> None:
    print(f"\n{title}: CPU us")
    for name, value in rows.items():
        print(f"  {value:8.2f}  {name}")


def _blocking_stages(origin: str, count: int, repeats: int) -> dict[str, float]:
    client = Client(environment="http://127.0.0.1:1", credentials=_credentials(), transport=_Canned())
    transport = BlockingTransport(origin)
    request = _request()
    rows = {
        "the whole call": _microseconds(binance_usdm_client.order_sync(origin), count, repeats),
        "all but the network (canned transport)": _microseconds(
            _often(lambda: client.trade.new_order(**_ORDER)), count, repeats
        ),
        "transport alone": _microseconds(_often(lambda: transport.send(request, 10.0)), count, repeats),
        "floor: hand-written socket": _microseconds(floor.order_sync(origin), count, repeats),
    }
    transport.close()
    return rows


def _asyncio_stages(origin: str, count: int, repeats: int) -> dict[str, float]:
    loop = asyncio.new_event_loop()
    rows: dict[str, float] = {}

    def timed(name: str, repeat: Callable[[int], Any], times: int = 1) -> None:
        rows[name] = _microseconds(lambda n: loop.run_until_complete(repeat(n)), count * times, repeats)

    async def canned(many: int) -> None:
        for _ in range(many):
            await client.trade.new_order(**_ORDER)

    async def alone(many: int) -> None:
        for _ in range(many):
            await transport.send(request, 10.0)

    client = AsyncClient(environment="http://127.0.0.1:1", credentials=_credentials(), transport=_CannedAsync())
    transport = AsyncioTransport(origin)
    request = _request()
    timed("the whole call", loop.run_until_complete(binance_usdm_client.order_async(origin)))
    timed("the whole call, 50 in flight", loop.run_until_complete(binance_usdm_client.orders_in_flight(origin)))
    timed("all but the network (canned transport)", canned)
    timed("transport alone", alone)
    timed("floor: hand-written BufferedProtocol", loop.run_until_complete(floor.order_async(origin)))
    timed("floor, 50 in flight", loop.run_until_complete(floor.orders_in_flight(origin)))
    loop.run_until_complete(transport.aclose())
    return rows


def _profile(title: str, run: Callable[[int], object], count: int, lines: int) -> None:
    run(100)
    profile = cProfile.Profile()
    profile.enable()
    run(count)
    profile.disable()
    stats: Any = pstats.Stats(profile)
    print(f"\n{title}, cProfile over {count} orders: us of one order in the function itself, calls for one order")
    ranked = sorted(stats.stats.items(), key=lambda item: -item[1][2])
    for (file, line, name), (_, calls, own, _, _) in ranked[:lines]:
        where = f"{'/'.join(file.replace(chr(92), '/').split('/')[-3:])}:{line} " if line else ""
        print(f"  {own / count * 1e6:8.2f}  {calls / count:5.1f}  {where}{name}")


def main() -> None:
    """Print stages and profiles."""
    parser = argparse.ArgumentParser(prog="bench/profile_order.py", description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2000, help="orders in one repeat (default 2000)")
    parser.add_argument("--repeats", type=int, default=7, help="repeats of each stage, the best counts (default 7)")
    parser.add_argument("--lines", type=int, default=30, help="functions to list (default 30)")
    arguments = parser.parse_args()
    count, repeats = arguments.count, arguments.repeats
    pieces = {name: _microseconds(_often(piece), count * 5, repeats) for name, piece in _pieces().items()}
    _show("steps of one order, each alone", {**pieces, "sum of them": sum(pieces.values())})
    with server.running() as origin:
        _show("blocking", _blocking_stages(origin, count, repeats))
        _show("asyncio", _asyncio_stages(origin, count, repeats))
        _profile("blocking", binance_usdm_client.order_sync(origin), count, arguments.lines)
        loop = asyncio.new_event_loop()
        repeat = loop.run_until_complete(binance_usdm_client.order_async(origin))
        _profile("asyncio", lambda many: loop.run_until_complete(repeat(many)), count, arguments.lines)


if __name__ == "__main__":
    main()
