"""A live book for code without an event loop: every read is carried out between two changes, whatever thread asks."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal, Protocol, TypeVar

from ._counts import BookCounters
from ._level import BookLevel, Depth, Sweep
from ._live import LiveBook
from ._state import BookState, Reason

__all__ = ["BlockingBook"]

T = TypeVar("T")


class _Books(Protocol):
    """What a book needs of the books it belongs to."""

    def read(self, book: LiveBook, function: Callable[[LiveBook], T]) -> T: ...
    def wait(self, book: LiveBook, timeout: float | None) -> None: ...


class BlockingBook:
    """The order book of one symbol, kept up to date as long as its BlockingBooks are open; any thread may read it.

    Two reads in a row may be of two states of the book. Use ``read`` for numbers that belong together.

    Args:
        books: Where it belongs.
        book: The book in the thread of the streams.
    """

    def __init__(self, books: _Books, book: LiveBook) -> None:
        self._books = books
        self._book = book

    def __repr__(self) -> str:
        return f"<Blocking{repr(self._book)[1:]}"

    def read(self, function: Callable[[LiveBook], T]) -> T:
        """Call a function with the book while nothing changes it, such as ``lambda b: (b.best_bid, b.best_ask)``.

        Args:
            function: Takes the book and returns soon; all streams of the client wait for it.

        Raises:
            BookNotReady: It reads, and the book cannot be read now.
        """
        return self._books.read(self._book, function)

    def ready(self, timeout: float | None = None) -> None:
        """Wait until it can be read.

        Args:
            timeout: Seconds; None means for ever.

        Raises:
            BookNotReady: It cannot be read within that time.
            BinanceUsdmError: It never will be, for instance because there is no such symbol.
        """
        self._books.wait(self._book, timeout)

    # -- where it stands ----------------------------------------------------------------------------------------------

    @property
    def symbol(self) -> str:
        """Such as ``BTCUSDT``."""
        return self._book.symbol

    @property
    def rpi(self) -> bool:
        """True for the book with retail price improvement orders."""
        return self._book.rpi

    @property
    def state(self) -> BookState:
        """Where it stands; it may stand elsewhere a moment later."""
        return self._book.state

    @property
    def valid(self) -> bool:
        """True when it can be read; a moment later it may be otherwise, which reads tell."""
        return self._book.valid

    @property
    def reason(self) -> Reason | None:
        """Why it is unreadable after having been readable; None otherwise."""
        return self._book.reason

    @property
    def counters(self) -> BookCounters:
        """What has happened to it."""
        return self._book.counters

    @property
    def last_update_id(self) -> int:
        """Update id it stands at; errors as of ``best_bid``."""
        return self.read(lambda book: book.last_update_id)

    @property
    def event_time(self) -> int | None:
        """Instant of the last change, ms; errors as of ``best_bid``."""
        return self.read(lambda book: book.event_time)

    # -- what is in it ------------------------------------------------------------------------------------------------

    @property
    def best_bid(self) -> BookLevel | None:
        """Highest price somebody pays; None when nobody does.

        Raises:
            BookNotReady: It cannot be read now.
        """
        return self.read(lambda book: book.best_bid)

    @property
    def best_ask(self) -> BookLevel | None:
        """Lowest price somebody asks; None when nobody does; errors as of ``best_bid``."""
        return self.read(lambda book: book.best_ask)

    @property
    def mid(self) -> Decimal | None:
        """Price in the middle of the best bid and ask, exact; errors as of ``best_bid``."""
        return self.read(lambda book: book.mid)

    @property
    def spread(self) -> Decimal | None:
        """Distance of the best bid and ask; errors as of ``best_bid``."""
        return self.read(lambda book: book.spread)

    @property
    def bid_horizon(self) -> Decimal | None:
        """Lowest price down to which all buy levels are known; None when all are; errors as of ``best_bid``."""
        return self.read(lambda book: book.bid_horizon)

    @property
    def ask_horizon(self) -> Decimal | None:
        """Highest price up to which all sell levels are known; None when all are; errors as of ``best_bid``."""
        return self.read(lambda book: book.ask_horizon)

    def bids(self, count: int | None = None, *, beyond: bool = False) -> list[BookLevel]:
        """Buy levels, best first; arguments and errors as of ``OrderBook.bids``."""
        return self.read(lambda book: book.bids(count, beyond=beyond))

    def asks(self, count: int | None = None, *, beyond: bool = False) -> list[BookLevel]:
        """Sell levels, best first; arguments and errors as of ``OrderBook.asks``."""
        return self.read(lambda book: book.asks(count, beyond=beyond))

    def depth_to(self, taker: Literal["BUY", "SELL"], price: Decimal | str | int) -> Depth:
        """How much a taker finds up to a price; arguments and errors as of ``OrderBook.depth_to``."""
        return self.read(lambda book: book.depth_to(taker, price))

    def sweep(self, taker: Literal["BUY", "SELL"], quantity: Decimal | str | int) -> Sweep:
        """What an order of this quantity would meet; arguments and errors as of ``OrderBook.sweep``."""
        return self.read(lambda book: book.sweep(taker, quantity))
