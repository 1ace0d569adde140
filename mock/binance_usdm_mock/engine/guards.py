"""How far prices may move before an account has to be looked at.

Rules:
- a band around the mark price of each symbol that matters to an account: while all of them hold, its margin suffices
  for certain, so that hours of trades are passed over by looking at the extremes of minutes;
- bands are narrower than they need to be, never wider. Who leaves one is looked at exactly, at that very trade;
- bands are only right until money or positions of the account change; then they are made anew.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping

import attrs

from .market import Market
from .tape import MINUTE, Trade

__all__ = ["Band", "Guards"]

Band = tuple[int, int]
"""Lowest and highest mark price, in units of 1e-8, at which all is well."""


@attrs.define(eq=False)
class _Guard:
    market: Market
    bands: dict[str, Band] = attrs.field(factory=dict[str, Band])
    seen: int = -1
    found: Trade | None = None
    due: int = 0

    def begin(self, now_ms: int) -> None:
        """Look at the trades after this instant."""
        last = self.market.tape.last(now_ms)
        self.seen, self.found = last.number if last else -1, None

    def look(self, until: int) -> Trade | None:
        """The first trade up to ``until`` whose mark price is outside a band."""
        if self.found is not None:
            return self.found if self.found.time <= until else None
        tape, tick = self.market.tape, self.market.symbol.tick_e8
        last = tape.last(until)
        if last is None or last.number <= self.seen:
            return None
        low = max(band[0] for band in self.bands.values())
        high = min(band[1] for band in self.bands.values())
        number = self.seen + 1
        while number <= last.number:
            minute, first, count = tape.place(number)
            lowest, highest = tape.reach(minute)
            away = self.market.derived.away("mark", minute * MINUTE)
            stop = min(first + count, last.number + 1)
            if lowest * tick + away < low or highest * tick + away > high:
                for at in range(number, stop):
                    trade = tape.by_number(at)
                    if not low <= trade.price * tick + away <= high:
                        self.seen, self.found = at, trade
                        return trade
            number = stop
        self.seen = last.number
        return None


class Guards:
    """The bands of all accounts.

    Args:
        markets: Markets by symbol.
    """

    def __init__(self, markets: Mapping[str, Market]) -> None:
        self._markets = markets
        self._guards: dict[str, _Guard] = {}
        self._alarms: list[tuple[int, str]] = []
        self._found: dict[str, None] = {}

    def renew(self, account: str, bands: Mapping[str, Band], now_ms: int) -> None:
        """Give an account other bands from this instant on."""
        for name, guard in list(self._guards.items()):
            if guard.bands.pop(account, None) is not None and name not in bands:
                if guard.bands:
                    self._begin(name, guard, now_ms)
                else:
                    del self._guards[name]
                    self._found.pop(name, None)
        self.extend(account, bands, now_ms)

    def extend(self, account: str, bands: Mapping[str, Band], now_ms: int) -> None:
        """Give an account further bands from this instant on."""
        for name, band in bands.items():
            found = self._guards.get(name)
            if found is None:
                found = self._guards[name] = _Guard(self._markets[name])
            found.bands[account] = band
            self._begin(name, found, now_ms)

    def _begin(self, name: str, guard: _Guard, now_ms: int) -> None:
        guard.begin(now_ms)
        self._found.pop(name, None)
        self._wake(name, guard, now_ms)

    def _wake(self, name: str, guard: _Guard, now_ms: int) -> None:
        """Look at a symbol again when its next trade is due."""
        guard.due = guard.market.tape.quiet_until(now_ms)
        heapq.heappush(self._alarms, (guard.due, name))

    def next(self, until: int) -> int | None:
        """The first instant up to ``until`` at which a price leaves a band."""
        while self._alarms and self._alarms[0][0] <= until:
            at, name = heapq.heappop(self._alarms)
            guard = self._guards.get(name)
            if guard is None or guard.due != at:
                continue
            if guard.look(until) is None:
                self._wake(name, guard, until)
            else:
                guard.due = -1
                self._found[name] = None
        times = [trade.time for name in self._found if (trade := self._guards[name].found) is not None]
        return min((time for time in times if time <= until), default=None)

    def met(self, now_ms: int) -> Iterator[str]:
        """The accounts that the trades of this instant concern; they are to get new bands."""
        found: dict[str, None] = {}
        for symbol in list(self._found):
            guard = self._guards[symbol]
            trade = guard.found
            if trade is not None and trade.time <= now_ms:
                guard.found = None
                del self._found[symbol]
                self._wake(symbol, guard, now_ms)
                mark = trade.price * guard.market.symbol.tick_e8 + guard.market.derived.away("mark", trade.time)
                found.update(
                    dict.fromkeys(name for name, (low, high) in guard.bands.items() if not low <= mark <= high)
                )
        return iter(found)
