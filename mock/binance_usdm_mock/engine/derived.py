"""Mark price, index price and premium index: the traded price with a small distance that changes every minute.

The distances belong to the pattern of the day, so that extremes over whole days are made once per pattern and stretch.
Prices are in units of 1e-8.
"""

from __future__ import annotations

from collections import OrderedDict

from .draw import draw
from .fixed import E8
from .intervals import following
from .pattern import MINUTES
from .tape import DAY, MINUTE, Tape

__all__ = ["Derived", "Row"]

_FINE = 10_000_000
Row = tuple[int, int, int, int]
"""Open, high, low, close."""
_Columns = tuple[list[int], list[int], list[int], list[int]]


class Derived:
    """Prices that follow the traded one.

    Args:
        seed: The seed of the exchange.
        tape: The public trades.
    """

    def __init__(self, seed: int, tape: Tape) -> None:
        self._seed, self._tape = seed, tape
        self._base = tape.symbol.base_ticks * tape.symbol.tick_e8
        self._raws: dict[int, bytes] = {}
        self._aways: dict[tuple[str, int], list[int]] = {}
        self._columns: OrderedDict[tuple[str, int, int], _Columns] = OrderedDict()
        self._days: dict[tuple[str, int, int], Row] = {}

    def _raw(self, pattern: int) -> bytes:
        found = self._raws.get(pattern)
        if found is None:
            found = self._raws[pattern] = draw(2 * MINUTES, self._seed, self._tape.symbol.symbol, "premium", pattern)
        return found

    def _away(self, kind: str, pattern: int) -> list[int]:
        """Distance from the traded price in each minute of a pattern; of the premium index the index itself."""
        key = (kind, pattern)
        found = self._aways.get(key)
        if found is None:
            raw = self._raw(pattern)
            marks = [(byte - 128) * 8 for byte in raw[:MINUTES]]
            if kind == "mark":
                found = [mark * self._base // _FINE for mark in marks]
            else:
                indexes = [mark + (byte - 140) * 16 for mark, byte in zip(marks, raw[MINUTES:], strict=True)]
                if kind == "index":
                    found = [index * self._base // _FINE for index in indexes]
                else:
                    found = [(mark - index) * E8 // _FINE for mark, index in zip(marks, indexes, strict=True)]
            self._aways[key] = found
        return found

    def away(self, kind: str, now_ms: int) -> int:
        """Distance from the traded price at an instant."""
        day, rest = divmod(now_ms, DAY)
        if day < self._tape.first_day:
            return 0
        pattern, minute = self._tape.plan(day).pattern, rest // MINUTE
        if kind != "mark" or (kind, pattern) in self._aways:
            return self._away(kind, pattern)[minute]
        # A single minute is told without making the whole day.
        return (self._raw(pattern)[minute] - 128) * 8 * self._base // _FINE

    def _relative(self, kind: str, pattern: int, stretch: int) -> _Columns:
        """Minutes of a day relative to its open."""
        key = (kind, pattern, stretch)
        found = self._columns.get(key)
        if found is None:
            away = self._away(kind, pattern)
            if kind == "premium":
                found = (away, away, away, away)
            else:
                p, scale = self._tape.pattern(pattern), stretch * self._tape.symbol.tick_e8
                highs, lows = (p.highs, p.lows) if stretch > 0 else (p.lows, p.highs)
                found = (
                    [scale * price + a for price, a in zip(p.opens, away, strict=True)],
                    [scale * price + a for price, a in zip(highs, away, strict=True)],
                    [scale * price + a for price, a in zip(lows, away, strict=True)],
                    [scale * price + a for price, a in zip(p.closes, away, strict=True)],
                )
            self._columns[key] = found
            if len(self._columns) > 12:
                self._columns.popitem(last=False)
        return found

    def _span(self, kind: str, day: int, first: int, last: int) -> Row:
        """The minutes ``first`` to ``last`` (exclusive) of a day."""
        plan = self._tape.plan(day)
        if kind != "premium" and self._tape.row(day * MINUTES + last - 1) is not None:
            return self._scripted(kind, day, first, last)
        base = 0 if kind == "premium" else plan.base * self._tape.symbol.tick_e8
        key = (kind, plan.pattern, plan.stretch)
        row = self._days.get(key) if last - first == MINUTES else None
        if row is None:
            opens, highs, lows, closes = self._relative(*key)
            row = (opens[first], max(highs[first:last]), min(lows[first:last]), closes[last - 1])
            if last - first == MINUTES:
                self._days[key] = row
        return base + row[0], base + row[1], base + row[2], base + row[3]

    def _scripted(self, kind: str, day: int, first: int, last: int) -> Row:
        """The minutes of a day that ends otherwise than by its pattern."""
        tick, away = self._tape.symbol.tick_e8, self._away(kind, self._tape.plan(day).pattern)
        rows: list[Row] = []
        for n in range(first, last):
            row = self._tape.row(day * MINUTES + n)
            if row is None:
                table = self._tape.day(day)
                row = table.opens[n], table.highs[n], table.lows[n], table.closes[n]
            rows.append(
                (row[0] * tick + away[n], row[1] * tick + away[n], row[2] * tick + away[n], row[3] * tick + away[n])
            )
        return rows[0][0], max(row[1] for row in rows), min(row[2] for row in rows), rows[-1][3]

    def _unfinished(self, kind: str, minute: int, stop: int) -> Row:
        """The minute that is still going on."""
        day, n = divmod(minute, MINUTES)
        away = self._away(kind, self._tape.plan(day).pattern)[n]
        if kind == "premium":
            return away, away, away, away
        row, tick = self._tape.row(minute), self._tape.symbol.tick_e8
        opened = self._tape.day(day).opens[n] if row is None else row[0]
        seen = [t.price for t in self._tape.trades(minute) if t.time < stop] or [opened]
        return opened * tick + away, max(seen) * tick + away, min(seen) * tick + away, seen[-1] * tick + away

    def candle(self, kind: str, interval: str, open_time: int, now_ms: int) -> tuple[int, Row, int]:
        """Open time, prices and close time of a candle of ``mark``, ``index`` or ``premium`` as of ``now_ms``."""
        close = following(interval, open_time)
        begin, stop = max(open_time, self._tape.first_day * DAY), min(close, now_ms + 1)
        whole = stop // MINUTE * MINUTE
        rows: list[Row] = []
        while begin < whole:
            day = begin // DAY
            upto = min(whole, (day + 1) * DAY)
            rows.append(self._span(kind, day, begin % DAY // MINUTE, (upto - day * DAY) // MINUTE))
            begin = upto
        if begin < stop:
            rows.append(self._unfinished(kind, begin // MINUTE, stop))
        if not rows:
            return open_time, (0, 0, 0, 0), close - 1
        row = (rows[0][0], max(r[1] for r in rows), min(r[2] for r in rows), rows[-1][3])
        return open_time, row, close - 1
