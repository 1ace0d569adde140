"""The asynchronous client."""

from __future__ import annotations

import logging
from asyncio import Task, create_task, wait
from collections.abc import Callable, Coroutine, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Unpack

from binance_usdm_api import CallOptions, Operation
from binance_usdm_api.errors import NotSent

from . import _assembly
from ._async_drive import drive
from ._base import ClientBase
from ._closing import AsyncClosing
from .core._reply import Reply
from .trading._order import OrderRequest, python_names
from .trading._route import route
from .transport._message import TransportFault

if TYPE_CHECKING:
    from binance_usdm_api import Subscription, UnknownEvent
    from binance_usdm_api.aio import (
        AsyncAccountMethods,
        AsyncAlgoMethods,
        AsyncConvertMethods,
        AsyncMarketMethods,
        AsyncTradeMethods,
        AsyncUserStreamMethods,
    )
    from binance_usdm_api.enums import DepthSpeed
    from binance_usdm_api.models import AlgoOrderAck, OrderAck
    from binance_usdm_api.models.stream import KlineEvent

    from .bars import BarOptions, Bars
    from .book import Books, BookSettings, LiveBook
    from .history import AsyncHistory
    from .streams import StreamSettings
    from .trading._rules import SymbolRules
    from .transport import AsyncTransport
    from .user_data import AllStreams
    from .ws_api._carrier import AsyncCarrier
    from .ws_api._socket import ApiSocket

__all__ = ["AsyncClient"]

T = TypeVar("T")
log = logging.getLogger("binance_usdm")


class AsyncClient(ClientBase, AsyncClosing):
    __doc__ = f"An asynchronous client; it belongs to one event loop.\n{(ClientBase.__doc__ or '').partition('.')[2]}"

    def _begin(self) -> None:
        self._transport: AsyncTransport | AsyncCarrier | None = None
        self._socket: ApiSocket | None = None
        self._background: set[Task[Any]] = set()

    async def aclose(self) -> None:
        """Settle what cancelled callers left under way, then drop all connections; closing twice is fine."""
        if self._closed:
            return
        self._closed = True
        streams: AllStreams | None = self.__dict__.get("streams")
        try:
            if streams is not None:
                await streams.aclose()
            if self._background:
                await wait(self._background, timeout=self._core.settings.resolve_timeout)
        finally:
            left = list(self._background)
            for task in left:
                task.cancel()
            if left:
                await wait(left, timeout=1.0)
            if self._transport is not None:
                await self._transport.aclose()

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = create_task(work)
        self._background.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: Task[Any]) -> None:
        self._background.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.warning("background work failed: %s", task.exception())

    def _open(self, operation: str) -> AsyncTransport | AsyncCarrier:
        if self._closed:
            raise _assembly.closed(operation)
        if self._transport is None:
            self._transport = _assembly.make_async_transport(
                self.environment.rest, self._core.settings, self._given, self._proxy, self._tls
            )
        return self._transport

    # -- calls --------------------------------------------------------------------------------------------------------

    async def connect(self) -> None:
        """Open the WebSocket API and use it from now on where the exchange serves the operation; REST carries the rest.

        With an Ed25519 key the session is logged on, other keys sign each request. The connection is kept: it comes
        back by itself after a loss and is replaced before the exchange ends it. Calling twice is fine.

        Raises:
            NotSent: It is not ready within the timeout; REST carries everything meanwhile and trying goes on.
        """
        transport = self._open("connect")
        core = self._core
        if core.credentials is not None and not core.clock.measured:
            await drive(core.measure_clock(), transport, self._spawn)
        if self._socket is None:
            from .ws_api._carrier import AsyncCarrier
            from .ws_api._socket import ApiSocket

            self._socket = _assembly.make_socket(self.environment, core, self._proxy, self._tls, self._pace, ApiSocket)
            self._transport = AsyncCarrier(transport, self._socket)
            core.socket = self._socket
        try:
            await self._socket.connect(core.settings.timeout)
        except TransportFault as fault:
            raise _assembly.not_connected(fault) from fault

    async def _try_to_connect(self) -> None:
        try:
            await self.connect()
        except NotSent as error:
            log.warning("ws_api not available, REST carries the calls: %s", error.what)

    async def call(
        self,
        operation: str | Operation[T],
        params: Mapping[str, object] | None = None,
        options: CallOptions | None = None,
    ) -> Reply[T]:
        """Call any operation by id and get the reply with its metadata.

        Args:
            operation: Id such as ``klines``, or the constant.
            params: By wire name or Python name.
            options: Options of this call.

        Raises:
            InvalidParameter: Before anything is sent.
            BinanceUsdmError: Any other error of the tree.
        """
        found = _assembly.find_operation(operation)
        if self._core.socket is None and self._wants_socket(found, options):
            await self._try_to_connect()
        return await drive(
            self._core.exchange(found, found.wire(params or {}), options), self._open(found.id), self._spawn
        )

    async def _call(
        self, operation: Operation[T], params: Mapping[str, object], options: CallOptions | None = None
    ) -> T:
        if self._core.socket is None and self._wants_socket(operation, options):
            await self._try_to_connect()
        reply = await drive(self._core.exchange(operation, params, options), self._open(operation.id), self._spawn)
        return reply.result

    @cached_property
    def market(self) -> AsyncMarketMethods:
        """Market data."""
        from binance_usdm_api.aio.market import AsyncMarketMethods

        return AsyncMarketMethods(self._call)

    @cached_property
    def trade(self) -> AsyncTradeMethods:
        """Orders and own trades."""
        from binance_usdm_api.aio.trade import AsyncTradeMethods

        return AsyncTradeMethods(self._call)

    @cached_property
    def algo(self) -> AsyncAlgoMethods:
        """Conditional orders."""
        from binance_usdm_api.aio.algo import AsyncAlgoMethods

        return AsyncAlgoMethods(self._call)

    @cached_property
    def account(self) -> AsyncAccountMethods:
        """Balances, positions, settings."""
        from binance_usdm_api.aio.account import AsyncAccountMethods

        return AsyncAccountMethods(self._call)

    @cached_property
    def convert(self) -> AsyncConvertMethods:
        """Conversion of assets."""
        from binance_usdm_api.aio.convert import AsyncConvertMethods

        return AsyncConvertMethods(self._call)

    @cached_property
    def user_stream(self) -> AsyncUserStreamMethods:
        """Listen keys of the user-data stream."""
        from binance_usdm_api.aio.user_stream import AsyncUserStreamMethods

        return AsyncUserStreamMethods(self._call)

    @cached_property
    def history(self) -> AsyncHistory:
        """Any range of klines, trades, funding and income, page by page."""
        from .history import AsyncHistory

        return AsyncHistory(self)

    @cached_property
    def streams(self) -> AllStreams:
        """Live streams."""
        from .streams._surroundings import surroundings_of
        from .user_data._streams import AllStreams

        async def call(operation: str, params: Mapping[str, object]) -> object:
            reply: Reply[object] = await self.call(operation, params)
            return reply.result

        around = surroundings_of(self.environment.streams, self._core.ambient, self._tls, self._proxy, call, self._pace)
        return AllStreams(around, self._core.gate.sightings)

    def books(
        self,
        *symbols: str,
        rpi: bool = False,
        speed: DepthSpeed | Literal["100ms", "500ms"] | None = "100ms",
        settings: BookSettings | None = None,
        stream_settings: StreamSettings | None = None,
        on_valid: Callable[[LiveBook], object] | None = None,
        on_invalid: Callable[[LiveBook], object] | None = None,
    ) -> Books:
        """Local order books, kept up to date inside ``async with``; one that might be wrong cannot be read.

        Args:
            *symbols: Such as ``BTCUSDT``, up to hundreds.
            rpi: True for books with retail price improvement orders, which change every 500 ms.
            speed: ``100ms`` or ``500ms``; None for 250 ms. RPI books have one speed only.
            settings: The queue for snapshots.
            stream_settings: Intervals and limits of the streams.
            on_valid: Called with each book that became readable.
            on_invalid: Called with each book that became unreadable; it recovers by itself.

        Raises:
            InvalidParameter: There is no symbol, or one that cannot be one.
        """
        from .book._books import Books

        return Books(
            self,
            *symbols,
            rpi=rpi,
            speed=speed,
            settings=settings,
            stream_settings=stream_settings,
            on_valid=on_valid,
            on_invalid=on_invalid,
        )

    def bars(self, *subscriptions: Subscription[KlineEvent | UnknownEvent], **options: Unpack[BarOptions]) -> Bars:
        """Final bars of candlestick streams, in order and each once; iterate it, directly or inside ``async with``.

        Args:
            *subscriptions: Made by ``kline``.
            **options: See BarOptions; ``grace`` in seconds.

        Raises:
            InvalidParameter: There is no subscription, or one of another kind.
            ConfigError: The grace is not above zero.
        """
        from .bars._bars import Bars

        return Bars(self, *subscriptions, **options)

    # -- care ---------------------------------------------------------------------------------------------------------

    async def symbol(self, symbol: str) -> SymbolRules:
        """The trading rules of a symbol; read from the exchange on first use and hourly.

        Raises:
            InvalidParameter: There is no such symbol; close spellings are named.
        """
        now = self._core.ambient.monotonic()
        rules = self._rules.get(symbol, now)
        if rules is None:
            self._rules.fill(await self.market.exchange_info(), now)
            rules = self._rules.must_get(symbol)
        return rules

    async def place_order(
        self, *, check: bool = True, options: CallOptions | None = None, **order: Unpack[OrderRequest]
    ) -> OrderAck | AlgoOrderAck:
        """Place an order of any type: the right endpoint is chosen and the symbol's filters are checked first.

        Args:
            check: Check the symbol's filters before sending.
            options: Options of this call.
            order: See OrderRequest; quantities in base asset, prices in quote asset.

        Returns:
            OrderAck for LIMIT and MARKET orders, AlgoOrderAck for the conditional types.

        Raises:
            InvalidParameter: Before anything is sent; FilterViolation names the nearest valid value.
            OutcomeUnknown: It may have been placed; never send it again, look for its id.
            ApiError: The exchange refused it.

        Source: POST /fapi/v1/order and POST /fapi/v1/algoOrder.
        """
        operation, wired = route(python_names(order))
        operation.check(wired)
        if check:
            (await self.symbol(order["symbol"])).require(wired)
        acknowledged: OrderAck | AlgoOrderAck = await self._call(operation, wired, options)
        return acknowledged

    async def sync_clock(self) -> tuple[float, float]:
        """Measure the exchange's clock now.

        Returns:
            By how many ms it is ahead of this host's clock, and the uncertainty in ms.
        """
        await drive(self._core.measure_clock(), self._open("time"), self._spawn)
        return self._clock_reading()
