"""F57, F58, F59, G5: a peer that is gone and a stream that fell silent are found in time, a dull one is left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest

from binance_usdm.streams import (
    Disconnected,
    Live,
    Silence,
    StreamSettings,
    Subscription,
    agg_trade,
    book_ticker,
    depth,
    mark_price,
)

from .world import World, agg_trade_data, frame

TRADES, BOOK, MARK, TICKER = agg_trade("BTCUSDT"), depth("BTCUSDT"), mark_price("BTCUSDT"), book_ticker("BTCUSDT")


def test_a_peer_that_is_gone_without_a_word_is_found_in_less_than_25_seconds() -> None:
    for start in range(20):
        world = World(TRADES, settings=StreamSettings(silence=1000.0))
        world.run(11.0 + start * 0.7)
        world.connections[1].muted.add(TRADES.name)
        world.connections[1].answers_pings = False
        struck = world.now
        world.run(25.0)
        lost = next(each for each in world.controls if isinstance(each, Disconnected))
        assert "no pong" == lost.reason
        assert next(when for when in world.dialled[1:]) - struck < 25.0
        assert world.feed.counters.missed_pongs == 2


def test_pings_go_out_every_ten_seconds_and_any_answer_counts() -> None:
    world = World(TRADES, BOOK)
    world.run(101.0)
    whens = [when for when, _ in world.pings]
    assert [10.0] * 9 == [round(later - earlier, 6) for earlier, later in pairwise(whens)]
    world.connections[1].answers_pings = False
    world.run(100.0)
    assert 0 == world.feed.counters.disconnects


@pytest.mark.parametrize("stream", [TRADES, BOOK, TICKER, MARK])
def test_a_liquid_stream_that_falls_silent_is_seen_and_its_connection_replaced(stream: Subscription) -> None:
    other = agg_trade("ETHUSDT")
    world = World(stream, other)
    world.run(30.0)
    world.connections[1].muted.add(stream.name)
    struck = world.now
    world.run(20.0)
    silence = next(each for each in world.controls if isinstance(each, Silence))
    assert (stream.name, True) == (silence.stream, silence.started)
    assert 9.0 <= silence.seconds < 9.5
    # Where another stream of its kind flows, it is subscribed again first.
    alone = stream is TRADES
    assert alone is silence.alone
    assert world.dialled[1] - struck < (15.0 if alone else 10.0)
    assert {stream.name, other.name} == world.session.live
    assert 2 in world.connections
    assert 1 not in world.connections
    # The other stream lost nothing by it, the silent one has a gap that tells exactly what.
    trades = [each.agg_trade_id for each in world.of(other)]
    assert list(range(trades[0], trades[0] + len(trades))) == trades
    assert [] == world.gaps(other)
    if stream in (TRADES, BOOK):
        gap = world.gaps(stream)[0]
        assert gap.last_id is not None
        assert gap.first_id is not None
        assert gap.first_id > gap.last_id


def test_a_subscription_on_a_wrong_route_is_acknowledged_and_silent_and_that_is_seen() -> None:
    world = World(TRADES, BOOK)
    world.run(0.02)
    world.connections[1].muted.add(BOOK.name)
    world.run(10.0)
    silence = next(each for each in world.controls if isinstance(each, Silence))
    assert (BOOK.name, False) == (silence.stream, silence.started)
    assert BOOK.name not in {each.stream for each in world.controls if isinstance(each, Live) and each.connection == 1}
    assert [] == world.gaps(BOOK)


def test_a_dull_stream_gets_more_patience_each_time_and_costs_little() -> None:
    world = World(TRADES, period=60.0)
    world.run(6 * 3600.0)
    assert world.feed.counters.silences <= 4
    trades = [each.agg_trade_id for each in world.of(TRADES)]
    assert list(range(trades[0], trades[0] + len(trades))) == trades
    assert 0 == world.feed.counters.gaps


def test_a_lively_stream_gets_its_usual_patience_back() -> None:
    world = World(TRADES, period=0.5)
    world.run(5.0)
    world.connections[1].muted.add(TRADES.name)
    world.run(15.0)
    assert 18.0 == world.session.lanes[TRADES.name].patience
    world.run(1200.0)
    assert 9.0 == world.session.lanes[TRADES.name].patience


def test_a_stopped_reader_is_neither_silent_nor_dead() -> None:
    world = World(TRADES)
    world.run(20.0)
    world.session.hold(True, world.now)
    world.connections[1].muted.add(TRADES.name)
    world.connections[1].answers_pings = False
    world.run(120.0)
    world.session.hold(False, world.now)
    world.connections[1].muted.clear()
    world.connections[1].answers_pings = True
    world.run(20.0)
    assert 0 == world.feed.counters.silences
    assert 0 == world.feed.counters.disconnects


def test_a_loop_that_was_blocked_for_a_minute_does_not_lose_its_connection() -> None:
    world = World(TRADES)
    world.run(20.0)
    blocked = world.now + 60.0
    world.now = blocked
    # What came meanwhile is read before timers are looked at.
    world.send(1, frame(TRADES.name, agg_trade_data("BTCUSDT", world.numbers[TRADES.name] + 1, world.ms)))
    world.session.pong(1, blocked)
    world.session.advance(blocked)
    assert 0 == world.feed.counters.disconnects
    assert 0 == world.feed.counters.silences
