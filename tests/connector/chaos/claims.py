"""What a client says about its account, as plain values, and the comparison with the truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from tests.connector.chaos.ledger import Truth

ZERO = Decimal(0)


@dataclass
class Change:
    """One amendment of an order."""

    price: Decimal
    quantity: Decimal
    outcome: str = ""


@dataclass
class Claim:
    """What the client says of one order.

    ``placed`` and ``cancelled`` are what the call said: ``accepted``, ``refused``, ``not_sent`` or ``unknown``.
    ``final`` is what a query said when the faults were over: None where it said that there is no such order.
    """

    name: str
    symbol: str
    side: str
    placed: str = ""
    order_id: int = 0
    changes: list[Change] = field(default_factory=list)
    cancelled: str = ""
    cancel_said: str = ""
    final: tuple[int, str, Decimal, Decimal, Decimal, Decimal] | None = None
    """Id, status, quantity, price, executed quantity, executed value."""


@dataclass
class Account:
    """What the client says of the account when the faults were over."""

    trades: dict[tuple[str, int], tuple[int, str, Decimal, Decimal, Decimal]] = field(default_factory=dict)
    positions: dict[str, Decimal] = field(default_factory=dict)
    wallet: Decimal = ZERO


def audit(claims: list[Claim], account: Account, truth: Truth) -> list[str]:
    """Everything that the client has wrong: what is lost, doubled or misstated."""
    wrong = [f"{name}: executed twice" for name in truth.repeated]
    known = {claim.name for claim in claims}
    wrong += [f"{name}: on the exchange, but nobody asked for it" for name in truth.orders if name not in known]
    for claim in claims:
        wrong += [f"{claim.name}: {text}" for text in _order(claim, truth)]
    if account.trades != truth.trades:
        wrong.append(f"trades differ: {set(account.trades.items()) ^ set(truth.trades.items())}")
    held = {symbol: amount for symbol, amount in truth.positions.items() if amount}
    if account.positions != held:
        wrong.append(f"positions differ: {account.positions} and truly {held}")
    if account.wallet != truth.wallet:
        wrong.append(f"wallet changed by {account.wallet} and truly by {truth.wallet}")
    return wrong


def _order(claim: Claim, truth: Truth) -> list[str]:
    true = truth.orders.get(claim.name)
    if true is None:
        if claim.placed == "accepted":
            return ["lost: said to be accepted, and not on the exchange"]
        return [] if claim.final is None else [f"a phantom: a query showed {claim.final}"]
    if claim.placed in {"refused", "not_sent"}:
        return [f"executed, and said to be {claim.placed}"]
    wrong: list[str] = []
    if claim.order_id not in (0, true.order_id):
        wrong.append(f"order id {claim.order_id}, truly {true.order_id}")
    said = (true.order_id, true.status, true.quantity, true.price, true.executed, true.value)
    if claim.final != said:
        wrong.append(f"said to be {claim.final}, truly {said}")
    asked = [(change.price, change.quantity) for change in claim.changes]
    wrong += [f"amended to {each} without being asked" for each in true.amends if each not in asked]
    for change in claim.changes:
        times = true.amends.count((change.price, change.quantity))
        allowed = {"accepted": (1,), "refused": (0,), "not_sent": (0,), "unknown": (0, 1)}[change.outcome]
        if times not in allowed:
            wrong.append(f"the change {change} was executed {times} times")
    if claim.cancelled == "accepted" and true.status != claim.cancel_said:
        wrong.append(f"said to be {claim.cancel_said} by the cancel, truly {true.status}")
    if claim.cancelled not in {"accepted", "unknown"} and true.ended == "CANCELED":
        wrong.append(f"cancelled, and the cancel is said to be {claim.cancelled or 'never sent'}")
    return wrong
