"""S1: the market that the official SDK shows over REST is the mock exchange's market."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.peers.clock import HeldClock
from tests.peers.truth import Truth

S = "BTCUSDT"
MINUTE = 60_000


def test_exchange_information(sdk: Any, truth: Truth) -> None:
    told = {}
    for symbol in sdk.exchange_information().data().symbols:
        filters = {one.filter_type: one for one in symbol.filters}
        tick, step = filters["PRICE_FILTER"].tick_size, filters["LOT_SIZE"].step_size
        told[symbol.symbol] = {"tick": Decimal(tick), "step": Decimal(step)}
    assert truth.symbols() == told


def test_the_order_book(sdk: Any, clock: HeldClock, truth: Truth) -> None:
    price = truth.price(away=-0.00005)
    sdk.new_order(symbol=S, side="BUY", type="LIMIT", quantity=0.123, price=float(price), time_in_force="GTC")
    with clock.held():
        told = sdk.order_book(symbol=S, limit=100).data()
        [best] = [sdk.symbol_order_book_ticker(symbol=S).data().actual_instance]
        expected = truth.depth(levels_=100)
    assert expected == {
        side: [(Decimal(price), Decimal(size)) for price, size in getattr(told, side)] for side in ("bids", "asks")
    }
    assert (expected["bids"][0], expected["asks"][0]) == (
        (Decimal(best.bid_price), Decimal(best.bid_qty)),
        (Decimal(best.ask_price), Decimal(best.ask_qty)),
    )


def test_trades_and_prices(sdk: Any, clock: HeldClock, truth: Truth) -> None:
    sdk.new_order(symbol=S, side="BUY", type="MARKET", quantity=0.05)
    with clock.held():
        recent = sdk.recent_trades_list(symbol=S, limit=20).data()
        joined = sdk.compressed_aggregate_trades_list(symbol=S, limit=20).data()
        older = sdk.old_trades_lookup(symbol=S, limit=20).data()
        last = sdk.symbol_price_ticker_v2(symbol=S).data().actual_instance
        mark = sdk.mark_price(symbol=S).data().actual_instance
        trades, price, marked = truth.trades(count=20), truth.last_price(), truth.mark_price()
    rows = [(one["id"], one["price"], one["qty"], one["time"], one["buyerIsMaker"]) for one in trades]
    assert rows == [(one.id, Decimal(one.price), Decimal(one.qty), one.time, one.is_buyer_maker) for one in recent]
    assert rows == [(one.id, Decimal(one.price), Decimal(one.qty), one.time, one.is_buyer_maker) for one in older]
    assert rows == [(one.a, Decimal(one.p), Decimal(one.q), one.T, one.m) for one in joined]
    assert (price, marked) == (Decimal(last.price), Decimal(mark.mark_price))


def test_klines(sdk: Any, clock: HeldClock, truth: Truth) -> None:
    sdk.new_order(symbol=S, side="BUY", type="MARKET", quantity=0.05)
    for interval in ("1m", "1h", "1d", "1w", "1M"):
        with clock.held():
            told = sdk.kline_candlestick_data(symbol=S, interval=interval, limit=4).data()
            expected = [truth.candle(row[0], interval=interval) for row in told]
        assert (4, expected) == (len(told), [[Decimal(value) for value in row[1:6]] for row in told])


def test_klines_of_a_span(sdk: Any, clock: HeldClock) -> None:
    start = clock() // MINUTE * MINUTE - 3_000 * MINUTE
    told = sdk.kline_candlestick_data(symbol=S, interval="1m", start_time=start, limit=1500).data()
    assert list(range(start, start + 1500 * MINUTE, MINUTE)) == [row[0] for row in told]
