"""Candles of any interval: whole days and minutes of the tape, the trades of an unfinished minute, and own fills."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import itemgetter

import attrs

from .intervals import floor, following, preceding
from .tape import DAY, MINUTE, Minute, Tape, Trade

__all__ = ["Candle", "candle", "open_times", "span"]

_TIME = itemgetter(0)


@attrs.define(slots=True)
class Candle:
    """One candle: prices in ticks, volumes in steps, turnovers in ticks times steps."""

    open_time: int
    close_time: int
    open: int = 0
    high: int = 0
    low: int = 0
    close: int = 0
    volume: int = 0
    turnover: int = 0
    count: int = 0
    bought: int = 0
    bought_turnover: int = 0

    def add(self, part: Minute, count: int) -> None:
        """Append a later candle."""
        if not count:
            return
        if not self.count:
            self.open, self.high, self.low = part.open, part.high, part.low
        elif part.high > self.high:
            self.high = part.high
        self.low = min(self.low, part.low)
        self.close = part.close
        self.volume += part.volume
        self.turnover += part.turnover
        self.bought += part.bought
        self.bought_turnover += part.bought_turnover
        self.count += count

    def print(self, trade: Trade) -> None:
        """Append one trade."""
        price, quantity = trade.price, trade.quantity
        turnover = price * quantity
        bought = 0 if trade.buyer_is_maker else 1
        self.add(Minute(price, price, price, price, quantity, turnover, quantity * bought, turnover * bought), 1)


def open_times(interval: str, start: int | None, end: int, limit: int, earliest: int) -> list[int]:
    """Open times of the candles that a query answers, oldest first.

    Args:
        interval: Interval of the candles.
        start: First open time asked for (ms); None means the newest ones.
        end: Last open time asked for (ms), not after now.
        limit: Most candles.
        earliest: When the symbol was listed (ms).
    """
    found: list[int] = []
    if start is not None:
        begin = floor(interval, max(start, earliest))
        if begin < start:
            begin = following(interval, begin)
        while begin <= end and len(found) < limit:
            found.append(begin)
            begin = following(interval, begin)
        return found
    begin = floor(interval, end)
    first = floor(interval, earliest)
    while begin >= first and len(found) < limit:
        found.append(begin)
        begin = preceding(interval, begin)
    found.reverse()
    return found


def candle(tape: Tape, interval: str, open_time: int, now_ms: int, own: Callable[[int, int], list[Trade]]) -> Candle:
    """The candle that opens at ``open_time`` as it stands at ``now_ms``.

    Args:
        tape: The public trades.
        interval: Interval of the candle.
        open_time: Where it begins (ms).
        now_ms: The present instant.
        own: Trades made by accounts of the exchange between two instants, first inclusive, last exclusive.
    """
    close = following(interval, open_time)
    stop = min(close, now_ms + 1)
    made = span(tape, open_time, stop, own, by_trade=interval == "1s")
    made.close_time = close - 1
    return made


def span(
    tape: Tape, begin: int, stop: int, own: Callable[[int, int], list[Trade]], *, by_trade: bool = False
) -> Candle:
    """The trades with ``begin <= time < stop`` as one candle; ``begin`` is on a minute unless ``by_trade``."""
    made = Candle(begin, stop - 1)
    begin = max(begin, tape.first_day * DAY)
    extra = own(begin, stop)
    # Whole minutes are added in bulk; a minute with own trades, or an unfinished one, trade by trade.
    odd = sorted({trade.time // MINUTE * MINUTE for trade in extra})
    whole = begin if by_trade else stop // MINUTE * MINUTE
    while begin < stop:
        while odd and odd[0] < begin:
            odd.pop(0)
        upto = min(whole, odd[0]) if odd else whole
        if upto <= begin:
            upto = min(stop, (begin // MINUTE + 1) * MINUTE)
            _print(made, tape, begin, upto, extra)
            begin = upto
            continue
        begin = _add_whole(made, tape, begin, upto)
    return made


def _add_whole(made: Candle, tape: Tape, begin: int, upto: int) -> int:
    part, count, end = tape.stretch(begin, upto)
    made.add(part, count)
    return end


def _print(made: Candle, tape: Tape, begin: int, stop: int, own: Iterable[Trade]) -> None:
    rows = [t for t in tape.trades(begin // MINUTE) if begin <= t.time < stop]
    rows += [t for t in own if begin <= t.time < stop]
    rows.sort(key=_TIME)
    for trade in rows:
        made.print(trade)
