"""T5, G8: a hundred planned rotations in virtual time lose nothing, double nothing, and keep the order."""

from __future__ import annotations

import os
import random

import pytest

from binance_usdm.streams import (
    Disconnected,
    GapReason,
    Rotated,
    StreamSettings,
    agg_trade,
    book_ticker,
    contract_info,
    depth,
    kline,
    mark_price,
)

from .world import World, make_lane

TRADES, TICKER, BOOK, BARS, MARK = (
    agg_trade("BTCUSDT"),
    book_ticker("ETHUSDT"),
    depth("BTCUSDT"),
    kline("BTCUSDT", "1m"),
    mark_price("BTCUSDT"),
)


@pytest.mark.parametrize("lags", [(0.02, 0.02), (0.02, 0.6), (0.6, 0.02)])
def test_a_hundred_rotations(lags: tuple[float, float]) -> None:
    world = World(TRADES, TICKER, BOOK, BARS, MARK, period=0.4, settings=StreamSettings(rotate_after=20.0))
    world.lag = lambda number: lags[number % 2]
    world.run(20.0 * 102)
    rotations = [each for each in world.controls if isinstance(each, Rotated)]
    assert len(rotations) >= 100
    assert {"age"} == {each.reason for each in rotations}
    assert [] == [each for each in world.controls if isinstance(each, Disconnected)]
    assert 0 == world.feed.counters.gaps

    trades = [each.agg_trade_id for each in world.of(TRADES)]
    assert list(range(trades[0], trades[0] + len(trades))) == trades
    assert world.numbers[TRADES.name] - trades[-1] <= 4
    updates = [each.final_update_id for each in world.of(BOOK)]
    assert list(range(updates[0], updates[-1] + 10, 10)) == updates
    tickers = [each.book_update_id for each in world.of(TICKER)]
    assert list(range(tickers[0], tickers[0] + len(tickers))) == tickers
    bars = [(each.kline.open_time, each.kline.last_trade_id) for each in world.of(BARS)]
    assert sorted(set(bars)) == bars
    marks = [each.event_time for each in world.of(MARK)]
    assert len(trades) - 2 <= len(marks) <= len(trades) + 2
    assert sorted(set(marks)) == marks
    assert len(world.connections) <= 2


@pytest.mark.skipif(
    "SOAK" not in os.environ, reason="two thousand rotations take minutes; run with SOAK=1, as make soak"
)
@pytest.mark.parametrize("seed", [1, 2])
def test_two_thousand_rotations(seed: int) -> None:
    """The same with another delay on each connection, and replacements for every reason at once."""
    chance = random.Random(seed)
    world = World(TRADES, TICKER, BOOK, BARS, MARK, period=0.4, seed=seed, settings=StreamSettings(rotate_after=20.0))
    lags: dict[int, float] = {}
    world.lag = lambda number: lags.setdefault(number, chance.choice([0.01, 0.05, 0.3, 0.9]))
    for _ in range(500):
        world.run(chance.uniform(20.0, 80.0))
        number = max(number for number, connection in world.connections.items() if connection.open)
        world.send(number, b'{"e":"serverShutdown","E":1767225600000}')
    world.run(20.0 * 1000)
    assert len([each for each in world.controls if isinstance(each, Rotated)]) >= 2000
    assert [] == [each for each in world.controls if isinstance(each, Disconnected)]
    assert 0 == world.feed.counters.gaps
    trades = [each.agg_trade_id for each in world.of(TRADES)]
    assert list(range(trades[0], trades[0] + len(trades))) == trades
    updates = [each.final_update_id for each in world.of(BOOK)]
    assert list(range(updates[0], updates[-1] + 10, 10)) == updates
    tickers = [each.book_update_id for each in world.of(TICKER)]
    assert list(range(tickers[0], tickers[0] + len(tickers))) == tickers


def test_a_rotation_begins_before_the_exchange_ends_the_connection() -> None:
    world = World(TRADES, period=5.0)
    world.run(24 * 3600.0)
    assert 1 == world.feed.counters.rotations
    assert 2 == len(world.dialled)
    assert 22.5 * 3600 <= world.dialled[1] - world.dialled[0] <= 23 * 3600 + 1


@pytest.mark.parametrize(
    "notice",
    [
        b'{"e":"serverShutdown","E":1767225600000}',
        b'{"stream":"btcusdt@aggTrade","data":{"e":"serverShutdown","E":1767225600000}}',
        b'{"stream": "serverShutdown", "data": {"e": "serverShutdown", "E": 1767225600000}}',
    ],
)
def test_an_announced_shutdown_is_a_rotation(notice: bytes) -> None:
    world = World(TRADES)
    world.run(10.0)
    world.send(1, notice)
    world.run(20.0)
    assert [("server_shutdown", 2)] == [(e.reason, e.successor) for e in world.controls if isinstance(e, Rotated)]
    trades = [each.agg_trade_id for each in world.of(TRADES)]
    assert list(range(trades[0], trades[0] + len(trades))) == trades


def test_a_successor_that_cannot_be_opened_costs_nothing() -> None:
    world = World(TRADES, BOOK, settings=StreamSettings(rotate_after=60.0))
    world.dial_outcome = lambda number: "refused" if 2 <= number <= 6 else None
    world.run(200.0)
    assert world.feed.counters.failed_connects == 5
    assert world.feed.counters.rotations >= 1
    assert 0 == world.feed.counters.gaps
    trades = [each.agg_trade_id for each in world.of(TRADES)]
    assert list(range(trades[0], trades[0] + len(trades))) == trades


def test_an_old_connection_that_dies_while_its_successor_is_settling_is_replaced_at_once() -> None:
    world = World(TRADES, BOOK, settings=StreamSettings(rotate_after=60.0))
    world.answers = lambda number, _request: number == 1
    world.run(50.0)

    def strike() -> None:
        if 2 not in world.connections:
            world.at(world.now + 0.01, strike)
            return
        world.connections[2].muted.add(BOOK.name)
        world.at(world.now + 2.0, lambda: world.cut(1))

    strike()
    world.run(15.0)
    assert {2} == set(world.connections)
    trades = [each.agg_trade_id for each in world.of(TRADES)]
    assert list(range(trades[0], trades[0] + len(trades))) == trades
    # The book never came from the new connection, so it is in a gap.
    assert [GapReason.DISCONNECT] == [each.reason for each in world.gaps(BOOK)][:1]


def test_a_successor_that_stays_behind_is_given_up_and_nothing_is_lost() -> None:
    world = World(TRADES, BOOK, settings=StreamSettings(rotate_after=60.0, overlap=20.0))
    world.run(59.0)

    def mute_second() -> None:
        if 2 in world.connections:
            world.connections[2].muted.add(BOOK.name)
        else:
            world.at(world.now + 0.01, mute_second)

    mute_second()
    world.run(120.0)
    assert 1 <= world.feed.counters.rotations
    assert 0 == world.feed.counters.gaps
    updates = [each.final_update_id for each in world.of(BOOK)]
    assert list(range(updates[0], updates[-1] + 10, 10)) == updates


def test_a_quiet_stream_does_not_hold_up_a_rotation() -> None:
    world = World(TRADES, settings=StreamSettings(rotate_after=60.0))
    world.session.subscribe([make_lane(contract_info())], world.now)
    world.run(65.0)
    assert 1 == world.feed.counters.rotations
    assert {TRADES.name, "!contractInfo"} == world.session.live
