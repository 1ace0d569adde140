"""T5, G4: subscribing, losing and reopening connections in virtual time."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from binance_usdm._pace import Pace, full_jitter
from binance_usdm.streams import (
    Connected,
    Disconnected,
    Gap,
    GapReason,
    Live,
    Policy,
    Reconnected,
    Refused,
    StreamSettings,
    agg_trade,
    book_ticker,
    contract_info,
    depth,
    mark_price,
)
from binance_usdm.streams._states import Phase

from .world import World, agg_trade_data, frame, make_lane

TRADES, BOOK, MARK, TICKER = agg_trade("BTCUSDT"), depth("BTCUSDT"), mark_price("BTCUSDT"), book_ticker("BTCUSDT")


def kinds(world: World) -> list[str]:
    return [type(each).__name__ for each in world.controls]


def test_a_subscription_is_live_on_its_first_message_and_not_before() -> None:
    world = World(TRADES, period=3.0)
    world.lag = lambda _number: 2.0
    world.run(1.0)
    assert ["Connected"] == kinds(world)
    assert frozenset() == world.session.live
    world.run(9.0)
    assert [Connected(connection=1, route="market", streams=1), Live(connection=1, stream=TRADES.name)] == [
        each for each in world.controls if not isinstance(each, Gap)
    ]
    assert {TRADES.name} == world.session.live


def test_a_quiet_stream_is_live_when_it_is_acknowledged() -> None:
    world = World(TRADES)
    world.session.subscribe([make_lane(contract_info())], world.now)
    world.run(400.0)
    assert Live(connection=1, stream="!contractInfo", quiet=True) in world.controls
    assert 0 == world.feed.counters.silences


def test_many_streams_go_out_in_few_messages_and_never_more_than_the_limit() -> None:
    streams = [agg_trade(f"S{number}USDT") for number in range(1024)]
    world = World(*streams, period=1000.0)
    world.run(3.0)
    sent = [(when, request) for when, _, request in world.writes]
    assert [200, 200, 200, 200, 200, 24] == [len(request["params"]) for _, request in sent]
    assert {each.name for each in streams} == {name for _, request in sent for name in request["params"]}
    assert [1, 2, 3, 4, 5, 6] == [request["id"] for _, request in sent]
    for start, _ in sent:
        assert len([when for when, _ in sent if start <= when < start + 1.0]) <= 5


def test_an_acknowledgement_that_is_lost_is_asked_for_again_and_a_late_one_counts() -> None:
    world = World(TRADES, MARK, period=1000.0)
    world.answers = lambda _number, request: request["id"] >= 2
    world.run(8.0)
    assert [1, 2] == [request["id"] for _, _, request in world.writes]
    assert world.writes[0][2]["params"] == world.writes[1][2]["params"]
    assert 1 == world.feed.counters.late_acks
    world.send(1, b'{"result":null,"id":1}')
    assert 0 == world.feed.counters.unknown_acks


def test_data_answers_a_request_as_well_as_an_acknowledgement_does() -> None:
    world = World(TRADES)
    world.answers = lambda _number, _request: False
    world.run(60.0)
    assert 1 == len(world.writes)
    assert 0 == world.feed.counters.late_acks


def test_a_connection_that_answers_no_request_is_replaced() -> None:
    world = World(TRADES, period=1000.0, settings=StreamSettings(silence=500.0))
    world.answers = lambda number, _request: number > 1
    world.run(60.0)
    subscribed = [number for _, number, request in world.writes if request["method"] == "SUBSCRIBE"]
    assert [1, 1, 1, 2] == subscribed
    assert 1 == world.feed.counters.rotations


@pytest.mark.parametrize("number", [99, -1, 0, "1", None, True, 1.5, [1]])
def test_a_reply_to_what_was_never_asked_changes_nothing(number: object) -> None:
    world = World(TRADES)
    world.run(1.0)
    world.send(1, json.dumps({"result": None, "id": number}).encode())
    world.run(20.0)
    assert 1 == world.feed.counters.unknown_acks
    assert ["Connected", "Live"] == kinds(world)


def test_a_first_message_that_cannot_be_read_is_no_sign_of_life() -> None:
    world = World(TRADES, period=1000.0)
    world.run(0.05)
    world.send(1, b'{"stream":"btcusdt@aggTrade","data":{"e":')
    assert frozenset() == world.session.live


def test_a_request_that_is_refused_after_data_of_some_of_its_streams_is_asked_again_for_the_rest() -> None:
    world = World(TRADES, BOOK, period=1000.0)
    world.answers = lambda _number, request: len(request["params"]) == 1
    world.run(0.045)
    world.connections[1].names.clear()
    world.send(1, frame(TRADES.name, agg_trade_data("BTCUSDT", 7, world.ms)))
    world.send(1, b'{"error":{"code":2,"msg":"no"},"id":1}')
    world.run(3.0)
    assert [[TRADES.name, BOOK.name], [BOOK.name]] == [request["params"] for _, _, request in world.writes]
    assert 0 == world.feed.counters.refused
    assert {TRADES.name, BOOK.name} == set(world.session.lanes)


def test_a_refusal_of_an_earlier_id_with_more_names_condemns_none_of_them() -> None:
    world = World(TRADES, BOOK, period=1000.0)
    world.answers = lambda _number, _request: False
    world.run(0.045)
    world.connections[1].names.clear()
    # Its data takes one name out, so that the request is sent again with the other one alone.
    world.send(1, frame(TRADES.name, agg_trade_data("BTCUSDT", 7, world.ms)))
    world.run(6.0)
    assert [[TRADES.name, BOOK.name], [BOOK.name]] == [request["params"] for _, _, request in world.writes]
    world.send(1, b'{"error":{"code":2,"msg":"no"},"id":1}')
    assert 0 == world.feed.counters.refused
    world.answers = lambda _number, _request: True
    world.run(1.0)
    assert [BOOK.name] == world.writes[-1][2]["params"]
    assert {TRADES.name, BOOK.name} == set(world.session.lanes)


@pytest.mark.parametrize(
    "shape",
    [
        lambda number: {"error": {"code": 2, "msg": "Invalid request: bad name"}, "id": number},
        lambda number: {"code": 2, "msg": "Invalid request: bad name", "id": number},
    ],
)
def test_the_one_name_that_is_refused_is_found_and_the_others_go_on(shape: Any) -> None:
    good = [agg_trade(f"S{number}USDT") for number in range(7)]
    bad = agg_trade("NOSUCHUSDT")
    world = World(*good, bad)

    def answer(number: int, request: dict[str, Any]) -> bool:
        if bad.name not in request["params"]:
            return True
        world.connections[number].names.difference_update(request["params"])
        world.at(world.now + 0.001, lambda: world.send(number, json.dumps(shape(request["id"])).encode()))
        return False

    world.answers = answer
    world.run(10.0)
    refused = Refused(connection=1, stream=bad.name, code=2, message="Invalid request: bad name")
    assert [refused] == [each for each in world.controls if isinstance(each, Refused)]
    assert {each.name for each in good} == world.session.live
    assert bad.name not in world.session.lanes


def test_streams_come_and_go_while_the_connection_stays() -> None:
    world = World(TRADES, BOOK)
    world.run(5.0)
    world.session.unsubscribe([BOOK.name, "nothing"], world.now)
    world.run(5.0)
    before = len(world.of(BOOK))
    world.session.subscribe([make_lane(MARK)], world.now)
    world.run(5.0)
    assert before == len(world.of(BOOK))
    assert [("SUBSCRIBE", 2), ("UNSUBSCRIBE", 1), ("SUBSCRIBE", 1)] == [
        (request["method"], len(request["params"])) for _, _, request in world.writes
    ]
    world.session.unsubscribe([TRADES.name, MARK.name], world.now)
    world.run(1.0)
    assert {} == world.connections
    assert Phase.IDLE is world.session.phase
    world.session.subscribe([make_lane(TRADES)], world.now)
    world.run(5.0)
    assert {TRADES.name} == world.session.live


# -- losses -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["reset", "close 1000", "close 1001", "close 1006", "close 1008", "close 1012"])
def test_any_end_is_a_loss_and_leads_to_a_new_connection_and_a_gap_for_each_stream(reason: str) -> None:
    world = World(TRADES, BOOK, MARK)
    world.run(20.0)
    world.cut(1, reason)
    last = {sub.name: world.of(sub)[-1] for sub in (TRADES, BOOK, MARK)}
    world.run(0.0)
    world.run(10.0)
    assert reason == next(each.reason for each in world.controls if isinstance(each, Disconnected))
    back = next(each for each in world.controls if isinstance(each, Reconnected))
    assert 0.0 < back.after <= 0.25 + 0.031
    for sub in (TRADES, BOOK, MARK):
        gap = world.gaps(sub)[0]
        events = world.events
        assert [gap] == world.gaps(sub)
        assert GapReason.DISCONNECT is gap.reason
        after = next(
            e
            for e in events[events.index(gap) + 1 :]
            if not isinstance(e, Gap) and e.event_type == last[sub.name].event_type
        )
        assert last[sub.name].event_time == gap.last_time
        assert after.event_time == gap.first_time
    trades = world.gaps(TRADES)[0]
    assert last[TRADES.name].agg_trade_id == trades.last_id
    assert trades.first_id is not None
    assert trades.last_id is not None
    assert trades.first_id - trades.last_id - 1 == trades.missed


def test_a_gap_in_which_nothing_happened_says_so() -> None:
    world = World(TRADES, BOOK, period=5.0)
    world.run(21.0)
    world.cut(1)
    world.run(20.0)
    assert [0] == [gap.missed for gap in world.gaps(TRADES)]
    assert [0] == [gap.missed for gap in world.gaps(BOOK)]


def test_two_losses_in_a_row_are_one_gap() -> None:
    world = World(TRADES)
    world.run(10.0)
    world.cut(1)
    world.dial_outcome = lambda number: "refused" if number < 5 else None
    world.run(30.0)
    delivered = [each for each in world.events if isinstance(each, Gap)]
    assert 1 == len(delivered)
    assert 3 == world.feed.counters.failed_connects


def test_attempts_never_end_and_their_delays_grow_to_the_cap() -> None:
    world = World(TRADES)
    world.dial_outcome = lambda _number: "refused"
    world.run(3600.0)
    waits = [later - earlier for earlier, later in pairwise(world.dialled)]
    assert all(wait <= 30.0 + 0.031 for wait in waits)
    assert len(waits) > 3600 / 30
    bounds = [min(30.0, 0.25 * 2**attempt) + 0.031 for attempt in range(len(waits))]
    assert all(wait <= bound for wait, bound in zip(waits, bounds, strict=True))
    assert max(waits[10:]) > 20.0


def test_the_exchange_may_ask_for_a_longer_wait() -> None:
    world = World(TRADES)
    world.run(0.01)
    del world.connections[1]
    world.session.lost(1, "handshake refused: HTTP 429", world.now, 60.0)
    world.run(100.0)
    assert world.dialled[1] - world.dialled[0] >= 60.0


def test_no_more_than_300_attempts_in_five_minutes() -> None:
    pace = Pace()
    now, taken = 0.0, []
    for _ in range(1000):
        now = max(now, pace.earliest(now))
        pace.take(now)
        taken.append(now)
        now += 0.01
    for start in taken:
        assert len([each for each in taken if start <= each < start + 300.0]) <= 300


def test_full_jitter_reaches_from_nothing_to_its_bound() -> None:
    assert 0.0 == full_jitter(3, 0.25, 30.0, 0.0)
    assert 1.0 == full_jitter(3, 0.25, 30.0, 0.5)
    assert 30.0 == full_jitter(5000, 0.25, 30.0, 1.0)


def test_a_closed_session_does_nothing_any_more() -> None:
    world = World(TRADES, policy=Policy.LOSSLESS)
    world.run(5.0)
    world.session.close()
    world.run(1.0)
    assert {} == world.connections
    assert Phase.CLOSED is world.session.phase
    world.session.subscribe([make_lane(MARK)], world.now)
    world.session.replace("age", world.now)
    world.session.opened(1, world.now)
    world.session.lost(1, "late", world.now)
    world.session.close()
    assert [] == world.session.data_to_send(world.now)
    assert world.session.next_deadline() is None
