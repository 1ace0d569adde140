"""F63: where an acknowledgement is all there is to go by, the exchange's own list of subscriptions is asked for."""

from __future__ import annotations

import json
from typing import Any

from binance_usdm.streams import StreamSettings, agg_trade, contract_info, depth, force_order

from .world import World, make_lane

TRADES, BOOK = agg_trade("BTCUSDT"), depth("BTCUSDT")
QUIET = [contract_info(), force_order("BTCUSDT")]


def methods(world: World) -> list[tuple[int, str, Any]]:
    return [(number, each["method"], each.get("params")) for _, number, each in world.writes]


def quiet(world: World) -> None:
    world.session.subscribe([make_lane(each) for each in QUIET], world.now)


def test_streams_that_speak_need_no_list() -> None:
    world = World(TRADES, BOOK)
    world.run(60.0)
    assert [(1, "SUBSCRIBE", [TRADES.name, BOOK.name])] == methods(world)


def test_a_quiet_stream_that_was_left_out_is_subscribed_again() -> None:
    world = World(TRADES)
    quiet(world)
    left_out = [True]
    world.takes = lambda _number, name: name != "!contractInfo" or not left_out
    world.run(5.5)
    assert ["SUBSCRIBE", "LIST_SUBSCRIPTIONS"] == [method for _, method, _ in methods(world)][:2]
    left_out.clear()
    world.run(30.0)
    assert "!contractInfo" in world.connections[1].names
    assert 2 == world.feed.counters.resubscribed
    # Once it is listed nothing more is asked.
    world.run(600.0)
    assert ["SUBSCRIBE", "LIST_SUBSCRIPTIONS"] * 3 == [method for _, method, _ in methods(world)]
    assert [["!contractInfo"]] * 2 == [names for _, method, names in methods(world)[2:] if method == "SUBSCRIBE"]


def test_a_connection_that_never_takes_a_stream_is_replaced() -> None:
    world = World(TRADES)
    quiet(world)
    world.takes = lambda number, name: name != "!contractInfo" or number > 1
    world.run(60.0)
    assert 1 == world.feed.counters.rotations
    assert "!contractInfo" in world.connections[2].names
    trades = [each.agg_trade_id for each in world.of(TRADES)]
    assert list(range(trades[0], trades[0] + len(trades))) == trades


def test_one_that_no_connection_takes_does_not_keep_them_changing() -> None:
    world = World(TRADES, period=1.0)
    quiet(world)
    world.takes = lambda _number, name: name != "!contractInfo"
    world.run(1800.0)
    assert 1 == world.feed.counters.rotations
    assert len(world.writes) < 30


def test_a_list_that_never_comes_or_cannot_be_read_changes_nothing() -> None:
    for answer in (None, {"error": {"code": 2, "msg": "no"}}, {"result": None}, {"result": 7}):
        world = World(TRADES)
        quiet(world)

        def answers(
            number: int, request: dict[str, Any], it: dict[str, Any] | None = answer, to: World = world
        ) -> bool:
            if request["method"] != "LIST_SUBSCRIPTIONS":
                return True
            if it is not None:
                to.send(number, json.dumps({**it, "id": request["id"]}).encode())
            return False

        world.answers = answers
        world.run(120.0)
        assert ["SUBSCRIBE", "LIST_SUBSCRIPTIONS"] == [method for _, method, _ in methods(world)]
        assert (0, 0, 0) == (
            world.feed.counters.resubscribed, world.feed.counters.rotations, world.feed.counters.disconnects,
        )  # fmt: skip


def test_what_spoke_or_was_left_meanwhile_is_not_subscribed_again() -> None:
    world = World(TRADES, settings=StreamSettings(ack_timeout=2.0))
    quiet(world)
    world.takes = lambda _number, name: name == TRADES.name
    spoke = b'{"stream":"!contractInfo","data":{"e":"contractInfo","E":1,"s":"BTCUSDT"}}'

    def answers(number: int, request: dict[str, Any]) -> bool:
        if request["method"] == "LIST_SUBSCRIPTIONS":
            world.send(number, spoke)
            world.session.unsubscribe([QUIET[1].name], world.now)
        return True

    world.answers = answers
    world.run(30.0)
    assert 0 == world.feed.counters.resubscribed
