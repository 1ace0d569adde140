"""Dated contracts end: they are delivered, leave the list, and the next ones take their place."""

from __future__ import annotations

import attrs

from .liquidation import Liquidating
from .symbols import Symbol, quarter_ends

__all__ = ["Delivering"]

_GONE = 3_600_000
"""Milliseconds after the delivery at which a contract leaves the list."""


class Delivering(Liquidating):
    """An exchange whose dated contracts are delivered; see ``VenueState`` for the arguments."""

    def _ring(self, kind: str, facts: tuple[object, ...], now_ms: int) -> None:
        if kind not in ("delivery", "delivered"):
            super()._ring(kind, facts, now_ms)
            return
        symbol = self.markets[str(facts[0])].symbol
        if not symbol.listed or symbol.delivery > now_ms:
            return
        if kind == "delivered":
            symbol.listed = False
            self.tell_contract(symbol)
            return
        symbol.status = "DELIVERING"
        self.end_contract(symbol.symbol)
        self.tell_contract(symbol)
        self.at(now_ms + _GONE, "delivered", symbol.symbol)
        if symbol.contract_type == "CURRENT_QUARTER":
            self._roll(symbol, now_ms)

    def _roll(self, ended: Symbol, now_ms: int) -> None:
        """The next quarter becomes the present one, and another is listed."""
        for market in list(self.markets.values()):
            found = market.symbol
            if found.contract_type != "NEXT_QUARTER" or found.pair != ended.pair:
                continue
            found.contract_type = "CURRENT_QUARTER"
            self.tell_contract(found)
            _, far = quarter_ends(now_ms)
            name = f"{found.pair}_{far:%y%m%d}"
            if name not in self.markets:
                fresh = attrs.evolve(found, symbol=name, contract_type="NEXT_QUARTER", status="TRADING")
                fresh.onboard, fresh.delivery = now_ms, int(far.timestamp()) * 1000
                self.list_symbol(fresh)
                self.tell_contract(fresh)

    def tell_contract(self, symbol: Symbol) -> None:
        """Write the present state of a contract down."""
        self.ledger.write(
            self.now, "contract", symbol=symbol.symbol, tick=symbol.tick, step=symbol.step,
            minNotional=symbol.min_notional, status=symbol.status, listed=symbol.listed,
        )  # fmt: skip
