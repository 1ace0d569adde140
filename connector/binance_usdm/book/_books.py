"""Live order books over the streams of a client: moves changes and snapshots to the manager, decides nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, Self

from binance_usdm_api import OPERATIONS
from binance_usdm_api.errors import BinanceUsdmError, InvalidParameter, StreamClosed
from binance_usdm_api.models import DepthEvent
from binance_usdm_api.service import BOOK_SNAPSHOT_LIMIT
from binance_usdm_api.streams import depth, rpi_depth

from .._closing import AsyncClosing
from ..observe import event as log_event
from ..observe import get_logger
from ..streams import Ended, Gap, Refused, StreamSettings
from ..streams._tasks import Tasks
from ._counts import BookCounters
from ._live import LiveBook
from ._manager import BookManager
from ._settings import BookSettings
from ._wire import DepthDiff, diff_of, read_combined, snapshot_of

if TYPE_CHECKING:
    from binance_usdm_api.enums import DepthSpeed

    from ..streams import ControlEvent
    from ..streams._has_streams import HasStreams
    from ..streams._stream import Stream
    from ..streams._streams import Streams

__all__ = ["Books"]

_log = get_logger("book")


class Books(Mapping[str, LiveBook], AsyncClosing):
    """Order books of any number of symbols, kept up to date inside ``async with``.

    Args:
        client: Whose streams and calls are used.
        *symbols: Such as ``BTCUSDT``.
        rpi: True for books with retail price improvement orders, which change every 500 ms.
        speed: ``100ms`` or ``500ms``; None for 250 ms. RPI books have one speed only.
        settings: The queue for snapshots.
        stream_settings: Intervals and limits of the streams; by default those of all streams, with ``check_symbols``.
        on_valid: Called with each book that became readable.
        on_invalid: Called with each book that became unreadable; it recovers by itself.

    Raises:
        InvalidParameter: There is no symbol, or one that cannot be one.
    """

    def __init__(
        self,
        client: HasStreams[Streams],
        *symbols: str,
        rpi: bool = False,
        speed: DepthSpeed | Literal["100ms", "500ms"] | None = "100ms",
        settings: BookSettings | None = None,
        stream_settings: StreamSettings | None = None,
        on_valid: Callable[[LiveBook], object] | None = None,
        on_invalid: Callable[[LiveBook], object] | None = None,
    ) -> None:
        if not symbols:
            raise InvalidParameter("symbols", None, "at least one, such as 'BTCUSDT'")
        names = list(dict.fromkeys(symbol.upper() for symbol in symbols))
        subscriptions = [rpi_depth(name) if rpi else depth(name, speed=speed) for name in names]
        self._streams = client.streams
        self._settings = settings or BookSettings()
        # The last levels of a contract that is over would stand for ever.
        self._stream_settings = stream_settings or StreamSettings(check_symbols=True)
        self._on_valid = on_valid
        self._on_invalid = on_invalid
        self._books = {name: LiveBook(name, rpi=rpi, on_change=self._changed) for name in names}
        self._subscriptions = subscriptions
        self._symbols = {each.name: name for each, name in zip(subscriptions, names, strict=True)}
        self._operation = OPERATIONS["rpi_order_book" if rpi else "order_book"]
        self._params = {"limit": BOOK_SNAPSHOT_LIMIT}
        ambient = client.streams.surroundings.ambient
        self._now = ambient.monotonic
        cost = self._operation.weight(self._params).ip
        self._manager = BookManager(self._books.values(), random=ambient.random, settings=self._settings, cost=cost)
        self._stream: Stream[Any] | None = None
        self._tasks = Tasks()
        self._due = asyncio.Event()
        self._closed = False

    # -- life ---------------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        if self._closed or self._stream is not None:
            raise StreamClosed("these books were opened before", hint="Make new ones.")
        self._stream = stream = self._streams.subscribe(
            *self._subscriptions, gaps=True, on_control=self._control, settings=self._stream_settings
        )
        # Levels stay text: a typed event costs five times as much, and most levels are never looked at.
        stream.read_as(DepthDiff, read_combined)
        stream.open()
        self._tasks.start(self._follow(stream))
        self._tasks.start(self._ask())
        return self

    async def aclose(self) -> None:
        """Stop following; the books become unreadable. Closing twice is fine."""
        if self._closed:
            return
        self._closed = True
        await self._tasks.aclose()
        if self._stream is not None:
            await self._stream.aclose()
        self._fail_all(StreamClosed("the order books were closed", hint="Open new ones."))

    def _fail_all(self, error: BinanceUsdmError) -> None:
        for book in self._books.values():
            book.fail(error)

    # -- changes ------------------------------------------------------------------------------------------------------

    async def _follow(self, stream: Stream[Any]) -> None:
        receive, now, due = self._manager.receive, self._now, self._due
        try:
            event: Any
            async for event in stream:
                if type(event) is DepthDiff:
                    if receive(event, now()):
                        due.set()
                elif isinstance(event, Gap):
                    self._manager.lost(self._symbols.get(event.stream, ""))
                elif isinstance(event, DepthEvent) and receive(diff_of(event), now()):
                    # A frame of an unusual shape that only the patient decoder could read.
                    due.set()
        except BinanceUsdmError as error:
            self._fail_all(error)
        else:
            self._fail_all(StreamClosed("the streams of the order books ended", hint="Open new ones."))
        self._tasks.cancel()

    def _control(self, event: ControlEvent | Gap) -> None:
        # At once, long before the frames that still wait are taken: nobody reads a book whose stream is down.
        if isinstance(event, Gap):
            self._manager.lost(self._symbols.get(event.stream, ""))
        elif isinstance(event, (Refused, Ended)):
            symbol = self._symbols.get(event.stream)
            if symbol is None:
                return
            if isinstance(event, Refused):
                why = f"the exchange refused {event.stream}: {event.message}"
            else:
                why = f"{symbol} is over: {event.status or 'the exchange does not list it'}"
            self._books[symbol].fail(StreamClosed(why, hint="Check the symbol."))

    def _changed(self, book: LiveBook) -> None:
        log_event(_log, logging.INFO if book.valid else logging.WARNING, "book", symbol=book.symbol, state=book.state)
        callback = self._on_valid if book.valid else self._on_invalid
        if callback is not None:
            try:
                callback(book)
            except Exception:  # noqa: BLE001 the books go on whatever their user's code does
                _log.exception("callback_failed")

    # -- snapshots ----------------------------------------------------------------------------------------------------

    async def _ask(self) -> None:
        while True:
            self._due.clear()
            for symbol in self._manager.requests(self._now()):
                self._tasks.start(self._fetch(symbol))
            deadline = self._manager.next_deadline()
            wait = None if deadline is None else max(0.0, deadline - self._now())
            try:
                async with asyncio.timeout(wait):
                    await self._due.wait()
            except TimeoutError:
                continue

    async def _fetch(self, symbol: str) -> None:
        manager = self._manager
        try:
            async with asyncio.timeout(self._settings.timeout):
                params = {"symbol": symbol, **self._params}
                book: Any = await self._streams.surroundings.call(self._operation.id, params)
            manager.answered(symbol, snapshot_of(book), self._now())
        except TimeoutError:
            manager.not_answered(symbol, self._now())
        except BinanceUsdmError as error:
            log_event(_log, logging.WARNING, "snapshot_failed", symbol=symbol, error=str(error))
            manager.not_answered(symbol, self._now(), error)
            if symbol in manager.failed:
                self._books[symbol].fail(error)
        finally:
            self._due.set()

    # -- reading ------------------------------------------------------------------------------------------------------

    def __getitem__(self, symbol: str) -> LiveBook:
        return self._books[symbol.upper()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._books)

    def __len__(self) -> int:
        return len(self._books)

    def __repr__(self) -> str:
        valid = sum(book.valid for book in self._books.values())
        return f"<Books {len(self._books)} symbols, {valid} valid{', closed' if self._closed else ''}>"

    async def ready(self, timeout: float | None = None) -> None:
        """Wait until every book was readable once.

        Args:
            timeout: Seconds for all together; None means for ever.

        Raises:
            BookNotReady: One was not within that time.
            BinanceUsdmError: One never will be.
        """
        loop = asyncio.get_running_loop()
        end = None if timeout is None else loop.time() + timeout
        for book in self._books.values():
            await book.ready(None if end is None else max(0.0, end - loop.time()))

    @property
    def closed(self) -> bool:
        """True after closing."""
        return self._closed

    @property
    def counters(self) -> BookCounters:
        """Sums over all books."""
        return self._manager.counters
