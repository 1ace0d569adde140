"""An account as its own events tell it: orders, conditional orders, positions, balances, and what is old news.

Pure. Every event goes through `admit`, those of the exchange and those that stand for what REST told.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from binance_usdm_api.models.user import AccountUpdate, AlgoUpdate, OrderTradeUpdate, TradeLite

from ._algos import Algos
from ._fills import Fills
from ._holdings import Holdings
from ._orders import Orders

__all__ = ["Ledger"]

_RECENT = 64


class Ledger:
    """The state of an account."""

    def __init__(self) -> None:
        self.orders = Orders()
        self.algos = Algos()
        self.holdings = Holdings()
        self._lite = Fills()
        # Of other events only a copy of a recent one is old news.
        self._recent: deque[Any] = deque(maxlen=_RECENT)

    def admit(self, event: Any) -> Any:
        """Take an event.

        Returns:
            What of it is news; None for nothing.
        """
        if isinstance(event, OrderTradeUpdate):
            return event if self.orders.admit(event) else None
        if isinstance(event, AccountUpdate) and (event.update.balances or event.update.positions):
            return self.holdings.admit(event)
        if isinstance(event, AlgoUpdate):
            return event if self.algos.admit(event) else None
        if isinstance(event, TradeLite):
            key = event.trade_id, str(event.side)
            return event if self._lite.add(event.symbol, key, event.transaction_time or 0) else None
        if event in self._recent:
            return None
        self._recent.append(event)
        return event

    @property
    def symbols(self) -> frozenset[str]:
        """Symbols with known activity."""
        orders, algos, positions = self.orders.open, self.algos.open, self.holdings.positions
        return frozenset(
            {symbol for symbol, _ in orders}
            | {order.symbol for order in algos.values()}
            | {symbol for symbol, _ in positions}
            | self.orders.fills.symbols
            | {symbol for symbol, _ in self.orders.holes}
        )
