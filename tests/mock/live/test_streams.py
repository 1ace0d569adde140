"""M5, S2: every stream of the catalogue delivers events of its shape, at its pace, with the figures REST answers."""

from __future__ import annotations

import msgspec
import pytest
from tests.mock.live.live_world import NOW, LiveWorld

from binance_usdm_api import EVENTS, STREAMS, UnknownEvent, decode_event
from binance_usdm_api.models import stream as models

NAMES = {
    "agg_trade": "btcusdt@aggTrade",
    "all_asset_indexes": "!assetIndex@arr",
    "all_book_tickers": "!bookTicker",
    "all_force_orders": "!forceOrder@arr",
    "all_mark_prices": "!markPrice@arr",
    "all_mini_tickers": "!miniTicker@arr",
    "all_tickers": "!ticker@arr",
    "book_ticker": "btcusdt@bookTicker",
    "composite_index": "defiusdt@compositeIndex",
    "continuous_kline": "btcusdt_perpetual@continuousKline_1m",
    "contract_info": "!contractInfo",
    "depth": "btcusdt@depth@100ms",
    "force_order": "btcusdt@forceOrder",
    "kline": "btcusdt@kline_1m",
    "mark_price": "btcusdt@markPrice@1s",
    "mini_ticker": "btcusdt@miniTicker",
    "partial_depth": "btcusdt@depth5@100ms",
    "rpi_depth": "btcusdt@rpiDepth@500ms",
    "ticker": "btcusdt@ticker",
    "trade": "btcusdt@trade",
    "trading_session": "tradingSession",
}
# Wire fields that the exchange itself leaves out now and then.
MAY_LACK = {"contractInfo": {"bks"}, "forceOrder": set[str](), "compositeIndex": {"st"}}


def wire_names(model: type[msgspec.Struct]) -> set[str]:
    return {field.encode_name for field in msgspec.structs.fields(model)}


def collect(world: LiveWorld, name: str, milliseconds: int = 130_000) -> list[bytes]:
    stream = next(s for s in STREAMS.values() if NAMES[s.id] == name)
    peer = world.open(f"/{stream.route}/ws/{name}")
    world.run(5_000)
    world.x.symbol("ETHUSDT").status = "SETTLING"
    world.run(milliseconds - 5_000)
    return world.frames(peer)


def test_every_stream_of_the_catalogue_is_named_here() -> None:
    assert set(STREAMS) == set(NAMES)


@pytest.mark.parametrize("identity", sorted(NAMES))
def test_events_have_the_shape_of_the_catalogue(identity: str, world: LiveWorld) -> None:
    stream = STREAMS[identity]
    frames = collect(world, NAMES[identity])
    assert frames, identity
    model = getattr(models, stream.event)
    for frame in frames[:200]:
        value, told = msgspec.json.decode(frame), decode_event(frame)
        assert (stream.shape == "array") == isinstance(value, list)
        rows = list(zip(value, told, strict=True)) if isinstance(value, list) else [(value, told)]
        for row, typed in rows:
            assert isinstance(typed, model)
            assert row["e"] in stream.event_types
            assert set() == wire_names(model) - set(row) - MAY_LACK.get(row["e"], set())
            for field in msgspec.structs.fields(model):
                getattr(typed, field.name)  # late decimals are read on access


@pytest.mark.parametrize("identity", sorted(NAMES))
def test_events_come_at_multiples_of_their_pace(identity: str, world: LiveWorld) -> None:
    stream = STREAMS[identity]
    speed = NAMES[identity].rpartition("@")[2]
    period = {"100ms": 100, "1s": 1000, "500ms": 500}.get(speed, stream.cadence_ms or 100)
    for frame in collect(world, NAMES[identity], 20_000)[1:]:
        value = msgspec.json.decode(frame)
        row = value[0] if isinstance(value, list) else value
        assert 0 == row["E"] % period, frame[:80]


@pytest.mark.parametrize("identity", sorted(NAMES))
def test_a_stream_on_another_route_is_acknowledged_and_silent(identity: str, world: LiveWorld) -> None:
    stream, name = STREAMS[identity], NAMES[identity]
    wrong = "market" if stream.route == "public" else "public"
    peer = world.open(f"/{wrong}/ws")
    unrouted = world.open("/stream")
    assert {"result": None, "id": 1} == world.ask(peer, {"method": "SUBSCRIBE", "params": [name], "id": 1})
    assert {"result": None, "id": 1} == world.ask(unrouted, {"method": "SUBSCRIBE", "params": [name], "id": 1})
    assert {"result": [name], "id": 2} == world.ask(peer, {"method": "LIST_SUBSCRIPTIONS", "id": 2})
    world.run(10_000)
    assert [] == world.frames(peer)
    expected = stream.route == "public"
    assert expected == bool(world.frames(unrouted))


@pytest.mark.parametrize(
    "name", ["nothing", "btcusdt@nope", "xxxusdt@aggTrade", "BTCUSDT@aggTrade", "btcusdt@kline_7m"]
)
def test_unknown_names_are_acknowledged_and_silent(name: str, world: LiveWorld) -> None:
    peer = world.open("/market/ws")
    assert {"result": None, "id": 1} == world.ask(peer, {"method": "SUBSCRIBE", "params": [name], "id": 1})
    world.run(10_000)
    assert [] == world.frames(peer)


def test_own_fills_are_on_the_tape_once_and_in_order(world: LiveWorld) -> None:
    peer = world.open("/market/ws/btcusdt@aggTrade")
    first = world.x.execute("recent_trades", {"symbol": "BTCUSDT", "limit": 1})[0]["id"]
    for side in ("BUY", "SELL", "BUY"):
        world.market(side, "0.01")
        world.run(4_000)
    ids = [told["a"] for told in world.values(peer)]
    assert list(range(first + 1, first + 1 + len(ids))) == ids
    own = {fill["id"] for fill in world.x.execute("account_trades", {"symbol": "BTCUSDT"})}
    assert own
    assert own <= set(ids)


def test_book_ticker_follows_own_orders_at_once(world: LiveWorld) -> None:
    peer = world.open("/public/ws/btcusdt@bookTicker")
    world.run(100)
    world.frames(peer)
    told = world.x.execute("book_ticker", {"symbol": "BTCUSDT"})
    world.limit("BUY", "0.5", told["bidPrice"])
    (event,) = world.values(peer)
    after = world.x.execute("book_ticker", {"symbol": "BTCUSDT"})
    assert (after["bidQty"], after["lastUpdateId"]) == (event["B"], event["u"])
    assert after["bidQty"] != told["bidQty"]


def test_figures_equal_those_of_rest(world: LiveWorld) -> None:
    peer = world.open("/market/ws/btcusdt@markPrice@1s/btcusdt@ticker")
    world.run(2_000)
    found = {told["e"]: told for told in world.values(peer)}
    mark = world.x.execute("mark_price", {"symbol": "BTCUSDT"})
    day = world.x.execute("ticker_24hr", {"symbol": "BTCUSDT"})
    assert (mark["markPrice"], mark["indexPrice"]) == (found["markPriceUpdate"]["p"], found["markPriceUpdate"]["i"])
    assert (day["volume"], day["count"]) == (found["24hrTicker"]["v"], found["24hrTicker"]["n"])


def test_traditional_assets_come_in_a_frame_of_their_own(world: LiveWorld) -> None:
    peer = world.open("/market/ws/!markPrice@arr@1s")
    world.run(1_000)
    frames = [[row["s"] for row in told] for told in world.values(peer)]
    assert [True, False] == ["BTCUSDT" in names for names in frames]
    assert ["TSLAUSDT"] == frames[1]


def test_a_settled_symbol_ends_and_is_announced(world: LiveWorld) -> None:
    peer = world.open("/market/ws/ethusdt@aggTrade/!contractInfo")
    world.run(10_000)
    assert {"aggTrade"} == {told["e"] for told in world.values(peer)}
    world.x.symbol("ETHUSDT").status = "SETTLING"
    world.run(10_000)
    assert [("contractInfo", "SETTLING")] == [(told["e"], told["cs"]) for told in world.values(peer)]


@pytest.mark.parametrize("identity", sorted(NAMES))
def test_a_contract_that_is_removed_stops_no_stream(identity: str, world: LiveWorld) -> None:
    peer = world.open(f"/{STREAMS[identity].route}/ws/{NAMES[identity]}")
    world.run(1_000)
    for name in ("BTCUSDT", "DEFIUSDT"):
        symbol = world.x.symbol(name)
        symbol.status, symbol.listed = "CLOSE", False
    world.run(100)
    world.frames(peer)
    world.run(10_000)
    found = world.frames(peer)
    assert not any(b'"s":"BTCUSDT"' in frame for frame in found)
    assert bool(found) == (identity.startswith("all_") or identity == "trading_session")


def test_symbols_in_other_scripts(world: LiveWorld) -> None:
    peer = world.open("/market/stream?streams=%E6%B5%8B%E8%AF%95usdt@aggTrade")
    world.run(10_000)
    told = world.values(peer)[0]
    assert ("测试usdt@aggTrade", "测试USDT") == (told["stream"], told["data"]["s"])


def test_no_event_is_unknown(world: LiveWorld) -> None:
    assert not any(isinstance(e, UnknownEvent) for e in map(decode_event, collect(world, "!ticker@arr", 6_000)))
    assert {told for s in STREAMS.values() for told in s.event_types} <= set(EVENTS)
    assert NOW < world.x.now
