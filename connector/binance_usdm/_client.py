"""The blocking client."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Literal, TypeVar, Unpack

from binance_usdm_api import CallOptions, Operation
from binance_usdm_api.errors import NotSent

from . import _assembly
from ._base import ClientBase
from ._closing import Closing
from ._drive import run
from .core._reply import Reply
from .trading._order import OrderRequest, python_names
from .trading._route import route
from .transport._message import TransportFault

if TYPE_CHECKING:
    from binance_usdm_api import Subscription, UnknownEvent
    from binance_usdm_api.api import (
        AccountMethods,
        AlgoMethods,
        ConvertMethods,
        MarketMethods,
        TradeMethods,
        UserStreamMethods,
    )
    from binance_usdm_api.enums import DepthSpeed
    from binance_usdm_api.models import AlgoOrderAck, OrderAck
    from binance_usdm_api.models.stream import KlineEvent

    from .bars import BarOptions, BlockingBars
    from .book import BlockingBook, BlockingBooks, BookSettings
    from .history import History
    from .streams import StreamSettings
    from .trading._rules import SymbolRules
    from .transport import Transport
    from .user_data import BlockingAllStreams
    from .ws_api._carrier import BlockingCarrier, SocketThread

__all__ = ["Client"]

T = TypeVar("T")
log = logging.getLogger("binance_usdm")


class Client(ClientBase, Closing):
    __doc__ = f"A blocking client; safe to share between threads.\n{(ClientBase.__doc__ or '').partition('.')[2]}"

    def _begin(self) -> None:
        self._making = Lock()
        self._transport: Transport | BlockingCarrier | None = None
        self._thread: SocketThread | None = None

    def close(self) -> None:
        """Drop all connections; closing twice is fine."""
        with self._making:
            self._closed = True
        streams: BlockingAllStreams | None = self.__dict__.get("streams")
        if streams is not None:
            streams.close()
        if self._transport is not None:
            self._transport.close()

    def _open(self, operation: str) -> Transport | BlockingCarrier:
        if self._closed:
            raise _assembly.closed(operation)
        if self._transport is None:
            with self._making:
                if self._closed:
                    raise _assembly.closed(operation)
                if self._transport is None:
                    self._transport = _assembly.make_transport(
                        self.environment.rest, self._core.settings, self._given, self._proxy, self._tls
                    )
        return self._transport

    # -- calls --------------------------------------------------------------------------------------------------------

    def connect(self) -> None:
        """Open the WebSocket API and use it from now on where the exchange serves the operation; REST carries the rest.

        With an Ed25519 key the session is logged on, other keys sign each request. The connection is kept: it comes
        back by itself after a loss and is replaced before the exchange ends it. Calling twice is fine.

        Raises:
            NotSent: It is not ready within the timeout; REST carries everything meanwhile and trying goes on.
        """
        transport = self._open("connect")
        core = self._core
        if core.credentials is not None and not core.clock.measured:
            run(core.measure_clock(), transport, self._lock)
        with self._making:
            if self._thread is None:
                from .ws_api._carrier import BlockingCarrier, SocketThread
                from .ws_api._socket import ApiSocket

                self._thread = SocketThread(
                    lambda: _assembly.make_socket(self.environment, core, self._proxy, self._tls, self._pace, ApiSocket)
                )
                self._transport = BlockingCarrier(transport, self._thread)
                core.socket = self._thread.socket
        try:
            self._thread.run(self._thread.socket.connect(core.settings.timeout), core.settings.timeout + 1.0)
        except TransportFault as fault:
            raise _assembly.not_connected(fault) from fault

    def _try_to_connect(self) -> None:
        try:
            self.connect()
        except NotSent as error:
            log.warning("ws_api not available, REST carries the calls: %s", error.what)

    def call(
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
            self._try_to_connect()
        return run(self._core.exchange(found, found.wire(params or {}), options), self._open(found.id), self._lock)

    def _call(self, operation: Operation[T], params: Mapping[str, object], options: CallOptions | None = None) -> T:
        if self._core.socket is None and self._wants_socket(operation, options):
            self._try_to_connect()
        return run(self._core.exchange(operation, params, options), self._open(operation.id), self._lock).result

    @cached_property
    def market(self) -> MarketMethods:
        """Market data."""
        from binance_usdm_api.api.market import MarketMethods

        return MarketMethods(self._call)

    @cached_property
    def trade(self) -> TradeMethods:
        """Orders and own trades."""
        from binance_usdm_api.api.trade import TradeMethods

        return TradeMethods(self._call)

    @cached_property
    def algo(self) -> AlgoMethods:
        """Conditional orders."""
        from binance_usdm_api.api.algo import AlgoMethods

        return AlgoMethods(self._call)

    @cached_property
    def account(self) -> AccountMethods:
        """Balances, positions, settings."""
        from binance_usdm_api.api.account import AccountMethods

        return AccountMethods(self._call)

    @cached_property
    def convert(self) -> ConvertMethods:
        """Conversion of assets."""
        from binance_usdm_api.api.convert import ConvertMethods

        return ConvertMethods(self._call)

    @cached_property
    def user_stream(self) -> UserStreamMethods:
        """Listen keys of the user-data stream."""
        from binance_usdm_api.api.user_stream import UserStreamMethods

        return UserStreamMethods(self._call)

    @cached_property
    def history(self) -> History:
        """Any range of klines, trades, funding and income, page by page."""
        from .history import History

        return History(self)

    @cached_property
    def streams(self) -> BlockingAllStreams:
        """Live streams."""
        from .streams._surroundings import surroundings_of
        from .user_data._blocking import BlockingAllStreams

        async def call(operation: str, params: Mapping[str, object]) -> object:
            from asyncio import to_thread

            return (await to_thread(self.call, operation, params)).result

        around = surroundings_of(self.environment.streams, self._core.ambient, self._tls, self._proxy, call, self._pace)
        return BlockingAllStreams(around, self._core.gate.sightings)

    def books(
        self,
        *symbols: str,
        rpi: bool = False,
        speed: DepthSpeed | Literal["100ms", "500ms"] | None = "100ms",
        settings: BookSettings | None = None,
        stream_settings: StreamSettings | None = None,
        on_valid: Callable[[BlockingBook], object] | None = None,
        on_invalid: Callable[[BlockingBook], object] | None = None,
    ) -> BlockingBooks:
        """Local order books, kept up to date inside ``with``; one that might be wrong cannot be read.

        Args:
            *symbols: Such as ``BTCUSDT``, up to hundreds.
            rpi: True for books with retail price improvement orders, which change every 500 ms.
            speed: ``100ms`` or ``500ms``; None for 250 ms. RPI books have one speed only.
            settings: The queue for snapshots.
            stream_settings: Intervals and limits of the streams.
            on_valid: Called with each book that became readable, in the thread of the streams.
            on_invalid: Called with each book that became unreadable; it recovers by itself.

        Raises:
            InvalidParameter: There is no symbol, or one that cannot be one.
        """
        from .book._blocking_books import BlockingBooks

        return BlockingBooks(
            self,
            *symbols,
            rpi=rpi,
            speed=speed,
            settings=settings,
            stream_settings=stream_settings,
            on_valid=on_valid,
            on_invalid=on_invalid,
        )

    def bars(
        self, *subscriptions: Subscription[KlineEvent | UnknownEvent], **options: Unpack[BarOptions]
    ) -> BlockingBars:
        """Final bars of candlestick streams, in order and each once; iterate it, directly or inside ``with``.

        Args:
            *subscriptions: Made by ``kline``.
            **options: See BarOptions; ``grace`` in seconds.

        Raises:
            InvalidParameter: There is no subscription, or one of another kind.
            ConfigError: The grace is not above zero.
        """
        from .bars._blocking_bars import BlockingBars

        return BlockingBars(self, *subscriptions, **options)

    # -- care ---------------------------------------------------------------------------------------------------------

    def symbol(self, symbol: str) -> SymbolRules:
        """The trading rules of a symbol; read from the exchange on first use and hourly.

        Raises:
            InvalidParameter: There is no such symbol; close spellings are named.
        """
        now = self._core.ambient.monotonic()
        rules = self._rules.get(symbol, now)
        if rules is None:
            self._rules.fill(self.market.exchange_info(), now)
            rules = self._rules.must_get(symbol)
        return rules

    def place_order(
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
            self.symbol(order["symbol"]).require(wired)
        acknowledged: OrderAck | AlgoOrderAck = self._call(operation, wired, options)
        return acknowledged

    def sync_clock(self) -> tuple[float, float]:
        """Measure the exchange's clock now.

        Returns:
            By how many ms it is ahead of this host's clock, and the uncertainty in ms.
        """
        run(self._core.measure_clock(), self._open("time"), self._lock)
        return self._clock_reading()
