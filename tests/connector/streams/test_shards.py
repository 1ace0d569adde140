"""F57, F62: streams go to the route that serves them, and no connection carries more than its limit."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from binance_usdm._pace import Pace
from binance_usdm.streams import StreamSettings, agg_trade, book_ticker, contract_info, depth, trade
from binance_usdm.streams._feed import Feed
from binance_usdm.streams._outputs import Dial
from binance_usdm.streams._route import path_of
from binance_usdm.streams._session import Session
from binance_usdm.streams._shards import Shards
from binance_usdm_api import STREAMS

from .world import make_lane


def shards(limit: int) -> Shards:
    numbers = itertools.count(1)

    def make(route: str) -> Session:
        return Session(
            route, path_of(route), Feed(), lambda: 0.5, settings=StreamSettings(), pace=Pace(), numbers=numbers
        )

    return Shards(make, limit)


def test_each_stream_goes_to_its_route() -> None:
    placed = shards(1024)
    wanted = [agg_trade("A"), depth("A"), book_ticker("A"), contract_info(), trade("A")]
    placed.subscribe([make_lane(each) for each in wanted], 0.0)
    assert {
        "market": ["a@aggTrade", "!contractInfo"],
        "public": ["a@depth", "a@bookTicker", "a@trade"],
    } == {session.route: list(session.lanes) for session in placed.sessions}
    for session in placed.sessions:
        session.advance(0.0)
    assert [Dial(1, "/market/stream"), Dial(2, "/public/stream")] == [
        output for session in placed.sessions for output in session.data_to_send(0.0)
    ]


def test_routes_are_those_of_the_catalogue() -> None:
    assert {"public", "market"} == {stream.route for stream in STREAMS.values()}
    assert {"depth", "rpi_depth", "partial_depth", "book_ticker", "all_book_tickers", "trade"} == {
        stream.id for stream in STREAMS.values() if stream.route == "public"
    }


def test_a_thousand_and_more_streams_take_a_second_connection() -> None:
    placed = shards(1024)
    placed.subscribe([make_lane(agg_trade(f"S{number}")) for number in range(1500)], 0.0)
    assert [1024, 476] == [len(session.lanes) for session in placed.sessions]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 30)), max_size=60), st.integers(1, 5))
def test_any_coming_and_going_keeps_each_stream_once_and_every_limit(steps: list[tuple[bool, int]], limit: int) -> None:
    placed, wanted = shards(limit), set[str]()
    for now, (add, number) in enumerate(steps):
        subscription = (agg_trade if number % 2 else depth)(f"S{number}")
        if add:
            placed.subscribe([make_lane(subscription), make_lane(subscription)], float(now))
            wanted.add(subscription.name)
        else:
            placed.unsubscribe([subscription.name], float(now))
            wanted.discard(subscription.name)
        assert sorted(wanted) == sorted(placed.names)
        assert all(len(session.lanes) <= limit for session in placed.sessions)
    for session in placed.sessions:
        assert {session.route} >= {
            lane.subscription.stream.route for lane in session.lanes.values() if lane.subscription
        }
