"""Margin calls: a warning when maintenance margin has eaten most of what an account holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..engine.account import Account
from ..engine.margin import Margins
from ..engine.position import Position
from ..engine.state import ExchangeState
from ..operations.answers import money

__all__ = ["MarginCalls"]

Json = dict[str, Any]
_PERCENT = 80
_AGAIN = 60_000


class MarginCalls:
    """Which accounts are to be warned; at most once a minute while the danger lasts.

    Args:
        x: The exchange.
    """

    def __init__(self, x: ExchangeState) -> None:
        self._x = x
        self._warned: dict[str, int] = {}

    def due(self, now_ms: int) -> Iterator[tuple[str, Json]]:
        """Accounts and the events that warn them."""
        for account in self._x.accounts.values():
            if not any(position.quantity for position in account.active.values()):
                continue
            if now_ms - self._warned.get(account.name, -_AGAIN) < _AGAIN:
                continue
            told = self._call(account, now_ms)
            if told is not None:
                self._warned[account.name] = now_ms
                yield account.name, told

    def _call(self, account: Account, now_ms: int) -> Json | None:
        margins = self._x.margins(account)
        endangered: list[Position] = []
        wallet: str | None = None
        for pool in self._x.pools(account):
            if pool.maintenance * 100 <= pool.balance * _PERCENT:
                continue
            endangered += pool.positions
            if len(pool.key) != 2:
                profits = sum(position.profit(self._x.mark(position.symbol.symbol)) for position in pool.positions)
                wallet = money(pool.balance - profits)
        if not endangered:
            return None
        told: Json = {"e": "MARGIN_CALL", "E": now_ms}
        if wallet is not None:
            told["cw"] = wallet
        return {**told, "p": [self._row(account, position, margins) for position in endangered]}

    def _row(self, account: Account, position: Position, margins: Margins) -> Json:
        mark = self._x.mark(position.symbol.symbol)
        isolated = account.is_isolated(position.symbol)
        return {
            "s": position.symbol.symbol,
            "ps": position.side,
            "pa": position.symbol.quantity_text(position.quantity),
            "mt": "ISOLATED" if isolated else "CROSSED",
            "iw": money(position.isolated) if isolated else "0",
            "mp": money(mark),
            "up": money(position.profit(mark)),
            "mm": money(margins.maintenance(position)),
        }
