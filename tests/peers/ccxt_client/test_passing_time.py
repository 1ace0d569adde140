"""S1: what a day brings, ccxt reports as it happened: funding, orders that end, candles."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import ccxt
import pytest
from tests.peers.ccxt_client.pointing import BTC, exact, point
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer, VirtualClock

DAY = 86_400_000


@pytest.fixture
def exchange() -> Iterator[MockServer]:
    """A mock exchange on a clock that only moves when it is told to."""
    with MockServer(seed=7, clock=VirtualClock(time.time_ns() // 1_000_000)) as server:
        yield server


def test_a_day(exchange: MockServer, truth: Truth) -> None:
    # The clock of the exchange stands still while the client's goes on, so it begins half a minute late.
    settings = {"apiKey": exchange.api_key, "secret": exchange.api_secret, "options": {"recvWindow": 60_000}}
    client: Any = point(ccxt.binanceusdm(settings), exchange)

    def meet() -> None:
        client.options["timeDifference"] = client.milliseconds() - exchange.clock() + 30_000

    meet()
    client.create_order(BTC, "market", "buy", 0.01)
    until = exchange.clock() + 3_600_000
    price = float(truth.price(away=-0.15))
    placed = client.create_order(BTC, "limit", "buy", 0.01, price, {"timeInForce": "GTD", "goodTillDate": until})
    exchange.clock.advance(DAY)
    meet()
    paid = [row for row in truth.income() if row["type"] == "FUNDING_FEE"]
    told = client.fetch_funding_history(BTC)
    assert [(row["time"], row["amount"]) for row in paid] == [(row["timestamp"], exact(row["amount"])) for row in told]
    assert 3 == len(told)
    assert truth.wallet() == exact(client.fetch_balance()["info"]["totalWalletBalance"])
    assert "EXPIRED" == truth.order(placed["id"])["status"]
    assert "expired" == client.fetch_order(placed["id"], BTC)["status"]
    candles = client.fetch_ohlcv(BTC, "1h", limit=24)
    assert [truth.candle(row[0], interval="1h") for row in candles] == [[exact(n) for n in row[1:]] for row in candles]
