"""S1: contracts that are delivered, settled or removed end their orders and close their positions, and are followed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.mock.world import DAY, HOUR, NOW, World

from binance_usdm_mock.engine.listing import change_contract
from binance_usdm_mock.faults.actions import Contract

D = Decimal
DELIVERY = 1_798_185_600_000
"""Friday, 2026-12-25 08:00 UTC."""


def stop(world: World, symbol: str) -> int:
    """A conditional order below the price."""
    price = world.price(symbol, away=-0.03)
    order = {"algoType": "CONDITIONAL", "symbol": symbol, "side": "SELL", "type": "STOP_MARKET", "quantity": "0.01"}
    return int(world.x.execute("new_algo_order", {**order, "triggerPrice": price})["algoId"])


def test_a_quarterly_contract_is_delivered(world: World) -> None:
    world.x.advance(DELIVERY - HOUR)
    name = "BTCUSDT_261225"
    world.market("BUY", "0.100", name)
    resting = world.limit("BUY", "0.010", world.price(name, away=-0.04), name)
    algo = stop(world, name)
    cost, wallet = world.position(name).cost, world.account.wallet["USDT"]
    world.x.advance(DELIVERY)
    (order,) = world.forced()
    assert (DELIVERY, f"delivery_autoclose-{DELIVERY}000001") == (order.time, order.client_id)
    index = D(world.x.markets[name].index_e8(DELIVERY)) / 10**8
    assert abs(D(order.price) / 10 - index) <= D("0.05")
    (record,) = world.x.execute("income_history", {"incomeType": "DELIVERED_SETTELMENT"})
    brought = order.price * 100 * 10_000 - cost
    assert (brought, wallet + brought) == (int(D(record["income"]) * 10**8), world.account.wallet["USDT"])
    assert ("EXPIRED", "EXPIRED") == (
        world.order(resting)["status"],
        world.x.execute("query_algo_order", {"algoId": algo})["algoStatus"],
    )
    assert "7" == world.account.orders[resting["orderId"]].why
    assert -4108 == world.refusal("new_order", symbol=name, side="BUY", type="MARKET", quantity="0.1")
    assert (0, 0) == (world.position(name).quantity, world.everything())


def test_the_next_quarters_move_up(world: World) -> None:
    def dated() -> list[tuple[str, str, str]]:
        rows = world.x.execute("exchange_info")["symbols"]
        return [(r["symbol"], r["contractType"], r["status"]) for r in rows if r["contractType"].endswith("QUARTER")]

    first = [("BTCUSDT_261225", "CURRENT_QUARTER", "TRADING"), ("BTCUSDT_270326", "NEXT_QUARTER", "TRADING")]
    assert first == dated()
    world.x.advance(DELIVERY)
    moved = [("BTCUSDT_270326", "CURRENT_QUARTER", "TRADING"), ("BTCUSDT_270625", "NEXT_QUARTER", "TRADING")]
    assert [("BTCUSDT_261225", "CURRENT_QUARTER", "DELIVERING"), *moved] == dated()
    world.x.advance(DELIVERY + HOUR)
    assert moved == dated()
    assert -1121 == world.refusal("order_book", symbol="BTCUSDT_261225")
    for side in ("BUY", "SELL"):
        assert "FILLED" == world.market(side, "0.010", "BTCUSDT_270625")["status"]
    rows = [e.facts for e in world.x.ledger.of("contract")]
    assert ["DELIVERING", "TRADING", "TRADING", "DELIVERING"] == [row["status"] for row in rows]
    world.x.advance(DELIVERY + 92 * DAY)
    assert 2 == len(dated())


@pytest.mark.parametrize(("status", "stays"), [("SETTLING", False), ("CLOSE", False), ("PRE_SETTLE", True)])
def test_a_delisted_contract_is_settled(status: str, stays: bool, world: World) -> None:
    world.market("SELL", "1.000", "ETHUSDT")
    resting = world.limit("SELL", "1.000", world.price("ETHUSDT", away=0.04), "ETHUSDT")
    cost, wallet = world.position("ETHUSDT").cost, world.account.wallet["USDT"]
    change_contract(world.x, Contract(symbol="ETHUSDT", status=status, price="2500.25"))
    assert "EXPIRED" == world.order(resting)["status"]
    if stays:
        assert ([], -1000) == (world.forced(), world.position("ETHUSDT").quantity)
        return
    (order,) = world.forced()
    assert (f"settlement_autoclose-{NOW}000001", "250025") == (order.client_id, str(order.price))
    # Sold for -cost, bought back for 2500.25.
    assert wallet - cost - 2500_25000000 == world.account.wallet["USDT"]
    (fill,) = world.x.execute("account_trades", {"symbol": "ETHUSDT", "orderId": order.id})
    assert ("2500.25", D(0)) == (fill["price"], D(fill["commission"]))
    assert 0 == world.everything()


def test_a_removed_contract_leaves_nothing_behind(world: World) -> None:
    world.x.execute("change_position_mode", {"dualSidePosition": True})
    world.market("BUY", "1.000", "ETHUSDT", positionSide="LONG")
    world.market("SELL", "2.000", "ETHUSDT", positionSide="SHORT")
    change_contract(world.x, Contract(symbol="ETHUSDT", removed=True))
    assert [("LONG", 1000), ("SHORT", 2000)] == [(o.position_side, o.executed) for o in world.forced()]
    assert ([], []) == (world.x.execute("position_information"), world.x.execute("open_orders"))
    assert "CLOSE" == world.x.ledger.of("contract")[-1].facts["status"]
    assert -1121 == world.refusal("new_order", symbol="ETHUSDT", side="BUY", type="MARKET", quantity="1")
    world.x.advance(NOW + DAY)
    assert 0 == world.everything()


def test_a_change_that_cannot_be_made_is_refused(world: World) -> None:
    bad: list[tuple[dict[str, Any], str]] = [
        ({"tick": "0.15"}, "multiple of 0.1"),
        ({"price": "much"}, "no amount"),
        ({"min_notional": "1e3"}, "no amount"),
    ]
    for change, problem in bad:
        with pytest.raises(ValueError, match=problem):
            change_contract(world.x, Contract(symbol="BTCUSDT", **change))
    assert [] == world.x.ledger.of("contract")
