"""T5, G4, G5: subscribing, losing, finding silent and reopening connections in virtual time."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from binance_usdm.streams import (
    Connected,
    Disconnected,
    Gap,
    GapReason,
    Live,
    Policy,
    Reconnected,
    Refused,
    Silence,
    StreamSettings,
    Subscription,
    agg_trade,
    book_ticker,
    contract_info,
    depth,
    mark_price,
)
from binance_usdm.streams._pace import Pace, full_jitter
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
    assert [1, 1, 1, 2] == [number for _, number, _ in world.writes]
    assert 1 == world.feed.counters.rotations


@pytest.mark.parametrize("number", [99, -1, 0, "1", None, True, 1.5, [1]])
def test_a_reply_to_what_was_never_asked_changes_nothing(number: object) -> None:
    world = World(TRADES)
    world.run(1.0)
    world.send(1, json.dumps({"result": None, "id": number}).encode())
    world.run(20.0)
    assert 1 == world.feed.counters.unknown_acks
    assert ["Connected", "Live"] == kinds(world)


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


# -- silence and death ------------------------------------------------------------------------------------------------


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
    world.run(15.0)
    silence = next(each for each in world.controls if isinstance(each, Silence))
    assert (stream.name, True) == (silence.stream, silence.started)
    assert 9.0 <= silence.seconds < 9.5
    assert world.dialled[1] - struck < 10.0
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


# -- frames that cannot be read ---------------------------------------------------------------------------------------

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
    from .world import depth_data

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
