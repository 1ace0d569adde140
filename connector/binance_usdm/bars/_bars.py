"""Final bars over the streams of a client: moves events, rows and time to the keepers, decides nothing."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from binance_usdm_api import Subscription, UnknownEvent
from binance_usdm_api.errors import BinanceUsdmError, ConfigError, InvalidParameter, StreamClosed, StreamError
from binance_usdm_api.models.stream import KlineEvent

from ..observe import event as log_event
from ..observe import get_logger
from ..streams._async_events import AsyncEvents
from ..streams._tasks import Tasks
from ._keeper import BarKeeper, Final

if TYPE_CHECKING:
    from ..streams import StreamSettings
    from ..streams._has_streams import HasStreams
    from ..streams._stream import Stream
    from ..streams._streams import Streams

__all__ = ["Bars"]

_log = get_logger("bars")
_AT_ONCE = 4


class Bars(AsyncEvents[Final]):
    """Final bars of any number of candlestick streams, in order and each once.

    Iterate it, directly or inside ``async with``; streams are opened then and closed at the end of the block, of the
    loop, or by ``aclose``. One task at a time may take bars.

    Args:
        client: Whose streams and calls are used.
        *subscriptions: Made by ``kline``.
        grace: Seconds after the end of a bar in which the stream may still say that it is closed; then it is asked for
            over REST, at a weight of 1 or 2.
        stream_settings: Intervals and limits of the streams.

    Raises:
        InvalidParameter: There is no subscription, or one of another kind.
        ConfigError: The grace is not above zero.
    """

    def __init__(
        self,
        client: HasStreams[Streams],
        *subscriptions: Subscription[KlineEvent | UnknownEvent],
        grace: float = 10.0,
        stream_settings: StreamSettings | None = None,
    ) -> None:
        if not subscriptions or any(getattr(each, "stream", None) is None for each in subscriptions):
            raise InvalidParameter("subscriptions", None, "at least one, such as kline('BTCUSDT', '1m')")
        wrong = next((each for each in subscriptions if each.stream.id != "kline"), None)
        if wrong is not None:
            raise InvalidParameter(
                "subscriptions", wrong.name, "candlesticks of symbols, such as kline('BTCUSDT', '1m')"
            )
        if not 0 < grace < 3600:
            raise ConfigError(f"grace must be above zero and below 3600 s, got {grace!r}.", hint="10 is usual.")
        super().__init__()
        self._streams = client.streams
        surroundings = self._streams.surroundings
        self._call = surroundings.call
        self._subscriptions = subscriptions
        self._stream_settings = stream_settings
        self._grace = round(grace * 1000)
        self._keepers: dict[tuple[str, str], BarKeeper] = {}
        self._now = surroundings.ambient.monotonic
        self._ahead: float | None = None
        self._stream: Stream[Any] | None = None
        self._out: deque[Final] = deque()
        self._ready = asyncio.Event()
        self._due = asyncio.Event()
        self._tasks = Tasks()
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._failure: BinanceUsdmError | None = None
        self._over = False

    # -- life ---------------------------------------------------------------------------------------------------------

    def open(self) -> None:
        if self._closed:
            raise StreamClosed("the bars were closed", hint="Make new ones.")
        if self._stream is None:
            stream: Stream[Any] = self._streams.subscribe(
                *self._subscriptions, policy="lossless", settings=self._stream_settings
            )
            stream.open()
            self._stream = stream
            self._tasks.start(self._follow(stream))
            self._tasks.start(self._ask())

    async def aclose(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._out.clear()
        self._ready.set()
        await self._tasks.aclose()
        if self._stream is not None:
            await self._stream.aclose()

    # -- events -------------------------------------------------------------------------------------------------------

    async def _follow(self, stream: Stream[Any]) -> None:
        try:
            async for event in stream:
                if isinstance(event, KlineEvent):
                    self._update(event)
        except BinanceUsdmError as error:
            self._failure = error
        except Exception as error:
            self._failure = StreamError(f"the bars cannot go on: {type(error).__name__}", hint="Report it.")
            raise
        finally:
            self._over = True
            self._tasks.cancel()
            self._ready.set()

    def _update(self, event: KlineEvent) -> None:
        now = self._now() * 1000.0
        if event.event_time is not None and (self._ahead is None or event.event_time - now > self._ahead):
            # No event comes before its time, so this never runs ahead of the exchange's clock.
            self._ahead = event.event_time - now
        symbol, interval = event.kline.symbol or event.symbol or "", str(event.kline.interval)
        keeper = self._keepers.get((symbol, interval))
        if keeper is None:
            keeper = self._keepers[symbol, interval] = BarKeeper(symbol, interval, self._grace)
            self._due.set()
        self._give(keeper.event(event))
        if self._exchange_ms() >= keeper.deadline:
            self._due.set()

    def _exchange_ms(self) -> int:
        return 0 if self._ahead is None else int(self._now() * 1000.0 + self._ahead)

    def _give(self, found: Iterable[Final]) -> None:
        self._out.extend(found)
        if self._out:
            self._ready.set()

    # -- queries ------------------------------------------------------------------------------------------------------

    async def _ask(self) -> None:
        while True:
            self._due.clear()
            now = self._exchange_ms()
            for keeper in self._keepers.values():
                wanted = keeper.request(now)
                if wanted is not None:
                    self._tasks.start(self._fetch(keeper, *wanted))
            deadline = min((keeper.deadline for keeper in self._keepers.values()), default=None)
            wait = None if deadline is None else min(3600.0, max(0.0, (deadline - now) / 1000.0))
            try:
                async with asyncio.timeout(wait):
                    await self._due.wait()
            except TimeoutError:
                continue

    async def _fetch(self, keeper: BarKeeper, first: int, last: int, count: int) -> None:
        params = {
            "symbol": keeper.symbol,
            "interval": keeper.interval,
            "startTime": first,
            "endTime": last,
            "limit": count,
        }
        rows: Any = None
        try:
            async with self._places:
                rows = await self._call("klines", params)
        except BinanceUsdmError as error:
            log_event(_log, logging.WARNING, "bars_not_answered", symbol=keeper.symbol, error=str(error))
        if rows is None:
            keeper.failed(self._exchange_ms())
        else:
            self._give(keeper.answer(rows, self._exchange_ms()))
        self._due.set()

    # -- taking -------------------------------------------------------------------------------------------------------

    async def _more(self) -> bool:
        while not self._out:
            if self._failure is not None:
                raise self._failure
            if self._closed or self._over:
                return False
            self.open()
            self._ready.clear()
            await self._ready.wait()
        return True

    def _take(self, most: int) -> list[Final]:
        return [self._out.popleft() for _ in range(min(most, len(self._out)))]
