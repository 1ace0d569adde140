"""Account events, made from the ledger the moment something is written into it.

Rules:
- a fill is told as TRADE_LITE, then ACCOUNT_UPDATE, then ORDER_TRADE_UPDATE; everything else about an order as
  ORDER_TRADE_UPDATE alone;
- ``T`` is when it happened, ``E`` the instant of the exchange, and neither ever decreases;
- the figures are those of the account right after the change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..engine.account import Account, Fill
from ..engine.ledger import Entry
from ..engine.position import Position
from ..engine.state import ExchangeState
from .account_shapes import algo_update, balance, order_update, position_row, trade_lite
from .feed import Event, event
from .margin_calls import MarginCalls

__all__ = ["AccountEvents"]

Json = dict[str, Any]
_EXECUTIONS = {"order": "NEW", "cancel": "CANCELED", "expire": "EXPIRED", "amend": "AMENDMENT"}


class AccountEvents:
    """Turns entries of the ledger into events.

    Args:
        x: The exchange.
        tell: Takes the name of an account and an event.
        heard: True while somebody listens to account events.
    """

    def __init__(
        self, x: ExchangeState, tell: Callable[[str, Event], None], heard: Callable[[], bool] = lambda: True
    ) -> None:
        self._x, self._tell, self._heard = x, tell, heard
        self._realized: dict[tuple[str, str, str], int] = {}
        self._calls = MarginCalls(x)

    def note(self, entry: Entry) -> None:
        """Take an entry of the ledger."""
        account = self._x.accounts.get(str(entry.facts.get("account")))
        if account is None:
            return
        if entry.kind == "trade":
            fill = account.fills[str(entry.facts["symbol"])][-1]
            key = (account.name, fill.order.symbol.symbol, fill.order.position_side)
            self._realized[key] = self._realized.get(key, 0) + fill.realized
        if not self._heard():
            return
        if entry.kind in _EXECUTIONS:
            self._order(account, entry, _EXECUTIONS[entry.kind])
        elif entry.kind == "trade":
            self._trade(account, entry)
        elif entry.kind == "income":
            self._income(account, entry)
        elif entry.kind == "setting":
            self._setting(account, entry)
        elif entry.kind == "algo":
            made = account.algo.history.get(int(entry.facts["algoId"]))
            if made is not None:
                told = algo_update(made, str(entry.facts.get("reason", "")))
                head = {"e": "ALGO_UPDATE", "T": entry.time, "E": self._now(entry)}
                self._tell(account.name, event({**head, "o": told}))

    def _now(self, entry: Entry) -> int:
        return max(self._x.now, entry.time)

    def _order(self, account: Account, entry: Entry, execution: str, fill: Fill | None = None) -> None:
        order = account.orders.get(int(entry.facts["orderId"]))
        if order is None:
            return
        position = account.position(order.symbol, order.position_side)
        told = order_update(order, position, execution, entry.time, fill)
        head = {"e": "ORDER_TRADE_UPDATE", "E": self._now(entry), "T": entry.time}
        self._tell(account.name, event({**head, "o": told}))

    def _trade(self, account: Account, entry: Entry) -> None:
        fill = account.fills[str(entry.facts["symbol"])][-1]
        order = fill.order
        head = {"e": "TRADE_LITE", "E": self._now(entry), "T": entry.time}
        self._tell(account.name, event({**head, **trade_lite(fill)}))
        assets = list(dict.fromkeys((order.symbol.margin_asset, fill.commission_asset)))
        position = account.position(order.symbol, order.position_side)
        self._update(account, entry, "ORDER", dict.fromkeys(assets, 0), [position])
        forced = order.client_id.startswith("autoclose-")
        self._order(account, entry, "CALCULATED" if forced else "TRADE", fill)

    def _update(
        self,
        account: Account,
        entry: Entry,
        reason: str,
        assets: dict[str, int],
        positions: list[Position],
        more: Json | None = None,
    ) -> None:
        x, margins = self._x, self._x.margins(account)
        told: Json = {
            "m": reason,
            "B": [balance(account, margins, asset, change) for asset, change in assets.items()],
            "P": [
                position_row(
                    account,
                    position,
                    x.mark(position.symbol.symbol),
                    self._realized.get((account.name, position.symbol.symbol, position.side), 0),
                )
                for position in positions
            ],
            **(more or {}),
        }
        self._tell(account.name, event({"e": "ACCOUNT_UPDATE", "E": self._now(entry), "T": entry.time, "a": told}))

    def _income(self, account: Account, entry: Entry) -> None:
        kind = str(entry.facts["type"])
        if kind == "FUNDING_FEE":
            amount = int(entry.facts["amount"])
            symbol = self._x.symbol(entry.facts["symbol"])
            if amount:
                held = [account.positions.get((symbol.symbol, side)) for side in account.sides()]
                isolated = [p for p in held if p is not None and p.quantity] if account.is_isolated(symbol) else []
                self._update(account, entry, kind, {symbol.margin_asset: amount}, isolated, {"S": symbol.symbol})
        else:
            amount = int(entry.facts["amount"])
            self._update(account, entry, str(entry.facts.get("reason", kind)), {str(entry.facts["asset"]): amount}, [])

    def _setting(self, account: Account, entry: Entry) -> None:
        facts = entry.facts
        head: Json = {"e": "ACCOUNT_CONFIG_UPDATE", "E": self._now(entry), "T": entry.time}
        if "leverage" in facts:
            told = {**head, "ac": {"s": facts["symbol"], "l": facts["leverage"]}}
            self._tell(account.name, event(told))
        elif "multiAssetsMargin" in facts:
            self._tell(account.name, event({**head, "ai": {"j": facts["multiAssetsMargin"]}}))
        elif "marginType" in facts or "isolatedMargin" in facts:
            symbol = self._x.symbol(facts["symbol"])
            positions = [account.position(symbol, side) for side in account.sides()]
            if "marginType" in facts:
                self._update(account, entry, "MARGIN_TYPE_CHANGE", {}, positions)
            else:
                held = [position for position in positions if position.quantity]
                self._update(account, entry, "MARGIN_TRANSFER", {symbol.margin_asset: 0}, held)

    def look_at_margins(self, now_ms: int) -> None:
        """Warn accounts that are close to liquidation."""
        for account, told in self._calls.due(now_ms):
            self._tell(account, event(told))
