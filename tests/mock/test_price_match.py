"""S1: every price match mode takes its price from the book that everybody sees, own orders and changes included."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mock.world import NOW, World

MODES = [f"{kind}{depth}" for kind in ("OPPONENT", "QUEUE") for depth in ("", "_5", "_10", "_20")]
LIMIT: dict[str, Any] = {"symbol": "BTCUSDT", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.010"}


def level(world: World, side: str, mode: str) -> str:
    """The price of the level that a mode means, counted from 1 on its side of the book."""
    kind, _, depth = mode.partition("_")
    bids = (side == "BUY") == (kind == "QUEUE")
    rows = world.x.execute("order_book", {"symbol": "BTCUSDT", "limit": 50})["bids" if bids else "asks"]
    return str(rows[int(depth or 1) - 1][0])


@pytest.mark.parametrize("side", ["BUY", "SELL"])
@pytest.mark.parametrize("mode", MODES)
def test_the_price_is_that_of_the_level(mode: str, side: str, world: World) -> None:
    expected = level(world, side, mode)
    placed = world.x.execute("new_order", {**LIMIT, "side": side, "priceMatch": mode})
    told = world.order(placed)
    assert (expected, mode) == (placed["price"], placed["priceMatch"])
    assert ("FILLED" if mode.startswith("OPPONENT") else "NEW", expected) == (told["status"], told["price"])


@pytest.mark.parametrize("side", ["BUY", "SELL"])
def test_own_levels_count(side: str, world: World) -> None:
    world.x.symbol("BTCUSDT").spread = 9
    world.x.advance(NOW + 30_000)
    best = float(level(world, side, "QUEUE"))
    inside = f"{best + (0.3 if side == 'BUY' else -0.3):.2f}"
    world.limit(side, "0.010", inside)
    assert inside == world.x.execute("new_order", {**LIMIT, "side": side, "priceMatch": "QUEUE"})["price"]
    fifth = level(world, side, "QUEUE_5")
    assert fifth == world.x.execute("new_order", {**LIMIT, "side": side, "priceMatch": "QUEUE_5"})["price"]


def test_a_change_may_match_again(world: World) -> None:
    placed = world.x.execute("new_order", {**LIMIT, "side": "BUY", "priceMatch": "QUEUE_20"})
    expected = level(world, "BUY", "QUEUE_5")
    change = {"symbol": "BTCUSDT", "orderId": placed["orderId"], "side": "BUY", "quantity": "0.010"}
    told = world.x.execute("modify_order", {**change, "priceMatch": "QUEUE_5"})
    assert (expected, "QUEUE_5") == (told["price"], told["priceMatch"])


def test_what_goes_with_it(world: World) -> None:
    buy = {**LIMIT, "side": "BUY"}
    assert [-1106, -5038, -5022, None] == [
        world.refusal("new_order", buy, priceMatch="QUEUE", price="50000"),
        world.refusal("new_order", {**buy, "type": "MARKET", "timeInForce": None}, priceMatch="QUEUE"),
        world.refusal("new_order", {**buy, "timeInForce": "GTX"}, priceMatch="OPPONENT"),
        world.refusal("new_order", {**buy, "timeInForce": "GTX"}, priceMatch="QUEUE"),
    ]


def test_a_conditional_order_matches_when_it_triggers(world: World) -> None:
    stop = {"algoType": "CONDITIONAL", "symbol": "BTCUSDT", "side": "SELL", "type": "STOP", "quantity": "0.010"}
    trigger = world.price(away=-0.0005)
    placed = world.x.execute("new_algo_order", {**stop, "triggerPrice": trigger, "priceMatch": "QUEUE_5"})
    while world.x.execute("query_algo_order", {"algoId": placed["algoId"]})["algoStatus"] == "NEW":
        world.x.advance(world.x.now + 1_000)
    order = world.account.orders[
        int(world.x.execute("query_algo_order", {"algoId": placed["algoId"]})["actualOrderId"])
    ]
    assert "QUEUE_5" == order.price_match
    market = world.x.markets["BTCUSDT"]
    last = next(t for t in reversed(market.between(order.time - 60_000, order.time + 1, 10_000)))
    assert order.time == last.time
    assert order.price > last.price, "it queues behind the best ask of the trade that triggered it"
