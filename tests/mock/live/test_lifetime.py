"""M5, T6, S2: how long connections and listen keys live: pings, 24 hours, expiry, deletion, announced restarts."""

from __future__ import annotations

from tests.mock.live.live_world import NOW, LiveWorld
from tests.mock.world import HOUR, MINUTE

from binance_usdm_api import decode_event
from binance_usdm_api.models.user import ListenKeyExpired, ServerShutdown
from binance_usdm_mock.live.peer import Kind


def test_pings_come_every_three_minutes(world: LiveWorld) -> None:
    peer = world.open("/market/ws")
    world.run(10 * MINUTE)
    pings = [out.payload for out in world.sent(peer) if out.kind is Kind.PING]
    assert [str(NOW + n * 3 * MINUTE).encode() for n in (1, 2, 3)] == pings


def test_without_an_echo_the_connection_is_cut(world: LiveWorld) -> None:
    world.ponging = False
    peer = world.open("/market/ws")
    for _ in range(12):
        world.run(MINUTE)
        peer.ponged(b"unsolicited")
    assert not peer.closed
    world.run(MINUTE)
    assert (Kind.CLOSE, 1008) == (world.sent(peer)[-1].kind, peer.outbox or 1008)
    assert peer.closed


def test_client_pings_are_echoed(world: LiveWorld) -> None:
    peer = world.open("/market/ws")
    peer.pinged(b"hello", world.x.now)
    assert [(Kind.PONG, b"hello")] == [(out.kind, out.payload) for out in world.sent(peer)]


def test_the_connection_ends_after_24_hours(world: LiveWorld) -> None:
    peer = world.open("/market/ws")
    world.run(24 * HOUR - 1_000)
    assert not peer.closed
    world.run(1_000)
    last = world.sent(peer)[-1]
    assert (Kind.CLOSE, 1001) == (last.kind, last.code)


def test_a_clock_that_jumps_is_a_sleep(world: LiveWorld) -> None:
    peer = world.open("/market/ws/btcusdt@kline_1h/btcusdt@aggTrade")
    world.x.advance(world.x.now + 5 * HOUR)
    told = world.values(peer)
    closed = [e["k"]["t"] for e in told if e["e"] == "kline" and e["k"]["x"]]
    assert [NOW + n * HOUR for n in range(5)] == closed
    assert 1000 == sum(e["e"] == "aggTrade" for e in told)


def test_a_listen_key_lives_an_hour_and_can_be_kept(world: LiveWorld) -> None:
    key = world.x.execute("start_user_stream")["listenKey"]
    world.run(50 * MINUTE)
    assert key == world.x.execute("start_user_stream")["listenKey"]
    world.run(50 * MINUTE)
    assert key == world.x.execute("keepalive_user_stream")["listenKey"]
    world.run(61 * MINUTE)
    assert -1125 == world.refusal("keepalive_user_stream")
    assert key != world.x.execute("start_user_stream")["listenKey"]


def test_expiry_is_told_once_and_silences_the_connection(world: LiveWorld) -> None:
    peer = world.private()
    key = peer.keys[0].key
    world.run(61 * MINUTE)
    (told,) = world.events(peer)
    assert (ListenKeyExpired, key, NOW + HOUR) == (type(told), told.listen_key, told.event_time)
    world.x.execute("start_user_stream")
    world.market("BUY", "0.01")
    world.run(2_000)
    assert ([], False) == (world.frames(peer), peer.closed)


def test_deleting_the_key_ends_the_stream(world: LiveWorld) -> None:
    peer = world.private()
    world.run(1_000)
    world.x.execute("close_user_stream")
    assert [(Kind.CLOSE, 1000)] == [(out.kind, out.code) for out in world.sent(peer)]
    assert -1125 == world.refusal("keepalive_user_stream")


def test_a_key_deleted_at_once_ends_the_stream_too(world: LiveWorld) -> None:
    peer = world.private()
    world.x.execute("close_user_stream")
    world.run(1_000)
    assert peer.closed


def test_a_restart_is_announced(world: LiveWorld) -> None:
    raw, combined = world.open("/market/ws"), world.open("/public/stream")
    world.hub.notice_shutdown()
    (first,), (second,) = world.frames(raw), world.frames(combined)
    assert [ServerShutdown] * 2 == [type(decode_event(frame)) for frame in (first, second)]
    assert second.startswith(b'{"stream":')
