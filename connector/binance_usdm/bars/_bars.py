"""Final bars over the streams of a client: moves events, rows and time to the keepers, decides nothing."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from binance_usdm_api import OPERATIONS, Subscription
from binance_usdm_api.errors import BinanceUsdmError, ConfigError, InvalidParameter, StreamClosed
from binance_usdm_api.models.stream import KlineEvent

from ..observe import event as log_event
from ..observe import get_logger
from ._keeper import BarKeeper, Final

if TYPE_CHECKING:
    from .._async_client import AsyncClient
    from ..streams import StreamSettings

__all__ = ["Bars"]

_log = get_logger("bars")
_AT_ONCE = 4
_KLINES = OPERATIONS["klines"]


class Bars:
    """Final bars of any number of candlestick streams, in order and each once, inside ``async with``.

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
        client: AsyncClient,
        *subscriptions: Subscription[KlineEvent],
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
        self._client = client
        self._subscriptions = subscriptions
        self._stream_settings = stream_settings
        self._grace = round(grace * 1000)
        self._keepers: dict[tuple[str, str], BarKeeper] = {}
        self._now = client._core.ambient.monotonic  # pyright: ignore[reportPrivateUsage]
        self._ahead: float | None = None
        self._stream: Any = None
        self._out: deque[Final] = deque()
        self._ready = asyncio.Event()
        self._due = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._end: BinanceUsdmError | None = None
        self._closed = False

    # -- life ---------------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        if self._closed or self._stream is not None:
            raise StreamClosed("these bars were opened before", hint="Make new ones.")
        self._stream = self._client.streams.subscribe(
            *self._subscriptions, policy="lossless", settings=self._stream_settings
        )
        self._stream.open()
        self._start(self._follow(self._stream))
        self._start(self._ask())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop following; an iteration under way ends. Closing twice is fine."""
        if self._closed:
            return
        self._closed = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if self._stream is not None:
            await self._stream.aclose()
        if tasks:
            await asyncio.wait(tasks)
        self._ready.set()

    def _start(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- events -------------------------------------------------------------------------------------------------------

    async def _follow(self, stream: Any) -> None:
        try:
            async for event in stream:
                if isinstance(event, KlineEvent):
                    self._take(event)
        except BinanceUsdmError as error:
            self._end = error
        self._closed = self._closed or self._end is None
        self._ready.set()

    def _take(self, event: KlineEvent) -> None:
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
                    self._start(self._fetch(keeper, *wanted))
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
                reply = await self._client.call(_KLINES, params)
            rows = reply.result
        except BinanceUsdmError as error:
            log_event(_log, logging.WARNING, "bars_not_answered", symbol=keeper.symbol, error=str(error))
        if rows is None:
            keeper.failed(self._exchange_ms())
        else:
            self._give(keeper.answer(rows, self._exchange_ms()))
        self._due.set()

    # -- taking -------------------------------------------------------------------------------------------------------

    def __aiter__(self) -> AsyncIterator[Final]:
        return self

    async def __anext__(self) -> Final:
        while not self._out:
            if self._end is not None:
                raise self._end
            if self._closed:
                raise StopAsyncIteration
            if self._stream is None:
                raise StreamClosed("the bars are not open", hint="Use 'async with'.")
            self._ready.clear()
            await self._ready.wait()
        return self._out.popleft()
