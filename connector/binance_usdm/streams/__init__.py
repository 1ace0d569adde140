"""Live streams: typed builders of subscriptions, and what a stream hands out besides its events.

    from binance_usdm.streams import agg_trade, book_ticker

    async for event in client.streams.subscribe(agg_trade("BTCUSDT"), book_ticker("ETHUSDT")):
        ...

Importing this package loads no WebSocket, TLS or asyncio code; that comes with the first stream.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import load

if TYPE_CHECKING:
    from binance_usdm_api import Subscription
    from binance_usdm_api.streams import (
        agg_trade,
        all_asset_indexes,
        all_book_tickers,
        all_force_orders,
        all_mark_prices,
        all_mini_tickers,
        all_tickers,
        book_ticker,
        composite_index,
        continuous_kline,
        contract_info,
        depth,
        force_order,
        kline,
        mark_price,
        mini_ticker,
        partial_depth,
        rpi_depth,
        ticker,
        trade,
        trading_session,
    )

    from ._blocking import BlockingListener, BlockingStream, BlockingStreams
    from ._control import (
        Connected,
        ControlEvent,
        Disconnected,
        Ended,
        Gap,
        GapReason,
        Live,
        Overflow,
        Reconnected,
        Refused,
        Rotated,
        Silence,
    )
    from ._counters import Counters
    from ._event import MarketEvent, StreamEvent
    from ._policy import Policy
    from ._quarantine import Malformed
    from ._settings import StreamSettings
    from ._stream import Stream
    from ._streams import Listener, Streams

_BUILDERS = (
    "agg_trade",
    "all_asset_indexes",
    "all_book_tickers",
    "all_force_orders",
    "all_mark_prices",
    "all_mini_tickers",
    "all_tickers",
    "book_ticker",
    "composite_index",
    "continuous_kline",
    "contract_info",
    "depth",
    "force_order",
    "kline",
    "mark_price",
    "mini_ticker",
    "partial_depth",
    "rpi_depth",
    "ticker",
    "trade",
    "trading_session",
)
_CONTROL = (
    "Connected",
    "ControlEvent",
    "Disconnected",
    "Ended",
    "Gap",
    "GapReason",
    "Live",
    "Overflow",
    "Reconnected",
    "Refused",
    "Rotated",
    "Silence",
)
_HOME = {
    "BlockingListener": "binance_usdm.streams._blocking",
    "BlockingStream": "binance_usdm.streams._blocking",
    "BlockingStreams": "binance_usdm.streams._blocking",
    "Counters": "binance_usdm.streams._counters",
    "Listener": "binance_usdm.streams._streams",
    "Malformed": "binance_usdm.streams._quarantine",
    "MarketEvent": "binance_usdm.streams._event",
    "Policy": "binance_usdm.streams._policy",
    "Stream": "binance_usdm.streams._stream",
    "StreamEvent": "binance_usdm.streams._event",
    "StreamSettings": "binance_usdm.streams._settings",
    "Streams": "binance_usdm.streams._streams",
    "Subscription": "binance_usdm_api",
    **dict.fromkeys(_BUILDERS, "binance_usdm_api.streams"),
    **dict.fromkeys(_CONTROL, "binance_usdm.streams._control"),
}

__all__ = [
    "BlockingListener",
    "BlockingStream",
    "BlockingStreams",
    "Connected",
    "ControlEvent",
    "Counters",
    "Disconnected",
    "Ended",
    "Gap",
    "GapReason",
    "Listener",
    "Live",
    "Malformed",
    "MarketEvent",
    "Overflow",
    "Policy",
    "Reconnected",
    "Refused",
    "Rotated",
    "Silence",
    "Stream",
    "StreamEvent",
    "StreamSettings",
    "Streams",
    "Subscription",
    "agg_trade",
    "all_asset_indexes",
    "all_book_tickers",
    "all_force_orders",
    "all_mark_prices",
    "all_mini_tickers",
    "all_tickers",
    "book_ticker",
    "composite_index",
    "continuous_kline",
    "contract_info",
    "depth",
    "force_order",
    "kline",
    "mark_price",
    "mini_ticker",
    "partial_depth",
    "rpi_depth",
    "ticker",
    "trade",
    "trading_session",
]


def __getattr__(name: str) -> object:
    return load(globals(), _HOME, name)


def __dir__() -> list[str]:
    return sorted(__all__)
