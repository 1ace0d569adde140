"""S1: orders placed with the official SDK over REST are what it says they are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.peers.truth import Truth


def test_a_limit_order(sdk: Any, truth: Truth) -> None:
    price = truth.price(away=-0.02)
    placed = sdk.new_order(
        symbol="BTCUSDT", side="BUY", type="LIMIT", quantity=0.01, price=float(price), time_in_force="GTC"
    ).data()
    order = truth.order(placed.order_id)
    assert ("NEW", Decimal(price), Decimal("0.01")) == (order["status"], order["price"], order["qty"])
    assert (order["clientId"], order["time"]) == (placed.client_order_id, placed.update_time)
    assert [placed.order_id] == [o.order_id for o in sdk.current_all_open_orders(symbol="BTCUSDT").data()]
    cancelled = sdk.cancel_order(symbol="BTCUSDT", order_id=placed.order_id).data()
    assert ("CANCELED", "CANCELED") == (cancelled.status, truth.order(placed.order_id)["status"])
