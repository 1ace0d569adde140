"""Live order books for code without an event loop: they live in the thread of the client's streams."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, Self, TypeVar

from binance_usdm_api.errors import StreamClosed

from .._closing import Closing
from ._blocking_book import BlockingBook
from ._books import Books
from ._counts import BookCounters
from ._live import LiveBook
from ._settings import BookSettings

if TYPE_CHECKING:
    from binance_usdm_api.enums import DepthSpeed

    from ..streams import StreamSettings
    from ..streams._blocking import BlockingStreams
    from ..streams._has_streams import HasStreams

__all__ = ["BlockingBooks"]

T = TypeVar("T")


class BlockingBooks(Mapping[str, BlockingBook], Closing):
    """Order books of any number of symbols, kept up to date inside ``with``.

    Args:
        client: Whose streams and calls are used.
        *symbols: Such as ``BTCUSDT``.
        rpi: True for books with retail price improvement orders, which change every 500 ms.
        speed: ``100ms`` or ``500ms``; None for 250 ms. RPI books have one speed only.
        settings: The queue for snapshots.
        stream_settings: Intervals and limits of the streams.
        on_valid: Called with each book that became readable, in the thread of the streams, which waits for it.
        on_invalid: Called so with each book that became unreadable; it recovers by itself.

    Raises:
        InvalidParameter: There is no symbol, or one that cannot be one.
    """

    def __init__(
        self,
        client: HasStreams[BlockingStreams],
        *symbols: str,
        rpi: bool = False,
        speed: DepthSpeed | Literal["100ms", "500ms"] | None = "100ms",
        settings: BookSettings | None = None,
        stream_settings: StreamSettings | None = None,
        on_valid: Callable[[BlockingBook], object] | None = None,
        on_invalid: Callable[[BlockingBook], object] | None = None,
    ) -> None:
        entry = client.streams
        self._thread = entry.thread
        self._books = Books(
            entry,
            *symbols,
            rpi=rpi,
            speed=speed,
            settings=settings,
            stream_settings=stream_settings,
            on_valid=None if on_valid is None else lambda book: on_valid(self[book.symbol]),
            on_invalid=None if on_invalid is None else lambda book: on_invalid(self[book.symbol]),
        )
        self._made = {symbol: BlockingBook(self, book) for symbol, book in self._books.items()}
        self._entry = entry
        self._open = False

    # -- life ---------------------------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self._thread.run(self._books.__aenter__())
        self._open = True
        self._entry.adopt(self)
        return self

    def close(self) -> None:
        """Stop following; the books become unreadable. Closing twice is fine."""
        if not self._books.closed:
            self._thread.run(self._books.aclose())
        self._open = False

    # -- reading ------------------------------------------------------------------------------------------------------

    def __getitem__(self, symbol: str) -> BlockingBook:
        return self._made[symbol.upper()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"<Blocking{repr(self._books)[1:]}"

    def read(self, book: LiveBook, function: Callable[[LiveBook], T]) -> T:
        """Call a function with a book while nothing changes it."""
        # Nothing moves books that are closed or not open yet, and there may be no thread any more.
        return self._thread.call(function, book) if self._open else function(book)

    def wait(self, book: LiveBook, timeout: float | None) -> None:
        """Wait until a book can be read; errors as of ``BlockingBook.ready``."""
        self._must_be_open()
        self._thread.run(book.ready(timeout))

    def ready(self, timeout: float | None = None) -> None:
        """Wait until every book was readable once.

        Args:
            timeout: Seconds for all together; None means for ever.

        Raises:
            BookNotReady: One was not within that time.
            BinanceUsdmError: One never will be.
        """
        self._must_be_open()
        self._thread.run(self._books.ready(timeout))

    def _must_be_open(self) -> None:
        if not self._open:
            raise StreamClosed("the order books are not open", hint="Wait inside their 'with' block.")

    @property
    def counters(self) -> BookCounters:
        """Sums over all books."""
        return self._books.counters
