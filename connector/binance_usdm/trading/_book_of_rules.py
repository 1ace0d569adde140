"""The trading rules of all symbols, kept for an hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from binance_usdm_api.errors import InvalidParameter

from ._rules import SymbolRules

if TYPE_CHECKING:
    from binance_usdm_api.models import ExchangeInfo

__all__ = ["BookOfRules"]

_FRESH_FOR = 3600.0
_SYMBOLS_FRESH_FOR = 60.0
"""Seconds for which a symbol that is not there counts as unknown, so that a typo in a loop costs no weight."""


class BookOfRules:
    """Rules by symbol, as of the last exchange_info; refreshed hourly and when the exchange refuses by a rule."""

    def __init__(self) -> None:
        self._rules: dict[str, SymbolRules] = {}
        self._until = self._complete_until = 0.0

    def get(self, symbol: str, now: float) -> SymbolRules | None:
        """The rules, or None when they must be read (again).

        Raises:
            InvalidParameter: There was no such symbol a moment ago.
        """
        if now >= self._until:
            return None
        rules = self._rules.get(symbol)
        return self.must_get(symbol) if rules is None and now < self._complete_until else rules

    def must_get(self, symbol: str) -> SymbolRules:
        """The rules just read.

        Raises:
            InvalidParameter: There is no such symbol; close spellings are named.
        """
        rules = self._rules.get(symbol)
        if rules is None:
            import difflib

            close = difflib.get_close_matches(str(symbol).upper(), list(self._rules), 3)
            raise InvalidParameter(
                "symbol",
                symbol,
                f"one of {len(self._rules)} symbols of this exchange",
                reason="there is no such symbol",
                hint=f"Did you mean {', '.join(close)}?" if close else "market.exchange_info() lists them.",
            )
        return rules

    def fill(self, info: ExchangeInfo, now: float) -> None:
        """Take over what exchange_info says."""
        self._rules = {entry.symbol: SymbolRules(entry) for entry in info.symbols}
        self._until = now + _FRESH_FOR
        self._complete_until = now + _SYMBOLS_FRESH_FOR

    def expire(self) -> None:
        """Read again before the next use."""
        self._until = 0.0
