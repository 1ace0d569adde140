"""F70, F73, F92: frames that cannot be read, other framings and unknown events cost nobody the connection."""

from __future__ import annotations

import json

import pytest

from binance_usdm.streams import (
    agg_trade,
    book_ticker,
    depth,
    mark_price,
)

from .world import World, agg_trade_data, depth_data, frame

TRADES, BOOK, MARK, TICKER = agg_trade("BTCUSDT"), depth("BTCUSDT"), mark_price("BTCUSDT"), book_ticker("BTCUSDT")


RUBBISH = [
    b"", b"{", b"}", b"[]", b"[1,2]", b"null", b"1", b'"text"', b"\xff\xfe", b'{"stream":"btcusdt@aggTrade"',
    b'{"stream":"btcusdt@aggTrade","data":', b'{"stream":"btcusdt@aggTrade","data":{}}',
    b'{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":NaN}}', b'{"stream":"btcusdt@aggTrade","data":[1]}',
    b'{"stream":"btcusdt@aggTrade","data":null}', b'{"stream":1,"data":2}', b"[" * 100_000, b'{"a":' * 50_000,
]  # fmt: skip


@pytest.mark.parametrize("rubbish", RUBBISH, ids=range(len(RUBBISH)))
def test_one_frame_that_cannot_be_read_is_counted_and_kept_and_the_connection_lives(rubbish: bytes) -> None:
    world = World(TRADES)
    world.run(10.0)
    world.send(1, rubbish)
    world.run(10.0)
    assert 1 == world.feed.counters.malformed
    kept = world.feed.quarantine.frames()
    assert [(rubbish[:4096], len(rubbish))] == [(each.payload, each.size) for each in kept]
    assert 1 == len(world.dialled)
    trades = [each.agg_trade_id for each in world.of(TRADES)]
    assert list(range(trades[0], trades[0] + len(trades))) == trades


@pytest.mark.parametrize("rubbish", [b"rubbish", b'{"stream":"btcusdt@aggTrade","data":{}}'])
def test_only_many_in_a_row_replace_the_connection(rubbish: bytes) -> None:
    world = World(TRADES, period=5.0)
    world.run(7.0)
    for _ in range(19):
        world.send(1, rubbish)
    world.run(10.0)
    assert 1 == len(world.dialled)
    for _ in range(40):
        world.send(1, rubbish)
    world.run(30.0)
    assert 2 == len(world.dialled)
    assert 1 == world.feed.counters.rotations
    assert 32 == len(world.feed.quarantine.frames())


def test_other_framings_of_the_same_payload_are_read() -> None:
    world = World(TRADES, BOOK, period=1000.0)
    world.run(1.0)
    first, second, third = (agg_trade_data("BTCUSDT", number, world.ms + number) for number in (101, 102, 103))
    world.send(1, json.dumps({"stream": TRADES.name, "data": first}).encode())
    world.send(1, json.dumps(second).encode())
    world.send(1, json.dumps({"data": third, "stream": TRADES.name}).encode())
    world.run(0.1)
    assert [101, 102, 103] == [each.agg_trade_id for each in world.of(TRADES)][-3:]
    assert 0 == world.feed.counters.malformed


def test_a_frame_that_could_belong_to_two_streams_is_given_to_neither() -> None:
    fast, slow = depth("BTCUSDT", "100ms"), depth("BTCUSDT")
    world = World(fast, slow, period=1000.0)
    world.run(1.0)
    delivered = len(world.events)
    world.send(1, json.dumps(depth_data("BTCUSDT", 50, world.ms)).encode())
    world.run(1.0)
    assert delivered == len(world.events)
    assert 1 == world.feed.counters.stray
    assert "SET_PROPERTY" == world.writes[-1][2]["method"]
    assert ["combined", True] == world.writes[-1][2]["params"]


def test_frames_of_streams_that_are_not_subscribed_are_counted() -> None:
    world = World(TRADES)
    world.run(1.0)
    world.send(1, frame("ethusdt@aggTrade", agg_trade_data("ETHUSDT", 1, world.ms)))
    assert 1 == world.feed.counters.stray


def test_an_unknown_event_on_a_stream_is_handed_out_as_it_is() -> None:
    world = World(TRADES)
    world.run(1.0)
    world.send(1, frame(TRADES.name, {"e": "brandNew", "x": [1]}))
    world.run(0.1)
    unknown = next(each for each in world.events if getattr(each, "raw", None))
    assert ("brandNew", {"e": "brandNew", "x": [1]}) == (unknown.event_type, unknown.raw)
    assert 1 == world.feed.counters.unknown


def test_a_frame_of_zero_bytes_is_as_unreadable_as_any() -> None:
    world = World(TRADES, period=1000.0)
    world.run(1.0)
    world.send(1, b"\0")
    world.run(0.1)
    assert 1 == world.feed.counters.malformed
