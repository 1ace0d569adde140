"""What scenes do to a market as a function of time: its price, whether it trades, how thick its book is, its funding.

Pure: instants are milliseconds, factors are millionths.
"""

from __future__ import annotations

import attrs

from ..engine.liquidity import Shape

__all__ = ["MILLION", "Bend", "Pace", "Span"]

MILLION = 1_000_000


@attrs.frozen
class Bend:
    """A move of the price by ``change`` within ``over`` ms, of which it gives ``back`` a part within ``during`` ms."""

    at: int
    change: int
    over: int = 0
    back: int = 0
    during: int = 0

    def factor(self, time: int) -> int:
        """What the price is multiplied by, in millionths."""
        passed = time - self.at
        if passed < 0:
            return MILLION
        if passed < self.over:
            return MILLION + self.change * passed // self.over
        passed -= self.over
        returned = self.back if passed >= self.during else self.back * passed // self.during
        return MILLION + self.change * (MILLION - returned) // MILLION


@attrs.frozen
class Span:
    """Something that lasts from ``at`` to ``until``, the latter not included."""

    at: int
    until: int
    part: int = 0
    wide: int = 1

    def holds(self, time: int) -> bool:
        """True while it lasts."""
        return self.at <= time < self.until


@attrs.define
class Pace:
    """The scenes of one symbol."""

    bends: list[Bend] = attrs.field(factory=list[Bend])
    halts: list[Span] = attrs.field(factory=list[Span])
    thin: list[Span] = attrs.field(factory=list[Span])
    rates: list[Span] = attrs.field(factory=list[Span])

    def price(self, time: int, ticks: int) -> int:
        """The price that a trade of this instant has."""
        for bend in self.bends:
            ticks = ticks * bend.factor(time) // MILLION
        return ticks

    def halted(self, time: int) -> bool:
        """True while nothing is traded."""
        return any(halt.holds(time) for halt in self.halts)

    def shape(self, time: int) -> Shape:
        """Millionths of the usual quantities, and how many times as wide the spread is."""
        for span in self.thin:
            if span.holds(time):
                return span.part, span.wide
        return MILLION, 1

    def rate(self, time: int) -> int | None:
        """The funding rate of an instant, in units of 1e-8; None for the usual one."""
        for span in self.rates:
            if span.holds(time):
                return span.part
        return None
