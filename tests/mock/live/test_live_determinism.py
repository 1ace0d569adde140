"""S1, S2: one seed and one virtual clock decide every frame, byte for byte, however often the exchange is looked at."""

from __future__ import annotations

from tests.mock.live.live_world import LiveWorld

PUBLIC = "/public/stream?streams=btcusdt@depth@100ms/btcusdt@bookTicker/btcusdt@trade/ethusdt@depth5/!bookTicker"
MARKET = (
    "/market/stream?streams=btcusdt@aggTrade/btcusdt@kline_1m/!markPrice@arr@1s/!ticker@arr/!miniTicker@arr"
    "/!forceOrder@arr/tradingSession/!assetIndex@arr/btcusdt_perpetual@continuousKline_1s"
)


def frames(seed: int, stride: int) -> list[list[bytes]]:
    world = LiveWorld(seed)
    peers = [world.open(PUBLIC), world.open(MARKET), world.private()]
    for n in range(6):
        world.market("BUY" if n % 2 else "SELL", "0.02")
        world.limit("BUY", "0.05", world.price(away=-0.0002 * n))
        end = world.x.now + 6_000
        while world.x.now < end:
            world.x.advance(min(end, world.x.now + stride))
    return [world.frames(peer) for peer in peers]


def test_the_same_script_gives_the_same_bytes() -> None:
    first = frames(7, 6_000)
    assert all(len(sent) > 10 for sent in first)
    assert first == frames(7, 6_000)


def test_how_often_time_is_told_changes_nothing() -> None:
    assert frames(7, 6_000) == frames(7, 37)


def test_another_seed_gives_another_market() -> None:
    assert frames(7, 6_000)[1] != frames(8, 6_000)[1]
