"""The public trades of a symbol as a function of seed and time.

Rules:
- nothing is stored and nothing depends on what was asked before: any minute of any year can be made alone, and is the
  same each time;
- a day is one of a few dozen patterns (see ``pattern``), moved to the day's open, stretched, turned upside down or not;
  days follow each other without a gap and stay around the symbol's base price;
- a minute has exactly ``TRADES`` trades in slots of three seconds. Its open, high, low, close, volume, quote volume and
  taker volumes are known without making the trades, and equal their sums exactly, and so do those of a day: that is
  what lets years of candles be made quickly and still agree with the trades;
- prices are ticks, quantities are steps, instants are milliseconds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from operator import itemgetter
from struct import unpack
from typing import NamedTuple

import attrs

from .draw import draw
from .pattern import ENDS, MINUTES, PAIR_SUMS, PAIRS, PATTERNS, Pattern, net_moves
from .symbols import Symbol

__all__ = ["DAY", "MINUTE", "SLOT", "TRADES", "Day", "Minute", "Plan", "Tape", "Trade"]

MINUTE = 60_000
DAY = 86_400_000
TRADES = 20
SLOT = MINUTE // TRADES
_TIME = itemgetter(0)


class Plan(NamedTuple):
    """What a day is made of: its open in ticks, its pattern, stretch (below zero: upside down) and volume factor."""

    base: int
    pattern: int
    stretch: int
    volume: int


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
    units: list[int]
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
        self.first_minute = self.first_day * MINUTES
        self._labels = (seed, symbol.symbol)
        self._moves = net_moves(seed, symbol)
        self._plans: list[Plan] = []
        self._patterns: dict[int, Pattern] = {}
        self._days: OrderedDict[int, Day] = OrderedDict()
        self._minutes: OrderedDict[int, tuple[Trade, ...]] = OrderedDict()

    def plan(self, day: int) -> Plan:
        """What a day counted from 1970 is made of."""
        index, plans = day - self.first_day, self._plans
        if index >= len(plans):
            wanted = index + 512
            raw = draw(2 * wanted, *self._labels, "days")
            base = self.symbol.base_ticks
            price = plans[-1].base + plans[-1].stretch * self._moves[plans[-1].pattern] if plans else base
            for n in range(len(plans), wanted):
                kind, style = raw[2 * n] % PATTERNS, raw[2 * n + 1]
                stretch = 1 + (style & 3 == 3)
                move = self._moves[kind]
                # Far from its base price the market turns back, so that prices stay inside the filters.
                away = 0 if base * 4 < price * 5 < base * 6 else price - base
                if move * away > 0 or (not away and style & 4):
                    stretch = -stretch
                plans.append(Plan(price, kind, stretch, 1 + (style >> 3) % 3))
                price += stretch * move
        return plans[index]

    def pattern(self, number: int) -> Pattern:
        """A pattern of this symbol."""
        found = self._patterns.get(number)
        if found is None:
            found = self._patterns[number] = Pattern.make(*self._labels, self.symbol, number, self._moves[number])
        return found

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
        """A whole day as one candle, without making its minutes."""
        base, number, stretch, factor = self.plan(day)
        p = self.pattern(number)
        up = stretch > 0
        return Minute(
            base,
            base + stretch * (p.highest if up else p.lowest),
            base + stretch * (p.lowest if up else p.highest),
            base + stretch * p.closes[-1],
            factor * p.volume,
            factor * (base * p.volume + stretch * p.turnover),
            factor * p.bought,
            factor * (base * p.bought + stretch * (p.bought_turnover_up if up else p.bought_turnover_down)),
        )

    def _make_day(self, day: int) -> Day:
        base, number, k, factor = self.plan(day)
        p = self.pattern(number)
        up = k > 0
        opens = [base + k * o for o in p.opens]
        closes = [*opens[1:], base + k * p.closes[-1]]
        highs = [base + k * h for h in (p.highs if up else p.lows)]
        lows = [base + k * low for low in (p.lows if up else p.highs)]
        bought = p.bought_turnovers_up if up else p.bought_turnovers_down
        return Day(
            opens,
            highs,
            lows,
            closes,
            [factor * v for v in p.volumes],
            [factor * (base * v + k * t) for v, t in zip(p.volumes, p.turnovers, strict=True)],
            [factor * v for v in p.boughts],
            [factor * (base * v + k * t) for v, t in zip(p.boughts, bought, strict=True)],
            [factor * u for u in p.units],
            p.flows,
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
        day, index = divmod(minute, MINUTES)
        table = self.day(day)
        first, high, low, last = table.opens[index], table.highs[index], table.lows[index], table.closes[index]
        unit = table.units[index]
        flow = table.flows[index]
        raw = draw(3 * TRADES, *self._labels, "trades", minute)
        middle = (first + last) >> 1
        reach = min(middle - low, high - middle)
        inner: list[tuple[int, int, bool]] = [(high, ENDS, False), (low, ENDS, True)]
        buys = (flow >> 2) % len(PAIR_SUMS)
        for n, weight in enumerate(PAIRS):
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

    def place(self, number: int) -> tuple[int, int, int]:
        """The minute in which a trade is, the number of that minute's first trade, and how many it has."""
        minute = number // TRADES
        return self.first_minute + minute, minute * TRADES, TRADES

    def reach(self, minute: int) -> tuple[int, int]:
        """Lowest and highest price of a minute counted from 1970."""
        day, index = divmod(minute, MINUTES)
        table = self.day(day)
        return table.lows[index], table.highs[index]

    def stretch(self, begin: int, stop: int) -> tuple[Minute, int, int]:
        """Whole minutes from ``begin`` (ms) on as one candle, how many trades they have, and where they end.

        They end at ``stop`` or earlier, where it is quicker to ask again.
        """
        day = begin // DAY
        if begin % DAY == 0 and stop - begin >= DAY:
            return self.total(day), TRADES * MINUTES, begin + DAY
        stop = min(stop, (day + 1) * DAY)
        first, last = (begin - day * DAY) // MINUTE, (stop - day * DAY) // MINUTE
        return self.day(day).span(first, last), TRADES * (last - first), stop

    def row(self, minute: int) -> tuple[int, int, int, int] | None:
        """Open, high, low and close of a minute that is none of the usual ones; None for the usual ones."""
        del minute
        return None

    def quiet_until(self, now_ms: int) -> int:
        """An instant before which there is neither another trade nor another minute."""
        minute = now_ms // MINUTE
        if minute >= self.first_minute:
            trades = self.trades(minute)
            index = bisect_right(trades, now_ms, key=_TIME)
            if index < len(trades):
                return trades[index].time
        return (minute + 1) * MINUTE

    def by_number(self, number: int) -> Trade:
        """A made trade by its number."""
        minute, index = divmod(number, TRADES)
        return self.trades(self.first_minute + minute)[index]
