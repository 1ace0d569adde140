"""S1: orders placed, changed and cancelled with the official SDK over REST are what it says they are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from binance_common.errors import BadRequestError
from binance_sdk_derivatives_trading_usds_futures.rest_api.models import (
    ModifyMultipleOrdersBatchOrdersParameterInner as Change,
)
from binance_sdk_derivatives_trading_usds_futures.rest_api.models import (
    PlaceMultipleOrdersBatchOrdersParameterInner as Wish,
)
from tests.peers.clock import HeldClock
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer

S = "BTCUSDT"


def limit(sdk: Any, truth: Truth, *, away: float = -0.02, side: str = "BUY", quantity: float = 0.01) -> Any:
    """Place a limit order that rests."""
    price = float(truth.price(away=away))
    return sdk.new_order(symbol=S, side=side, type="LIMIT", quantity=quantity, price=price, time_in_force="GTC").data()


def test_a_limit_order(sdk: Any, truth: Truth) -> None:
    price = truth.price(away=-0.02)
    placed = sdk.new_order(
        symbol=S,
        side="BUY",
        type="LIMIT",
        quantity=0.01,
        price=float(price),
        time_in_force="GTC",
        new_client_order_id="web:my/own.id_1-2",
    ).data()
    order = truth.order(placed.order_id)
    assert ("NEW", Decimal(price), Decimal("0.01")) == (order["status"], order["price"], order["qty"])
    assert ("web:my/own.id_1-2", order["time"]) == (placed.client_order_id, placed.update_time)
    assert [placed.order_id] == [one.order_id for one in sdk.current_all_open_orders(symbol=S).data()]
    by_client_id = sdk.query_order(symbol=S, orig_client_order_id="web:my/own.id_1-2").data()
    assert placed.order_id == by_client_id.order_id
    cancelled = sdk.cancel_order(symbol=S, order_id=placed.order_id).data()
    assert ("CANCELED", "CANCELED") == (cancelled.status, truth.order(placed.order_id)["status"])


def test_a_market_order_and_its_trades(sdk: Any, truth: Truth) -> None:
    placed = sdk.new_order(symbol=S, side="SELL", type="MARKET", quantity=0.012, new_order_resp_type="RESULT").data()
    order = truth.order(placed.order_id)
    assert ("FILLED", Decimal("0.012")) == (order["status"], order["executed"])
    assert ("FILLED", Decimal("0.012")) == (placed.status, Decimal(placed.executed_qty))
    told = [
        (row.id, row.order_id, Decimal(row.price), Decimal(row.qty), Decimal(row.commission), row.maker, row.time)
        for row in sdk.account_trade_list(symbol=S).data()
    ]
    fills = truth.fills()
    names = ("id", "orderId", "price", "qty", "commission", "maker", "time")
    assert [tuple(fill[name] for name in names) for fill in fills] == told
    assert placed.order_id == fills[0]["orderId"]
    [position] = sdk.position_information_v3(symbol=S).data()
    assert truth.position()["qty"] == Decimal(position.position_amt) == Decimal("-0.012")


def test_an_order_is_modified(sdk: Any, truth: Truth) -> None:
    placed = limit(sdk, truth)
    price = truth.price(away=-0.03)
    sdk.modify_order(symbol=S, side="BUY", quantity=0.02, price=float(price), order_id=placed.order_id)
    order = truth.order(placed.order_id)
    assert (Decimal(price), Decimal("0.02"), "NEW") == (order["price"], order["qty"], order["status"])
    [change] = sdk.get_order_modify_history(symbol=S, order_id=placed.order_id).data()
    assert (Decimal(price), Decimal("0.01"), Decimal("0.02")) == (
        Decimal(change.amendment.price.after),
        Decimal(change.amendment.orig_qty.before),
        Decimal(change.amendment.orig_qty.after),
    )


def test_everything_by_client_id(sdk: Any, truth: Truth) -> None:
    price = float(truth.price(away=-0.02))
    wish = {"symbol": S, "side": "BUY", "type": "LIMIT", "quantity": 0.01, "price": price, "time_in_force": "GTC"}
    first, second = (sdk.new_order(**wish, new_client_order_id=name).data().order_id for name in ("one", "two"))
    ours = {"symbol": S, "orig_client_order_id": "one"}
    assert [first, first] == [call(**ours).data().order_id for call in (sdk.query_order, sdk.query_current_open_order)]
    changed = sdk.modify_order(**ours, side="BUY", quantity=0.02, price=price, modify_id=77).data()
    [change] = sdk.get_order_modify_history(**ours).data()
    assert (77, 77, Decimal("0.02")) == (changed.modify_id, change.amendment.modify_id, truth.order(first)["qty"])
    sdk.cancel_multiple_orders(symbol=S, orig_client_order_id_list=["two"])
    sdk.cancel_order(**ours)
    assert ["CANCELED"] * 2 == [truth.order(order_id)["status"] for order_id in (first, second)]
    stop = {"algo_type": "CONDITIONAL", "symbol": S, "side": "SELL", "type": "STOP_MARKET", "quantity": 0.01}
    sdk.new_algo_order(**stop, trigger_price=float(truth.price(away=-0.1)), client_algo_id="stop/1")
    assert truth.open_algo_ids() == [sdk.query_algo_order(client_algo_id="stop/1").data().algo_id]
    sdk.cancel_algo_order(client_algo_id="stop/1")
    assert [] == truth.open_algo_ids()


def test_a_batch(sdk: Any, truth: Truth) -> None:
    low, high = (float(truth.price(away=away)) for away in (-0.04, 0.04))
    placed = sdk.place_multiple_orders(
        batch_orders=[
            Wish(symbol=S, side="BUY", type="LIMIT", quantity=0.01, price=low, time_in_force="GTC"),
            Wish(symbol=S, side="BUY", type="LIMIT", quantity=0.01, price=round(low + 0.05, 2), time_in_force="GTC"),
            Wish(symbol=S, side="SELL", type="LIMIT", quantity=0.01, price=high, time_in_force="GTC"),
        ]
    ).data()
    assert [None, -4014, None] == [row.code for row in placed]
    first, second = placed[0].order_id, placed[2].order_id
    assert [first, second] == truth.open_ids()
    changed = sdk.modify_multiple_orders(
        batch_orders=[Change(symbol=S, side="SELL", order_id=second, quantity=0.02, price=high)]
    ).data()
    assert (Decimal("0.02"), Decimal("0.02")) == (Decimal(changed[0].orig_qty), truth.order(second)["qty"])
    ended = sdk.cancel_multiple_orders(symbol=S, order_id_list=[first, 1, second]).data()
    assert (["CANCELED", None, "CANCELED"], [None, -2011, None]) == (
        [row.status for row in ended],
        [row.code for row in ended],
    )
    assert [] == truth.open_ids()


def test_order_history_and_cancelling_everything(sdk: Any, truth: Truth) -> None:
    for away in (-0.02, -0.03, -0.04):
        limit(sdk, truth, away=away)
    sdk.new_order(symbol=S, side="BUY", type="MARKET", quantity=0.01)
    sdk.cancel_all_open_orders(symbol=S)
    assert [] == truth.open_ids() == sdk.current_all_open_orders(symbol=S).data()
    told = sdk.all_orders(symbol=S).data()
    assert [(order["id"], order["status"], order["executed"]) for order in truth.orders()] == [
        (row.order_id, row.status, Decimal(row.executed_qty)) for row in told
    ]
    assert ["CANCELED"] * 3 + ["FILLED"] == [row.status for row in told]


def test_conditional_orders(sdk: Any, truth: Truth) -> None:
    trigger = truth.price(away=-0.1)
    stop = sdk.new_algo_order(
        algo_type="CONDITIONAL", symbol=S, side="SELL", type="STOP_MARKET", quantity=0.01, trigger_price=float(trigger)
    ).data()
    trailing = sdk.new_algo_order(
        algo_type="CONDITIONAL",
        symbol=S,
        side="SELL",
        type="TRAILING_STOP_MARKET",
        quantity=0.01,
        callback_rate=1.0,
        activate_price=float(truth.price(away=0.1)),
    ).data()
    assert ("NEW", Decimal(trigger)) == (truth.algo(stop.algo_id)["status"], truth.algo(stop.algo_id)["trigger"])
    assert truth.open_algo_ids() == sorted(row.algo_id for row in sdk.current_all_algo_open_orders(symbol=S).data())
    assert stop.client_algo_id == sdk.query_algo_order(algo_id=stop.algo_id).data().client_algo_id
    sdk.cancel_algo_order(algo_id=stop.algo_id)
    assert ("CANCELED", [trailing.algo_id]) == (truth.algo(stop.algo_id)["status"], truth.open_algo_ids())
    sdk.cancel_all_algo_open_orders(symbol=S)
    assert [] == truth.open_algo_ids()
    assert ["CANCELED"] * 2 == [row.algo_status for row in sdk.query_all_algo_orders(symbol=S).data()]


def test_a_stop_that_is_triggered(sdk: Any, clock: HeldClock, truth: Truth) -> None:
    with clock.held(stamped=True):
        # The first request inside the block moves the market to the instant that is held.
        sdk.change_initial_leverage(symbol=S, leverage=50)
        trigger = float(truth.price(away=-0.00001))
        stop = sdk.new_algo_order(
            algo_type="CONDITIONAL", symbol=S, side="SELL", type="STOP_MARKET", quantity=0.01, trigger_price=trigger
        ).data()
        # Large enough to trade below the trigger; own trades are public ones.
        above = sum(size for price, size in truth.depth(levels_=100)["bids"] if price >= trigger)
        sdk.new_order(symbol=S, side="SELL", type="MARKET", quantity=float(above + Decimal("0.001")))
    told = sdk.query_algo_order(algo_id=stop.algo_id).data()
    assert "FINISHED" == told.algo_status == truth.algo(stop.algo_id)["status"]
    order = truth.order(told.actual_order_id)
    assert ("FILLED", stop.client_algo_id) == (order["status"], order["clientId"])
    assert order["clientId"] == sdk.query_order(symbol=S, order_id=order["id"]).data().client_order_id


def test_the_countdown_is_set_and_stopped(sdk: Any, truth: Truth) -> None:
    limit(sdk, truth)
    told = sdk.auto_cancel_all_open_orders(symbol=S, countdown_time=100_000).data()
    assert (S, "100000") == (told.symbol, told.countdown_time)
    assert "0" == sdk.auto_cancel_all_open_orders(symbol=S, countdown_time=0).data().countdown_time


def test_refusals_carry_the_code_of_the_exchange(sdk: Any) -> None:
    with pytest.raises(BadRequestError) as unknown:
        sdk.query_order(symbol=S, order_id=1)
    with pytest.raises(BadRequestError) as small:
        sdk.new_order(symbol=S, side="BUY", type="LIMIT", quantity=0.001, price=1000.0, time_in_force="GTC")
    assert (-2013, -4164) == (unknown.value.status_code, small.value.status_code)


def test_order_counts_reach_the_sdk(sdk: Any, exchange: MockServer, truth: Truth) -> None:
    limit(sdk, truth)
    price = float(truth.price(away=-0.02))
    told = sdk.new_order(symbol=S, side="BUY", type="LIMIT", quantity=0.01, price=price, time_in_force="GTC")
    counts = {(row.rateLimitType, row.interval, row.intervalNum): row.count for row in told.rate_limits}
    assert {("ORDERS", "SECOND", 10), ("ORDERS", "MINUTE", 1), ("REQUEST_WEIGHT", "MINUTE", 1)} == counts.keys()
    assert 1 <= counts["ORDERS", "MINUTE", 1] <= 2
