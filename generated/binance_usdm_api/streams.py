# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Market streams as constants, and a typed builder for each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from ._parameter import Kind, Parameter
from ._stream import Placeholder, Stream, Subscription

if TYPE_CHECKING:
    from ._event import UnknownEvent
    from .enums import (
        ContinuousKlineInterval,
        ContinuousStreamContractType,
        DepthLevels,
        DepthSpeed,
        KlineInterval,
        MarkPriceSpeed,
    )
    from .models.stream import (
        AggTradeEvent,
        AssetIndexEvent,
        BookTickerEvent,
        CompositeIndexEvent,
        ContinuousKlineEvent,
        ContractInfoEvent,
        DepthEvent,
        ForceOrderEvent,
        KlineEvent,
        MarkPriceEvent,
        MiniTickerEvent,
        TickerEvent,
        TradeEvent,
        TradingSessionEvent,
    )

__all__ = [
    "AGG_TRADE",
    "ALL_ASSET_INDEXES",
    "ALL_BOOK_TICKERS",
    "ALL_FORCE_ORDERS",
    "ALL_MARK_PRICES",
    "ALL_MINI_TICKERS",
    "ALL_TICKERS",
    "BOOK_TICKER",
    "COMPOSITE_INDEX",
    "CONTINUOUS_KLINE",
    "CONTRACT_INFO",
    "DEPTH",
    "FORCE_ORDER",
    "KLINE",
    "MARK_PRICE",
    "MINI_TICKER",
    "PARTIAL_DEPTH",
    "RPI_DEPTH",
    "STREAMS",
    "Stream",
    "Subscription",
    "TICKER",
    "TRADE",
    "TRADING_SESSION",
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

AGG_TRADE = Stream(
    id="agg_trade",
    pattern="<symbol>@aggTrade",
    route="market",
    event_types=("aggTrade",),
    event="AggTradeEvent",
    cadence_ms=100,
    speeds_ms=(100,),
    placeholders=(
        Placeholder(
            Parameter(name="symbol", python_name="symbol", kind=Kind.SYMBOL, required=True, doc="Trading symbol"),
            lower=True,
        ),
    ),
    summary="Trades of one taker order at one price, added up.",
)
ALL_BOOK_TICKERS = Stream(
    id="all_book_tickers",
    pattern="!bookTicker",
    route="public",
    event_types=("bookTicker",),
    event="BookTickerEvent",
    cadence_ms=5000,
    speeds_ms=(5000,),
    summary="Best bid and ask of all symbols.",
)
ALL_FORCE_ORDERS = Stream(
    id="all_force_orders",
    pattern="!forceOrder@arr",
    route="market",
    event_types=("forceOrder",),
    event="ForceOrderEvent",
    cadence_ms=1000,
    speeds_ms=(1000,),
    quiet=True,
    summary="Liquidations of all symbols.",
)
ALL_MINI_TICKERS = Stream(
    id="all_mini_tickers",
    pattern="!miniTicker@arr",
    route="market",
    event_types=("24hrMiniTicker",),
    event="MiniTickerEvent",
    shape="array",
    cadence_ms=1000,
    speeds_ms=(1000,),
    summary="Short 24-hour statistics of all changed symbols.",
)
ALL_TICKERS = Stream(
    id="all_tickers",
    pattern="!ticker@arr",
    route="market",
    event_types=("24hrTicker",),
    event="TickerEvent",
    shape="array",
    cadence_ms=1000,
    speeds_ms=(1000,),
    summary="24-hour statistics of all changed symbols.",
)
ALL_ASSET_INDEXES = Stream(
    id="all_asset_indexes",
    pattern="!assetIndex@arr",
    route="market",
    event_types=("assetIndexUpdate",),
    event="AssetIndexEvent",
    shape="array",
    cadence_ms=1000,
    speeds_ms=(1000,),
    summary="Asset indexes of multi-assets mode.",
)
COMPOSITE_INDEX = Stream(
    id="composite_index",
    pattern="<symbol>@compositeIndex",
    route="market",
    event_types=("compositeIndex",),
    event="CompositeIndexEvent",
    cadence_ms=1000,
    speeds_ms=(1000,),
    placeholders=(
        Placeholder(
            Parameter(name="symbol", python_name="symbol", kind=Kind.SYMBOL, required=True, doc="Trading symbol"),
            lower=True,
        ),
    ),
    quiet=True,
    summary="Composition of a composite index.",
)
CONTINUOUS_KLINE = Stream(
    id="continuous_kline",
    pattern="<pair>_<contractType>@continuousKline_<interval>",
    route="market",
    event_types=("continuous_kline",),
    event="ContinuousKlineEvent",
    cadence_ms=250,
    speeds_ms=(250,),
    placeholders=(
        Placeholder(
            Parameter(name="pair", python_name="pair", kind=Kind.SYMBOL, required=True, doc="Underlying pair"),
            lower=True,
        ),
        Placeholder(
            Parameter(
                name="contractType",
                python_name="contract_type",
                kind=Kind.ENUM,
                required=True,
                enum="ContinuousStreamContractType",
                values=("perpetual", "current_quarter", "next_quarter", "tradifi_perpetual"),
                doc="Kind of contract",
            )
        ),
        Placeholder(
            Parameter(
                name="interval",
                python_name="interval",
                kind=Kind.ENUM,
                required=True,
                enum="ContinuousKlineInterval",
                values=(
                    "1s",
                    "1m",
                    "3m",
                    "5m",
                    "15m",
                    "30m",
                    "1h",
                    "2h",
                    "4h",
                    "6h",
                    "8h",
                    "12h",
                    "1d",
                    "3d",
                    "1w",
                    "1M",
                ),
                doc="Length of a candlestick",
            )
        ),
    ),
    summary="Candlestick of a pair and contract type.",
)
CONTRACT_INFO = Stream(
    id="contract_info",
    pattern="!contractInfo",
    route="market",
    event_types=("contractInfo",),
    event="ContractInfoEvent",
    quiet=True,
    summary="Listings, settlements and bracket changes.",
)
DEPTH = Stream(
    id="depth",
    pattern="<symbol>@depth[@<updateSpeed>]",
    route="public",
    event_types=("depthUpdate",),
    event="DepthEvent",
    cadence_ms=250,
    speeds_ms=(250, 500, 100),
    placeholders=(
        Placeholder(
            Parameter(name="symbol", python_name="symbol", kind=Kind.SYMBOL, required=True, doc="Trading symbol"),
            lower=True,
        ),
        Placeholder(
            Parameter(
                name="updateSpeed", python_name="speed", kind=Kind.ENUM, enum="DepthSpeed", values=("100ms", "500ms")
            )
        ),
    ),
    summary="Changes of the order book.",
)
BOOK_TICKER = Stream(
    id="book_ticker",
    pattern="<symbol>@bookTicker",
    route="public",
    event_types=("bookTicker",),
    event="BookTickerEvent",
    placeholders=(
        Placeholder(
            Parameter(name="symbol", python_name="symbol", kind=Kind.SYMBOL, required=True, doc="Trading symbol"),
            lower=True,
        ),
    ),
    summary="Best bid and ask of a symbol.",
)
MINI_TICKER = Stream(
    id="mini_ticker",
    pattern="<symbol>@miniTicker",
    route="market",
    event_types=("24hrMiniTicker",),
    event="MiniTickerEvent",
    cadence_ms=2000,
    speeds_ms=(2000,),
    placeholders=(
        Placeholder(
            Parameter(name="symbol", python_name="symbol", kind=Kind.SYMBOL, required=True, doc="Trading symbol"),
            lower=True,
        ),
    ),
    summary="Short 24-hour statistics of a symbol.",
)
TICKER = Stream(
    id="ticker",
    pattern="<symbol>@ticker",
    route="market",
    event_types=("24hrTicker",),
    event="TickerEvent",
    cadence_ms=2000,
    speeds_ms=(2000,),
    placeholders=(
        Placeholder(
            Parameter(name="symbol", python_name="symbol", kind=Kind.SYMBOL, required=True, doc="Trading symbol"),
            lower=True,
        ),
    ),
    summary="24-hour statistics of a symbol.",
)
KLINE = Stream(
    id="kline",
    pattern="<symbol>@kline_<interval>",
    route="market",
    event_types=("kline",),
    event="KlineEvent",
    cadence_ms=250,
    speeds_ms=(250,),
    placeholders=(
        Placeholder(
            Parameter(name="symbol", python_name="symbol", kind=Kind.SYMBOL, required=True, doc="Trading symbol"),
            lower=True,
        ),
        Placeholder(
            Parameter(
                name="interval",
                python_name="interval",
                kind=Kind.ENUM,
                required=True,
                enum="KlineInterval",
                values=("1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M"),
                doc="Length of a candlestick",
            )
        ),
    ),
    summary="Candlestick of a symbol.",
)
FORCE_ORDER = Stream(
    id="force_order",
    pattern="<symbol>@forceOrder",
    route="market",
    event_types=("forceOrder",),
    event="ForceOrderEvent",
    cadence_ms=1000,
    speeds_ms=(1000,),
    placeholders=(
        Placeholder(
            Parameter(name="symbol", python_name="symbol", kind=Kind.SYMBOL, required=True, doc="Trading symbol"),
            lower=True,
        ),
    ),
    quiet=True,
    summary="Liquidations of a symbol.",
)
MARK_PRICE = Stream(
    id="mark_price",
    pattern="<symbol>@markPrice[@<updateSpeed>]",
    route="market",
    event_types=("markPriceUpdate",),
    event="MarkPriceEvent",
    cadence_ms=3000,
    speeds_ms=(3000, 1000),
    placeholders=(
        Placeholder(
            Parameter(name="symbol", python_name="symbol", kind=Kind.SYMBOL, required=True, doc="Trading symbol"),
            lower=True,
        ),
        Placeholder(
            Parameter(name="updateSpeed", python_name="speed", kind=Kind.ENUM, enum="MarkPriceSpeed", values=("1s",))
        ),
    ),
    summary="Mark price and funding rate of a symbol.",
)
ALL_MARK_PRICES = Stream(
    id="all_mark_prices",
    pattern="!markPrice@arr[@<updateSpeed>]",
    route="market",
    event_types=("markPriceUpdate",),
    event="MarkPriceEvent",
    shape="array",
    cadence_ms=3000,
    speeds_ms=(3000, 1000),
    placeholders=(
        Placeholder(
            Parameter(name="updateSpeed", python_name="speed", kind=Kind.ENUM, enum="MarkPriceSpeed", values=("1s",))
        ),
    ),
    summary="Mark price and funding rate of all symbols.",
)
PARTIAL_DEPTH = Stream(
    id="partial_depth",
    pattern="<symbol>@depth<levels>[@<updateSpeed>]",
    route="public",
    event_types=("depthUpdate",),
    event="DepthEvent",
    cadence_ms=250,
    speeds_ms=(250, 500, 100),
    placeholders=(
        Placeholder(
            Parameter(name="symbol", python_name="symbol", kind=Kind.SYMBOL, required=True, doc="Trading symbol"),
            lower=True,
        ),
        Placeholder(
            Parameter(
                name="levels",
                python_name="levels",
                kind=Kind.ENUM,
                required=True,
                enum="DepthLevels",
                values=("5", "10", "20"),
            )
        ),
        Placeholder(
            Parameter(
                name="updateSpeed", python_name="speed", kind=Kind.ENUM, enum="DepthSpeed", values=("100ms", "500ms")
            )
        ),
    ),
    summary="Best levels of the order book.",
)
RPI_DEPTH = Stream(
    id="rpi_depth",
    pattern="<symbol>@rpiDepth@500ms",
    route="public",
    event_types=("depthUpdate",),
    event="DepthEvent",
    cadence_ms=500,
    speeds_ms=(500,),
    placeholders=(
        Placeholder(
            Parameter(name="symbol", python_name="symbol", kind=Kind.SYMBOL, required=True, doc="Trading symbol"),
            lower=True,
        ),
    ),
    summary="Changes of the order book with retail price improvement orders.",
)
TRADING_SESSION = Stream(
    id="trading_session",
    pattern="tradingSession",
    route="market",
    event_types=(
        "EquityUpdate",
        "CommodityUpdate",
        "KR_EquityUpdate",
        "HK_EquityUpdate",
        "CN_EquityUpdate",
        "FXUpdate",
    ),
    event="TradingSessionEvent",
    cadence_ms=1000,
    speeds_ms=(1000,),
    quiet=True,
    summary="Trading sessions of the underlying markets.",
)
TRADE = Stream(
    id="trade",
    pattern="<symbol>@trade",
    route="public",
    event_types=("trade",),
    event="TradeEvent",
    placeholders=(
        Placeholder(
            Parameter(name="symbol", python_name="symbol", kind=Kind.SYMBOL, required=True, doc="Trading symbol"),
            lower=True,
        ),
    ),
    documented=False,
    summary="Single trades of a symbol (undocumented).",
)

STREAMS: Mapping[str, Stream] = MappingProxyType(
    {
        "agg_trade": AGG_TRADE,
        "all_book_tickers": ALL_BOOK_TICKERS,
        "all_force_orders": ALL_FORCE_ORDERS,
        "all_mini_tickers": ALL_MINI_TICKERS,
        "all_tickers": ALL_TICKERS,
        "all_asset_indexes": ALL_ASSET_INDEXES,
        "composite_index": COMPOSITE_INDEX,
        "continuous_kline": CONTINUOUS_KLINE,
        "contract_info": CONTRACT_INFO,
        "depth": DEPTH,
        "book_ticker": BOOK_TICKER,
        "mini_ticker": MINI_TICKER,
        "ticker": TICKER,
        "kline": KLINE,
        "force_order": FORCE_ORDER,
        "mark_price": MARK_PRICE,
        "all_mark_prices": ALL_MARK_PRICES,
        "partial_depth": PARTIAL_DEPTH,
        "rpi_depth": RPI_DEPTH,
        "trading_session": TRADING_SESSION,
        "trade": TRADE,
    }
)
"""All market streams by id."""


def agg_trade(symbol: str) -> Subscription[AggTradeEvent | UnknownEvent]:
    """Trades of one taker order at one price, added up.

    ``<symbol>@aggTrade`` on the route market, every 100 ms.
    Excludes insurance-fund and ADL trades.

    Args:
        symbol: Trading symbol.
    """
    return AGG_TRADE.subscription(symbol=symbol)


def all_book_tickers() -> Subscription[BookTickerEvent | UnknownEvent]:
    """Best bid and ask of all symbols.

    ``!bookTicker`` on the route public, every 5000 ms.
    """
    return ALL_BOOK_TICKERS.subscription()


def all_force_orders() -> Subscription[ForceOrderEvent | UnknownEvent]:
    """Liquidations of all symbols.

    ``!forceOrder@arr`` on the route market, every 1000 ms. Long silence is normal.
    One order per symbol and second; largest since 2026-04 per change log, SDK says latest.
    """
    return ALL_FORCE_ORDERS.subscription()


def all_mini_tickers() -> Subscription[list[MiniTickerEvent] | UnknownEvent]:
    """Short 24-hour statistics of all changed symbols.

    ``!miniTicker@arr`` on the route market, every 1000 ms.
    Only changed symbols.
    """
    return ALL_MINI_TICKERS.subscription()


def all_tickers() -> Subscription[list[TickerEvent] | UnknownEvent]:
    """24-hour statistics of all changed symbols.

    ``!ticker@arr`` on the route market, every 1000 ms.
    Only changed symbols.
    """
    return ALL_TICKERS.subscription()


def all_asset_indexes() -> Subscription[list[AssetIndexEvent] | UnknownEvent]:
    """Asset indexes of multi-assets mode.

    ``!assetIndex@arr`` on the route market, every 1000 ms.
    A single index: <assetSymbol>@assetIndex.
    """
    return ALL_ASSET_INDEXES.subscription()


def composite_index(symbol: str) -> Subscription[CompositeIndexEvent | UnknownEvent]:
    """Composition of a composite index.

    ``<symbol>@compositeIndex`` on the route market, every 1000 ms. Long silence is normal.

    Args:
        symbol: Trading symbol.
    """
    return COMPOSITE_INDEX.subscription(symbol=symbol)


def continuous_kline(
    pair: str,
    contract_type: ContinuousStreamContractType
    | Literal["perpetual", "current_quarter", "next_quarter", "tradifi_perpetual"],
    interval: ContinuousKlineInterval
    | Literal["1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M"],
) -> Subscription[ContinuousKlineEvent | UnknownEvent]:
    """Candlestick of a pair and contract type.

    ``<pair>_<contractType>@continuousKline_<interval>`` on the route market, every 250 ms.
    ContractType lowercase in the stream name.

    Args:
        pair: Underlying pair.
        contract_type: Kind of contract.
        interval: Length of a candlestick.
    """
    return CONTINUOUS_KLINE.subscription(pair=pair, contract_type=contract_type, interval=interval)


def contract_info() -> Subscription[ContractInfoEvent | UnknownEvent]:
    """Listings, settlements and bracket changes.

    ``!contractInfo`` on the route market, in real time. Long silence is normal.
    Bks only when brackets change.
    """
    return CONTRACT_INFO.subscription()


def depth(
    symbol: str, speed: DepthSpeed | Literal["100ms", "500ms"] | None = None
) -> Subscription[DepthEvent | UnknownEvent]:
    """Changes of the order book.

    ``<symbol>@depth[@<updateSpeed>]`` on the route public, every 250 ms, or every 100 or 500 ms.

    Args:
        symbol: Trading symbol.
        speed: Part of the name.
    """
    return DEPTH.subscription(symbol=symbol, speed=speed)


def book_ticker(symbol: str) -> Subscription[BookTickerEvent | UnknownEvent]:
    """Best bid and ask of a symbol.

    ``<symbol>@bookTicker`` on the route public, in real time.

    Args:
        symbol: Trading symbol.
    """
    return BOOK_TICKER.subscription(symbol=symbol)


def mini_ticker(symbol: str) -> Subscription[MiniTickerEvent | UnknownEvent]:
    """Short 24-hour statistics of a symbol.

    ``<symbol>@miniTicker`` on the route market, every 2000 ms.

    Args:
        symbol: Trading symbol.
    """
    return MINI_TICKER.subscription(symbol=symbol)


def ticker(symbol: str) -> Subscription[TickerEvent | UnknownEvent]:
    """24-hour statistics of a symbol.

    ``<symbol>@ticker`` on the route market, every 2000 ms.

    Args:
        symbol: Trading symbol.
    """
    return TICKER.subscription(symbol=symbol)


def kline(
    symbol: str,
    interval: KlineInterval
    | Literal["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M"],
) -> Subscription[KlineEvent | UnknownEvent]:
    """Candlestick of a symbol.

    ``<symbol>@kline_<interval>`` on the route market, every 250 ms.

    Args:
        symbol: Trading symbol.
        interval: Length of a candlestick.
    """
    return KLINE.subscription(symbol=symbol, interval=interval)


def force_order(symbol: str) -> Subscription[ForceOrderEvent | UnknownEvent]:
    """Liquidations of a symbol.

    ``<symbol>@forceOrder`` on the route market, every 1000 ms. Long silence is normal.
    One order per symbol and second; largest since 2026-04 per change log, SDK says latest.

    Args:
        symbol: Trading symbol.
    """
    return FORCE_ORDER.subscription(symbol=symbol)


def mark_price(
    symbol: str, speed: MarkPriceSpeed | Literal["1s"] | None = None
) -> Subscription[MarkPriceEvent | UnknownEvent]:
    """Mark price and funding rate of a symbol.

    ``<symbol>@markPrice[@<updateSpeed>]`` on the route market, every 3000 ms, or every 1000 ms.

    Args:
        symbol: Trading symbol.
        speed: Part of the name.
    """
    return MARK_PRICE.subscription(symbol=symbol, speed=speed)


def all_mark_prices(
    speed: MarkPriceSpeed | Literal["1s"] | None = None,
) -> Subscription[list[MarkPriceEvent] | UnknownEvent]:
    """Mark price and funding rate of all symbols.

    ``!markPrice@arr[@<updateSpeed>]`` on the route market, every 3000 ms, or every 1000 ms.
    TradFi symbols come in a separate message.

    Args:
        speed: Part of the name.
    """
    return ALL_MARK_PRICES.subscription(speed=speed)


def partial_depth(
    symbol: str,
    levels: DepthLevels | Literal["5", "10", "20"],
    speed: DepthSpeed | Literal["100ms", "500ms"] | None = None,
) -> Subscription[DepthEvent | UnknownEvent]:
    """Best levels of the order book.

    ``<symbol>@depth<levels>[@<updateSpeed>]`` on the route public, every 250 ms, or every 100 or 500 ms.

    Args:
        symbol: Trading symbol.
        levels: Part of the name.
        speed: Part of the name.
    """
    return PARTIAL_DEPTH.subscription(symbol=symbol, levels=levels, speed=speed)


def rpi_depth(symbol: str) -> Subscription[DepthEvent | UnknownEvent]:
    """Changes of the order book with retail price improvement orders.

    ``<symbol>@rpiDepth@500ms`` on the route public, every 500 ms.
    Includes RPI quantity.

    Args:
        symbol: Trading symbol.
    """
    return RPI_DEPTH.subscription(symbol=symbol)


def trading_session() -> Subscription[TradingSessionEvent | UnknownEvent]:
    """Trading sessions of the underlying markets.

    ``tradingSession`` on the route market, every 1000 ms. Long silence is normal.
    """
    return TRADING_SESSION.subscription()


def trade(symbol: str) -> Subscription[TradeEvent | UnknownEvent]:
    """Single trades of a symbol (undocumented).

    ``<symbol>@trade`` on the route public, in real time. Not documented.
    In neither the official SDK nor the pages; unofficial clients use it.

    Args:
        symbol: Trading symbol.
    """
    return TRADE.subscription(symbol=symbol)
