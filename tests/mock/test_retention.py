"""S1: ended orders, fills, income and changes are answered for as long as the exchange keeps them, and no longer."""

from __future__ import annotations

from typing import Any

from tests.mock.world import DAY, MINUTE, NOW, World

STOP: dict[str, Any] = {"algoType": "CONDITIONAL", "symbol": "BTCUSDT", "side": "SELL", "type": "STOP_MARKET"}


def known(world: World, order: dict[str, Any]) -> bool:
    """Whether an order is found by both ids and in the list of all."""
    asked = [
        world.refusal("query_order", symbol="BTCUSDT", **{name: order[key]})
        for name, key in (("orderId", "orderId"), ("origClientOrderId", "clientOrderId"))
    ]
    listed = order["orderId"] in [o["orderId"] for o in world.x.execute("all_orders", {"orderId": 1})]
    assert asked == [None if listed else -2013] * 2
    return listed


def test_ended_orders(world: World) -> None:
    filled = world.market("BUY", "0.010")
    world.market("SELL", "0.010")
    cancelled = world.limit("BUY", "0.010", world.price(away=-0.04))
    expired = world.limit("BUY", "0.010", world.price(away=-0.04), timeInForce="IOC")
    world.x.execute("cancel_order", {"symbol": "BTCUSDT", "orderId": cancelled["orderId"]})
    low = world.x.symbol("BTCUSDT").min_price
    world.x.symbol("BTCUSDT").percent_price = 10_000
    resting = world.limit("BUY", "1.000", low)
    for age, expected in ((3 * DAY, [True] * 4), (3 * DAY + 1, [True, False, False, True])):
        world.x.advance(NOW + age)
        assert expected == [known(world, o) for o in (filled, cancelled, expired, resting)]
    world.x.execute("cancel_order", {"symbol": "BTCUSDT", "orderId": resting["orderId"]})
    for age, expected in ((90 * DAY, [True, False]), (90 * DAY + 1, [False, False])):
        world.x.advance(NOW + age)
        assert expected == [known(world, filled), known(world, resting)]
    assert -2011 == world.refusal("cancel_order", symbol="BTCUSDT", orderId=cancelled["orderId"])


def test_windows_of_orders_and_fills(world: World) -> None:
    for day in (0, 6, 8):
        world.x.advance(NOW + day * DAY)
        world.market("BUY", "0.010")
    fills = world.account.fills["BTCUSDT"]
    for operation in ("all_orders", "account_trades"):
        times = [row["time"] for row in world.x.execute(operation, {"symbol": "BTCUSDT"})]
        assert [NOW + 6 * DAY, NOW + 8 * DAY] == times, "the last seven days when no span is asked for"
        span = {"symbol": "BTCUSDT", "startTime": NOW, "endTime": NOW + 7 * DAY}
        assert 2 == len(world.x.execute(operation, span))
        assert 2 == len(world.x.execute(operation, {"symbol": "BTCUSDT", "startTime": NOW})), (
            "seven days from the start"
        )
        assert -4165 == world.refusal(operation, {**span, "endTime": NOW + 7 * DAY + 1})
    assert -1128 == world.refusal("account_trades", symbol="BTCUSDT", fromId=1, startTime=NOW)
    world.market("SELL", "0.030")
    ids = [f.id for f in fills]
    assert ids == [row["id"] for row in world.x.execute("account_trades", {"symbol": "BTCUSDT", "fromId": ids[0]})]
    world.x.advance(NOW + 90 * DAY + 1)
    assert ids[1:] == [row["id"] for row in world.x.execute("account_trades", {"symbol": "BTCUSDT", "fromId": 1})]


def test_income_and_changes_are_kept_three_months(world: World) -> None:
    placed = world.limit("BUY", "0.010", world.price(away=-0.03))
    ids = {"symbol": "BTCUSDT", "orderId": placed["orderId"]}
    world.x.execute("modify_order", {**ids, "side": "BUY", "quantity": "0.010", "price": world.price(away=0.01)})
    assert "FILLED" == world.order(placed)["status"]
    world.market("SELL", "0.010")
    for age, there in ((90 * DAY, True), (90 * DAY + 1, False)):
        world.x.advance(NOW + age)
        assert there == bool(world.x.execute("income_history", {"startTime": NOW, "endTime": NOW + DAY}))
        assert (None if there else -2013) == world.refusal("order_amendments", ids), "it goes with its order"


def test_changes_of_isolated_money_are_kept_thirty_days(world: World) -> None:
    world.x.execute("change_margin_type", {"symbol": "ETHUSDT", "marginType": "ISOLATED"})
    world.x.execute("change_leverage", {"symbol": "ETHUSDT", "leverage": 1})
    world.market("BUY", "0.010", "ETHUSDT")
    world.x.execute("change_position_margin", {"symbol": "ETHUSDT", "amount": "5", "type": 1})
    for age, count in ((30 * DAY, 1), (30 * DAY + 1, 0)):
        world.x.advance(NOW + age)
        assert count == len(world.x.execute("position_margin_history", {"symbol": "ETHUSDT", "startTime": NOW - DAY}))


def test_conditional_orders(world: World) -> None:
    low = world.x.symbol("BTCUSDT").min_price
    ended, waiting = (
        world.x.execute("new_algo_order", {**STOP, "quantity": "0.010", "triggerPrice": low})["algoId"]
        for _ in range(2)
    )
    hit = world.x.execute("new_algo_order", {**STOP, "quantity": "0.010", "triggerPrice": world.price(away=-0.0005)})
    world.x.execute("cancel_algo_order", {"algoId": ended})
    while world.x.execute("query_algo_order", {"algoId": hit["algoId"]})["algoStatus"] == "NEW":
        world.x.advance(world.x.now + 10 * MINUTE)

    def answered() -> list[int]:
        listed = [row["algoId"] for row in world.x.execute("all_algo_orders", {"symbol": "BTCUSDT", "algoId": 1})]
        assert listed == [n for n in (ended, waiting, hit["algoId"]) if not world.refusal("query_algo_order", algoId=n)]
        return listed

    for age, expected in ((3 * DAY, [ended, waiting, hit["algoId"]]), (3 * DAY + 1, [waiting, hit["algoId"]])):
        world.x.advance(NOW + age)
        assert expected == answered()
    world.x.execute("cancel_algo_order", {"algoId": waiting})
    world.market("BUY", "0.010")
    for age, expected in ((90 * DAY, [hit["algoId"]]), (90 * DAY + 1, [])):
        world.x.advance(NOW + age)
        assert expected == answered()
    assert -4165 == world.refusal("all_algo_orders", symbol="BTCUSDT", startTime=NOW, endTime=NOW + 7 * DAY + 1)
