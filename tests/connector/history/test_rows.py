"""M6, FAILURES 114-118: every row of a range comes exactly once and in order, whatever the pages look like."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connector.history.exchange import (
    MINUTE,
    START,
    AsyncExchange,
    Exchange,
    account_trade,
    aggregate,
    candle,
    income,
    trade,
    with_candles,
)

from binance_usdm.history import AsyncHistory, History, Progress
from binance_usdm_api.errors import BinanceUsdmError, NotSent

LATER = START + 10**9
HOUR, DAY = 3_600_000, 86_400_000


def _minutes(rows: Any) -> list[int]:
    return [(row.open_time - START) // MINUTE for row in rows]


def _klines(exchange: Exchange, **arguments: Any) -> Any:
    given_range = {"symbol": "BTCUSDT", "interval": "1m", "start": START, **arguments}
    return History(exchange).klines(**given_range)


@given(
    opens=st.sets(st.integers(0, 120)),
    first=st.integers(-5, 125),
    length=st.integers(0, 130),
    cap=st.integers(1, 40) | st.none(),
    limit=st.integers(1, 50) | st.none(),
    now=st.integers(0, 130),
    disorder=st.booleans(),
)
def test_klines_of_any_range_are_the_truth(
    opens: set[int], first: int, length: int, cap: int | None, limit: int | None, now: int, disorder: bool
) -> None:
    opened = sorted(opens)
    start, end = START + first * MINUTE + 7 * (first % 3), START + (first + length) * MINUTE
    server_time = START + now * MINUTE + 30_000
    if start > end:
        return
    arguments: dict[str, Any] = {"start": start, "end": end, "limit": limit}
    exchange = with_candles(opened, server_time, cap=cap, disorder=disorder)
    truth = [
        m
        for m in opened
        if start <= START + m * MINUTE < end and START + (m + 1) * MINUTE - 1 < server_time
    ]  # fmt: skip
    assert truth == _minutes(_klines(exchange, **arguments))
    columns = _klines(exchange, **arguments).to_columns()
    assert [START + m * MINUTE for m in truth] == columns["open_time"].to_list()


def test_a_short_page_does_not_end_the_range_but_an_empty_one_does() -> None:
    exchange = with_candles(range(10), LATER, cap=3)
    assert list(range(10)) == _minutes(_klines(exchange))
    assert 1 + 4 + 1 == len(exchange.calls)


def test_the_last_page_asks_for_no_more_than_is_left() -> None:
    exchange = with_candles(range(2000), LATER)
    assert 1250 == len(list(_klines(exchange, end=START + 1250 * MINUTE)))
    assert [1000, 250] == [params["limit"] for name, params in exchange.calls if name == "klines"]


def test_pages_are_of_the_size_that_brings_most_rows_a_second() -> None:
    exchange = with_candles(range(3), LATER)
    list(_klines(exchange))
    assert 1000 == exchange.calls[1][1]["limit"]


def test_the_forming_candlestick_comes_only_when_wanted() -> None:
    now = START + 2 * MINUTE + 30_000
    assert [0, 1] == _minutes(_klines(with_candles(range(3), now)))
    assert [0, 1, 2] == _minutes(_klines(with_candles(range(3), now), closed_only=False))


def test_reading_on_later_starts_with_the_candlestick_that_was_forming() -> None:
    rows = _klines(with_candles(range(3), START + 2 * MINUTE + 30_000))
    assert [0, 1] == _minutes(rows)
    assert [2, 3] == _minutes(_klines(with_candles(range(4), LATER), resume=rows.cursor))


def test_a_range_in_the_future_and_an_empty_one_have_no_rows() -> None:
    exchange = with_candles(range(3), START)
    assert [] == list(_klines(exchange, start=LATER))
    assert [] == list(_klines(exchange, end=START))
    assert 0 == len(_klines(exchange, end=START).to_columns())


def test_missing_candlesticks_are_gaps() -> None:
    rows = _klines(with_candles([0, 1, 4, 5, 9], LATER, cap=2))
    list(rows)
    minutes = [((first - START) // MINUTE, (last + 1 - START) // MINUTE) for first, last in rows.gaps]
    assert [(2, 4), (6, 9)] == minutes


@pytest.mark.parametrize("kind", ["mark", "index", "premium", "continuous"])
def test_every_kind_of_candlestick_has_its_operation(kind: Any) -> None:
    from binance_usdm.history._recipes import KLINES

    rows = [candle(START + minute * MINUTE, minute) for minute in range(3)]
    exchange = Exchange(LATER).add(KLINES[kind], rows, lambda row: row[0])
    assert [0, 1, 2] == _minutes(_klines(exchange, kind=kind))
    assert "BTCUSDT" in exchange.calls[1][1].values()


def test_months_are_paged_by_the_calendar() -> None:
    from datetime import UTC, datetime

    opens = [int(datetime(2023, month, 1, tzinfo=UTC).timestamp()) * 1000 for month in range(1, 13)]
    exchange = Exchange(LATER, cap=5).add(
        "klines", [candle(o, n, DAY) for n, o in enumerate(opens)], lambda row: row[0]
    )
    rows = _klines(exchange, interval="1M", start="2023-01-01", end="2024-01-01")
    assert opens == [row.open_time for row in rows]
    assert () == rows.gaps


# -- interruptions ----------------------------------------------------------------------------------------------------


@given(failures=st.sets(st.integers(0, 12)), cap=st.integers(1, 9), takes=st.integers(0, 30), columns=st.booleans())
def test_going_on_after_failures_loses_and_repeats_nothing(
    failures: set[int], cap: int, takes: int, columns: bool
) -> None:
    exchange = with_candles(range(25), LATER, cap=cap, fail=failures)
    rows = _klines(exchange, end=START + 25 * MINUTE)
    got: list[int] = []
    for _ in range(len(failures) + 1):
        try:
            for row in rows:
                got += _minutes([row])
                if len(got) == takes and columns:
                    break
            break
        except NotSent:
            continue
    if columns and len(got) == takes:
        for _ in range(len(failures) + 1):
            try:
                opened = rows.to_columns()["open_time"].to_list()
            except NotSent:
                continue
            got += [(instant - START) // MINUTE for instant in opened]
            break
    assert list(range(25)) == got


@given(cap=st.integers(1, 9), first=st.integers(0, 25), columns=st.booleans())
def test_another_process_goes_on_from_the_cursor(cap: int, first: int, columns: bool) -> None:
    exchange = with_candles(range(25), LATER, cap=cap)
    arguments = {"end": START + 25 * MINUTE}
    rows = _klines(exchange, **arguments)
    got = _minutes(row for row, _ in zip(rows, range(first), strict=False))
    resumed = _klines(exchange, **arguments, resume=rows.cursor)
    if columns:
        got += [(instant - START) // MINUTE for instant in resumed.to_columns()["open_time"].to_list()]
    else:
        got += _minutes(resumed)
    # zip takes one row more from the iterator than it gives when the second of its sources ends first.
    assert [*range(first), *range(min(first + 1, 25), 25)] == got


def test_the_cursor_does_not_pass_columns_that_were_never_delivered() -> None:
    exchange = with_candles(range(9), LATER, cap=3, fail=[2])
    rows = _klines(exchange, end=START + 9 * MINUTE)
    before = rows.cursor
    with pytest.raises(NotSent):
        rows.to_columns()
    assert before == rows.cursor
    assert list(range(9)) == _minutes(rows)


def test_an_exchange_that_only_repeats_itself_is_an_error_not_a_loop() -> None:
    class Stuck(Exchange):
        def _page(self, operation: Any, wired: Any) -> list[Any]:
            return super()._page(operation, {**wired, "startTime": START})

    exchange = Stuck(LATER, cap=3).add("klines", [candle(START + m * MINUTE, m) for m in range(9)], lambda row: row[0])
    with pytest.raises(BinanceUsdmError, match="only with rows before"):
        list(_klines(exchange))


def test_progress_is_told_page_by_page() -> None:
    told: list[Progress] = []
    list(_klines(with_candles(range(40), LATER, cap=10), end=START + 40 * MINUTE, progress=told.append))
    assert [10, 20, 30, 40] == [progress.rows for progress in told]
    assert [1, 2, 3, 4] == [progress.pages for progress in told]
    assert [0.25, 0.5, 0.75, 1.0] == [round(progress.fraction, 3) for progress in told]
    assert [False, False, False, True] == [progress.done for progress in told]
    assert 30.0 == round(told[0].eta(10.0) or 0.0, 1)


# -- by id ------------------------------------------------------------------------------------------------------------

_TIMES = st.lists(st.integers(0, 30 * HOUR), max_size=40).map(sorted)


@given(times=_TIMES, first=st.integers(0, 20 * HOUR), length=st.integers(0, 30 * HOUR), cap=st.integers(1, 9))
def test_aggregate_trades_go_by_the_hour_and_then_by_id(times: list[int], first: int, length: int, cap: int) -> None:
    rows = [aggregate(100 + number, START + time) for number, time in enumerate(times)]
    exchange = Exchange(START + 40 * HOUR, cap=cap).add(
        "aggregate_trades", rows, lambda row: row["a"], lambda row: row["T"]
    )
    arguments: dict[str, Any] = {"symbol": "BTCUSDT", "start": START + first, "end": START + first + length}
    truth = [row["a"] for row in rows if START + first <= row["T"] < START + first + length]
    history = History(exchange)
    assert truth == [row.agg_trade_id for row in history.aggregate_trades(**arguments)]
    assert truth == history.aggregate_trades(**arguments).to_columns()["agg_trade_id"].to_list()
    spans = [
        int(str(params["endTime"])) - int(str(params["startTime"]))
        for _, params in exchange.calls
        if "endTime" in params
    ]
    assert all(span < HOUR for span in spans)


@given(times=_TIMES, first=st.integers(0, 20 * HOUR), length=st.integers(0, 30 * HOUR), cap=st.integers(1, 9))
def test_trades_find_their_first_id_through_aggregate_trades(
    times: list[int], first: int, length: int, cap: int
) -> None:
    fills = [trade(number, START + times[number // 3]) for number in range(len(times) * 3)]
    exchange = Exchange(START + 40 * HOUR, cap=cap)
    exchange.add("historical_trades", fills, lambda row: row["id"], lambda row: row["time"])
    gathered = [aggregate(number, START + time) for number, time in enumerate(times)]
    exchange.add("aggregate_trades", gathered, lambda row: row["a"], lambda row: row["T"])
    end = START + first + length
    rows = History(exchange).trades(symbol="BTCUSDT", start=START + first, end=end)
    assert [row["id"] for row in fills if START + first <= row["time"] < end] == [row.id for row in rows]


@given(
    times=st.lists(st.integers(0, 60 * DAY), max_size=30).map(sorted), cap=st.integers(1, 9), taken=st.integers(0, 9)
)
def test_account_trades_cross_weeks_and_resume(times: list[int], cap: int, taken: int) -> None:
    rows = [account_trade(7 + 3 * number, START + time) for number, time in enumerate(times)]
    exchange = Exchange(START + 61 * DAY, cap=cap).add(
        "account_trades", rows, lambda row: row["id"], lambda row: row["time"]
    )
    first = History(exchange).account_trades(symbol="BTCUSDT", start=START)
    got = []
    for row in first:
        got.append(row.id)
        if len(got) >= taken:
            break
    got += [row.id for row in History(exchange).account_trades(symbol="BTCUSDT", start=START, resume=first.cursor)]
    assert [row["id"] for row in rows] == got


def test_an_id_can_be_where_it_starts() -> None:
    rows = [aggregate(number, START + number) for number in range(20)]
    exchange = Exchange(LATER, cap=4).add("aggregate_trades", rows, lambda row: row["a"], lambda row: row["T"])
    found = History(exchange).aggregate_trades(symbol="BTCUSDT", from_id=5, end=START + 17)
    assert list(range(5, 17)) == [row.agg_trade_id for row in found]


def test_missing_ids_are_gaps() -> None:
    rows = [aggregate(number, START + number) for number in (1, 2, 5, 6, 9)]
    exchange = Exchange(LATER, cap=2).add("aggregate_trades", rows, lambda row: row["a"], lambda row: row["T"])
    found = History(exchange).aggregate_trades(symbol="BTCUSDT", start=START)
    list(found)
    assert ((3, 4), (7, 8)) == found.gaps


def test_orders_are_read_by_id() -> None:
    done = {"symbol": "BTCUSDT", "status": "FILLED", "side": "BUY", "type": "LIMIT", "price": "1.0", "origQty": "1"}
    done["executedQty"] = "1"
    orders = [
        done | {"orderId": 50 + n, "clientOrderId": f"c{n}", "time": START + n * DAY, "updateTime": START + n * DAY}
        for n in range(12)
    ]
    exchange = Exchange(LATER + 20 * DAY, cap=2).add(
        "all_orders", orders, lambda row: row["orderId"], lambda row: row["time"]
    )
    rows = History(exchange).orders(symbol="BTCUSDT", start=START + DAY, end=START + 9 * DAY)
    assert list(range(51, 59)) == [row.order_id for row in rows]


# -- rows that share an instant ---------------------------------------------------------------------------------------


@given(
    times=st.lists(st.integers(0, 12), max_size=40).map(sorted),
    cap=st.integers(1, 50),
    taken=st.integers(0, 20),
    disorder=st.booleans(),
)
def test_income_of_one_instant_across_pages_comes_once(times: list[int], cap: int, taken: int, disorder: bool) -> None:
    most = max((times.count(time) for time in times), default=1)
    cap = max(cap, most + 1)
    rows = [income(number, START + time) for number, time in enumerate(times)]
    truth = {(row["incomeType"], row["tranId"]): row["time"] for row in reversed(rows)}
    rows = [row for row in rows if truth.pop((row["incomeType"], row["tranId"]), None) is not None]
    exchange = Exchange(START + 100, cap=cap, disorder=disorder).add("income_history", rows, lambda row: row["time"])
    first = History(exchange).income(start=START)
    got: list[tuple[str, int | None]] = []
    for row in first:
        got.append((str(row.income_type), row.tran_id))
        if len(got) >= taken:
            break
    rest = History(exchange).income(start=START, resume=first.cursor)
    got += [(str(row.income_type), row.tran_id) for row in rest]
    expected = [(row["incomeType"], row["tranId"]) for row in rows]
    assert sorted(expected) == sorted(got)
    assert len(expected) == len(got)
    assert [] == list(rest)


def test_an_instant_with_more_rows_than_a_page_is_a_gap_not_a_loop() -> None:
    rows = [income(number * 2, START) for number in range(30)] + [income(90, START + 5)]
    exchange = Exchange(START + 100).add("income_history", rows, lambda row: row["time"])
    found = History(exchange).income(start=START, limit=10)
    assert 11 == len(list(found))
    assert ((START, START),) == found.gaps


def test_funding_of_many_symbols_at_one_instant() -> None:
    rates = [
        {"symbol": symbol, "fundingRate": "0.00010000", "fundingTime": START + 8 * HOUR * n, "markPrice": mark}
        for n in range(4)
        for symbol, mark in (("BTCUSDT", "37000.1"), ("币安人生USDT", ""), ("ETHUSDT", "2000.55"))
    ]
    exchange = Exchange(LATER, cap=4).add("funding_rate_history", rates, lambda row: row["fundingTime"])
    rows = History(exchange).funding_rates(start=START).to_list()
    assert [(row["symbol"], row["fundingTime"]) for row in rates] == [(row.symbol, row.funding_time) for row in rows]
    columns = History(exchange).funding_rates(start=START).to_columns()
    assert [row.mark_price for row in rows] == columns["mark_price"].to_list()


# -- asynchronous -----------------------------------------------------------------------------------------------------


async def test_the_asynchronous_twin_reads_the_same() -> None:
    opens = [0, 1, 2, 5, 6, 9, 10]
    blocking, other = with_candles(opens, LATER, cap=2, fail=[3]), with_candles(opens, LATER, cap=2, fail=[3])
    arguments: dict[str, Any] = {"symbol": "BTCUSDT", "interval": "1m", "start": START}
    rows, twin = History(blocking).klines(**arguments), AsyncHistory(AsyncExchange(other)).klines(**arguments)
    got: list[Any] = []
    got_too: list[Any] = []
    for _ in range(2):
        try:
            for row in rows:
                got += [row]
        except NotSent:
            pass
        try:
            async for row in twin:
                got_too += [row]
        except NotSent:
            pass
        assert rows.cursor == twin.cursor
    assert opens == _minutes(got)
    assert got == got_too
    assert rows.gaps == twin.gaps
    assert blocking.calls == other.calls


async def test_every_asynchronous_method_makes_the_plan_of_its_twin() -> None:
    exchange = Exchange(LATER)
    one, other = History(exchange), AsyncHistory(AsyncExchange(exchange))
    calls: list[tuple[str, dict[str, Any]]] = [
        ("klines", {"symbol": "BTCUSDT", "interval": "1m", "start": START, "kind": "mark"}),
        ("aggregate_trades", {"symbol": "BTCUSDT", "start": START}),
        ("trades", {"symbol": "BTCUSDT", "start": START}),
        ("account_trades", {"symbol": "BTCUSDT", "start": START}),
        ("orders", {"symbol": "BTCUSDT", "from_id": 5}),
        ("funding_rates", {"start": START}),
        ("income", {"start": START, "income_type": "FUNDING_FEE"}),
    ]
    for name, arguments in calls:
        rows, twin = getattr(one, name)(**arguments), getattr(other, name)(**arguments)
        assert rows.cursor == twin.cursor
        assert repr(rows).removeprefix("<") == repr(twin).removeprefix("<Async")


async def test_asynchronous_columns_are_the_same() -> None:
    exchange = with_candles(range(9), LATER, cap=4)
    arguments: dict[str, Any] = {"symbol": "BTCUSDT", "interval": "1m", "start": START}
    columns = History(exchange).klines(**arguments).to_columns()
    twin = await AsyncHistory(AsyncExchange(exchange)).klines(**arguments).to_columns()
    assert repr(columns) == repr(twin)
    assert 9 == len(await AsyncHistory(AsyncExchange(exchange)).klines(**arguments).to_list())
