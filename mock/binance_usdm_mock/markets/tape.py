"""The public trades of a scripted market: the usual ones until the script begins, then those of its source and scenes.

Rules:
- minutes are made in their order, each once; of those long past only sums and numbers are kept, and made again when
  somebody asks for their trades;
- scenes move prices and stop trade as functions of time, so they work on walks and on recordings alike;
- ids go on without a gap where the usual trades end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from operator import itemgetter

from ..engine.symbols import Symbol
from ..engine.tape import MINUTE, Minute, Tape, Trade
from .pace import Pace
from .sources import Source

__all__ = ["ScriptedTape"]

_TIME = itemgetter(0)
_KEPT = 50_000


class ScriptedTape(Tape):
    """The trades of one symbol.

    Args:
        seed: Seed of the exchange, which decides what was before.
        symbol: The contract.
        start: Instant at which the script begins (ms).
        source: Makes the trades from then on.
        pace: What scenes do to prices and trade.
    """

    def __init__(self, seed: int, symbol: Symbol, start: int, source: Source, pace: Pace) -> None:
        super().__init__(seed, symbol)
        self._source, self._pace = source, pace
        self._begin, self._first = start, start // MINUTE
        before = Tape(seed, symbol).last(start - 1)
        self._base = before.number + 1 if before else 0
        self._price = before.price if before else symbol.base_ticks
        self._numbers: list[int] = []
        self._sums: list[Minute] = []
        self._counts: list[int] = []
        self._recent: OrderedDict[int, tuple[Trade, ...]] = OrderedDict()
        self._held = 0

    def _make(self, minute: int, number: int) -> tuple[Trade, ...]:
        """The trades of a minute, the first of which has this number."""
        made: list[Trade] = []
        if minute == self._first:
            made = [trade for trade in super().trades(minute) if trade.time < self._begin]
            number += len(made)
        pace, lowest = self._pace, self.symbol.min_ticks
        for time, price, quantity, sold in self._source.prints(minute, self._price):
            if time >= self._begin and not pace.halted(time):
                made.append(Trade(time, max(pace.price(time, price), lowest), quantity, sold, number))
                number += 1
        return tuple(made)

    def _grow(self, minute: int) -> None:
        """Know everything up to a minute."""
        while self._first + len(self._sums) <= minute:
            at = self._first + len(self._sums)
            if self._sums:
                number, close = self._numbers[-1] + self._counts[-1], self._sums[-1].close
            else:
                # Trades of the first minute before the start are of the usual kind and have their numbers.
                number = self._base - sum(1 for trade in super().trades(at) if trade.time < self._begin)
                close = self._price
            trades = self._make(at, number)
            self._numbers.append(number)
            self._counts.append(len(trades))
            self._sums.append(_summed(trades, close))
            self._keep(at, trades)

    def _keep(self, minute: int, trades: tuple[Trade, ...]) -> None:
        self._recent[minute] = trades
        self._held += len(trades) + 1
        while self._held > _KEPT and len(self._recent) > 2:
            self._held -= len(self._recent.popitem(last=False)[1]) + 1

    def trades(self, minute: int) -> tuple[Trade, ...]:
        """The trades of a minute counted from 1970, oldest first."""
        if minute < self._first:
            return super().trades(minute)
        self._grow(minute)
        found = self._recent.get(minute)
        if found is None:
            found = self._make(minute, self._numbers[minute - self._first])
            self._keep(minute, found)
        return found

    def last(self, now_ms: int) -> Trade | None:
        """The newest trade that is not after ``now_ms``; None before the symbol was listed."""
        minute = now_ms // MINUTE
        if minute < self._first:
            return super().last(now_ms)
        trades = self.trades(minute)
        index = bisect_right(trades, now_ms, key=_TIME)
        if index:
            return trades[index - 1]
        number = self._numbers[minute - self._first] - 1
        return self.by_number(number) if number >= 0 else None

    def place(self, number: int) -> tuple[int, int, int]:
        """The minute in which a trade is, the number of that minute's first trade, and how many it has."""
        if not self._numbers or number < self._numbers[0]:
            return super().place(number)
        index = bisect_right(self._numbers, number) - 1
        return self._first + index, self._numbers[index], self._counts[index]

    def by_number(self, number: int) -> Trade:
        """A made trade by its number."""
        minute, first, _ = self.place(number)
        return self.trades(minute)[number - first]

    def reach(self, minute: int) -> tuple[int, int]:
        """Lowest and highest price of a minute counted from 1970."""
        if minute < self._first:
            return super().reach(minute)
        self._grow(minute)
        found = self._sums[minute - self._first]
        return found.low, found.high

    def stretch(self, begin: int, stop: int) -> tuple[Minute, int, int]:
        """Whole minutes from ``begin`` (ms) on as one candle, how many trades they have, and where they end."""
        edge = self._first * MINUTE
        if begin < edge:
            return super().stretch(begin, min(stop, edge))
        self._grow(stop // MINUTE - 1)
        first, last = begin // MINUTE - self._first, stop // MINUTE - self._first
        rows = [row for row in self._sums[first:last] if row.volume]
        if not rows:
            return self._sums[first], 0, stop
        total = Minute(
            rows[0].open,
            max(row.high for row in rows),
            min(row.low for row in rows),
            rows[-1].close,
            sum(row.volume for row in rows),
            sum(row.turnover for row in rows),
            sum(row.bought for row in rows),
            sum(row.bought_turnover for row in rows),
        )
        return total, sum(self._counts[first:last]), stop

    def row(self, minute: int) -> tuple[int, int, int, int] | None:
        """Open, high, low and close of a scripted minute."""
        if minute < self._first:
            return None
        self._grow(minute)
        found = self._sums[minute - self._first]
        return found.open, found.high, found.low, found.close


def _summed(trades: tuple[Trade, ...], before: int) -> Minute:
    if not trades:
        return Minute(before, before, before, before, 0, 0, 0, 0)
    prices = [trade.price for trade in trades]
    bought = [trade for trade in trades if not trade.buyer_is_maker]
    return Minute(
        prices[0],
        max(prices),
        min(prices),
        prices[-1],
        sum(trade.quantity for trade in trades),
        sum(trade.quantity * trade.price for trade in trades),
        sum(trade.quantity for trade in bought),
        sum(trade.quantity * trade.price for trade in bought),
    )
