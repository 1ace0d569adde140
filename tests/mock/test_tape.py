"""S1, S2: public trades are a function of seed and time, and candles of every interval are exactly their sums."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mock.world import DAY, HOUR, MINUTE, NOW, World

from binance_usdm_mock.engine.intervals import INTERVALS, floor, following
from binance_usdm_mock.engine.market import Market
from binance_usdm_mock.engine.symbols import default_symbols
from binance_usdm_mock.engine.tape import Tape

SYMBOLS = {symbol.symbol: symbol for symbol in default_symbols(NOW)}


def summed(trades: list[Any]) -> tuple[int, ...]:
    prices = [t.price for t in trades]
    bought = [t for t in trades if not t.buyer_is_maker]
    return (
        prices[0],
        max(prices),
        min(prices),
        prices[-1],
        sum(t.quantity for t in trades),
        sum(t.quantity * t.price for t in trades),
        sum(t.quantity for t in bought),
        sum(t.quantity * t.price for t in bought),
    )


@given(st.sampled_from(sorted(SYMBOLS)), st.integers(0, 3), st.integers(0, 3 * 365 * 1440))
def test_minutes_are_the_sum_of_their_trades(name: str, seed: int, ago: int) -> None:
    tape = Tape(seed, SYMBOLS[name])
    minute = max(NOW // MINUTE - ago, tape.first_minute)
    trades = tape.trades(minute)
    index = minute % 1440
    assert summed(list(trades)) == tuple(tape.day(minute // 1440).span(index, index + 1))
    assert list(trades) == sorted(trades)
    assert all(minute * MINUTE <= t.time < (minute + 1) * MINUTE for t in trades)
    assert all(t.price > 1 and t.quantity > 0 for t in trades)


@given(st.integers(0, 400 * 1440 * 20))
def test_trades_are_found_by_number(number: int) -> None:
    assert number == Tape(7, SYMBOLS["BTCUSDT"]).by_number(number).number


def test_minutes_join_without_a_gap() -> None:
    tape = Tape(7, SYMBOLS["ETHUSDT"])
    day = NOW // DAY - 1
    assert tape.day(day).opens[0] == tape.day(day - 1).closes[-1]


def test_what_was_asked_before_does_not_matter() -> None:
    asked, fresh = Tape(7, SYMBOLS["BTCUSDT"]), Tape(7, SYMBOLS["BTCUSDT"])
    minute = NOW // MINUTE
    for ago in (0, 5, 900_000, 3, 1_000_000):
        asked.trades(minute - ago)
    assert fresh.trades(minute - 7) == asked.trades(minute - 7)


def test_another_seed_is_another_market() -> None:
    assert Tape(1, SYMBOLS["BTCUSDT"]).trades(NOW // MINUTE) != Tape(2, SYMBOLS["BTCUSDT"]).trades(NOW // MINUTE)


@pytest.mark.parametrize("interval", [i for i in INTERVALS if i not in ("1w", "1M", "3d")])
def test_candles_are_the_sum_of_the_public_trades_own_ones_included(interval: str, world: World) -> None:
    world.x.advance(NOW + 90_001)
    world.market("BUY", "0.010")
    world.x.advance(NOW + 5 * MINUTE + 17)
    world.market("SELL", "0.004")
    world.x.advance(NOW + 8 * MINUTE + 31_000)
    market: Market = world.x.market("BTCUSDT")
    for moment in (NOW + 90_001, world.x.now):
        opened = floor(interval, moment)
        stop = min(following(interval, opened), world.x.now + 1)
        trades = market.between(opened, stop, 1 << 30)
        made = market.candle(interval, opened, world.x.now)
        expected = (*summed(trades), len(trades)) if trades else (0,) * 9
        assert expected == (
            made.open,
            made.high,
            made.low,
            made.close,
            made.volume,
            made.turnover,
            made.bought,
            made.bought_turnover,
            made.count,
        )


@pytest.mark.parametrize("interval", ["3d", "1w", "1M"])
def test_long_candles_are_the_sum_of_days(interval: str, world: World) -> None:
    market = world.x.market("BTCUSDT")
    opened = floor(interval, NOW - 40 * DAY)
    days = [market.candle("1d", day, NOW) for day in range(opened, following(interval, opened), DAY)]
    made = market.candle(interval, opened, NOW)
    assert (days[0].open, days[-1].close, sum(d.volume for d in days), sum(d.count for d in days)) == (
        made.open,
        made.close,
        made.volume,
        made.count,
    )


def test_ids_have_no_gap_and_never_change(world: World) -> None:
    before = world.x.execute("aggregate_trades", {"symbol": "BTCUSDT", "limit": 50})
    world.x.advance(NOW + 10_000)
    world.market("BUY", "0.010")
    world.market("SELL", "0.010")
    world.x.advance(NOW + 60_000)
    after = world.x.execute("aggregate_trades", {"symbol": "BTCUSDT", "fromId": before[0]["a"], "limit": 1000})
    assert before == after[:50]
    assert [t["a"] for t in after] == list(range(before[0]["a"], before[0]["a"] + len(after)))
    assert [t["T"] for t in after] == sorted(t["T"] for t in after)
    by_time = world.x.execute("aggregate_trades", {"symbol": "BTCUSDT", "startTime": NOW, "endTime": NOW + 60_000})
    assert [t for t in after if t["T"] >= NOW] == by_time


def test_pages_of_history_fit_together(world: World) -> None:
    whole = world.x.execute("klines", {"symbol": "ETHUSDT", "interval": "1h", "endTime": NOW, "limit": 300})
    paged: list[Any] = []
    start = whole[0][0]
    while start <= whole[-1][0]:
        page = world.x.execute(
            "klines", {"symbol": "ETHUSDT", "interval": "1h", "startTime": start, "endTime": NOW, "limit": 37}
        )
        paged += page
        start = page[-1][0] + HOUR
    assert whole == paged


def test_nothing_is_told_of_the_time_before_listing(world: World) -> None:
    onboard = world.x.symbol("测试USDT").onboard
    rows = world.x.execute("klines", {"symbol": "测试USDT", "interval": "1d", "startTime": 0, "limit": 3})
    assert [onboard, onboard + DAY, onboard + 2 * DAY] == [row[0] for row in rows]
    assert [] == world.x.execute("klines", {"symbol": "测试USDT", "interval": "1d", "endTime": onboard - DAY})


@pytest.mark.parametrize("interval", ["1m", "1h", "1d"])
@pytest.mark.parametrize("operation", ["mark_price_klines", "premium_index_klines"])
def test_derived_candles_are_sound(operation: str, interval: str, world: World) -> None:
    rows = world.x.execute(operation, {"symbol": "BTCUSDT", "interval": interval, "limit": 5})
    assert 5 == len(rows)
    for row in rows:
        opened, high, low, closed = (float(text) for text in row[1:5])
        assert low <= min(opened, closed) <= max(opened, closed) <= high


def test_mark_price_closes_the_newest_mark_candle(world: World) -> None:
    world.x.advance(NOW + 12_345)
    told = world.x.execute("mark_price", {"symbol": "BTCUSDT"})
    row = world.x.execute("mark_price_klines", {"symbol": "BTCUSDT", "interval": "1m", "limit": 1})[0]
    assert told["markPrice"] == row[4]


@given(st.sampled_from(sorted(SYMBOLS)), st.integers(0, 3), st.integers(0, 3 * 365))
def test_days_are_the_sum_of_their_minutes_and_join_without_a_gap(name: str, seed: int, ago: int) -> None:
    tape = Tape(seed, SYMBOLS[name])
    day = max(NOW // DAY - ago, tape.first_day)
    assert tape.day(day).span(0, 1440) == tape.total(day)
    assert tape.total(day).close == tape.day(day + 1).opens[0]
    symbol = SYMBOLS[name]
    assert symbol.min_ticks < tape.total(day).low <= tape.total(day).high < symbol.max_ticks


@pytest.mark.parametrize("kind", ["mark", "index", "premium"])
def test_long_derived_candles_are_made_of_short_ones(kind: str, world: World) -> None:
    market = world.x.market("BTCUSDT")
    for interval, part in (("1d", "1m"), ("1w", "1d"), ("1h", "1m")):
        opened = floor(interval, NOW - 9 * DAY)
        times = range(opened, following(interval, opened), INTERVALS[part])
        parts = [market.derived.candle(kind, part, time, NOW)[1] for time in times]
        _, whole, _ = market.derived.candle(kind, interval, opened, NOW)
        assert (parts[0][0], max(p[1] for p in parts), min(p[2] for p in parts), parts[-1][3]) == whole


def test_a_candle_without_trades_stands_at_the_last_price(world: World) -> None:
    last, empty = world.x.execute("klines", {"symbol": "BTCUSDT", "interval": "1m", "limit": 2})
    assert (NOW, last[4], last[4], "0.000", 0) == (empty[0], empty[1], empty[4], empty[5], empty[8])
