"""S1: every kind of order that the official SDK can place is taken, and the mock exchange holds what was meant."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest
from tests.peers.clock import HeldClock
from tests.peers.truth import Truth

S = "BTCUSDT"
LIMIT = {"symbol": S, "side": "BUY", "type": "LIMIT", "quantity": 0.01}
STOP = {"algo_type": "CONDITIONAL", "symbol": S, "side": "SELL", "quantity": 0.01}
MATCHES = ("OPPONENT", "OPPONENT_5", "OPPONENT_10", "OPPONENT_20", "QUEUE", "QUEUE_5", "QUEUE_10", "QUEUE_20")


def tomorrow() -> int:
    """An instant a day ahead, in whole seconds as the exchange wants it."""
    return (int(time.time()) + 86_400) * 1000


@pytest.mark.parametrize(
    ("time_in_force", "away", "status"),
    [
        ("GTC", -0.02, "NEW"),
        ("GTX", -0.02, "NEW"),
        ("GTD", -0.02, "NEW"),
        ("IOC", -0.02, "EXPIRED"),
        ("GTC", 0.002, "FILLED"),
        ("IOC", 0.002, "FILLED"),
        ("FOK", 0.002, "FILLED"),
    ],
)
def test_time_in_force(time_in_force: str, away: float, status: str, sdk: Any, truth: Truth) -> None:
    more = {"good_till_date": tomorrow()} if time_in_force == "GTD" else {}
    price = float(truth.price(away=away))
    placed = sdk.new_order(
        **LIMIT, price=price, time_in_force=time_in_force, new_order_resp_type="RESULT", **more
    ).data()
    order = truth.order(placed.order_id)
    assert (status, time_in_force) == (order["status"], order["timeInForce"])
    # RESULT waits for the end of orders that end at once by their nature; other limit orders are answered as new.
    assert ("NEW" if time_in_force == "GTC" else status) == placed.status
    assert more.get("good_till_date", 0) == placed.good_till_date


@pytest.mark.parametrize("price_match", MATCHES)
def test_price_match(price_match: str, sdk: Any, clock: HeldClock, truth: Truth) -> None:
    with clock.held(stamped=True):
        # Moves the market to the instant that is held.
        sdk.check_server_time()
        depth = truth.depth(levels_=20)
        placed = sdk.new_order(**LIMIT, price_match=price_match, time_in_force="GTC").data()
    side = "bids" if price_match.startswith("QUEUE") else "asks"
    level = int(price_match.partition("_")[2] or 1)
    assert depth[side][level - 1][0] == truth.order(placed.order_id)["price"]
    assert price_match == placed.price_match


@pytest.mark.parametrize(
    ("guard", "resting", "coming"),
    [
        ("EXPIRE_TAKER", "NEW", "EXPIRED_IN_MATCH"),
        ("EXPIRE_MAKER", "EXPIRED_IN_MATCH", "NEW"),
        ("EXPIRE_BOTH", "EXPIRED_IN_MATCH", "EXPIRED_IN_MATCH"),
    ],
)
def test_self_trade_prevention(guard: str, resting: str, coming: str, sdk: Any, clock: HeldClock, truth: Truth) -> None:
    sdk.change_initial_leverage(symbol=S, leverage=100)
    with clock.held(stamped=True):
        own = sdk.new_order(**LIMIT, price_match="QUEUE", time_in_force="GTC").data().order_id
        # All that rests at that price, own order included, and a bit more.
        price, size = truth.depth(levels_=1)["bids"][0]
        wish = {**LIMIT, "side": "SELL", "quantity": float(size + Decimal("0.001")), "price": float(price)}
        met = sdk.new_order(**wish, time_in_force="GTC", self_trade_prevention_mode=guard).data().order_id
    seen = {"PARTIALLY_FILLED": "NEW"}
    statuses = [truth.order(order_id)["status"] for order_id in (own, met)]
    assert [resting, coming] == [seen.get(status, status) for status in statuses]


def test_reduce_only(sdk: Any, truth: Truth) -> None:
    sdk.new_order(symbol=S, side="BUY", type="MARKET", quantity=0.02)
    placed = sdk.new_order(symbol=S, side="SELL", type="MARKET", quantity=0.05, reduce_only="true").data()
    assert (True, Decimal(0)) == (truth.order(placed.order_id)["reduceOnly"], truth.position()["qty"])


@pytest.mark.parametrize(
    "kind",
    [
        {"type": "STOP_MARKET", "trigger": -0.05},
        {"type": "STOP_MARKET", "trigger": -0.05, "working_type": "MARK_PRICE", "price_protect": "TRUE"},
        {"type": "TAKE_PROFIT_MARKET", "trigger": 0.05},
        {"type": "STOP", "trigger": -0.05, "price": -0.06, "time_in_force": "GTC"},
        {"type": "TAKE_PROFIT", "trigger": 0.05, "price": 0.04, "time_in_force": "GTC"},
        {"type": "STOP", "trigger": -0.05, "price": -0.06, "time_in_force": "GTD", "good_till_date": True},
        {"type": "STOP", "trigger": -0.05, "price_match": "QUEUE", "time_in_force": "GTC"},
        {"type": "TRAILING_STOP_MARKET", "callback_rate": 0.5},
        {"type": "TRAILING_STOP_MARKET", "callback_rate": 5.0, "activate_price": 0.03, "working_type": "MARK_PRICE"},
        {"type": "STOP_MARKET", "trigger": -0.05, "close_position": "true", "quantity": None},
        {"type": "STOP_MARKET", "trigger": -0.05, "reduce_only": "true", "client_algo_id": "my:stop/1"},
    ],
    ids=lambda kind: "-".join(str(value) for value in kind.values()),
)
def test_conditional_kinds(kind: dict[str, Any], sdk: Any, truth: Truth) -> None:
    sdk.new_order(symbol=S, side="BUY", type="MARKET", quantity=0.02)
    wish = {**STOP, **kind}
    for name, wire in (("trigger", "trigger_price"), ("price", "price"), ("activate_price", "activate_price")):
        if name in wish:
            wish[wire] = float(truth.price(away=wish.pop(name)))
    if "good_till_date" in wish:
        wish["good_till_date"] = tomorrow()
    placed = sdk.new_algo_order(**{name: value for name, value in wish.items() if value is not None}).data()
    held = truth.algo(placed.algo_id)
    assert ("NEW", kind["type"], placed.client_algo_id) == (held["status"], held["type"], held["clientId"])
    assert Decimal(str(wish.get("trigger_price", 0))) == held["trigger"]
    assert kind.get("working_type", "CONTRACT_PRICE") == held["workingType"] == placed.working_type
    assert [placed.algo_id] == [row.algo_id for row in sdk.current_all_algo_open_orders(symbol=S).data()]
