"""S1: orders placed, changed and cancelled with ccxt's unified calls are what it says they are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import ccxt
import pytest
from tests.peers.ccxt_client.pointing import BTC, exact
from tests.peers.truth import Truth

STATUS = {"open": "NEW", "closed": "FILLED", "canceled": "CANCELED", "expired": "EXPIRED"}


def resting(binance: Any, truth: Truth, **more: Any) -> Any:
    """Place a limit order that is not filled."""
    return binance.create_order(BTC, "limit", "buy", 0.01, float(truth.price(away=-0.1)), more)


def test_a_limit_order(binance: Any, truth: Truth) -> None:
    placed = resting(binance, truth, clientOrderId="web:my/own.id_1-2")
    [order] = truth.orders()
    assert (str(order["id"]), order["price"], order["qty"], "open", order["clientId"]) == (
        placed["id"],
        exact(placed["price"]),
        exact(placed["amount"]),
        placed["status"],
        "web:my/own.id_1-2",
    )
    assert order["time"] == placed["timestamp"]
    fetched = [
        binance.fetch_order(placed["id"], BTC),
        binance.fetch_order(None, BTC, {"clientOrderId": "web:my/own.id_1-2"}),
        binance.fetch_open_order(placed["id"], BTC),
        *binance.fetch_open_orders(BTC),
    ]
    assert [placed["id"]] * 4 == [found["id"] for found in fetched]
    cancelled = binance.cancel_order(placed["id"], BTC)
    assert ("canceled", "CANCELED") == (cancelled["status"], truth.order(placed["id"])["status"])
    with pytest.raises(ccxt.OrderNotFound, match="-2011"):
        binance.cancel_order(placed["id"], BTC)
    with pytest.raises(ccxt.OrderNotFound, match="-2013"):
        binance.fetch_order("1", BTC)


def test_a_market_order_and_its_trades(binance: Any, truth: Truth) -> None:
    placed = binance.create_order(BTC, "market", "sell", 0.012)
    [order] = truth.orders()
    fills = truth.fills()
    cost = sum(fill["price"] * fill["qty"] for fill in fills)
    assert ("closed", order["executed"]) == (placed["status"], exact(placed["filled"]))
    assert cost == exact(binance.fetch_order(placed["id"], BTC)["cost"])
    told = binance.fetch_my_trades(BTC)
    assert [
        (str(fill["id"]), str(fill["orderId"]), fill["price"], fill["qty"], fill["commission"], fill["time"])
        for fill in fills
    ] == [
        (
            trade["id"],
            trade["order"],
            exact(trade["price"]),
            exact(trade["amount"]),
            exact(trade["fee"]["cost"]),
            trade["timestamp"],
        )
        for trade in told
    ]
    assert {("sell", "taker", "USDT")} == {(t["side"], t["takerOrMaker"], t["fee"]["currency"]) for t in told}


def test_an_order_is_edited(binance: Any, truth: Truth) -> None:
    placed = resting(binance, truth)
    price = float(truth.price(away=-0.11))
    assert placed["id"] == binance.edit_order(placed["id"], BTC, "limit", "buy", 0.02, price)["id"]
    order = truth.order(placed["id"])
    assert (Decimal("0.02"), exact(price), "NEW") == (order["qty"], order["price"], order["status"])
    wish = {"id": placed["id"], "symbol": BTC, "type": "limit", "side": "buy", "amount": 0.03, "price": price}
    [edited] = binance.edit_orders([wish])
    assert (placed["id"], Decimal("0.03")) == (edited["id"], truth.order(placed["id"])["qty"])


def test_a_batch(binance: Any, truth: Truth) -> None:
    price = float(truth.price(away=-0.1))
    wish = {"symbol": BTC, "type": "limit", "side": "buy", "amount": 0.01, "price": price}
    told = binance.create_orders([{**wish, "price": price - step} for step in range(3)] + [{**wish, "amount": 0.001}])
    # ccxt sorts them by time, which a refused one has not.
    [refused], placed = [row for row in told if row["id"] is None], [row for row in told if row["id"] is not None]
    assert truth.open_ids() == [int(order["id"]) for order in placed]
    assert ("rejected", -4164) == (refused["status"], int(refused["info"]["code"]))
    binance.cancel_orders([placed[0]["id"], placed[1]["id"]], BTC)
    assert [int(placed[2]["id"])] == truth.open_ids()
    binance.cancel_orders([], BTC, {"origClientOrderIdList": [placed[2]["clientOrderId"]]})
    assert [] == truth.open_ids()


def test_order_history_and_cancelling_everything(binance: Any, truth: Truth) -> None:
    for _ in range(2):
        resting(binance, truth)
    binance.create_order(BTC, "market", "buy", 0.01)
    binance.cancel_all_orders(BTC)
    assert [] == truth.open_ids() == binance.fetch_open_orders(BTC)
    told = binance.fetch_orders(BTC)
    assert [(str(order["id"]), order["status"]) for order in truth.orders()] == [
        (order["id"], STATUS[order["status"]]) for order in told
    ]
    assert [["closed"], ["canceled"] * 2] == [
        [order["status"] for order in orders]
        for orders in (binance.fetch_closed_orders(BTC), binance.fetch_canceled_orders(BTC))
    ]


def test_times_in_force(binance: Any, truth: Truth) -> None:
    far, through = float(truth.price(away=-0.1)), float(truth.price(away=0.02))
    assert "expired" == binance.create_order(BTC, "limit", "buy", 0.01, far, {"timeInForce": "IOC"})["status"]
    with pytest.raises(ccxt.InvalidOrder, match="-5021"):
        binance.create_order(BTC, "limit", "buy", 0.01, far, {"timeInForce": "FOK"})
    with pytest.raises(ccxt.InvalidOrder, match="-5022"):
        binance.create_order(BTC, "limit", "buy", 0.01, through, {"postOnly": True})
    until = binance.milliseconds() + 3_600_000
    placed = [
        binance.create_order(BTC, "limit", "buy", 0.01, far, {"postOnly": True}),
        binance.create_order(BTC, "limit", "buy", 0.01, far, {"timeInForce": "GTD", "goodTillDate": until}),
        binance.create_order(BTC, "limit", "buy", 0.01, None, {"priceMatch": "QUEUE_20"}),
    ]
    assert ["GTX", "GTD", "GTC"] == [truth.order(order["id"])["timeInForce"] for order in placed]


def test_conditional_orders(binance: Any, truth: Truth) -> None:
    binance.create_order(BTC, "market", "buy", 0.05)
    below, above = float(truth.price(away=-0.2)), float(truth.price(away=0.2))
    placed = [
        binance.create_order(BTC, "market", "sell", 0.01, None, {"stopLossPrice": below, "reduceOnly": True}),
        binance.create_order(BTC, "market", "sell", 0.01, None, {"takeProfitPrice": above}),
        binance.create_order(BTC, "limit", "sell", 0.01, below, {"stopLossPrice": below}),
        binance.create_order(BTC, "limit", "sell", 0.01, above, {"takeProfitPrice": above}),
        binance.create_order(BTC, "market", "buy", 0.01, None, {"triggerPrice": above}),
        binance.create_order(BTC, "STOP_MARKET", "sell", None, None, {"stopPrice": below, "closePosition": True}),
        binance.create_order(BTC, "market", "sell", 0.01, None, {"trailingPercent": 1.5}),
    ]
    assert [
        ("STOP_MARKET", exact(below)),
        ("TAKE_PROFIT_MARKET", exact(above)),
        ("STOP", exact(below)),
        ("TAKE_PROFIT", exact(above)),
        ("STOP_MARKET", exact(above)),
        ("STOP_MARKET", exact(below)),
        ("TRAILING_STOP_MARKET", Decimal(0)),
    ] == [(truth.algo(order["id"])["type"], truth.algo(order["id"])["trigger"]) for order in placed]
    stop = binance.fetch_order(placed[0]["id"], BTC, {"trigger": True})
    assert (placed[0]["id"], exact(below), "open") == (stop["id"], exact(stop["triggerPrice"]), stop["status"])
    assert truth.open_algo_ids() == sorted(
        int(o["id"]) for o in binance.fetch_open_orders(BTC, None, None, {"trigger": True})
    )
    binance.cancel_order(placed[0]["id"], BTC, {"trigger": True})
    assert "CANCELED" == truth.algo(placed[0]["id"])["status"]
    binance.cancel_all_orders(BTC, {"trigger": True})
    assert [] == truth.open_algo_ids()
    history = binance.fetch_orders(BTC, None, None, {"trigger": True})
    assert {"canceled"} == {order["status"] for order in history}
    assert 7 == len(history)


def test_refusals_carry_the_code_of_the_exchange(binance: Any, truth: Truth) -> None:
    # Which class most codes have, ccxt looks up by the real host name; anywhere else they are its common one.
    price = float(truth.price(away=-0.1))
    for code, amount, more in (("-2019", 100, {}), ("-4164", 0.001, {}), ("-4061", 0.01, {"hedged": True})):
        with pytest.raises(ccxt.ExchangeError, match=code):
            binance.create_order(BTC, "limit", "buy", amount, price, more)
    with pytest.raises(ccxt.ExchangeError, match="-2021"):
        binance.create_order(BTC, "market", "sell", 0.01, None, {"stopLossPrice": float(truth.price(away=0.1))})
    binance.secret = "wrong"
    with pytest.raises(ccxt.AuthenticationError, match="-1022"):
        binance.fetch_balance()
