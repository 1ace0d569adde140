"""F64: a gap that is repaired over REST is filled in order and without duplicates, and nothing overtakes it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from binance_usdm.streams import Gap, GapReason, agg_trade, kline
from binance_usdm.streams._feed import Feed
from binance_usdm.streams._lane import Lane, RepairJob
from binance_usdm.streams._repair import Fetch, Repaired, plan
from binance_usdm_api.models import AggregateTrade, Kline

from .world import START_MS, World, agg_trade_data, frame, kline_data, make_lane

TRADES, BARS = agg_trade("BTCUSDT"), kline("BTCUSDT", "1m")


def put_trades(feed: Feed, lane: Lane, *numbers: int) -> None:
    for number in numbers:
        feed.put(lane, frame(TRADES.name, agg_trade_data("BTCUSDT", number, START_MS + number)))


def row(number: int) -> AggregateTrade:
    return AggregateTrade(
        agg_trade_id=number, price=Decimal("1.5"), quantity=Decimal(2), first_trade_id=1, last_trade_id=2,
        trade_time=START_MS, buyer_is_maker=True,
    )  # fmt: skip


class Rest:
    """Answers as the exchange does, and keeps the questions."""

    def __init__(self, last: int = 10_000_000) -> None:
        self.asked: list[Fetch] = []
        self.last = last

    def answer(self, request: Fetch) -> list[Any]:
        self.asked.append(request)
        if request.operation == "klines":
            start, end, limit = (int(str(request.params[name])) for name in ("startTime", "endTime", "limit"))
            opens = range(-(-start // 60_000) * 60_000, end + 1, 60_000)
            return [bar_row(opened) for opened in list(opens)[:limit]]
        start, limit = int(str(request.params["fromId"])), int(str(request.params["limit"]))
        return [row(number) for number in range(start, min(start + limit, self.last + 1))]

    def run(self, job: RepairJob, pages: int = 20) -> Repaired:
        steps = plan(job, pages)
        try:
            request = next(steps)
            while True:
                request = steps.send(self.answer(request))
        except StopIteration as done:
            found: Repaired = done.value
            return found


def bar_row(opened: int) -> Kline:
    one = Decimal(1)
    return Kline(
        open_time=opened, open=one, high=one, low=one, close=one, volume=one, close_time=opened + 59_999,
        quote_volume=one, trade_count=4, taker_buy_volume=one, taker_buy_quote_volume=one,
    )  # fmt: skip


@given(st.integers(2, 3000), st.integers(0, 5), st.integers(0, 5))
def test_trades_that_were_missed_come_between_those_before_and_after(missed: int, replayed: int, more: int) -> None:
    feed, lane, rest = Feed(), make_lane(TRADES, repair=True), Rest()
    put_trades(feed, lane, 1, 2, 3)
    feed.lose(lane, GapReason.DISCONNECT, 1)
    put_trades(feed, lane, *range(3 - min(2, replayed), 4))
    first = 4 + missed
    put_trades(feed, lane, *range(first, first + more + 1))
    events = list(feed.events())
    assert [1, 2, 3] == [each.agg_trade_id for each in events if not isinstance(each, Gap)]
    (job,) = feed.jobs
    put_trades(feed, lane, first + more + 1)
    assert [] == list(feed.events())
    found = rest.run(job)
    feed.repaired(job, found.events, found.complete)
    put_trades(feed, lane, first + more + 2)
    assert list(range(4, first + more + 3)) == [each.agg_trade_id for each in feed.events()]
    assert (missed, missed) == (job.gap.missed, job.gap.repaired)
    assert -(-missed // 1000) == len(rest.asked)
    assert 0 == feed.counters.failed_repairs


def test_a_jump_of_the_ids_is_repaired_as_well() -> None:
    feed, lane, rest = Feed(), make_lane(TRADES, repair=True), Rest()
    put_trades(feed, lane, 1, 5)
    assert [GapReason.SEQUENCE] == [each.reason for each in feed.events() if isinstance(each, Gap)]
    (job,) = feed.jobs
    found = rest.run(job)
    feed.repaired(job, found.events, found.complete)
    assert [2, 3, 4, 5] == [each.agg_trade_id for each in feed.events()]


def test_a_gap_in_which_nothing_happened_asks_nothing() -> None:
    feed, lane = Feed(), make_lane(TRADES, repair=True)
    put_trades(feed, lane, 1)
    feed.lose(lane, GapReason.DISCONNECT, 1)
    put_trades(feed, lane, 2)
    assert [1, 2] == [each.agg_trade_id for each in feed.events() if not isinstance(each, Gap)]
    assert [] == feed.jobs


def test_a_repair_keeps_to_its_number_of_requests_and_says_what_is_missing() -> None:
    feed, lane, rest = Feed(), make_lane(TRADES, repair=True), Rest()
    put_trades(feed, lane, 1, 10_000)
    list(feed.events())
    found = rest.run(feed.jobs[0], pages=3)
    assert (3000, False) == (len(found.events), found.complete)
    feed.repaired(feed.jobs[0], found.events, found.complete)
    assert 1 == feed.counters.failed_repairs
    assert [*range(2, 3002), 10_000] == [each.agg_trade_id for each in feed.events()]


def test_trades_that_the_exchange_no_longer_has_do_not_hold_up_the_rest() -> None:
    feed, lane, rest = Feed(), make_lane(TRADES, repair=True), Rest(last=0)
    put_trades(feed, lane, 1, 10)
    list(feed.events())
    found = rest.run(feed.jobs[0])
    assert ([], False) == (found.events, found.complete)
    feed.repaired(feed.jobs[0], found.events, found.complete)
    assert [10] == [each.agg_trade_id for each in feed.events()]


def test_without_repair_nothing_waits() -> None:
    feed, lane = Feed(), make_lane(TRADES)
    put_trades(feed, lane, 1, 5)
    assert [1, 5] == [each.agg_trade_id for each in feed.events() if not isinstance(each, Gap)]
    assert [] == feed.jobs


def put_bars(feed: Feed, lane: Lane, *numbers: int) -> None:
    for number in numbers:
        feed.put(lane, frame(BARS.name, kline_data("BTCUSDT", number, START_MS + number)))


def opens(events: list[Any]) -> list[tuple[int, bool]]:
    return [((each.kline.open_time - START_MS) // 60_000, each.kline.is_closed) for each in events]


def test_bars_that_were_missed_come_closed_and_once() -> None:
    feed, lane, rest = Feed(), make_lane(BARS, repair=True), Rest()
    put_bars(feed, lane, 4, 5, 6)
    feed.lose(lane, GapReason.DISCONNECT, 1)
    put_bars(feed, lane, 17, 18)
    before = [each for each in feed.events() if not isinstance(each, Gap)]
    assert [(1, False)] * 3 == opens(before)
    found = rest.run(feed.jobs[0])
    feed.repaired(feed.jobs[0], found.events, found.complete)
    assert [(1, True), (2, True), (3, True), (4, False), (4, False)] == opens(list(feed.events()))


def test_a_bar_that_was_seen_closed_does_not_come_again() -> None:
    feed, lane, rest = Feed(), make_lane(BARS, repair=True), Rest()
    put_bars(feed, lane, 6, 7)
    feed.lose(lane, GapReason.DISCONNECT, 1)
    put_bars(feed, lane, 13)
    list(feed.events())
    found = rest.run(feed.jobs[0])
    assert [(2, True)] == opens(found.events)
    assert {"symbol": "BTCUSDT", "interval": "1m"}.items() <= rest.asked[0].params.items()


def test_the_same_bar_goes_on_after_the_gap() -> None:
    feed, lane, rest = Feed(), make_lane(BARS, repair=True), Rest()
    put_bars(feed, lane, 4)
    feed.lose(lane, GapReason.DISCONNECT, 1)
    put_bars(feed, lane, 6)
    list(feed.events())
    assert Repaired([], True) == rest.run(feed.jobs[0])
    assert [] == rest.asked


def test_a_gap_while_another_one_is_being_repaired_waits_its_turn() -> None:
    feed, lane, rest = Feed(), make_lane(TRADES, repair=True), Rest()
    put_trades(feed, lane, 1, 5, 6)
    list(feed.events())
    feed.lose(lane, GapReason.DISCONNECT, 1)
    put_trades(feed, lane, 6, 9, 10)
    assert [] == list(feed.events())
    assert [1] == [len(feed.jobs)]
    events: list[Any] = []
    while feed.jobs:
        job = feed.jobs.pop()
        found = rest.run(job)
        feed.repaired(job, found.events, found.complete)
        events += feed.events()
    assert [2, 3, 4, 5, 6, 7, 8, 9, 10] == [each.agg_trade_id for each in events if not isinstance(each, Gap)]
    (gap,) = [each for each in events if isinstance(each, Gap)]
    assert (6, 9, 2, 2) == (gap.last_id, gap.first_id, gap.missed, gap.repaired)
    # The frame of trade 6 came twice, and nothing that merely waited is counted as old.
    assert 1 == feed.counters.old


def test_a_stream_that_is_left_during_its_repair_says_nothing_more() -> None:
    world = World(TRADES)
    world.run(1.0)
    (lane,) = world.session.lanes.values()
    lane.repairable = True
    last = lane.sequence.last_id or 0
    put_trades(world.feed, lane, last + 5)
    list(world.feed.events())
    (job,) = world.feed.jobs
    world.session.unsubscribe([TRADES.name], world.now)
    world.feed.repaired(job, [], complete=False)
    assert [] == list(world.feed.events())
