"""The market of one symbol: the tape with own trades put in, last, mark and index price, the ladder.

Own trades become public trades with ids of their own. Ids stay without gaps and never change: every trade made after an
own one counts one further.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter

from .candles import Candle, candle, span
from .draw import draw, number
from .fixed import E8
from .intervals import following
from .liquidity import Ladder
from .symbols import Symbol
from .tape import DAY, MINUTE, Tape, Trade

__all__ = ["FUNDING", "Market"]

FUNDING = 8 * 3_600_000
_FINE = 10_000_000
_TIME = itemgetter(0)


class Market:
    """The market of one symbol.

    Args:
        seed: The seed of the exchange.
        symbol: The contract.
    """

    def __init__(self, seed: int, symbol: Symbol) -> None:
        self.symbol = symbol
        self.tape = Tape(seed, symbol)
        self.ladder = Ladder(seed, symbol)
        self._seed = seed
        self._base_id = 1 + number(seed, symbol.symbol, "ids") % 900_000_000
        self._own: list[Trade] = []
        self._own_ids: list[int] = []
        self._premiums: dict[int, bytes] = {}

    def follow(self, now_ms: int) -> None:
        """Move the ladder to ``now_ms``."""
        last = self.tape.last(now_ms)
        if last is not None:
            self.ladder.follow(last)

    def print_own(self, now_ms: int, price: int, quantity: int, buyer_is_maker: bool) -> int:
        """Publish a trade of an account; returns its id."""
        made = self.tape.last(now_ms)
        before = made.number + 1 if made else 0
        identity = self._base_id + before + len(self._own)
        self._own.append(Trade(now_ms, price, quantity, buyer_is_maker, identity))
        self._own_ids.append(identity)
        return identity

    def own_between(self, begin: int, stop: int) -> list[Trade]:
        """Own trades with ``begin <= time < stop``."""
        if not self._own:
            return []
        first = bisect_left(self._own, begin, key=_TIME)
        return self._own[first : bisect_left(self._own, stop, first, key=_TIME)]

    def _public(self, trade: Trade) -> Trade:
        """The trade with its public id. An own trade counts before a made one only when its time is smaller."""
        earlier = bisect_left(self._own, trade.time, key=_TIME) if self._own else 0
        return trade._replace(number=self._base_id + trade.number + earlier)

    def last(self, now_ms: int) -> Trade | None:
        """The newest public trade."""
        made = self.tape.last(now_ms)
        index = bisect_right(self._own, now_ms, key=_TIME) if self._own else 0
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

    def _premium(self, minute: int, index: bool) -> int:
        """Distance of mark or index price from the last price, in ten-millionths."""
        day, n = divmod(minute, 1440)
        raw = self._premiums.get(day)
        if raw is None:
            if len(self._premiums) > 400:
                self._premiums.clear()
            raw = self._premiums[day] = draw(2880, self._seed, self.symbol.symbol, "premium", day)
        return (raw[n] - 128) * 8 if not index else (raw[n] - 128) * 8 + (raw[1440 + n] - 140) * 16

    def price_e8(self, now_ms: int) -> int:
        """Price of the newest made trade, in units of 1e-8; the fair price under mark and index."""
        made = self.tape.last(now_ms)
        return (made.price if made else self.symbol.base_ticks) * self.symbol.tick_e8

    def mark_e8(self, now_ms: int) -> int:
        """Mark price in units of 1e-8."""
        return self.price_e8(now_ms) * (_FINE + self._premium(now_ms // MINUTE, index=False)) // _FINE

    def index_e8(self, now_ms: int) -> int:
        """Index price in units of 1e-8."""
        return self.price_e8(now_ms) * (_FINE + self._premium(now_ms // MINUTE, index=True)) // _FINE

    def derived_candle(
        self, kind: str, interval: str, open_time: int, now_ms: int
    ) -> tuple[int, int, int, int, int, int]:
        """Open time, open, high, low, close in units of 1e-8 and close time of mark, index or premium candles."""
        close = following(interval, open_time)
        begin, stop = max(open_time, self.tape.first_day * DAY), min(close, now_ms + 1)
        values: list[tuple[int, int, int, int]] = []
        while begin < stop:
            minute = begin // MINUTE
            mark, index = self._premium(minute, index=False), self._premium(minute, index=True)
            if kind == "premium":
                value = (mark - index) * E8 // _FINE
                values.append((value, value, value, value))
            else:
                upto = min(stop, (minute + 1) * MINUTE)
                factor = _FINE + (mark if kind == "mark" else index)
                values.append(self._scaled_minute(minute, upto, factor))
            begin = (minute + 1) * MINUTE
        if not values:
            return open_time, 0, 0, 0, 0, close - 1
        return (
            open_time,
            values[0][0],
            max(v[1] for v in values),
            min(v[2] for v in values),
            values[-1][3],
            close - 1,
        )

    def _scaled_minute(self, minute: int, upto: int, factor: int) -> tuple[int, int, int, int]:
        tick = self.symbol.tick_e8
        day, n = divmod(minute, 1440)
        table = self.tape.day(day)
        if upto == (minute + 1) * MINUTE:
            prices = (table.opens[n], table.highs[n], table.lows[n], table.closes[n])
        else:
            seen = [t.price for t in self.tape.trades(minute) if t.time < upto] or [table.opens[n]]
            prices = (table.opens[n], max(seen), min(seen), seen[-1])
        o, h, low, c = (price * tick * factor // _FINE for price in prices)
        return o, h, low, c

    def funding_rate(self, funding_time: int) -> int:
        """The rate settled at this instant, in units of 1e-8."""
        return 10_000 + number(self._seed, self.symbol.symbol, "funding", funding_time // FUNDING) % 30_001 - 12_000
