"""T5, FAILURES 24: a batch whose answer does not tell of each item what became of it is settled item by item."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.connector.core.world import World, lost, ok, paths

from binance_usdm import OutcomeUnknown, Settings
from binance_usdm.core._batch import unclear

ITEMS = [
    {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "quantity": "0.01", "price": "60000", "timeInForce": "GTC",
     "newClientOrderId": own}
    for own in ("a", "b", "c")
]  # fmt: skip
REFUSED = {"code": -2019, "msg": "Margin is insufficient."}


def told(own: str, **changes: object) -> dict[str, object]:
    shown = {"orderId": ord(own), "clientOrderId": own, "symbol": "BTCUSDT", "status": "NEW", "side": "BUY"}
    return {**shown, "price": "60000", "origQty": "0.01", "executedQty": "0", **changes}


def place(answer: list[dict[str, Any]], *found: str) -> tuple[World, Any]:
    """Place three orders, get an answer, and have some of them found by queries."""
    world = World(ok(json.dumps(answer).encode()), settings=Settings(resolve_timeout=0.3))
    world.script += [ok(json.dumps(told(own, time=world.server_ms())).encode()) for own in found]
    world.script += [lost()] * 9
    return world, world.call("place_batch_orders", batchOrders=ITEMS)


def test_each_item_has_its_own_outcome() -> None:
    world, reply = place([told("a"), REFUSED, told("c")])
    assert [None, -2019, None] == [getattr(each, "code", None) for each in reply.result]
    assert (False, ["POST /fapi/v1/batchOrders"]) == (reply.resolved, paths(world.sent))


@pytest.mark.parametrize(
    "answer",
    [
        [told("c"), told("b"), told("a")],
        [told("a"), told("b")],
        [],
        [told("a"), told("b"), told("c"), told("a")],
        [told("a"), told("x"), told("c")],
        [told("a"), {"code": -1007, "msg": "Timeout waiting for response from backend server."}, told("c")],
        [told("a"), {"code": -987654, "msg": "Who knows."}, told("c")],
    ],
)
def test_what_fits_no_item_is_looked_up(answer: list[dict[str, Any]]) -> None:
    _, reply = place(answer, "a", "b", "c")
    assert reply.resolved
    assert ["a", "b", "c"] == [each.client_order_id for each in reply.result]


def test_an_order_that_cannot_be_found_leaves_the_batch_unknown() -> None:
    with pytest.raises(OutcomeUnknown) as caught:
        place([told("c"), REFUSED, told("a")], "a")
    assert ("a", "b", "c") == caught.value.client_order_ids


def test_changes_and_cancellations_are_known_by_number_or_own_id() -> None:
    from binance_usdm_api import OPERATIONS

    rows = OPERATIONS["cancel_batch_orders"].decode(json.dumps([told("a"), REFUSED]).encode())
    assert not unclear({"symbol": "BTCUSDT", "orderIdList": [97, 98]}, rows)
    assert unclear({"symbol": "BTCUSDT", "orderIdList": [98, 97]}, rows)
    assert not unclear({"symbol": "BTCUSDT", "origClientOrderIdList": ("a", "b")}, rows)
    assert unclear({"symbol": "BTCUSDT", "origClientOrderIdList": ("b", "a")}, rows)
    assert not unclear({"batchOrders": [{"orderId": 97}, {"origClientOrderId": "b"}]}, rows)
    assert unclear({"batchOrders": [{"origClientOrderId": "b"}, {"orderId": 97}]}, rows)
    assert not unclear({}, rows)
