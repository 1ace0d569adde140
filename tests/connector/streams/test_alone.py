"""F58: a stream that is silent while others of its kind flow is in trouble itself; its connection is replaced once."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

import attrs

from binance_usdm import AsyncClient
from binance_usdm.streams import Connected, Rotated, Silence, Subscription, agg_trade, book_ticker

from .scripted_streams import StreamServer, until
from .test_over_sockets import QUICK
from .world import World

TRADES, OTHERS, TICKER = agg_trade("BTCUSDT"), agg_trade("ETHUSDT"), book_ticker("BTCUSDT")
HOUR = 3600.0


def repeats(world: World) -> list[Any]:
    """Names that were subscribed again."""
    return [each["params"] for _, _, each in world.writes if each["method"] == "SUBSCRIBE" and len(each["params"]) == 1]


def silences(world: World) -> list[tuple[str, bool]]:
    return [(each.stream, each.alone) for each in world.controls if isinstance(each, Silence)]


def complete(world: World, stream: Subscription) -> bool:
    numbers = [each.agg_trade_id for each in world.of(stream)]
    return list(range(numbers[0], numbers[0] + len(numbers))) == numbers and [] == world.gaps(stream)


def test_it_is_subscribed_again_and_the_connection_stays_when_that_helps() -> None:
    """F58: the exchange forgot one subscription."""
    world = World(TRADES, OTHERS)
    world.run(30.0)
    world.connections[1].names.discard(TRADES.name)
    world.run(HOUR / 4)
    assert [(TRADES.name, True)] == silences(world)
    assert [[TRADES.name]] == repeats(world)
    assert (0, 1, 1) == (
        world.feed.counters.rotations, world.feed.counters.connects, world.feed.counters.resubscribed,
    )  # fmt: skip
    assert {TRADES.name, OTHERS.name} == world.session.live
    # What was missed meanwhile is told by the ids.
    gap = world.gaps(TRADES)[0]
    assert gap.last_id is not None
    assert gap.first_id is not None
    assert gap.missed == gap.first_id - gap.last_id - 1 > 30
    assert complete(world, OTHERS)


def test_the_connection_is_replaced_once_when_that_does_not_help() -> None:
    """F58: alarms and repeated subscriptions go on, ever more seldom; connections are left alone."""
    world = World(TRADES, OTHERS, period=1.0)
    world.run(30.0)
    world.muted.add(TRADES.name)
    struck = world.now
    world.run(HOUR)
    assert 1 == world.feed.counters.rotations
    assert 9.0 + 5.0 - 1.0 <= world.dialled[1] - struck < 15.0
    told = silences(world)
    assert {(TRADES.name, True)} == set(told)
    assert len(told) <= 6 + HOUR / 600.0
    assert len(repeats(world)) == len(told)
    assert complete(world, OTHERS)
    world.muted.clear()
    world.run(10.0)
    assert {TRADES.name, OTHERS.name} == world.session.live
    assert 1 == world.feed.counters.rotations


def test_one_that_has_spoken_since_is_worth_another_connection() -> None:
    world = World(TRADES, OTHERS, period=1.0)
    world.run(30.0)
    for rotations in (1, 2):
        world.connections[rotations].muted.add(TRADES.name)
        world.run(700.0)
        assert rotations == world.feed.counters.rotations
    assert complete(world, OTHERS)


def test_one_that_never_spoke_is_treated_alike() -> None:
    """F58: acknowledged, but nothing ever comes."""
    world = World(TRADES, OTHERS, period=1.0)
    world.muted.add(TRADES.name)
    world.run(HOUR / 2)
    assert 1 == world.feed.counters.rotations
    assert all(not each.started for each in world.controls if isinstance(each, Silence))
    assert {OTHERS.name} == world.session.live
    assert complete(world, OTHERS)


def test_a_connection_on_which_nothing_flows_is_replaced_at_once() -> None:
    """F58: the others of its kind are silent as well, so it is the connection."""
    world = World(TRADES, OTHERS, TICKER)
    world.run(30.0)
    world.connections[1].muted.update({TRADES.name, OTHERS.name, TICKER.name})
    struck = world.now
    world.run(20.0)
    assert {False} == {alone for _, alone in silences(world)}
    assert 8.7 <= world.dialled[1] - struck < 9.5
    assert 1 == world.feed.counters.rotations
    assert [] == repeats(world)


def test_a_stream_of_another_kind_proves_nothing() -> None:
    world = World(TRADES, TICKER)
    world.run(30.0)
    world.connections[1].muted.add(TRADES.name)
    struck = world.now
    world.run(20.0)
    assert [(TRADES.name, False)] == silences(world)
    assert 8.7 <= world.dialled[1] - struck < 9.5


def test_a_subscription_that_is_acknowledged_late_or_refused_changes_nothing() -> None:
    world = World(TRADES, OTHERS)
    world.run(30.0)
    world.connections[1].names.discard(TRADES.name)
    refusing: list[int] = []

    def answers(number: int, request: dict[str, Any]) -> bool:
        refusing.append(request["id"])
        world.send(number, json.dumps({"error": {"code": 2, "msg": "no"}, "id": request["id"]}).encode())
        return False

    world.answers = answers
    world.run(60.0)
    assert len(refusing) == 1
    assert 0 == world.feed.counters.refused
    assert {TRADES.name, OTHERS.name} == world.session.live


def test_an_acknowledgement_that_never_comes_does_not_cost_a_stream_that_flows_again() -> None:
    world = World(TRADES, OTHERS)
    world.run(30.0)
    world.connections[1].names.discard(TRADES.name)
    world.answers = lambda _number, _request: False
    world.run(120.0)
    assert (0, 0) == (world.feed.counters.rotations, world.feed.counters.disconnects)
    assert {TRADES.name, OTHERS.name} == world.session.live


def test_many_dull_streams_do_not_keep_a_connection_moving() -> None:
    """F58: most contracts trade now and then only; one that flows proves that the connection is well."""
    dull = [agg_trade(f"D{number}USDT") for number in range(30)]
    world = World(OTHERS, *dull, period=2.0)
    world.run(10.0)
    world.muted.update(each.name for each in dull)
    world.run(HOUR / 3)
    assert 1 == world.feed.counters.rotations
    assert complete(world, OTHERS)
    assert len(world.writes) < 60


def test_dull_streams_one_after_the_other_do_not_keep_a_connection_moving() -> None:
    """F58: every few seconds another one falls silent for good."""
    dull = [agg_trade(f"D{number}USDT") for number in range(30)]
    world = World(OTHERS, *dull, period=2.0)
    world.run(10.0)
    for each in dull:
        world.muted.add(each.name)
        world.run(20.0)
    assert 1 == world.feed.counters.rotations
    assert complete(world, OTHERS)


async def test_only_the_silent_connection_is_replaced(client: AsyncClient, server: StreamServer) -> None:
    """F58: two connections, one of them stalls while pongs flow on."""
    controls: list[Any] = []
    settings = attrs.evolve(QUICK, silence=1.0)

    async def tick() -> None:
        while True:
            server.publish(TICKER.name, 1)
            if not stalled:
                server.publish(TRADES.name, 1)
            await asyncio.sleep(0.05)

    stalled: list[bool] = []
    ticking = asyncio.create_task(tick())
    try:
        async with client.streams.subscribe(TRADES, TICKER, settings=settings, on_control=controls.append) as stream:
            await stream.wait_live(30.0)
            stalled.append(True)
            await until(lambda: any(isinstance(each, Rotated) or len(server.peers) > 2 for each in controls))
    finally:
        ticking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await ticking
    routes = [each.route for each in controls if isinstance(each, Connected)]
    assert ["market", "public"] == sorted(routes)
    assert {TRADES.name} == {each.stream for each in controls if isinstance(each, Silence)}
    assert ["market", "market", "public"] == sorted(path.split("/")[1] for path in server.paths)
