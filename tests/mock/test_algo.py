"""S1: conditional orders are accepted, listed and cancelled in their own id space."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mock.world import World

BASE: dict[str, Any] = {"algoType": "CONDITIONAL", "symbol": "BTCUSDT", "side": "SELL", "quantity": "0.010"}


def stop(world: World, **more: Any) -> Any:
    params = {**BASE, "type": "STOP_MARKET", "triggerPrice": world.price(away=-0.05), **more}
    return world.x.execute("new_algo_order", params)


def test_placed_queried_listed_cancelled(world: World) -> None:
    placed = stop(world, clientAlgoId="guard")
    assert ("NEW", "guard", "STOP_MARKET") == (placed["algoStatus"], placed["clientAlgoId"], placed["orderType"])
    assert [placed["algoId"]] == [o["algoId"] for o in world.x.execute("open_algo_orders")]
    assert [] == world.x.execute("open_orders")
    done = world.x.execute("cancel_algo_order", {"clientAlgoId": "guard"})
    assert (placed["algoId"], "200") == (done["algoId"], done["code"])
    assert "CANCELED" == world.x.execute("query_algo_order", {"algoId": placed["algoId"]})["algoStatus"]
    assert ([], 1) == (
        world.x.execute("open_algo_orders"),
        len(world.x.execute("all_algo_orders", {"symbol": "BTCUSDT"})),
    )
    assert -2011 == world.refusal("cancel_algo_order", algoId=placed["algoId"])
    assert -2013 == world.refusal("query_algo_order", algoId=1)


def test_cancel_all_takes_one_symbol_only(world: World) -> None:
    stop(world)
    stop(world, symbol="ETHUSDT", quantity="0.1", triggerPrice=world.price("ETHUSDT", away=-0.05))
    world.x.execute("cancel_all_algo_open_orders", {"symbol": "BTCUSDT"})
    assert ["ETHUSDT"] == [o["symbol"] for o in world.x.execute("open_algo_orders")]


@pytest.mark.parametrize("kind", ["STOP_MARKET", "TAKE_PROFIT_MARKET"])
@pytest.mark.parametrize("side", ["BUY", "SELL"])
def test_what_would_trigger_at_once_is_refused(kind: str, side: str, world: World) -> None:
    rises = (side == "BUY") == (kind == "STOP_MARKET")
    params = {**BASE, "side": side, "type": kind}
    assert (-2021, None) == (
        world.refusal("new_algo_order", params, triggerPrice=world.price(away=-0.05 if rises else 0.05)),
        world.refusal("new_algo_order", params, triggerPrice=world.price(away=0.05 if rises else -0.05)),
    )


@pytest.mark.parametrize(
    ("code", "change"),
    [
        (-1102, {"triggerPrice": None}),
        (-1102, {"quantity": None}),
        (-1106, {"price": "60000"}),
        (-1111, {"quantity": "0.0101"}),
        (-4137, {"closePosition": True}),
        (-4061, {"positionSide": "LONG"}),
        (-1116, {"type": "LIMIT"}),
        (-1121, {"symbol": "NOSUCH"}),
        (-1102, {"type": "TRAILING_STOP_MARKET", "triggerPrice": None}),
        (-2007, {"type": "TRAILING_STOP_MARKET", "triggerPrice": None, "callbackRate": "25"}),
        (-1102, {"type": "STOP"}),
    ],
)
def test_bad_conditional_orders(code: int, change: dict[str, Any], world: World) -> None:
    params = {**BASE, "type": "STOP_MARKET", "triggerPrice": world.price(away=-0.05), **change}
    assert code == world.refusal("new_algo_order", {k: v for k, v in params.items() if v is not None})
    assert [] == world.x.execute("open_algo_orders")


def test_two_hundred_may_be_open(world: World) -> None:
    for _ in range(200):
        stop(world)
    assert -4045 == world.refusal(
        "new_algo_order", {**BASE, "type": "STOP_MARKET", "triggerPrice": world.price(away=-0.05)}
    )


def test_trailing_stop_starts_at_the_last_price(world: World) -> None:
    placed = world.x.execute("new_algo_order", {**BASE, "type": "TRAILING_STOP_MARKET", "callbackRate": "0.5"})
    assert (world.price(), "0.5") == (placed["activatePrice"], placed["callbackRate"])


def test_close_position_is_one_per_direction(world: World) -> None:
    close = {k: v for k, v in BASE.items() if k != "quantity"}
    close |= {"type": "STOP_MARKET", "closePosition": True, "triggerPrice": world.price(away=-0.05)}
    world.x.execute("new_algo_order", close)
    assert -4130 == world.refusal("new_algo_order", close)
