"""M5, T6: frames get lost, doubled, swapped, delayed and broken by rule and seed; the exchange goes on as ever."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest
from tests.mock.live.live_world import LiveWorld

from binance_usdm_api import decode_event
from binance_usdm_api.errors import DecodeError
from binance_usdm_mock.live.controls import Controls
from binance_usdm_mock.live.mischief import Way
from binance_usdm_mock.live.peer import Kind


@pytest.fixture
def live(world: LiveWorld) -> Controls:
    return Controls(world.hub, nullcontext())


def depths(world: LiveWorld, peer: Any) -> list[tuple[int, int]]:
    return [(told["pu"], told["u"]) for told in world.values(peer)]


def test_a_lost_diff_leaves_a_gap(world: LiveWorld, live: Controls) -> None:
    peer, witness = world.open("/public/ws/btcusdt@depth@100ms"), world.open("/public/ws/btcusdt@depth@100ms")
    rule = live.rule(Way.DROP, stream="btcusdt@depth*", nth=3, wanted=lambda p: p is peer)
    world.run(20_000)
    whole, holed = depths(world, witness), depths(world, peer)
    assert (whole[:2] + whole[3:], 1) == (holed, rule.applied)
    assert [2] == [n for n in range(1, len(holed)) if holed[n][0] != holed[n - 1][1]]


def test_doubled_and_swapped(world: LiveWorld, live: Controls) -> None:
    peer = world.open("/market/ws/btcusdt@aggTrade")
    live.rule("duplicate", event="aggTrade", nth=1)
    live.rule("swap", event="aggTrade", nth=2)
    world.run(20_000)
    ids = [told["a"] for told in world.values(peer)]
    first = ids[0]
    assert [first, first, first + 2, first + 1, first + 3] == ids[:5]


def test_late_frames(world: LiveWorld, live: Controls) -> None:
    peer = world.open("/market/ws/btcusdt@markPrice@1s")
    live.rule("delay", nth=1, delay_ms=2_500)
    world.run(6_000)
    assert [2, 3, 1, 4, 5, 6] == [(told["E"] - peer.opened) // 1000 for told in world.values(peer)]


@pytest.mark.parametrize(("way", "expected"), [("drop", [0, 1, 1]), ("duplicate", [2, 1, 1])])
def test_the_end_of_a_candle_goes_wrong(way: str, expected: list[int], world: LiveWorld, live: Controls) -> None:
    peer = world.open("/market/ws/btcusdt@kline_1m")
    live.rule(way, final=True, nth=1)
    world.run(181_000)
    closed = [told["k"]["t"] for told in world.values(peer) if told["k"]["x"]]
    assert expected == [closed.count(peer.opened + n * 60_000) for n in range(3)]


def test_silence_and_sound_again(world: LiveWorld, live: Controls) -> None:
    peer = world.open("/market/ws/btcusdt@markPrice@1s/ethusdt@markPrice@1s")
    live.silence("btcusdt@*")
    world.run(3_000)
    assert ["ETHUSDT"] * 3 == [told["s"] for told in world.values(peer)]
    assert world.ask(peer, {"method": "LIST_SUBSCRIPTIONS", "id": 1})["result"]
    live.unsilence("btcusdt@*")
    world.run(1_000)
    assert {"BTCUSDT", "ETHUSDT"} == {told["s"] for told in world.values(peer)}


def test_lost_answers(world: LiveWorld, live: Controls) -> None:
    peer = world.open("/market/ws")
    live.lose_acks(times=1)
    peer.receive(b'{"method":"SUBSCRIBE","params":["btcusdt@markPrice@1s"],"id":1}', world.x.now)
    assert [] == world.frames(peer)
    assert ["btcusdt@markPrice@1s"] == world.ask(peer, {"method": "LIST_SUBSCRIPTIONS", "id": 2})["result"]
    world.run(1_000)
    assert 1 == len(world.frames(peer))


def test_broken_frames(world: LiveWorld, live: Controls) -> None:
    peer = world.open("/market/ws/btcusdt@markPrice@1s")
    assert 1 == live.inject(route="market")
    assert 0 == live.inject(b"x", route="public")
    live.rule("replace", event="markPriceUpdate", nth=1, body=b"[" * 100_000)
    world.run(2_000)
    broken, nested, whole = world.frames(peer)
    for frame in (broken, nested):
        with pytest.raises(DecodeError):
            decode_event(frame)
    decode_event(whole)


def test_user_events_are_lost_by_chance_and_seed(world: LiveWorld) -> None:
    def seen() -> list[str]:
        fresh = LiveWorld()
        Controls(fresh.hub, nullcontext()).lose(event="ORDER_TRADE_UPDATE", probability=0.5)
        peer = fresh.private()
        for _ in range(10):
            fresh.market("BUY", "0.01")
        return [told["e"] for told in fresh.values(peer)]

    first = seen()
    assert first == seen()
    assert (10, 10) == (first.count("TRADE_LITE"), first.count("ACCOUNT_UPDATE"))
    assert 0 < first.count("ORDER_TRADE_UPDATE") < 20


def test_cutting(world: LiveWorld, live: Controls) -> None:
    market, public, private = world.open("/market/ws/btcusdt@ticker"), world.open("/public/ws"), world.private()
    assert 1 == live.cut(code=1012, reason="restart", stream="btcusdt@ticker")
    assert 1 == live.cut(route="private")
    assert [(Kind.CLOSE, 1012)] == [(out.kind, out.code) for out in world.sent(market)]
    assert [Kind.ABORT] == [out.kind for out in world.sent(private)]
    assert not public.closed
    assert [public] == live.connections(route="public")


def test_a_frozen_connection_neither_answers_nor_sends(world: LiveWorld, live: Controls) -> None:
    peer = world.open("/market/ws/btcusdt@markPrice@1s")
    assert 1 == live.freeze()
    peer.pinged(b"x", world.x.now)
    peer.receive(b'{"method":"LIST_SUBSCRIPTIONS","id":1}', world.x.now)
    world.run(5_000)
    assert [] == world.frames(peer)


def test_clearing_ends_all_rules(world: LiveWorld, live: Controls) -> None:
    peer = world.open("/market/ws/btcusdt@markPrice@1s")
    live.silence("*")
    live.lose()
    live.clear()
    world.run(1_000)
    assert 1 == len(world.frames(peer))


def test_a_key_expires_on_command(world: LiveWorld, live: Controls) -> None:
    peer = world.private()
    live.expire_listen_key()
    assert ["listenKeyExpired"] == [told["e"] for told in world.values(peer)]
    assert -1125 == world.refusal("keepalive_user_stream")


def test_who_subscribed_to_a_key_a_moment_ago_is_told_that_it_expired(world: LiveWorld, live: Controls) -> None:
    peer = world.open("/private/stream")
    key = world.x.execute("start_user_stream")["listenKey"]
    world.ask(peer, {"method": "SUBSCRIBE", "params": [key], "id": 1})
    live.expire_listen_key()
    assert [key] == [told["data"]["listenKey"] for told in world.values(peer) if "data" in told]


def test_who_does_not_read_is_disconnected(world: LiveWorld) -> None:
    peer = world.open("/market/ws")
    for _ in range(50_001):
        peer.push(b"{}")
    assert [(Kind.CLOSE, 1008)] == [(out.kind, out.code) for out in world.sent(peer)]
