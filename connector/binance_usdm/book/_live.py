"""A book that is kept up to date by Books, and can be waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from binance_usdm_api.errors import BinanceUsdmError

from ._book import OrderBook
from ._not_ready import BookNotReady

__all__ = ["LiveBook"]


class LiveBook(OrderBook):
    """The order book of one symbol, kept up to date as long as its Books are open.

    Args:
        symbol: Such as ``BTCUSDT``.
        rpi: True for the book with retail price improvement orders.
        on_change: Called after it became readable or unreadable.
    """

    def __init__(self, symbol: str, *, rpi: bool, on_change: Callable[[LiveBook], None]) -> None:
        super().__init__(symbol, rpi=rpi, on_change=self._turned)
        self._tell = on_change
        self._waiting: set[asyncio.Future[None]] = set()
        self._failure: BinanceUsdmError | None = None

    async def ready(self, timeout: float | None = None) -> None:
        """Wait until it can be read.

        Args:
            timeout: Seconds; None means for ever.

        Raises:
            BookNotReady: It cannot be read within that time.
            BinanceUsdmError: It never will be, for instance because there is no such symbol.
        """
        try:
            async with asyncio.timeout(timeout):
                while not self.valid:
                    if self._failure is not None:
                        raise self._failure
                    self.wanted = True
                    future = asyncio.get_running_loop().create_future()
                    self._waiting.add(future)
                    try:
                        await future
                    finally:
                        self._waiting.discard(future)
        except TimeoutError:
            raise BookNotReady(self.symbol, self.state, self.reason) from None

    def fail(self, error: BinanceUsdmError) -> None:
        """Make it unreadable for good and tell everybody who waits."""
        self._failure = error
        self.reset()
        self._wake()

    def _turned(self, _book: OrderBook) -> None:
        if self.valid:
            self._wake()
        self._tell(self)

    def _wake(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
