"""The truth of the mock exchange, read from its ledger as plain JSON; nothing here knows the connector's models."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

E8 = Decimal(100_000_000)


@dataclass
class TrueOrder:
    """What became of one order."""

    order_id: int
    symbol: str
    side: str
    quantity: Decimal
    price: Decimal
    ended: str = ""
    executed: Decimal = Decimal(0)
    value: Decimal = Decimal(0)
    amends: list[tuple[Decimal, Decimal]] = field(default_factory=list)

    @property
    def status(self) -> str:
        """As a query should show it."""
        if self.ended:
            return self.ended
        if self.executed == self.quantity:
            return "FILLED"
        return "PARTIALLY_FILLED" if self.executed else "NEW"


class AlgoState(NamedTuple):
    """A conditional order as a query should show it."""

    algo_id: int
    symbol: str
    side: str
    type: str
    status: str
    quantity: Decimal
    trigger: Decimal
    order_id: str
    executed: Decimal


@dataclass
class TrueAlgo:
    """What became of one conditional order."""

    algo_id: int
    symbol: str
    side: str
    type: str
    quantity: Decimal
    trigger: Decimal
    states: list[str] = field(default_factory=list)
    order_id: str = ""

    @property
    def status(self) -> str:
        """The newest state."""
        return self.states[-1]

    def state(self, executed: Decimal) -> AlgoState:
        """As a query should show it, when the order that it became has executed so much."""
        return AlgoState(
            self.algo_id, self.symbol, self.side, self.type, self.status, self.quantity, self.trigger, self.order_id,
            executed,
        )  # fmt: skip


class Truth:
    """The account as its ledger tells it.

    Args:
        rows: Entries of the ledger, oldest first.
    """

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.orders: dict[str, TrueOrder] = {}
        self.algos: dict[str, TrueAlgo] = {}
        self.repeated: list[str] = []
        self.trades: dict[tuple[str, int, str], tuple[int, Decimal, Decimal, Decimal]] = {}
        """By symbol, number and side: both sides of a trade with oneself have one number."""
        self.positions: dict[str, Decimal] = {}
        self.wallet = Decimal(0)
        """Change of the wallet in USDT."""
        for row in rows:
            getattr(self, f"_{row['kind']}", self._other)(row["facts"])

    def _other(self, facts: dict[str, Any]) -> None:
        raise AssertionError(f"the checker does not know this entry: {facts}")

    def _order(self, facts: dict[str, Any]) -> None:
        name = facts["clientOrderId"]
        if name in self.orders:
            self.repeated.append(name)
        self.orders[name] = TrueOrder(
            facts["orderId"], facts["symbol"], facts["side"], Decimal(facts["origQty"]), Decimal(facts["price"])
        )

    def _algo(self, facts: dict[str, Any]) -> None:
        name = facts["clientAlgoId"]
        if facts["status"] == "NEW":
            if name in self.algos:
                self.repeated.append(name)
            self.algos[name] = TrueAlgo(
                facts["algoId"], facts["symbol"], facts["side"], facts["type"], Decimal(facts["quantity"]),
                Decimal(facts["triggerPrice"]),
            )  # fmt: skip
        algo = self.algos[name]
        algo.states.append(facts["status"])
        algo.order_id = facts["actualOrderId"]

    def _trade(self, facts: dict[str, Any]) -> None:
        price, quantity = Decimal(facts["price"]), Decimal(facts["qty"])
        fee, gain = Decimal(facts["commission"]) / E8, Decimal(facts["realizedPnl"]) / E8
        order = self.orders[facts["clientOrderId"]]
        order.executed += quantity
        order.value += price * quantity
        key = facts["symbol"], facts["tradeId"], facts["side"]
        if key in self.trades:
            self.repeated.append(str(key))
        self.trades[key] = (facts["orderId"], price, quantity, fee)
        signed = quantity if facts["side"] == "BUY" else -quantity
        self.positions[facts["symbol"]] = self.positions.get(facts["symbol"], Decimal(0)) + signed
        self.wallet += gain - fee

    def _cancel(self, facts: dict[str, Any]) -> None:
        self.orders[facts["clientOrderId"]].ended = facts["status"]

    _expire = _cancel

    def _amend(self, facts: dict[str, Any]) -> None:
        order = self.orders[facts["clientOrderId"]]
        order.price, order.quantity = Decimal(facts["price"]), Decimal(facts["origQty"])
        order.amends.append((order.price, order.quantity))

    def _income(self, facts: dict[str, Any]) -> None:
        assert facts["type"] == "FUNDING_FEE", facts
        self.wallet += Decimal(facts["amount"]) / E8

    def _setting(self, facts: dict[str, Any]) -> None:
        del facts


def read_truth(origin: str) -> Truth:
    """Ask a mock exchange for its whole ledger."""
    rows: list[dict[str, Any]] = []
    while True:
        with urllib.request.urlopen(f"{origin}/mock/ledger?after={len(rows)}") as answer:  # noqa: S310 (this machine)
            more = json.load(answer)["ledger"]
        if not more:
            return Truth(rows)
        rows += more
