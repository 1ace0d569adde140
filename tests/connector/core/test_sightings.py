"""U.3: an order that an event of the account shows is settled by it, whichever comes first."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from binance_usdm.core._sightings import Sightings
from binance_usdm_api import OPERATIONS
from binance_usdm_api.enums import ExecutionType, OrderSide, OrderStatus
from binance_usdm_api.models.user import OrderUpdate

SENT = 1_767_225_600_000
PARAMS = {"symbol": "BTCUSDT", "side": "BUY", "newClientOrderId": "mine"}


def update(execution: str = "NEW", status: str = "NEW", filled: str = "0", last: str = "0", **more: Any) -> OrderUpdate:
    facts: dict[str, Any] = {"symbol": "BTCUSDT", "client_order_id": "mine", "order_id": 7, "side": OrderSide.BUY}
    return OrderUpdate(
        execution_type=ExecutionType(execution),
        order_status=OrderStatus(status),
        filled_quantity=Decimal(filled),
        last_filled_quantity=Decimal(last),
        **(facts | more),
    )


def test_the_first_event_of_an_order_proves_that_it_stands() -> None:
    sightings = Sightings()
    sightings.note(update(), SENT + 5)
    sightings.note(update("TRADE", "FILLED", "2", "2"), SENT + 6)
    body = sightings.answer("new_order", PARAMS, SENT)
    assert body is not None
    reply = OPERATIONS["new_order"].decode(body)
    assert (7, "mine", "FILLED", Decimal(2), SENT + 6) == (
        reply.order_id,
        reply.client_order_id,
        reply.status,
        reply.executed_qty,
        reply.update_time,
    )


@pytest.mark.parametrize(
    ("seen", "at"),
    [
        (update(), SENT - 60_000),
        (update(side=OrderSide.SELL), SENT + 5),
        (update(symbol="ETHUSDT"), SENT + 5),
        (update(client_order_id="theirs"), SENT + 5),
        (update("TRADE", "PARTIALLY_FILLED", "5", "1"), SENT + 5),
        (update("CANCELED", "CANCELED", "1"), SENT + 5),
    ],
)
def test_another_order_proves_nothing(seen: OrderUpdate, at: int) -> None:
    sightings = Sightings()
    sightings.note(seen, at)
    assert sightings.answer("new_order", PARAMS, SENT) is None


@pytest.mark.parametrize("named", [{"orderId": 7}, {"origClientOrderId": "mine"}])
def test_the_end_of_an_order_proves_that_it_was_cancelled(named: dict[str, object]) -> None:
    sightings = Sightings()
    params = {"symbol": "BTCUSDT", **named}
    sightings.note(update(), SENT - 60_000)
    assert sightings.answer("cancel_order", params, SENT) is None
    sightings.note(update("CANCELED", "CANCELED"), SENT + 5)
    body = sightings.answer("cancel_order", params, SENT)
    assert body is not None
    assert "CANCELED" == OPERATIONS["cancel_order"].decode(body).status
    assert sightings.answer("cancel_order", params, SENT + 60_000) is None
    assert sightings.answer("modify_order", params, SENT) is None


def test_late_events_take_nothing_back_and_memory_is_bounded() -> None:
    sightings = Sightings()
    sightings.note(update("TRADE", "FILLED", "2", "2"), SENT + 6)
    sightings.note(update(), SENT + 5)
    body = sightings.answer("new_order", PARAMS, SENT)
    assert body is not None
    assert b'"FILLED"' in body
    for number in range(10_000):
        sightings.note(update(order_id=100 + number, client_order_id=f"id{number}"), SENT)
    assert sightings.answer("new_order", PARAMS, SENT) is None
    assert 10_000 == len(sightings._by_id) == len(sightings._by_own_id)
