"""T7, S2: candles on the stream close once, in order, equal the trades they are made of and what REST answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.mock.live.live_world import LiveWorld

FIELDS = ["o", "h", "l", "c", "v", "q", "n", "V", "Q"]


def added_up(trades: list[dict[str, Any]]) -> dict[str, Any]:
    prices = [Decimal(t["p"]) for t in trades]
    sizes = [Decimal(t["q"]) for t in trades]
    values = [p * q for p, q in zip(prices, sizes, strict=True)]
    bought = [not t["m"] for t in trades]
    return {
        "o": prices[0],
        "h": max(prices),
        "l": min(prices),
        "c": prices[-1],
        "v": sum(sizes),
        "q": sum(values),
        "n": len(trades),
        "V": sum(q for q, b in zip(sizes, bought, strict=True) if b),
        "Q": sum(v for v, b in zip(values, bought, strict=True) if b),
    }


def numbers(candle: dict[str, Any]) -> dict[str, Any]:
    return {name: candle[name] if name == "n" else Decimal(candle[name]) for name in FIELDS}


def test_closed_candles_equal_the_trades_and_rest(world: LiveWorld) -> None:
    world.run(-world.x.now % 60_000)
    peer = world.open("/market/ws/btcusdt@kline_1m/btcusdt@aggTrade")
    for n in range(60):
        world.run(3_100)
        if n % 9 == 0:
            world.market("BUY" if n % 2 else "SELL", "0.03")
    told = world.values(peer)
    trades = [e for e in told if e["e"] == "aggTrade"]
    closed = [e["k"] for e in told if e["e"] == "kline" and e["k"]["x"]]
    assert 3 == len(closed)
    for candle in closed:
        inside = [t for t in trades if candle["t"] <= t["T"] <= candle["T"]]
        assert (inside[0]["a"], inside[-1]["a"]) == (candle["f"], candle["L"])
        assert added_up(inside) == numbers(candle)
        row = world.x.execute("klines", {"symbol": "BTCUSDT", "interval": "1m", "startTime": candle["t"], "limit": 1})[
            0
        ]
        assert row == [
            candle["t"], candle["o"], candle["h"], candle["l"], candle["c"], candle["v"], candle["T"], candle["q"],
            candle["n"], candle["V"], candle["Q"], candle["B"],
        ]  # fmt: skip


@pytest.mark.parametrize("name", ["btcusdt@kline_1m", "btcusdt_perpetual@continuousKline_1s"])
def test_each_candle_closes_once_and_in_order(name: str, world: LiveWorld) -> None:
    peer = world.open(f"/market/ws/{name}")
    world.run(185_000)
    candles = [told["k"] for told in world.values(peer)]
    closed = [candle["t"] for candle in candles if candle["x"]]
    length = 60_000 if name.endswith("1m") else 1_000
    assert list(range(closed[0], closed[0] + length * len(closed), length)) == closed
    seen: set[int] = set()
    for candle in candles:
        assert candle["t"] not in seen
        if candle["x"]:
            seen.add(candle["t"])


def test_an_empty_candle_is_flat(world: LiveWorld) -> None:
    peer = world.open("/market/ws/btcusdt_perpetual@continuousKline_1s")
    world.run(20_000)
    empty = [told["k"] for told in world.values(peer) if told["k"]["x"] and not told["k"]["n"]]
    assert empty
    for candle in empty:
        assert (1, -1, -1) == (len({candle[name] for name in "ohlc"}), candle["f"], candle["L"])


def test_an_unfinished_candle_equals_rest_at_that_instant(world: LiveWorld) -> None:
    peer = world.open("/market/ws/btcusdt@kline_5m")
    for _ in range(40):
        world.run(250)
        for told in world.values(peer):
            candle = told["k"]
            query = {"symbol": "BTCUSDT", "interval": "5m", "startTime": candle["t"], "limit": 1}
            row = world.x.execute("klines", query)[0]
            assert row[1:6] == [candle[name] for name in "ohlcv"]
