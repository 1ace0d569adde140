"""The market of one symbol: the tape with own trades put in, last, mark and index price, the ladder.

Own trades become public trades with ids of their own. Ids never change: every trade made after an own one counts one
further. They stay without gaps but for trades that are not public.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from operator import itemgetter

from .candles import Candle, candle, span
from .derived import Derived
from .draw import number
from .liquidity import Ladder
from .symbols import Symbol
from .tape import MINUTE, Tape, Trade

__all__ = ["FUNDING", "Market"]

FUNDING = 8 * 3_600_000
_TIME = itemgetter(0)


class Market:
    """The market of one symbol.

    Args:
        seed: The seed of the exchange.
        symbol: The contract.
        tape: Its public trades; by default those that follow from the seed.
        ladder: The orders of everybody else; by default as they follow from the seed.
    """

    def __init__(self, seed: int, symbol: Symbol, tape: Tape | None = None, ladder: Ladder | None = None) -> None:
        self.symbol = symbol
        self.tape = tape or Tape(seed, symbol)
        self.ladder = ladder or Ladder(seed, symbol)
        self.funding: Callable[[int], int | None] | None = None
        """The rate settled at an instant, in units of 1e-8, where it is another than the usual one."""
        self._seed = seed
        self._mark = (0, 0, 0)
        self._base_id = 1 + number(seed, symbol.symbol, "ids") % 900_000_000
        self._own: list[Trade] = []
        self._own_ids: list[int] = []
        self._hidden: set[int] = set()
        self.derived = Derived(seed, self.tape)

    def follow(self, now_ms: int) -> None:
        """Move the ladder to ``now_ms``."""
        last = self.tape.last(now_ms)
        if last is not None:
            self.ladder.follow(last)
        self.ladder.pass_to(now_ms)

    def print_own(self, now_ms: int, price: int, quantity: int, buyer_is_maker: bool) -> int:
        """Publish a trade of an account; returns its id."""
        made = self.tape.last(now_ms)
        before = made.number + 1 if made else 0
        identity = self._base_id + before + len(self._own)
        self._own.append(Trade(now_ms, price, quantity, buyer_is_maker, identity))
        self._own_ids.append(identity)
        return identity

    def take_id(self, now_ms: int) -> int:
        """An id of its own for a trade that is not public, as one with the insurance fund; the public ids skip it."""
        identity = self.print_own(now_ms, 0, 0, buyer_is_maker=False)
        self._hidden.add(identity)
        return identity

    def own_between(self, begin: int, stop: int) -> list[Trade]:
        """Own public trades with ``begin <= time < stop``."""
        if not self._own:
            return []
        first = bisect_left(self._own, begin, key=_TIME)
        found = self._own[first : bisect_left(self._own, stop, first, key=_TIME)]
        return [trade for trade in found if trade.number not in self._hidden] if self._hidden else found

    def _public(self, trade: Trade) -> Trade:
        """The trade with its public id. An own trade counts before a made one only when its time is smaller."""
        earlier = bisect_left(self._own, trade.time, key=_TIME) if self._own else 0
        return trade._replace(number=self._base_id + trade.number + earlier)

    def last(self, now_ms: int) -> Trade | None:
        """The newest public trade."""
        made = self.tape.last(now_ms)
        index = bisect_right(self._own, now_ms, key=_TIME) if self._own else 0
        while index and self._hidden and self._own[index - 1].number in self._hidden:
            index -= 1
        if index and (made is None or self._own[index - 1].time >= made.time):
            return self._own[index - 1]
        return self._public(made) if made else None

    def first_id(self) -> int:
        """Id of the first public trade."""
        return self._base_id

    def between(self, begin: int, stop: int, limit: int) -> list[Trade]:
        """The first ``limit`` public trades with ``begin <= time < stop``, oldest first."""
        rows: list[Trade] = []
        minute = max(begin // MINUTE, self.tape.first_minute)
        while minute * MINUTE < stop and len(rows) < limit:
            low, high = max(begin, minute * MINUTE), min(stop, (minute + 1) * MINUTE)
            part = [self._public(t) for t in self.tape.trades(minute) if low <= t.time < high]
            part += self.own_between(low, high)
            part.sort(key=itemgetter(4))
            rows += part
            minute += 1
        return rows[:limit]

    def by_id(self, first: int, limit: int, now_ms: int) -> list[Trade]:
        """Up to ``limit`` public trades from this id on, not after ``now_ms``."""
        last = self.last(now_ms)
        if last is None:
            return []
        rows: list[Trade] = []
        identity = max(first, self._base_id)
        while identity <= last.number and len(rows) < limit:
            own = bisect_left(self._own_ids, identity)
            if own < len(self._own_ids) and self._own_ids[own] == identity:
                if identity not in self._hidden:
                    rows.append(self._own[own])
            else:
                rows.append(self.tape.by_number(identity - self._base_id - own)._replace(number=identity))
            identity += 1
        return rows

    def candle(self, interval: str, open_time: int, now_ms: int) -> Candle:
        """One candle of traded prices."""
        return candle(self.tape, interval, open_time, now_ms, self.own_between)

    def span(self, begin: int, stop: int) -> Candle:
        """The trades with ``begin <= time < stop`` as one candle; ``begin`` is on a minute."""
        return span(self.tape, begin, stop, self.own_between)

    def price_e8(self, now_ms: int) -> int:
        """Price of the newest made trade, in units of 1e-8; the fair price under mark and index."""
        made = self.tape.last(now_ms)
        return (made.price if made else self.symbol.base_ticks) * self.symbol.tick_e8

    def mark_e8(self, now_ms: int) -> int:
        """Mark price in units of 1e-8."""
        since, until, price = self._mark
        if not since <= now_ms < until:
            price = self.price_e8(now_ms) + self.derived.away("mark", now_ms)
            self._mark = now_ms, self.tape.quiet_until(now_ms), price
        return price

    def mark_until(self, now_ms: int) -> int:
        """The instant up to which the mark price stays what it is."""
        self.mark_e8(now_ms)
        return self._mark[1]

    def index_e8(self, now_ms: int) -> int:
        """Index price in units of 1e-8."""
        return self.price_e8(now_ms) + self.derived.away("index", now_ms)

    def funding_rate(self, funding_time: int) -> int:
        """The rate settled at this instant, in units of 1e-8."""
        told = self.funding(funding_time) if self.funding else None
        if told is not None:
            return told
        return 10_000 + number(self._seed, self.symbol.symbol, "funding", funding_time // FUNDING) % 30_001 - 12_000
