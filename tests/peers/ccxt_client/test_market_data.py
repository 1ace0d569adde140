"""S1: the market that ccxt reports is the one there is."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import ccxt
import pytest
from tests.peers.ccxt_client.pointing import BTC, ETH, exact
from tests.peers.clock import HeldClock
from tests.peers.truth import Truth


def test_markets(binance: Any, truth: Truth) -> None:
    told = {
        market["id"]: {"tick": exact(market["precision"]["price"]), "step": exact(market["precision"]["amount"])}
        for market in binance.markets.values()
    }
    assert truth.symbols() == told
    assert {"swap", "future"} == {market["type"] for market in binance.markets.values()}
    assert all(market["linear"] and market["active"] for market in binance.markets.values())
    assert binance.currencies["USDT"]["active"]


def test_time_and_status(binance: Any, clock: HeldClock) -> None:
    with clock.held():
        assert clock() == binance.fetch_time()
    assert "ok" == binance.fetch_status()["status"]


def test_tickers(binance: Any, truth: Truth, clock: HeldClock) -> None:
    with clock.held():
        last, ticker = truth.last_price(), binance.fetch_ticker(BTC)
        assert last == exact(ticker["last"]) == exact(binance.fetch_last_prices([BTC])[BTC]["price"])
        assert set(binance.symbols) == binance.fetch_tickers().keys()
        best = binance.fetch_bids_asks([BTC])[BTC]
        [bid, *_], [ask, *_] = (truth.depth()[side] for side in ("bids", "asks"))
        assert (bid, ask) == (
            (exact(best["bid"]), exact(best["bidVolume"])),
            (exact(best["ask"]), exact(best["askVolume"])),
        )


def test_order_book(binance: Any, truth: Truth, clock: HeldClock) -> None:
    with clock.held():
        book, depth = binance.fetch_order_book(BTC, 5), truth.depth()
    assert depth == {side: [(exact(price), exact(size)) for price, size in book[side]] for side in ("bids", "asks")}
    with pytest.raises(ccxt.BadRequest, match="-4021"):
        binance.fetch_order_book(BTC, 7)


@pytest.mark.parametrize("method", ["fapiPublicGetAggTrades", "fapiPublicGetTrades", "fapiPublicGetHistoricalTrades"])
def test_trades(method: str, binance: Any, truth: Truth, clock: HeldClock) -> None:
    with clock.held():
        told = binance.fetch_trades(BTC, limit=5, params={"fetchTradesMethod": method})
        assert truth.trades() == [
            {
                "id": int(trade["id"]),
                "price": exact(trade["price"]),
                "qty": exact(trade["amount"]),
                "time": trade["timestamp"],
                "buyerIsMaker": trade["side"] == "sell",
            }
            for trade in told
        ]


def test_candles(binance: Any, truth: Truth, clock: HeldClock) -> None:
    with clock.held():
        for candle in binance.fetch_ohlcv(BTC, "1m", limit=3):
            assert truth.candle(candle[0]) == [exact(number) for number in candle[1:]]
        since = clock() - 3_500 * 60_000
        pages = binance.fetch_ohlcv(BTC, "1m", since=since, params={"paginate": True})
    opened = [candle[0] for candle in pages]
    assert list(range(opened[0], opened[-1] + 1, 60_000)) == opened
    assert 3_400 < len(opened)


def test_other_candles(binance: Any) -> None:
    for fetch in (binance.fetch_mark_ohlcv, binance.fetch_index_ohlcv, binance.fetch_premium_index_ohlcv):
        assert 3 == len(fetch(BTC, "1h", limit=3))


def test_funding(binance: Any, truth: Truth, clock: HeldClock) -> None:
    with clock.held():
        rate = binance.fetch_funding_rate(BTC)
        assert truth.mark_price() == exact(rate["markPrice"]) == exact(binance.fetch_mark_price(BTC)["markPrice"])
        assert 0 < rate["fundingTimestamp"] - clock() <= 8 * 3_600_000
    assert set(binance.symbols) == set(binance.fetch_funding_rates())
    history = binance.fetch_funding_rate_history(BTC, limit=3)
    assert [8 * 3_600_000] * 2 == [b["timestamp"] - a["timestamp"] for a, b in pairwise(history)]
    assert binance.fetch_funding_intervals()


def test_statistics(binance: Any) -> None:
    assert 0 < binance.fetch_open_interest(BTC)["openInterestAmount"]
    assert 2 == len(binance.fetch_open_interest_history(BTC, "5m", limit=2))
    assert 2 == len(binance.fetch_long_short_ratio_history(BTC, "5m", limit=2))


def test_leverage_tiers_and_fees(binance: Any) -> None:
    tiers = binance.fetch_leverage_tiers([BTC, ETH])
    assert {BTC, ETH} == tiers.keys()
    assert 125 == tiers[BTC][0]["maxLeverage"]
    fee = binance.fetch_trading_fee(BTC)
    assert (Decimal("0.0002"), Decimal("0.0005")) == (exact(fee["maker"]), exact(fee["taker"]))
