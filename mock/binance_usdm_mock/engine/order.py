"""An order of an account and everything that is remembered about it."""

from __future__ import annotations

import attrs

from .symbols import Symbol

__all__ = ["CLOSED", "Amendment", "Order"]

NEW, PARTIALLY_FILLED, FILLED = "NEW", "PARTIALLY_FILLED", "FILLED"
CANCELED, EXPIRED, EXPIRED_IN_MATCH = "CANCELED", "EXPIRED", "EXPIRED_IN_MATCH"
CLOSED = frozenset({FILLED, CANCELED, EXPIRED, EXPIRED_IN_MATCH})


@attrs.frozen
class Amendment:
    """One change made to an order; prices in ticks, quantities in steps."""

    number: int
    time: int
    price_before: int
    price_after: int
    quantity_before: int
    quantity_after: int
    count: int
    modify_id: int | None


@attrs.define(eq=False, slots=True, kw_only=True)
class Order:
    """One order; price in ticks (0 for MARKET), quantities in steps, ``quote`` in units of 1e-8."""

    id: int
    client_id: str
    account: str
    symbol: Symbol
    buy: bool
    position_side: str
    type: str
    time_in_force: str
    price: int
    quantity: int
    reduce_only: bool
    stp: str
    price_match: str
    good_till: int
    time: int
    update_time: int
    executed: int = 0
    quote: int = 0
    status: str = NEW
    origin: str = ""
    close_position: bool = False
    hidden_until: int = 0
    why: str = ""
    """The exchange's number of the reason why it expired, when status and kind do not tell it."""
    told: str = ""
    """What an event tells instead of the status, as ``NEW_INSURANCE``."""
    amendments: list[Amendment] = attrs.field(factory=list[Amendment])

    @property
    def left(self) -> int:
        """Steps not executed yet."""
        return self.quantity - self.executed

    @property
    def side(self) -> str:
        """``BUY`` or ``SELL``."""
        return "BUY" if self.buy else "SELL"

    @property
    def opens(self) -> bool:
        """True when the order may enlarge a position, so that it needs margin while it rests."""
        if self.reduce_only:
            return False
        return self.position_side == "BOTH" or self.buy == (self.position_side == "LONG")
