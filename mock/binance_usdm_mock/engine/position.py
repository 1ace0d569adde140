"""A position: signed quantity, what it cost, and the margin set aside for it.

Money is in units of 1e-8 and nothing is lost by rounding: what a reduction does not realize stays in the cost.
"""

from __future__ import annotations

import attrs

from .fixed import E8, div
from .symbols import Symbol

__all__ = ["Position"]


@attrs.define(eq=False, slots=True)
class Position:
    """The position of an account in one symbol and position side.

    Attributes:
        quantity: Steps; below zero when short.
        cost: Signed money paid for it.
        bids: Money of resting buy orders that may enlarge a position; ``asks`` of sell orders.
        isolated: Money of an isolated position.
        fees: Fees paid since the position was opened.
    """

    noted: set[Position] | None = attrs.field(default=None, kw_only=True, repr=False)
    """Where it writes itself down whenever it changes."""
    symbol: Symbol
    side: str
    quantity: int = 0
    cost: int = 0
    bids: int = 0
    asks: int = 0
    isolated: int = 0
    fees: int = 0
    update_time: int = 0

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)
        if self.noted is not None:
            self.noted.add(self)

    def apply(self, steps: int, price: int) -> int:
        """Add a fill of signed steps at a price in ticks; returns the realized profit."""
        value = self.symbol.value(price, steps)
        if not self.quantity or (self.quantity > 0) == (steps > 0):
            self.quantity += steps
            self.cost += value
            return 0
        closed = min(abs(steps), abs(self.quantity))
        signed = closed if steps > 0 else -closed
        gone = self.cost if closed == abs(self.quantity) else _share(self.cost, closed, abs(self.quantity))
        received = self.symbol.value(price, signed)
        self.quantity += signed
        self.cost -= gone
        rest = steps - signed
        if rest:
            self.quantity, self.cost, self.fees = rest, self.symbol.value(price, rest), 0
        elif not self.quantity:
            self.fees = 0
        return -(received + gone)

    def notional(self, mark_e8: int) -> int:
        """Signed money of the position at the mark price."""
        return self.symbol.notional(mark_e8, self.quantity)

    def profit(self, mark_e8: int) -> int:
        """Unrealized profit at the mark price."""
        return self.notional(mark_e8) - self.cost if self.quantity else 0

    @property
    def entry_text(self) -> str:
        """The average entry price."""
        return self.symbol.average_text(self.cost, self.quantity)

    @property
    def break_even_text(self) -> str:
        """The price at which closing would repay the fees as well."""
        return self.symbol.average_text(self.cost + self.fees, self.quantity)

    @property
    def entry_e8(self) -> int:
        """The average entry price in units of 1e-8."""
        return abs(self.cost) * E8 // abs(self.quantity * self.symbol.step_e8) if self.quantity else 0


def _share(money: int, part: int, whole: int) -> int:
    return div(money * part, whole)
