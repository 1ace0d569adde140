"""ccxt.pro's order book, fed with frames as its WebSocket client feeds it. Its JSON is orjson's where that is there."""

import json
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

import ccxt.pro
from harness import depth

_SYMBOL = "BTC/USDT:USDT"
_MARKET = {"id": depth.SYMBOL, "symbol": _SYMBOL, "base": "BTC", "quote": "USDT", "settle": "USDT"}

try:
    from orjson import loads
except ImportError:
    loads = json.loads


def depth_book(_origin: str) -> Callable[[int], None]:
    """Changes into sorted lists of floats."""
    exchange: Any = ccxt.pro.binanceusdm({"enableRateLimit": False})
    kind = {"type": "swap", "swap": True, "spot": False, "linear": True, "contract": True, "active": True}
    exchange.set_markets([{**_MARKET, **kind}])
    client = SimpleNamespace(
        url="wss://127.0.0.1/ws", subscriptions={}, resolve=lambda *_: None, reject=lambda error, *_: _raise(error)
    )

    def begin(snapshot: bytes) -> Callable[[Iterable[bytes]], object]:
        found = loads(snapshot)
        book = exchange.orderbooks[_SYMBOL] = exchange.order_book({}, 1_000)
        parsed = exchange.parse_order_book(found, _SYMBOL, None)
        parsed["nonce"] = found["lastUpdateId"]
        book.reset(parsed)

        def apply(frames: Iterable[bytes]) -> None:
            for frame in frames:
                exchange.handle_order_book(client, loads(frame)["data"])

        return apply

    return depth.repeated(begin)


def _raise(error: Exception) -> None:
    raise error
