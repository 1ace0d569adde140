"""S1: bad orders get the exchange's code; queries, cancels, changes and batches agree with each other."""

from __future__ import annotations

from typing import Any

import pytest
from tests.mock.world import DAY, NOW, World

LIMIT: dict[str, Any] = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.010"}
MARKET: dict[str, Any] = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.010"}


@pytest.mark.parametrize(
    ("code", "change"),
    [
        (-1121, {"symbol": "NOSUCH"}),
        (-1102, {"timeInForce": None}),
        (-1102, {"price": None}),
        (-1102, {"quantity": None}),
        (-1106, {"priceMatch": "QUEUE"}),
        (-1111, {"quantity": "0.0105"}),
        (-1111, {"price": "60000.001"}),
        (-4014, {"price": "60000.05"}),
        (-4003, {"quantity": "0"}),
        (-4001, {"price": "0"}),
        (-4005, {"quantity": "1001"}),
        (-4013, {"price": "100"}),
        (-4002, {"price": "4529765"}),
        (-4016, {"price": "90000"}),
        (-4024, {"side": "SELL", "price": "40000"}),
        (-4164, {"quantity": "0.001", "price": "60000"}),
        (-4061, {"positionSide": "LONG"}),
        (-4015, {"newClientOrderId": "no spaces"}),
        (-4120, {"type": "STOP_MARKET"}),
        (-2019, {"quantity": "6"}),
        (-4411, {"symbol": "TSLAUSDT", "quantity": "1", "price": "420"}),
    ],
)
def test_bad_limit_orders(code: int, change: dict[str, Any], world: World) -> None:
    params = {**LIMIT, "price": "60000", **change}
    assert code == world.refusal("new_order", {k: v for k, v in params.items() if v is not None})
    assert [] == world.x.execute("all_orders")


@pytest.mark.parametrize(
    ("code", "change"),
    [
        (-1106, {"price": "60000"}),
        (-1106, {"timeInForce": "GTC"}),
        (-5038, {"priceMatch": "QUEUE"}),
        (-4005, {"quantity": "121"}),
        (-4164, {"quantity": "0.001"}),
        (-2019, {"quantity": "6"}),
    ],
)
def test_bad_market_orders(code: int, change: dict[str, Any], world: World) -> None:
    assert code == world.refusal("new_order", {**MARKET, **change})


def test_position_that_the_leverage_does_not_allow() -> None:
    world = World(balances={"USDT": "10000000"})
    world.x.execute("change_leverage", {"symbol": "BTCUSDT", "leverage": 125})
    assert -2027 == world.refusal("new_order", {**MARKET, "quantity": "6"})
    assert None is world.refusal("new_order", {**MARKET, "quantity": "4"})


def test_step_that_is_coarser_than_the_precision(world: World) -> None:
    symbol = world.x.symbol("ETHUSDT")
    symbol.step = "0.005"
    symbol.refresh()
    assert -4023 == world.refusal("new_order", symbol="ETHUSDT", side="BUY", type="MARKET", quantity="0.012")
    assert -4004 == world.refusal("new_order", symbol="ETHUSDT", side="BUY", type="MARKET", quantity="0.004")


def test_contract_that_does_not_trade(world: World) -> None:
    world.x.symbol("BTCUSDT").status = "SETTLING"
    assert -4108 == world.refusal("new_order", MARKET)


def test_client_id_is_unique_among_open_orders_only(world: World) -> None:
    order = {**LIMIT, "price": world.price(away=-0.03), "newClientOrderId": "mine"}
    world.x.execute("new_order", order)
    assert -4116 == world.refusal("new_order", order)
    world.x.execute("cancel_order", {"symbol": "BTCUSDT", "origClientOrderId": "mine"})
    second = world.x.execute("new_order", order)
    assert (
        second["orderId"]
        == world.x.execute("query_order", {"symbol": "BTCUSDT", "origClientOrderId": "mine"})["orderId"]
    )


def test_open_orders_are_limited(world: World) -> None:
    world.x.symbol("BTCUSDT").max_orders = 2
    for _ in range(2):
        world.limit("BUY", "0.010", world.price(away=-0.03))
    assert -2025 == world.refusal("new_order", {**LIMIT, "price": world.price(away=-0.03)})


def test_cancel_gives_the_margin_back(world: World) -> None:
    before = world.x.execute("account_information")
    placed = world.limit("BUY", "0.100", world.price(away=-0.03))
    during = world.x.execute("account_information")
    assert float(during["totalOpenOrderInitialMargin"]) > 0
    world.x.execute("cancel_order", {"symbol": "BTCUSDT", "orderId": placed["orderId"]})
    assert before == world.x.execute("account_information")


def test_what_is_not_open_cannot_be_cancelled(world: World) -> None:
    placed = world.market("BUY", "0.010")
    mine = {"symbol": "BTCUSDT", "orderId": placed["orderId"]}
    assert (-2011, -2013, None) == (
        world.refusal("cancel_order", mine),
        world.refusal("query_open_order", mine),
        world.refusal("query_order", mine),
    )
    assert -2011 == world.refusal("cancel_order", symbol="BTCUSDT", orderId=1)
    assert -2013 == world.refusal("query_order", symbol="ETHUSDT", orderId=placed["orderId"])
    assert -1102 == world.refusal("query_order", symbol="BTCUSDT")


def test_old_orders_are_forgotten(world: World) -> None:
    filled = world.market("BUY", "0.010")
    cancelled = world.limit("BUY", "0.010", world.price(away=-0.03))
    world.x.execute("cancel_order", {"symbol": "BTCUSDT", "orderId": cancelled["orderId"]})
    world.x.advance(NOW + 3 * DAY + 1)
    assert -2013 == world.refusal("query_order", symbol="BTCUSDT", orderId=cancelled["orderId"])
    assert None is world.refusal("query_order", symbol="BTCUSDT", orderId=filled["orderId"])
    world.x.advance(NOW + 90 * DAY + 1)
    assert -2013 == world.refusal("query_order", symbol="BTCUSDT", orderId=filled["orderId"])


class TestModify:
    """Changes of open orders."""

    def test_price_and_quantity_change_and_are_remembered(self, world: World) -> None:
        placed = world.limit("BUY", "0.010", world.price(away=-0.03))
        mine = {"symbol": "BTCUSDT", "orderId": placed["orderId"]}
        price = world.price(away=-0.02)
        told = world.x.execute(
            "modify_order", {**mine, "side": "BUY", "quantity": "0.020", "price": price, "modifyId": 5}
        )
        assert (price, "0.020", 5) == (told["price"], told["origQty"], told["modifyId"])
        queried = world.x.execute("query_order", mine)
        assert (price, "0.020", "NEW") == (queried["price"], queried["origQty"], queried["status"])
        (change,) = world.x.execute("order_amendments", mine)
        assert {
            "price": {"before": placed["price"], "after": price},
            "origQty": {"before": "0.010", "after": "0.020"},
            "count": 1,
            "modifyId": 5,
        } == change["amendment"]

    def test_a_crossing_change_fills(self, world: World) -> None:
        placed = world.limit("BUY", "0.010", world.price(away=-0.03))
        told = world.x.execute(
            "modify_order",
            {
                "symbol": "BTCUSDT",
                "orderId": placed["orderId"],
                "side": "BUY",
                "quantity": "0.010",
                "price": world.price(away=0.01),
            },
        )
        assert "FILLED" == told["status"]

    @pytest.mark.parametrize(
        ("code", "change"),
        [
            (-5027, {}),
            (-1117, {"side": "SELL"}),
            (-2013, {"orderId": 5}),
            (-4014, {"price": "60000.05"}),
            (-2019, {"quantity": "9"}),
            (-4164, {"quantity": "0.001"}),
            (-5047, {"quantity": "0.020", "reduceOnly": True}),
        ],
    )
    def test_a_refused_change_leaves_the_order_alone(self, code: int, change: dict[str, Any], world: World) -> None:
        placed = world.limit("BUY", "0.010", world.price(away=-0.03))
        before = (world.order(placed), world.x.execute("account_information"))
        mine = {
            "symbol": "BTCUSDT",
            "orderId": placed["orderId"],
            "side": "BUY",
            "quantity": "0.010",
            "price": placed["price"],
        }
        assert code == world.refusal("modify_order", {**mine, **change})
        assert before == (world.order(placed), world.x.execute("account_information"))

    def test_a_crossing_post_only_order_is_cancelled(self, world: World) -> None:
        placed = world.limit("BUY", "0.010", world.price(away=-0.03), timeInForce="GTX")
        told = world.x.execute(
            "modify_order",
            {
                "symbol": "BTCUSDT",
                "orderId": placed["orderId"],
                "side": "BUY",
                "quantity": "0.010",
                "price": world.price(away=0.01),
            },
        )
        assert ("CANCELED", "0.000") == (told["status"], told["executedQty"])


class TestBatches:
    """Several orders in one request."""

    def test_each_item_has_its_own_answer(self, world: World) -> None:
        good = {**LIMIT, "price": world.price(away=-0.03)}
        told = world.x.execute(
            "place_batch_orders", {"batchOrders": [good, {**good, "symbol": "NOSUCH"}, {**good, "type": "STOP"}, good]}
        )
        assert [None, -1121, -4120, None] == [item.get("code") for item in told]
        assert 2 == len(world.x.execute("open_orders"))
        ids = [told[0]["orderId"], 12, told[3]["orderId"]]
        changed = world.x.execute(
            "modify_batch_orders",
            {
                "batchOrders": [
                    {"symbol": "BTCUSDT", "side": "BUY", "quantity": "0.02", "price": good["price"], "orderId": n}
                    for n in ids
                ]
            },
        )
        assert [None, -2013, None] == [item.get("code") for item in changed]
        cancelled = world.x.execute("cancel_batch_orders", {"symbol": "BTCUSDT", "orderIdList": ids})
        assert ["CANCELED", -2011, "CANCELED"] == [item.get("status") or item["code"] for item in cancelled]

    def test_too_many_items(self, world: World) -> None:
        assert -4082 == world.refusal("place_batch_orders", batchOrders=[LIMIT] * 6)
        assert -4082 == world.refusal("place_batch_orders", batchOrders=[])


def test_cancel_all_takes_one_symbol_only(world: World) -> None:
    world.limit("BUY", "0.010", world.price(away=-0.03))
    other = world.limit("BUY", "0.100", world.price("ETHUSDT", away=-0.03), "ETHUSDT")
    world.x.execute("cancel_all_open_orders", {"symbol": "BTCUSDT"})
    assert [other["orderId"]] == [o["orderId"] for o in world.x.execute("open_orders")]


def test_countdown_cancels_unless_it_is_renewed_or_stopped(world: World) -> None:
    world.limit("BUY", "0.010", world.price(away=-0.04))
    for seconds in (0, 40, 80):
        world.x.advance(NOW + seconds * 1000)
        world.x.execute("countdown_cancel_all", {"symbol": "BTCUSDT", "countdownTime": 60_000})
    world.x.advance(NOW + 139_999)
    assert 1 == len(world.x.execute("open_orders"))
    world.x.advance(NOW + 140_000)
    assert 0 == len(world.x.execute("open_orders"))
    world.limit("BUY", "0.010", world.price(away=-0.04))
    world.x.execute("countdown_cancel_all", {"symbol": "BTCUSDT", "countdownTime": 1000})
    world.x.execute("countdown_cancel_all", {"symbol": "BTCUSDT", "countdownTime": 0})
    world.x.advance(NOW + 200_000)
    assert 1 == len(world.x.execute("open_orders"))


def test_history_goes_by_id_and_by_time(world: World) -> None:
    ids = []
    for minute in range(5):
        world.x.advance(NOW + minute * 60_000)
        ids.append(world.limit("BUY", "0.010", world.price(away=-0.04))["orderId"])

    def asked(**params: Any) -> list[int]:
        return [o["orderId"] for o in world.x.execute("all_orders", {"symbol": "BTCUSDT", **params})]

    assert ids == asked()
    assert ids[2:] == asked(orderId=ids[2])
    assert ids[3:] == asked(limit=2)
    assert ids[1:3] == asked(startTime=NOW + 60_000, endTime=NOW + 120_000)
    assert -4165 == world.refusal("all_orders", symbol="BTCUSDT", startTime=NOW - 8 * DAY, endTime=NOW)
    assert -1023 == world.refusal("all_orders", symbol="BTCUSDT", startTime=NOW, endTime=NOW - 1)


def test_test_order_leaves_no_trace(world: World) -> None:
    told = world.x.execute("test_order", {**LIMIT, "price": world.price(away=0.01)})
    assert ("NEW", "0.000") == (told["status"], told["executedQty"])
    assert -2019 == world.refusal("test_order", {**MARKET, "quantity": "6"})
    assert ([], 0) == (world.x.execute("all_orders"), world.position().quantity)


def test_symbol_with_chinese_characters_trades(world: World) -> None:
    placed = world.market("BUY", "100", "测试USDT")
    assert ("FILLED", "100", "测试USDT") == (placed["status"], placed["executedQty"], placed["symbol"])
