"""S1: RPI orders rest apart: only public trades meet them, only the RPI book shows them, and they cost less."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.mock.live.live_world import LiveWorld
from tests.mock.world import DAY, World

D = Decimal


def inside(world: World) -> tuple[str, str]:
    """A price between best bid and best ask, and the best bid."""
    world.x.symbol("BTCUSDT").spread = 9
    world.x.advance(world.x.now + 30_000)
    best = world.x.execute("book_ticker", {"symbol": "BTCUSDT"})
    return f"{D(best['bidPrice']) + D('0.3'):.2f}", best["bidPrice"]


def sizes(world: World, operation: str) -> dict[str, str]:
    return dict(world.x.execute(operation, {"symbol": "BTCUSDT"})["bids"])


def test_other_orders_do_not_meet_it(world: World) -> None:
    price, bid = inside(world)
    resting = world.limit("BUY", "0.500", price, timeInForce="RPI")
    placed = world.market("SELL", "0.010", selfTradePreventionMode="NONE")
    (fill,) = world.x.execute("account_trades", {"symbol": "BTCUSDT", "orderId": placed["orderId"]})
    assert (bid, "0.000") == (fill["price"], world.order(resting)["executedQty"])
    assert bid == world.x.execute("book_ticker", {"symbol": "BTCUSDT"})["bidPrice"]


def test_it_is_shown_in_the_rpi_book_only(world: World) -> None:
    price, bid = inside(world)
    usual = sizes(world, "order_book")
    world.limit("BUY", "0.500", price, timeInForce="RPI")
    world.limit("BUY", "0.250", bid, timeInForce="RPI")
    assert usual == sizes(world, "order_book")
    told = sizes(world, "rpi_order_book")
    assert ("0.500", D(usual[bid]) + D("0.25")) == (told[price], D(told[bid]))
    assert price == next(iter(told))


def test_it_must_not_cross(world: World) -> None:
    best = world.x.execute("book_ticker", {"symbol": "BTCUSDT"})
    order: dict[str, Any] = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "quantity": "0.010"}
    assert -5022 == world.refusal("new_order", order, timeInForce="RPI", price=best["askPrice"])
    placed = world.limit("BUY", "0.010", world.price(away=-0.01), timeInForce="RPI")
    change = {"symbol": "BTCUSDT", "orderId": placed["orderId"], "side": "BUY", "quantity": "0.010"}
    assert "CANCELED" == world.x.execute("modify_order", {**change, "price": best["askPrice"]})["status"]


@pytest.mark.parametrize("steps", [1, 50])
def test_public_trades_fill_it_at_its_price(steps: int) -> None:
    world = World()
    placed = world.limit("BUY", "0.010", world.price(away=-0.003), timeInForce="RPI")
    for n in range(1, steps + 1):
        world.x.advance(1_795_233_600_000 + n * DAY // steps)
    told = world.order(placed)
    (fill,) = world.x.execute("account_trades", {"symbol": "BTCUSDT"})
    assert ("FILLED", placed["price"], True) == (told["status"], fill["price"], fill["maker"])
    assert D(fill["quoteQty"]) * D("0.00005") == D(fill["commission"])
    market = World().x.market("BTCUSDT")
    first = next(
        t for t in market.between(1_795_233_600_001, fill["time"] + 1, 10**6) if t.price <= D(placed["price"]) * 10
    )
    assert first.time == fill["time"]
    assert 0 == world.everything()


def test_its_depth_stream_tells_it() -> None:
    world = LiveWorld()
    price, _ = inside(world)
    usual, retail = world.open("/public/ws/btcusdt@depth@500ms"), world.open("/public/ws/btcusdt@rpiDepth@500ms")
    world.limit("BUY", "0.500", price, timeInForce="RPI")
    world.x.advance(world.x.now // 500 * 500 + 500)
    (told,) = world.values(retail)
    assert "0.500" == dict(told["b"])[price]
    assert [] == [frame for frame in world.values(usual) if price in dict(frame["b"])]
