"""G1: the checker of the runs under faults finds every kind of mistake, and nothing where there is none."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from .claims import Account, AlgoClaim, Change, Claim, audit
from .ledger import AlgoState, Truth
from .watching import TrueMarket

D = Decimal


def row(kind: str, **facts: Any) -> dict[str, Any]:
    return {"kind": kind, "facts": {"symbol": "BTCUSDT", "clientOrderId": "a", **facts}}


def rows() -> list[dict[str, Any]]:
    return [
        row("order", orderId=1, side="BUY", origQty="0.010", price="100.0"),
        row("amend", orderId=1, origQty="0.010", price="101.0"),
        row("trade", orderId=1, side="BUY", tradeId=7, price="101.0", qty="0.004", commission=20_200, realizedPnl=0),
        row("cancel", orderId=1, status="CANCELED"),
    ]


def claims() -> list[Claim]:
    order = Claim("a", "BTCUSDT", "BUY", "accepted", 1, [Change(D("101.0"), D("0.010"), "accepted")])
    order.cancelled, order.cancel_said = "accepted", "CANCELED"
    order.final = (1, "CANCELED", D("0.01"), D(101), D("0.004"), D("0.404"))
    return [order, Claim("b", "BTCUSDT", "BUY", "unknown"), Claim("c", "BTCUSDT", "BUY", "refused")]


def account() -> Account:
    trade = (1, D("101.0"), D("0.004"), D("0.000202"))
    return Account({("BTCUSDT", 7, "BUY"): trade}, {"BTCUSDT": D("0.004")}, D("-0.000202"))


def test_the_truth_is_no_mistake() -> None:
    assert [] == audit(claims(), [], account(), Truth(rows()))


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        (lambda c, _: setattr(c[0], "placed", "refused"), "executed, and said to be refused"),
        (lambda c, _: setattr(c[0], "order_id", 2), "order id 2"),
        (lambda c, _: setattr(c[0], "final", None), "said to be None"),
        (lambda c, _: setattr(c[0], "final", (1, "CANCELED", D("0.01"), D(101), D("0.003"), D("0.303"))), "0.003"),
        (lambda c, _: setattr(c[0].changes[0], "outcome", "refused"), "was executed 1 times"),
        (lambda c, _: c[0].changes.append(Change(D(5), D(1), "accepted")), "was executed 0 times"),
        (lambda c, _: c[0].changes.clear(), "without being asked"),
        (lambda c, _: setattr(c[0], "cancel_said", "FILLED"), "said to be FILLED by the cancel"),
        (lambda c, _: setattr(c[0], "placed", "left"), "never heard of again"),
        (lambda c, _: setattr(c[0].changes[0], "outcome", "left"), "never heard of again"),
        (lambda c, _: setattr(c[0], "cancelled", "left"), "never heard of again"),
        (lambda c, _: setattr(c[0], "cancelled", "refused"), "the cancel is said to be refused"),
        (lambda c, _: c.pop(0), "nobody asked for it"),
        (lambda c, _: setattr(c[1], "placed", "accepted"), "lost"),
        (lambda c, _: setattr(c[1], "final", c[0].final), "phantom"),
        (lambda _, a: a.trades.clear(), "trades differ"),
        (lambda _, a: a.positions.clear(), "positions differ"),
        (lambda _, a: setattr(a, "wallet", D(0)), "wallet"),
    ],
)
def test_each_mistake_is_found(lie: Callable[[list[Claim], Account], object], said: str) -> None:
    told, state = claims(), account()
    lie(told, state)
    assert any(said in mistake for mistake in audit(told, [], state, Truth(rows())))


def algo_rows() -> list[dict[str, Any]]:
    facts = {"clientAlgoId": "s", "algoId": 4, "side": "SELL", "type": "STOP_MARKET", "quantity": "0.010",
             "triggerPrice": "90.0"}  # fmt: skip
    states = [("NEW", ""), ("TRIGGERING", ""), ("TRIGGERED", "9"), ("FINISHED", "9")]
    told = [row("algo", **facts, status=status, actualOrderId=order) for status, order in states]
    order = {"clientOrderId": "s", "orderId": 9, "side": "SELL"}
    became = row("order", **order, origQty="0.010", price="0.0")
    filled = row("trade", **order, tradeId=8, price="89.0", qty="0.010", commission=0, realizedPnl=0)
    waits = row("algo", **{**facts, "clientAlgoId": "t", "algoId": 5}, status="NEW", actualOrderId="")
    ended = row("algo", **{**facts, "clientAlgoId": "t", "algoId": 5}, status="CANCELED", actualOrderId="")
    return [*told[:2], became, told[2], filled, told[3], waits, ended]


def algo_claims() -> tuple[list[Claim], list[AlgoClaim], Account]:
    order = Claim("s", "BTCUSDT", "SELL", "accepted", 9)
    order.final = (9, "FILLED", D("0.01"), D(0), D("0.01"), D("0.89"))
    asked = "BTCUSDT", "SELL", "STOP_MARKET"
    state = AlgoState(4, *asked, "FINISHED", D("0.01"), D(90), "9", D("0.01"))
    stop = AlgoClaim("s", *asked, D("0.01"), D(90), "accepted", 4, "refused", ["NEW", "FINISHED"], state, D(89))
    state = AlgoState(5, *asked, "CANCELED", D("0.01"), D(90), "", D(0))
    other = AlgoClaim("t", *asked, D("0.01"), D(90), "accepted", 5, "accepted", ["NEW"], state)
    fill = (9, D("89.0"), D("0.010"), D(0))
    return [order], [stop, other], Account({("BTCUSDT", 8, "SELL"): fill}, {"BTCUSDT": D("-0.010")}, D(0))


def test_the_truth_about_conditional_orders_is_no_mistake() -> None:
    told, algos, state = algo_claims()
    assert [] == audit(told, algos, state, Truth(algo_rows()))


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        (lambda _, a: a.pop(1), "nobody asked for it"),
        (lambda c, _: c.clear(), "nobody asked for it"),
        (lambda _, a: setattr(a[0], "placed", "refused"), "executed, and said to be refused"),
        (lambda _, a: setattr(a[0], "placed", "left"), "never heard of again"),
        (lambda _, a: setattr(a[0], "algo_id", 5), "id 5, truly 4"),
        (lambda _, a: setattr(a[0], "trigger", D(91)), "asked for"),
        (lambda _, a: setattr(a[0], "final", None), "said to be None"),
        (lambda _, a: setattr(a[0], "final", a[0].final._replace(order_id="")), "truly"),
        (lambda _, a: setattr(a[0], "final", a[0].final._replace(executed=D("0.009"))), "0.009"),
        (lambda _, a: setattr(a[0], "average", D(88)), "said to be executed at 88"),
        (lambda _, a: a[0].seen.append("CANCELED"), "was never CANCELED"),
        (lambda _, a: setattr(a[0], "cancelled", "accepted"), "said to be cancelled, truly FINISHED"),
        (lambda _, a: setattr(a[1], "cancelled", "refused"), "the cancel is said to be refused"),
        (lambda _, a: setattr(a[1], "cancelled", "left"), "never heard of again"),
        (lambda _, a: a.append(AlgoClaim("u", "", "", "", placed="accepted")), "lost"),
        (lambda _, a: a.append(AlgoClaim("u", "", "", "", placed="unknown", final=a[0].final)), "phantom"),
    ],
)
def test_each_mistake_about_conditional_orders_is_found(lie: Callable[[Any, Any], object], said: str) -> None:
    told, algos, state = algo_claims()
    lie(told, algos)
    assert any(said in mistake for mistake in audit(told, algos, state, Truth(algo_rows())))


def test_a_conditional_order_that_was_placed_twice_is_found() -> None:
    told, algos, state = algo_claims()
    assert "t: executed twice" in audit(told, algos, state, Truth([*algo_rows(), algo_rows()[-2]]))


def test_an_order_that_was_executed_twice_is_found() -> None:
    twice = [*rows(), row("order", orderId=2, side="BUY", origQty="0.010", price="100.0")]
    assert "a: executed twice" in audit(claims(), [], account(), Truth(twice))


def test_the_checkers_own_book_follows_the_changes() -> None:
    market = TrueMarket()
    change = '{"data":{"e":"depthUpdate","s":"BTCUSDT","U":%d,"u":%d,"pu":%d,"b":[["9","%s"]],"a":[]}}'
    market.take(change % (4, 6, 3, "5"))
    market.begin("BTCUSDT", {"lastUpdateId": 5, "bids": [["8", "1"]], "asks": [["10", "2"]]})
    market.take(change % (7, 7, 6, "0"))
    asks = (("10", "2"),)
    assert {5: ((("8", "1"),), asks), 6: ((("9", "5"), ("8", "1")), asks), 7: ((("8", "1"),), asks)} == market.tops[
        "BTCUSDT"
    ]
    with pytest.raises(AssertionError, match="lost something"):
        market.take(change % (9, 9, 8, "1"))
