"""Local order books: snapshot and changes by the exchange's own procedure, never readable while wrong.

    async with client.books("BTCUSDT", "ETHUSDT") as books:
        book = books["BTCUSDT"]
        await book.ready()
        book.best_bid, book.bids(5), book.sweep("BUY", "2.5")

A blocking client has the same in ``with client.books(...)``. Importing this package loads no asyncio code; that comes
with the first books. OrderBook and BookManager do no I/O at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import load
from ._book import OrderBook
from ._counts import BookCounters
from ._level import BookLevel, Depth, Sweep
from ._manager import BookManager
from ._not_ready import BookNotReady
from ._settings import BookSettings
from ._state import BookState, Reason
from ._wire import BookSnapshot, DepthDiff, decode_diff, decode_snapshot, diff_of, snapshot_of

if TYPE_CHECKING:
    from ._blocking_book import BlockingBook
    from ._blocking_books import BlockingBooks
    from ._books import Books
    from ._live import LiveBook

__all__ = [
    "BlockingBook",
    "BlockingBooks",
    "BookCounters",
    "BookLevel",
    "BookManager",
    "BookNotReady",
    "BookSettings",
    "BookSnapshot",
    "BookState",
    "Books",
    "Depth",
    "DepthDiff",
    "LiveBook",
    "OrderBook",
    "Reason",
    "Sweep",
    "decode_diff",
    "decode_snapshot",
    "diff_of",
    "snapshot_of",
]

_SHELLS = {
    "BlockingBook": "._blocking_book",
    "BlockingBooks": "._blocking_books",
    "Books": "._books",
    "LiveBook": "._live",
}


def __getattr__(name: str) -> object:
    return load(globals(), _SHELLS, name)
