"""G1: the checker of the runs under faults finds every kind of mistake, and nothing where there is none."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from .claims import Account, Change, Claim, audit
from .ledger import Truth
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
    trade = (1, "BUY", D("101.0"), D("0.004"), D("0.000202"))
    return Account({("BTCUSDT", 7): trade}, {"BTCUSDT": D("0.004")}, D("-0.000202"))


def test_the_truth_is_no_mistake() -> None:
    assert [] == audit(claims(), account(), Truth(rows()))


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
    assert any(said in mistake for mistake in audit(told, state, Truth(rows())))


def test_an_order_that_was_executed_twice_is_found() -> None:
    twice = [*rows(), row("order", orderId=2, side="BUY", origQty="0.010", price="100.0")]
    assert "a: executed twice" in audit(claims(), account(), Truth(twice))


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
