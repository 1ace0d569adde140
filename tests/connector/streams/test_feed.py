"""F69: bounded queues, declared policies, and nothing lost without a word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binance_usdm import ConfigError, StreamOverflow
from binance_usdm.streams import (
    Gap,
    GapReason,
    Live,
    Overflow,
    Policy,
    Subscription,
    agg_trade,
    all_force_orders,
    all_tickers,
    book_ticker,
    contract_info,
    depth,
    kline,
    mark_price,
    partial_depth,
    rpi_depth,
    trade,
)
from binance_usdm.streams._feed import Feed
from binance_usdm.streams._policy import choose

from .world import START_MS, agg_trade_data, book_ticker_data, depth_data, frame, make_lane

TRADES, BOOK, TICKER = agg_trade("BTCUSDT"), depth("BTCUSDT"), book_ticker("BTCUSDT")


def trades(*numbers: int) -> list[bytes]:
    return [frame(TRADES.name, agg_trade_data("BTCUSDT", number, START_MS + number)) for number in numbers]


def tickers(*numbers: int) -> list[bytes]:
    return [frame(TICKER.name, book_ticker_data("BTCUSDT", number, START_MS + number)) for number in numbers]


@pytest.mark.parametrize(
    ("subscription", "policy"),
    [
        (TRADES, Policy.LOSSLESS),
        (BOOK, Policy.LOSSLESS),
        (rpi_depth("BTCUSDT"), Policy.LOSSLESS),
        (kline("BTCUSDT", "1m"), Policy.LOSSLESS),
        (trade("BTCUSDT"), Policy.LOSSLESS),
        (all_tickers(), Policy.LOSSLESS),
        (all_force_orders(), Policy.LOSSLESS),
        (contract_info(), Policy.LOSSLESS),
        (TICKER, Policy.LATEST),
        (mark_price("BTCUSDT"), Policy.LATEST),
        (partial_depth("BTCUSDT", "5"), Policy.LATEST),
    ],
)
def test_the_declared_policies(subscription: Subscription, policy: Policy) -> None:
    assert policy is choose(subscription, None)


def test_a_caller_chooses_for_all_or_by_kind() -> None:
    assert Policy.FAIL is choose(TRADES, "fail")
    assert Policy.LATEST is choose(TRADES, {"agg_trade": Policy.LATEST})
    assert Policy.LATEST is choose(TICKER, {"agg_trade": Policy.FAIL})
    with pytest.raises(ConfigError, match="lossless, latest, fail"):
        choose(TRADES, "drop")


@pytest.mark.parametrize("subscription", [BOOK, rpi_depth("BTCUSDT")])
def test_changes_of_a_book_cannot_be_dropped_for_newer_ones(subscription: Subscription) -> None:
    with pytest.raises(ConfigError, match="builds on the one before"):
        choose(subscription, "latest")


def test_of_policy_latest_the_newest_wait_and_the_rest_is_counted() -> None:
    feed, lane = Feed(keep_latest=3), make_lane(TICKER, Policy.LATEST)
    for each in tickers(*range(1, 11)):
        feed.put(lane, each)
    assert 3 == len(feed.queue)
    assert [8, 9, 10] == [each.book_update_id for each in feed.events()]
    assert 7 == feed.counters.coalesced
    assert [] == list(feed.events())
    feed.put(lane, tickers(11)[0])
    assert [11] == [each.book_update_id for each in feed.events()]


@given(st.lists(st.integers(0, 4), max_size=60), st.integers(1, 4))
def test_latest_never_grows_never_reorders_and_always_ends_with_the_newest(steps: list[int], keep: int) -> None:
    feed, lane = Feed(keep_latest=keep), make_lane(TICKER, Policy.LATEST)
    number, taken = 0, []
    for step in steps:
        if step == 0:
            taken.extend(each.book_update_id for each in feed.events(1))
        else:
            number += 1
            feed.put(lane, tickers(number)[0])
        assert len(feed.queue) <= keep
    taken.extend(each.book_update_id for each in feed.events())
    assert sorted(set(taken)) == taken
    assert number == (taken[-1] if taken else 0)
    assert number == len(taken) + feed.counters.coalesced


def test_a_lossless_queue_says_when_to_stop_and_when_to_go_on() -> None:
    feed, lane = Feed(limit=10), make_lane(TRADES)
    for each in trades(*range(1, 11)):
        assert not feed.crowded
        feed.put(lane, each)
    assert feed.crowded
    assert not feed.roomy
    assert 5 == len(list(feed.events(5)))
    assert feed.roomy
    assert 5 == feed.counters.delivered


def test_an_overflow_gives_up_what_waits_and_tells_each_stream_from_where() -> None:
    told: list[Any] = []
    feed = Feed(control=True, on_control=told.append)
    one, other = make_lane(TRADES), make_lane(BOOK)
    for each in trades(1, 2):
        feed.put(one, each)
    assert [1, 2] == [each.agg_trade_id for each in feed.events()]
    for each in trades(3, 4, 5):
        feed.put(one, each)
    feed.put(other, frame(BOOK.name, depth_data("BTCUSDT", 1, START_MS)))
    feed.tell(Live(stream="x"))
    feed.overflow()
    for each in trades(6):
        feed.put(one, each)
    events = list(feed.events())
    gap = events[0]
    assert (TRADES.name, GapReason.OVERFLOW, 2, 6, 3) == (gap.stream, gap.reason, gap.last_id, gap.first_id, gap.missed)
    assert (BOOK.name, GapReason.OVERFLOW, None) == (events[1].stream, events[1].reason, events[1].last_id)
    assert Live(stream="x") == events[2]
    assert Overflow(streams=(TRADES.name, BOOK.name), dropped=4) == events[3]
    assert 6 == events[4].agg_trade_id
    assert 4 == feed.counters.overflowed
    assert None is feed.failure
    assert {"Overflow", "Gap", "Live"} == {type(each).__name__ for each in told}


def test_the_policy_fail_fails() -> None:
    feed = Feed()
    lane = make_lane(TRADES, Policy.FAIL)
    for each in trades(1, 2, 3):
        feed.put(lane, each)
    feed.overflow()
    assert isinstance(feed.failure, StreamOverflow)
    assert "btcusdt@aggTrade" in str(feed.failure)
    assert "3 frames" in str(feed.failure)


def test_an_overflow_of_nothing_is_nothing() -> None:
    feed = Feed(control=True)
    feed.put(make_lane(TICKER, Policy.LATEST), tickers(1)[0])
    feed.overflow()
    assert [1] == [each.book_update_id for each in feed.events()]


@pytest.mark.parametrize(
    ("gaps", "control", "subscription", "shown"),
    [
        (None, False, TRADES, True),
        (None, False, TICKER, False),
        (None, True, TICKER, True),
        (True, False, TICKER, True),
        (False, False, TRADES, False),
        (False, False, BOOK, True),
    ],
)
def test_which_gaps_are_handed_out(gaps: bool | None, control: bool, subscription: Subscription, shown: bool) -> None:
    told: list[Any] = []
    feed = Feed(gaps=gaps, control=control, on_control=told.append)
    feed.lose(make_lane(subscription, choose(subscription, None)), GapReason.DISCONNECT, 1)
    assert shown == any(isinstance(each, Gap) for each in feed.events())
    assert [subscription.name] == [each.stream for each in told]
    assert 1 == feed.counters.gaps


def test_control_events_are_handed_out_only_if_asked_for_and_told_always() -> None:
    told: list[Any] = []
    feed = Feed(on_control=told.append)
    feed.tell(Live(stream="x"))
    assert [] == list(feed.events())
    assert [Live(stream="x")] == told


def test_taking_some_leaves_the_rest() -> None:
    feed, lane = Feed(), make_lane(TRADES)
    for each in trades(*range(1, 6)):
        feed.put(lane, each)
    first = feed.events()
    assert [1, 2] == [next(first).agg_trade_id, next(first).agg_trade_id]
    first.close()
    assert [3, 4, 5] == [each.agg_trade_id for each in feed.events()]
    assert 5 == feed.counters.delivered
