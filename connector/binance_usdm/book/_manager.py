"""Many books of one process: changes go to their book, books that need a snapshot to a queue within the weight budget.

Rules of this module:

- Pure; the shell asks for what `requests` names and reports each answer.
- Changes that wait are never thrown away because a snapshot failed: the next one uses them.
- One book's trouble is its own; a symbol that the exchange does not know fails alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import attrs

from binance_usdm_api.errors import BinanceUsdmError, ConfigError, InvalidParameter, InvalidRequest

from ._book import OrderBook
from ._counts import BookCounters
from ._settings import BookSettings
from ._snapshots import SnapshotQueue
from ._wire import BookSnapshot, DepthDiff

__all__ = ["BookManager"]

_COST = 20
_FINAL = (ConfigError, InvalidParameter, InvalidRequest)


class BookManager:
    """The books of one process.

    Args:
        books: The books; no symbol twice.
        random: A number in [0, 1).
        settings: The queue for snapshots.
        cost: Weight of one snapshot.
    """

    def __init__(
        self,
        books: Iterable[OrderBook],
        *,
        random: Callable[[], float],
        settings: BookSettings | None = None,
        cost: int = _COST,
    ) -> None:
        self._books = {book.symbol: book for book in books}
        self._failed: dict[str, BinanceUsdmError] = {}
        self._queue = SnapshotQueue(settings or BookSettings(), cost, random, lambda name: self._books[name].wanted)

    @property
    def books(self) -> Mapping[str, OrderBook]:
        """Books by symbol."""
        return MappingProxyType(self._books)

    @property
    def failed(self) -> Mapping[str, BinanceUsdmError]:
        """Books that cannot recover, and why."""
        return MappingProxyType(self._failed)

    @property
    def counters(self) -> BookCounters:
        """Sums over all books."""
        rows = [attrs.astuple(book.counters) for book in self._books.values()]
        return BookCounters(*map(sum, zip(*rows, strict=True)))

    def receive(self, diff: DepthDiff, now: float) -> bool:
        """Hand a change to its book.

        Returns:
            True when a snapshot is wanted because of it.
        """
        book = self._books.get(diff.symbol)
        if book is None:
            return False
        book.receive(diff)
        if book.valid or not book.needs_snapshot or book.symbol in self._failed:
            return False
        self._queue.want(book.symbol, now)
        return True

    def lost(self, symbol: str) -> None:
        """Take note that changes of a symbol were lost."""
        book = self._books.get(symbol)
        if book is not None:
            book.lost()

    def requests(self, now: float) -> list[str]:
        """Symbols whose snapshot is to be asked for now; each is reported by `answered` or `not_answered`."""
        asked: list[str] = []
        for name in self._queue.take(now):
            if self._books[name].needs_snapshot:
                asked.append(name)
            else:
                self._queue.done(name)
        return asked

    def answered(self, symbol: str, snapshot: BookSnapshot, now: float) -> None:
        """Take a snapshot that was asked for."""
        if self._books[symbol].snapshot(snapshot):
            self._queue.done(symbol)
        else:
            self._queue.again(symbol, now)

    def not_answered(self, symbol: str, now: float, error: BinanceUsdmError | None = None) -> None:
        """Take note that a snapshot did not come.

        Args:
            symbol: Whose.
            now: Monotonic seconds.
            error: Why. A wrong request or setting makes the book fail for good; everything else is tried again.
        """
        if isinstance(error, _FINAL):
            self._failed[symbol] = error
            self._queue.drop(symbol)
            return
        self._queue.again(symbol, now, (error.retry_after or 0.0) if error is not None else 0.0)

    def next_deadline(self) -> float | None:
        """When `requests` has something to say next; None for never."""
        return self._queue.next_deadline()
