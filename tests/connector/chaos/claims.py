"""What a client says about its account, as plain values, and the comparison with the truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from tests.connector.chaos.ledger import AlgoState, Truth

ZERO = Decimal(0)
_ENDED = {"FILLED", "CANCELED", "EXPIRED"}
_CENT = Decimal("0.01")
_KNOWN = {"", "accepted", "refused", "not_sent", "unknown"}


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
class AlgoClaim:
    """What the client says of one conditional order, as of others; ``seen`` are the states that queries showed.

    ``average`` is the price of the order that it became.
    """

    name: str
    symbol: str
    side: str
    type: str
    quantity: Decimal = ZERO
    trigger: Decimal = ZERO
    placed: str = ""
    algo_id: int = 0
    cancelled: str = ""
    seen: list[str] = field(default_factory=list)
    final: AlgoState | None = None
    average: Decimal = ZERO


@dataclass
class Account:
    """What the client says of the account when the faults were over."""

    trades: dict[tuple[str, int, str], tuple[int, Decimal, Decimal, Decimal]] = field(default_factory=dict)
    positions: dict[str, Decimal] = field(default_factory=dict)
    wallet: Decimal = ZERO


def audit(claims: list[Claim], algos: list[AlgoClaim], account: Account, truth: Truth) -> list[str]:
    """Everything that the client has wrong: what is lost, doubled or misstated."""
    wrong = [f"{name}: executed twice" for name in truth.repeated]
    known = {algo.name for algo in algos}
    wrong += [f"{name}: on the exchange, but nobody asked for it" for name in truth.algos if name not in known]
    for algo in algos:
        wrong += [f"{algo.name}: {text}" for text in _algo(algo, truth)]
    known = {claim.name for claim in claims}
    wrong += [f"{name}: on the exchange, but nobody asked for it" for name in truth.orders if name not in known]
    for claim in claims:
        wrong += [f"{claim.name}: {text}" for text in _order(claim, truth)]
    for each in (*claims, *algos):
        outcomes = [each.placed, each.cancelled, *(change.outcome for change in getattr(each, "changes", ()))]
        if not _KNOWN.issuperset(outcomes) or not each.placed:
            wrong.append(f"{each.name}: never heard of again, {outcomes}")
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
        if change.outcome not in _KNOWN:
            continue
        times = true.amends.count((change.price, change.quantity))
        allowed = {"accepted": (1,), "refused": (0,), "not_sent": (0,), "unknown": (0, 1)}[change.outcome]
        if times not in allowed:
            wrong.append(f"the change {change} was executed {times} times")
    # To a caller who was cancelled the log says only that it has ended.
    said_by_cancel = {claim.cancel_said} if claim.cancel_said else _ENDED
    if claim.cancelled == "accepted" and true.status not in said_by_cancel:
        wrong.append(f"said to be {claim.cancel_said} by the cancel, truly {true.status}")
    if claim.cancelled not in {"accepted", "unknown"} and true.ended == "CANCELED":
        wrong.append(f"cancelled, and the cancel is said to be {claim.cancelled or 'never sent'}")
    return wrong


def _algo(claim: AlgoClaim, truth: Truth) -> list[str]:
    true = truth.algos.get(claim.name)
    if true is None:
        if claim.placed == "accepted":
            return ["lost: said to be accepted, and not on the exchange"]
        return [] if claim.final is None else [f"a phantom: a query showed {claim.final}"]
    if claim.placed in {"refused", "not_sent"}:
        return [f"executed, and said to be {claim.placed}"]
    wrong: list[str] = []
    if claim.algo_id not in (0, true.algo_id):
        wrong.append(f"id {claim.algo_id}, truly {true.algo_id}")
    asked = (claim.symbol, claim.side, claim.type, claim.quantity, claim.trigger)
    if asked != (true.symbol, true.side, true.type, true.quantity, true.trigger):
        wrong.append(f"asked for {asked}, and there is {true}")
    order = truth.orders.get(claim.name)
    executed = order.executed if order is not None and true.status == "FINISHED" else ZERO
    if claim.final != true.state(executed):
        wrong.append(f"said to be {claim.final}, truly {true.state(executed)}")
    value = order.value if order is not None and true.status == "FINISHED" else ZERO
    if abs(claim.average * executed - value) > _CENT * executed:
        wrong.append(f"said to be executed at {claim.average}, truly {executed} for {value}")
    wrong += [f"was never {state}" for state in claim.seen if state not in true.states]
    if claim.cancelled == "accepted" and true.status != "CANCELED":
        wrong.append(f"said to be cancelled, truly {true.status}")
    if claim.cancelled not in {"accepted", "unknown"} and true.status == "CANCELED":
        wrong.append(f"cancelled, and the cancel is said to be {claim.cancelled or 'never sent'}")
    return wrong
