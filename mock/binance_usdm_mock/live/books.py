"""What changed in the order books: every level that was touched between two ids, also when it came back.

Rules:
- the public book is the ladder and the orders of the accounts; its id grows with every change of either;
- a watch looks whenever somebody else may have looked (a depth answer, a book ticker) and when a diff is due, so that
  a diff holds every level in which any visible state differs from the state at its end;
- quantities are absolute, zero removes the level.
"""

from __future__ import annotations

from typing import Any

from ..engine.depth import levels, retail_levels
from ..engine.state import ExchangeState
from ..operations.market import update_id
from .feed import Event, SymbolFeed, event, is_traded

__all__ = ["BookWatch", "BookWatches", "DepthFeed", "PartialDepthFeed"]

Side = dict[int, int]
_REMEMBERED = 50_000


class BookWatch:
    """The book of one symbol as it was last seen.

    Args:
        x: The exchange.
        symbol: Name of the contract.
        retail: True for the RPI book.
    """

    def __init__(self, x: ExchangeState, symbol: str, *, retail: bool) -> None:
        self._x, self._symbol, self._retail = x, symbol, retail
        self.touched: dict[int, tuple[set[int], set[int]]] = {}
        self.id = 0
        self.bids: Side = {}
        self.asks: Side = {}
        self.look()

    def look(self) -> None:
        """See the book as it stands."""
        if not is_traded(self._x.markets[self._symbol].symbol):
            return
        market = self._x.market(self._symbol)
        now = update_id(self._x, market, retail=self._retail)
        if now == self.id:
            return
        book, seen = self._x.books[self._symbol], retail_levels if self._retail else levels
        bids, asks = dict(seen(market, book, True)), dict(seen(market, book, False))
        changed = _changed(self.bids, bids), _changed(self.asks, asks)
        for touched in self.touched.values():
            touched[0].update(changed[0])
            touched[1].update(changed[1])
        self.id, self.bids, self.asks = now, bids, asks


def _changed(before: Side, after: Side) -> set[int]:
    return {price for price, _ in before.items() ^ after.items()}


class BookWatches:
    """Watches by symbol, shared by the depth streams of all speeds.

    Args:
        x: The exchange.
    """

    def __init__(self, x: ExchangeState) -> None:
        self._x = x
        self._watches: dict[tuple[str, bool], BookWatch] = {}
        self._count = 0

    def join(self, symbol: str, *, retail: bool) -> tuple[int, BookWatch]:
        """Begin to collect what is touched; the number is for ``take`` and ``leave``."""
        watch = self._watches.get((symbol, retail))
        if watch is None:
            watch = self._watches[symbol, retail] = BookWatch(self._x, symbol, retail=retail)
        watch.look()
        self._count += 1
        watch.touched[self._count] = (set(), set())
        return self._count, watch

    def leave(self, symbol: str, number: int, *, retail: bool) -> None:
        """Stop collecting."""
        watch = self._watches[symbol, retail]
        del watch.touched[number]
        if not watch.touched:
            del self._watches[symbol, retail]

    def look(self) -> None:
        """See all watched books as they stand."""
        for watch in self._watches.values():
            watch.look()


def _frame(feed: SymbolFeed, now_ms: int, ids: tuple[int, int, int], bids: list[Any], asks: list[Any]) -> Event:
    since = feed.market().ladder.time
    symbol = feed.symbol
    return event(
        {
            "e": "depthUpdate",
            "E": now_ms,
            "T": now_ms if since is None else since,
            "s": symbol.symbol,
            "U": ids[0],
            "u": ids[1],
            "pu": ids[2],
            "b": bids,
            "a": asks,
            "ps": symbol.pair,
            "st": 1,
        }
    )


class DepthFeed(SymbolFeed):
    """Differences of the whole book; ``retail`` of that with the RPI orders."""

    def __init__(self, x: ExchangeState, period: int, symbol: str, watches: BookWatches, *, retail: bool) -> None:
        super().__init__(x, period, symbol)
        self._watches, self._retail = watches, retail
        self._number, self._watch = watches.join(symbol, retail=retail)
        # The first diff begins with the present id, so that a snapshot of this instant is continued by it.
        self._last = self._watch.id - 1
        self._prices: dict[int, str] = {}
        self._sizes: dict[int, str] = {}

    def _rows(self, prices: list[int], side: Side) -> list[tuple[str, str]]:
        # The same few thousand prices and sizes come again and again; writing them is most of the work.
        texts, sizes, symbol = self._prices, self._sizes, self.symbol
        rows: list[tuple[str, str]] = []
        for price in prices:
            text = texts.get(price)
            if text is None:
                text = texts[price] = symbol.price_text(price)
            size = side.get(price, 0)
            told = sizes.get(size)
            if told is None:
                told = sizes[size] = symbol.quantity_text(size)
            rows.append((text, told))
        for known in (texts, sizes):
            if len(known) > _REMEMBERED:
                known.clear()
        return rows

    def end(self) -> None:
        """Nobody listens any more."""
        self._watches.leave(self.name, self._number, retail=self._retail)

    def look(self, now_ms: int) -> list[Event]:
        """The difference since the last one."""
        watch = self._watch
        watch.look()
        bids, asks = watch.touched[self._number]
        if not bids and not asks:
            return []
        watch.touched[self._number] = (set(), set())
        ids = (self._last + 1, watch.id, self._last)
        self._last, rows = watch.id, self._rows
        return [_frame(self, now_ms, ids, rows(sorted(bids, reverse=True), watch.bids), rows(sorted(asks), watch.asks))]


class PartialDepthFeed(SymbolFeed):
    """The best levels whenever the book changed."""

    def __init__(self, x: ExchangeState, period: int, symbol: str, count: int) -> None:
        super().__init__(x, period, symbol)
        self._count = count
        self._last = update_id(x, self.market()) - 1

    def look(self, now_ms: int) -> list[Event]:
        """The best levels."""
        market = self.market()
        now = update_id(self.x, market)
        if now == self._last:
            return []
        symbol, book = self.symbol, self.x.books[self.name]
        sides: list[list[tuple[str, str]]] = []
        for bid in (True, False):
            rows = zip(range(self._count), levels(market, book, bid), strict=False)
            sides.append([(symbol.price_text(price), symbol.quantity_text(size)) for _, (price, size) in rows])
        ids = (self._last + 1, now, self._last)
        self._last = now
        return [_frame(self, now_ms, ids, sides[0], sides[1])]
