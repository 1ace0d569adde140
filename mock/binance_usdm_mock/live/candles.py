"""Candles while they grow and the moment they close, with exactly the figures that REST answers."""

from __future__ import annotations

from typing import Any

from ..engine.intervals import floor, following
from ..engine.state import ExchangeState
from .feed import Event, SymbolFeed, answer, event

__all__ = ["KlineFeed"]

Json = dict[str, Any]
_MOST_CLOSED = 500


class KlineFeed(SymbolFeed):
    """The candle of one interval.

    Args:
        x: The exchange.
        period: Milliseconds between looks.
        symbol: Name of the contract.
        interval: Interval of the candle.
        contract: Pair and contract type for the continuous form; None for the plain one.
    """

    def __init__(
        self, x: ExchangeState, period: int, symbol: str, interval: str, contract: tuple[str, str] | None = None
    ) -> None:
        super().__init__(x, period, symbol)
        self._interval, self._contract = interval, contract
        self._open = floor(interval, x.now)
        self._seen: int | None = None

    def look(self, now_ms: int) -> list[Event]:
        """Closed candles once, the growing one when it changed."""
        found: list[Event] = []
        current = floor(self._interval, now_ms)
        while self._open < current:
            stop = following(self._interval, self._open)
            if current - stop < _MOST_CLOSED * (stop - self._open):
                found.append(self._frame(now_ms, self._open, stop - 1, closed=True))
            self._open, self._seen = stop, None
        last = self.market().last(now_ms)
        newest = last.number if last else 0
        if newest != self._seen:
            self._seen = newest
            found.append(self._frame(now_ms, current, now_ms, closed=False))
        return found

    def _frame(self, now_ms: int, opened: int, upto: int, *, closed: bool) -> Event:
        market = self.market()
        span = {"interval": self._interval, "startTime": opened, "limit": 1}
        if self._contract is None:
            row = answer(self.x, "klines", {"symbol": self.name, **span})[0]
        else:
            pair, kind = self._contract
            row = answer(self.x, "continuous_klines", {"pair": pair, "contractType": kind, **span})[0]
        first, last = market.between(opened, upto + 1, 1), market.last(upto)
        told: Json = {"t": row[0], "T": row[6]}
        if self._contract is None:
            told["s"] = self.name
        told |= {
            "i": self._interval,
            "f": first[0].number if first else -1,
            "L": last.number if first and last else -1,
            "o": row[1],
            "c": row[4],
            "h": row[2],
            "l": row[3],
            "v": row[5],
            "n": row[8],
            "x": closed,
            "q": row[7],
            "V": row[9],
            "Q": row[10],
            "B": row[11],
        }
        if self._contract is None:
            return event({"e": "kline", "E": now_ms, "s": self.name, "k": told}, final=closed)
        head: Json = {"e": "continuous_kline", "E": now_ms, "ps": self._contract[0], "ct": self._contract[1]}
        return event({**head, "k": told}, final=closed)
