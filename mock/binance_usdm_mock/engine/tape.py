"""The public trades of a symbol as a function of seed and time.

Rules:
- nothing is stored and nothing depends on what was asked before: any minute of any year can be made alone, and is the
  same each time;
- days are a random walk around the symbol's base price; minutes are a bridge from the day's open to the next day's;
- a minute has exactly ``TRADES`` trades in slots of three seconds. Its open, high, low, close, volume, quote volume and
  taker volumes are known without making the trades, and equal their sums exactly: that is what lets a year of candles
  be made quickly and still agree with the trades;
- prices are ticks, quantities are steps, instants are milliseconds.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import accumulate
from struct import unpack
from typing import NamedTuple

import attrs

from .draw import draw
from .symbols import Symbol

__all__ = ["DAY", "MINUTE", "SLOT", "TRADES", "Day", "Minute", "Tape", "Trade"]

MINUTE = 60_000
DAY = 86_400_000
TRADES = 20
SLOT = MINUTE // TRADES
_MINUTES = 1440
_PAIRS = (1, 2, 1, 3, 1, 2, 4, 1)
_PAIR_SUMS = tuple(accumulate(_PAIRS, initial=0))
_ENDS = 2
_WEIGHT = 2 + 2 * _ENDS + 2 * _PAIR_SUMS[-1]


class Trade(NamedTuple):
    """A public trade; ``number`` counts the made trades of the symbol, ``buyer_is_maker`` means a sell hit a bid."""

    time: int
    price: int
    quantity: int
    buyer_is_maker: bool
    number: int


class Minute(NamedTuple):
    """One minute: prices in ticks, volumes in steps, turnovers in ticks times steps."""

    open: int
    high: int
    low: int
    close: int
    volume: int
    turnover: int
    bought: int
    bought_turnover: int


@attrs.frozen(slots=True)
class Day:
    """The minutes of one day as columns, which is how they are made and summed fastest."""

    opens: list[int]
    highs: list[int]
    lows: list[int]
    closes: list[int]
    volumes: list[int]
    turnovers: list[int]
    bought: list[int]
    bought_turnovers: list[int]
    sizes: bytes
    flows: bytes

    def span(self, first: int, last: int) -> Minute:
        """The minutes ``first`` to ``last`` (exclusive) as one candle."""
        return Minute(
            self.opens[first],
            max(self.highs[first:last]),
            min(self.lows[first:last]),
            self.closes[last - 1],
            sum(self.volumes[first:last]),
            sum(self.turnovers[first:last]),
            sum(self.bought[first:last]),
            sum(self.bought_turnovers[first:last]),
        )


class Tape:
    """The trades of one symbol.

    Args:
        seed: The seed of the exchange.
        symbol: The contract.
    """

    def __init__(self, seed: int, symbol: Symbol) -> None:
        self.symbol = symbol
        self.first_day = symbol.onboard // DAY
        self.first_minute = self.first_day * _MINUTES
        self._labels = (seed, symbol.symbol)
        self._opens = [symbol.base_ticks]
        self._days: OrderedDict[int, Day] = OrderedDict()
        self._totals: dict[int, Minute] = {}
        self._minutes: OrderedDict[int, tuple[Trade, ...]] = OrderedDict()

    def _open_of(self, day: int) -> int:
        index = day - self.first_day
        if index >= len(self._opens):
            wanted = index + 64
            moves = unpack(f"<{wanted}h", draw(2 * wanted, *self._labels, "days"))
            base, opens, volatility = self.symbol.base_ticks, self._opens, self.symbol.volatility
            price = opens[-1]
            for move in moves[len(opens) - 1 :]:
                # One day moves about 38 times as far as one minute; a pull of 1 % a day keeps prices in their filters.
                price += price * move * volatility // 870_000_000 + (base - price) // 100
                opens.append(max(price, 20))
        return self._opens[index]

    def day(self, day: int) -> Day:
        """All minutes of a day counted from 1970."""
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._make_day(day)
            if len(self._days) > 48:
                self._days.popitem(last=False)
        else:
            self._days.move_to_end(day)
        return found

    def total(self, day: int) -> Minute:
        """A whole day as one candle."""
        found = self._totals.get(day)
        if found is None:
            found = self._totals[day] = self.day(day).span(0, _MINUTES)
        return found

    def _make_day(self, day: int) -> Day:
        start, end = self._open_of(day), self._open_of(day + 1)
        raw = draw(_MINUTES * 6, *self._labels, "minutes", day)
        sums = list(accumulate(unpack(f"<{_MINUTES}h", raw[: 2 * _MINUTES])))
        ups, downs, sizes, flows = (raw[n * _MINUTES : (n + 1) * _MINUTES] for n in range(2, 6))
        reach = max(start * self.symbol.volatility * 3464 // 1_000_000_000, 1)
        drift = end - start - (sums[-1] * reach >> 16)
        closes = [max(start + (s * reach >> 16) + drift * n // _MINUTES, 4) for n, s in enumerate(sums, 1)]
        closes[-1] = end
        opens = [start, *closes[:-1]]
        highs = [(max(c, o)) + (u * reach >> 9) for o, c, u in zip(opens, closes, ups, strict=True)]
        lows = [max((min(o, c)) - (d * reach >> 9), 2) for o, c, d in zip(opens, closes, downs, strict=True)]
        unit = self.symbol.volume
        small = [unit + unit * s // 64 for s in sizes]
        pairs = 2 * _PAIR_SUMS[-1]
        turnovers = [
            u * (_ENDS * (h + low) + o + c + pairs * ((o + c) >> 1))
            for u, o, h, low, c in zip(small, opens, highs, lows, closes, strict=True)
        ]
        bought = [
            u * (_ENDS + (f & 1) + (f >> 1 & 1) + 2 * _PAIR_SUMS[(f >> 2) % 9])
            for u, f in zip(small, flows, strict=True)
        ]
        bought_turnovers = [
            u * (_ENDS * h + (o if f & 1 else 0) + (c if f & 2 else 0) + 2 * ((o + c) >> 1) * _PAIR_SUMS[(f >> 2) % 9])
            for u, f, o, h, c in zip(small, flows, opens, highs, closes, strict=True)
        ]
        return Day(
            opens, highs, lows, closes, [u * _WEIGHT for u in small], turnovers, bought, bought_turnovers, sizes, flows
        )

    def trades(self, minute: int) -> tuple[Trade, ...]:
        """The trades of a minute counted from 1970, oldest first."""
        found = self._minutes.get(minute)
        if found is None:
            found = self._minutes[minute] = self._make_trades(minute)
            if len(self._minutes) > 512:
                self._minutes.popitem(last=False)
        return found

    def _make_trades(self, minute: int) -> tuple[Trade, ...]:
        day, index = divmod(minute, _MINUTES)
        table = self.day(day)
        first, high, low, last = table.opens[index], table.highs[index], table.lows[index], table.closes[index]
        unit = self.symbol.volume + self.symbol.volume * table.sizes[index] // 64
        flow = table.flows[index]
        raw = draw(3 * TRADES, *self._labels, "trades", minute)
        middle = (first + last) >> 1
        reach = min(middle - low, high - middle)
        inner: list[tuple[int, int, bool]] = [(high, _ENDS, False), (low, _ENDS, True)]
        buys = (flow >> 2) % 9
        for n, weight in enumerate(_PAIRS):
            away, sold = reach * (n + 1) // 8, n >= buys
            inner += ((middle - away, weight, sold), (middle + away, weight, sold))
        order = sorted(range(TRADES - 2), key=lambda n: raw[n])
        rows = [(first, 1, not flow & 1), *(inner[n] for n in order), (last, 1, not flow & 2)]
        start, number = minute * MINUTE, (minute - self.first_minute) * TRADES
        late = unpack(f"<{TRADES}H", raw[TRADES:])
        return tuple(
            Trade(start + n * SLOT + late[n] * SLOT // 65_536, price, unit * weight, sold, number + n)
            for n, (price, weight, sold) in enumerate(rows)
        )

    def last(self, now_ms: int) -> Trade | None:
        """The newest trade that is not after ``now_ms``; None before the symbol was listed."""
        minute = now_ms // MINUTE
        if minute < self.first_minute:
            return None
        trades = self.trades(minute)
        index = now_ms % MINUTE // SLOT
        if trades[index].time <= now_ms:
            return trades[index]
        if index:
            return trades[index - 1]
        return self.trades(minute - 1)[-1] if minute > self.first_minute else None

    def by_number(self, number: int) -> Trade:
        """A made trade by its number."""
        minute, index = divmod(number, TRADES)
        return self.trades(self.first_minute + minute)[index]
