"""M5, S2: requests over stream connections: subscriptions, properties, limits, and what malformed ones are told."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mock.live.live_world import LiveWorld

from binance_usdm_mock.live.peer import Kind


def test_subscriptions_follow_the_requests(world: LiveWorld) -> None:
    peer = world.open("/market/ws/btcusdt@aggTrade")
    assert {"result": None, "id": 1} == world.ask(
        peer, {"method": "SUBSCRIBE", "params": ["ethusdt@aggTrade", "btcusdt@aggTrade"], "id": 1}
    )
    listed = world.ask(peer, {"method": "LIST_SUBSCRIPTIONS", "id": "x"})
    assert {"result": ["btcusdt@aggTrade", "ethusdt@aggTrade"], "id": "x"} == listed
    world.ask(peer, {"method": "UNSUBSCRIBE", "params": ["btcusdt@aggTrade", "never@subscribed"], "id": 2})
    world.run(10_000)
    assert {"ETHUSDT"} == {told["s"] for told in world.values(peer)}


def test_framing_changes_on_request(world: LiveWorld) -> None:
    peer = world.open("/market/ws/btcusdt@markPrice@1s")
    assert {"result": False, "id": 1} == world.ask(peer, {"method": "GET_PROPERTY", "params": ["combined"], "id": 1})
    world.run(1_000)
    assert "e" in world.values(peer)[0]
    world.ask(peer, {"method": "SET_PROPERTY", "params": ["combined", True], "id": 2})
    world.run(1_000)
    assert {"stream", "data"} == set(world.values(peer)[0])


def test_combined_paths_are_combined(world: LiveWorld) -> None:
    peer = world.open("/market/stream?streams=btcusdt@markPrice@1s/ethusdt@markPrice@1s")
    assert world.ask(peer, {"method": "GET_PROPERTY", "params": ["combined"], "id": 1})["result"]
    world.run(1_000)
    names = ["btcusdt@markPrice@1s", "ethusdt@markPrice@1s"]
    assert names == [told["stream"] for told in world.values(peer)]


@pytest.mark.parametrize(
    ("sent", "code", "part"),
    [
        (b"{", 3, "Invalid JSON"),
        (b"[]", 2, "expected an object"),
        ({"method": "SUBSCRIBE", "params": ["a"], "id": -1}, 2, "unsigned integer"),
        ({"method": "SUBSCRIBE", "params": ["a"], "id": {}}, 2, "unsigned integer"),
        ({"params": ["a"], "id": 1}, 2, "missing field"),
        ({"method": "WATCH", "id": 1}, 2, "unknown variant"),
        ({"method": "SUBSCRIBE", "params": "a", "id": 1}, 2, "list"),
        ({"method": "UNSUBSCRIBE", "params": [1], "id": 1}, 2, "list"),
        ({"method": "LIST_SUBSCRIPTIONS", "params": ["a"], "id": 1}, 2, "too many parameters"),
        ({"method": "GET_PROPERTY", "params": ["other"], "id": 1}, 0, "Unknown property"),
        ({"method": "GET_PROPERTY", "params": [1], "id": 1}, 2, "must be a string"),
        ({"method": "SET_PROPERTY", "params": ["combined", 1], "id": 1}, 1, "Boolean"),
        ({"method": "SET_PROPERTY", "params": ["other", True], "id": 1}, 0, "Unknown property"),
        ({"method": "SET_PROPERTY", "params": ["combined", True, 1], "id": 1}, 2, "too many parameters"),
    ],
)
def test_malformed_requests(sent: Any, code: int, part: str, world: LiveWorld) -> None:
    peer = world.open("/market/ws")
    told = world.ask(peer, sent)
    assert code == told["error"]["code"]
    assert part in told["error"]["msg"]
    assert not peer.closed


def test_more_than_ten_messages_a_second_disconnect(world: LiveWorld) -> None:
    peer = world.open("/market/ws")
    for n in range(10):
        world.ask(peer, {"method": "LIST_SUBSCRIPTIONS", "id": n})
    world.run(1_000)
    for n in range(10):
        world.ask(peer, {"method": "LIST_SUBSCRIPTIONS", "id": n})
    peer.pinged(b"", world.x.now)
    (last,) = world.sent(peer)
    assert (Kind.CLOSE, 1008) == (last.kind, last.code)


def test_more_than_1024_streams_disconnect(world: LiveWorld) -> None:
    peer = world.open("/market/ws/" + "/".join(f"s{n}@aggTrade" for n in range(1024)))
    assert 1024 == len(world.ask(peer, {"method": "LIST_SUBSCRIPTIONS", "id": 1})["result"])
    peer.receive(b'{"method":"SUBSCRIBE","params":["btcusdt@aggTrade"],"id":1}', world.x.now)
    assert [(Kind.CLOSE, 1008)] == [(out.kind, out.code) for out in world.sent(peer)]


def test_more_than_300_connections_in_five_minutes_are_refused(world: LiveWorld) -> None:
    assert [True] * 300 + [False] == [world.hub.may_connect("1.2.3.4") for _ in range(301)]
    assert world.hub.may_connect("1.2.3.5")
    world.run(300_001)
    assert world.hub.may_connect("1.2.3.4")


def test_feeds_end_with_their_last_subscriber(world: LiveWorld) -> None:
    first, second = world.open("/public/ws/btcusdt@depth"), world.open("/public/ws/btcusdt@depth")
    world.hub.remove(first)
    world.run(5_000)
    assert world.frames(second)
    world.hub.remove(second)
    world.run(5_000)
    assert ({}, []) == (world.hub.peers, world.frames(second))
