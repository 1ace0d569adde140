"""The trading rules of all symbols, kept for an hour, or until a refusal tells that they may have changed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from binance_usdm_api.errors import FilterRejected, InvalidParameter, UnknownSymbol

from ..observe import event, get_logger
from ._rules import SymbolRules

if TYPE_CHECKING:
    from binance_usdm_api.models import ExchangeInfo

__all__ = ["BookOfRules"]

log = get_logger("trading")

_FRESH_FOR = 3600.0
_SYMBOLS_FRESH_FOR = 60.0
"""Seconds for which a symbol that is not there counts as unknown, so that a typo in a loop costs no weight."""
_APART = 10.0
"""Seconds between two readings at the least, so that an order that is refused in a loop costs little weight."""
_BY_RULE = (FilterRejected, UnknownSymbol)
_NOT_TRADED = frozenset({-4108, -4141})
"""Not open for trading, or closed: refusals that no class of its own tells."""


class BookOfRules:
    """Rules by symbol, as of the last exchange_info; refreshed hourly and when the exchange refuses by a rule.

    What a refresh finds changed is logged, as ``rules_changed``.
    """

    def __init__(self) -> None:
        self._rules: dict[str, SymbolRules] = {}
        self._until = self._complete_until = self._read_at = 0.0

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
        before, self._rules = self._rules, {entry.symbol: SymbolRules(entry) for entry in info.symbols}
        if before:
            self._tell(before)
        self._read_at = now
        self._until = now + _FRESH_FOR
        self._complete_until = now + _SYMBOLS_FRESH_FOR

    def _tell(self, before: dict[str, SymbolRules]) -> None:
        now = self._rules
        changed = [name for name, rules in now.items() if name in before and not rules.same(before[name])]
        found = {"added": now.keys() - before.keys(), "removed": before.keys() - now.keys(), "changed": changed}
        facts = {kind: ",".join(sorted(names)) for kind, names in found.items() if names}
        if facts:
            event(log, logging.INFO, "rules_changed", **facts)

    def refused(self, code: int | None, now: float) -> None:
        """Read again before the next use, if what the exchange refused may be due to rules of the past."""
        # The table of errors loads with the first of them.
        from binance_usdm_api import ERRORS

        known = None if code is None else ERRORS.get(code)
        if known is not None and (code in _NOT_TRADED or issubclass(known.error_class, _BY_RULE)):
            self._until = min(self._until, max(now, self._read_at + _APART))
