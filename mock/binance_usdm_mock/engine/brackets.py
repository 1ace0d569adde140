"""Leverage brackets: how much leverage a notional allows and what maintenance margin it needs."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from .fixed import E8

__all__ = ["Bracket", "Brackets"]

RATE = 1_000_000
"""Units of a maintenance-margin rate per whole."""


@attrs.frozen
class Bracket:
    """One bracket; notionals and ``cum`` in units of 1e-8 quote, ``rate`` in millionths."""

    number: int
    leverage: int
    floor: int
    cap: int
    rate: int
    cum: int


class Brackets:
    """The brackets of a symbol.

    Args:
        table: Rows of (leverage, notional cap in quote, maintenance rate in millionths), dearest leverage first.
    """

    def __init__(self, table: Sequence[tuple[int, int, int]]) -> None:
        rows: list[Bracket] = []
        floor = cum = 0
        before = 0
        for number, (leverage, cap, rate) in enumerate(table, 1):
            cum += floor * (rate - before) // RATE
            rows.append(Bracket(number, leverage, floor, cap * E8, rate, cum))
            floor, before = cap * E8, rate
        self.rows = tuple(rows)
        self._caps: dict[int, int] = {}

    @property
    def max_leverage(self) -> int:
        """The highest leverage of the symbol."""
        return self.rows[0].leverage

    def of(self, notional: int) -> Bracket:
        """The bracket a position of this notional falls in."""
        for row in self.rows:
            if notional <= row.cap:
                return row
        return self.rows[-1]

    def cap(self, leverage: int) -> int:
        """The largest notional allowed with this leverage."""
        found = self._caps.get(leverage)
        if found is None:
            found = max((row.cap for row in self.rows if row.leverage >= leverage), default=0)
            self._caps[leverage] = found
        return found

    def maintenance(self, notional: int) -> int:
        """The maintenance margin of a position of this notional."""
        row = self.of(notional)
        return notional * row.rate // RATE - row.cum
