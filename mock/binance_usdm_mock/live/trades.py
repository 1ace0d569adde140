"""Trades and best prices: aggregate trades, single trades, book tickers."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from ..engine.state import ExchangeState
from ..operations.market import update_id
from .feed import Event, Feed, SymbolFeed, answer, event

__all__ = ["AggTradeFeed", "AllBookTickersFeed", "BookTickerFeed", "TradeFeed"]

Json = dict[str, Any]
_MOST = 1000


class _NewTrades(SymbolFeed):
    """Every public trade once, in the order of ids; after a long sleep only the newest thousand."""

    def __init__(self, x: ExchangeState, period: int, symbol: str) -> None:
        super().__init__(x, period, symbol)
        last = self.market().last(x.now)
        self._next = last.number + 1 if last else self.market().first_id()

    def look(self, now_ms: int) -> list[Event]:
        """The trades since the last look."""
        market = self.market()
        last = market.last(self.x.now)
        if last is None or last.number < self._next:
            return []
        first = max(self._next, last.number - _MOST + 1)
        self._next = last.number + 1
        return [event(row) for row in self.rows(first, now_ms)]

    @abstractmethod
    def rows(self, first: int, now_ms: int) -> list[Json]:
        """The trades from an id on as events."""


class AggTradeFeed(_NewTrades):
    """Aggregate trades; as over REST, each trade is one of its own."""

    def rows(self, first: int, now_ms: int) -> list[Json]:
        """The trades from an id on as events."""
        found = answer(self.x, "aggregate_trades", {"symbol": self.name, "fromId": first, "limit": _MOST})
        return [{"e": "aggTrade", "E": now_ms, "s": self.name, **row, "st": 1} for row in found]


class TradeFeed(_NewTrades):
    """Single trades."""

    def rows(self, first: int, now_ms: int) -> list[Json]:
        """The trades from an id on as events."""
        symbol = self.symbol
        return [
            {
                "e": "trade",
                "E": now_ms,
                "T": trade.time,
                "s": self.name,
                "t": trade.number,
                "p": symbol.price_text(trade.price),
                "q": symbol.quantity_text(trade.quantity),
                "X": "MARKET",
                "m": trade.buyer_is_maker,
            }
            for trade in self.market().by_id(first, _MOST, self.x.now)
        ]


class BookTickerFeed(SymbolFeed):
    """The best bid and ask whenever one of them changed."""

    def __init__(self, x: ExchangeState, period: int, symbol: str) -> None:
        super().__init__(x, period, symbol)
        self._id = 0
        self._best: tuple[str, ...] = ()

    def look(self, now_ms: int) -> list[Event]:
        """The best prices."""
        now = update_id(self.x, self.market())
        if now == self._id:
            return []
        self._id = now
        told = answer(self.x, "book_ticker", {"symbol": self.name})
        best = (told["bidPrice"], told["bidQty"], told["askPrice"], told["askQty"])
        if best == self._best:
            return []
        self._best = best
        return [
            event(
                {
                    "e": "bookTicker",
                    "u": told["lastUpdateId"],
                    "E": now_ms,
                    "T": told["time"],
                    "s": self.name,
                    "ps": self.symbol.pair,
                    "b": best[0],
                    "B": best[1],
                    "a": best[2],
                    "A": best[3],
                    "st": 1,
                }
            )
        ]


class AllBookTickersFeed(Feed):
    """The book tickers of all symbols, one event each."""

    def __init__(self, x: ExchangeState, period: int) -> None:
        super().__init__(x, period)
        self._feeds: dict[str, BookTickerFeed] = {}

    def take(self, now_ms: int) -> list[Event]:
        """The best prices that changed."""
        found: list[Event] = []
        for name in self.x.markets:
            feed = self._feeds.get(name)
            if feed is None:
                feed = self._feeds[name] = BookTickerFeed(self.x, self.period, name)
            found += feed.take(now_ms)
        return found
