"""How far apart candlesticks open.

Pure. The text of an interval says it all: a number and a unit. Months differ in length, so a month steps by the
calendar, in UTC as all days of the exchange do.
"""

from __future__ import annotations

from datetime import UTC, datetime

import attrs

__all__ = ["Step"]

_UNIT_MS = {"s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000}
_SHORTEST_MONTH_MS = 28 * 86_400_000


@attrs.frozen
class Step:
    """The step from one candlestick to the next.

    Attributes:
        ms: Its length in ms, or None where the calendar decides.
        months: Its length in calendar months, where ``ms`` is None.
    """

    ms: int | None
    months: int = 0

    @classmethod
    def of(cls, interval: str) -> Step:
        """The step of an interval such as ``15m``, ``1w`` or ``1M``."""
        count, unit = int(interval[:-1]), interval[-1]
        if unit == "M":
            return cls(None, count)
        return cls(count * _UNIT_MS[unit])

    def after(self, opening: int) -> int:
        """When the candlestick after the one that opened then opens, ms."""
        if self.ms is not None:
            return opening + self.ms
        moment = datetime.fromtimestamp(opening / 1000, UTC)
        years, month = divmod(moment.month - 1 + self.months, 12)
        following = datetime(moment.year + years, month + 1, 1, tzinfo=UTC)
        return int(following.timestamp()) * 1000

    def most_between(self, first: int, last: int) -> int:
        """At most so many candlesticks open from ``first`` to ``last``, both included."""
        return (last - first) // (self.ms or self.months * _SHORTEST_MONTH_MS) + 1
