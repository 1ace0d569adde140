# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Events of market streams."""

from __future__ import annotations

from decimal import Decimal

from .._late import LateDecimal, late
from .._print import Record
from ..enums import (
    ContinuousKlineInterval,
    ContractStatus,
    ContractType,
    KlineInterval,
    OrderSide,
    OrderStatus,
    OrderType,
    TimeInForce,
    TradeOrigin,
    TradingSession,
)
from .market import PriceLevel

__all__ = [
    "AggTradeEvent",
    "AssetIndexEvent",
    "BookTickerEvent",
    "CompositeIndexComponent",
    "CompositeIndexEvent",
    "ContinuousKlineData",
    "ContinuousKlineEvent",
    "ContractBracket",
    "ContractInfoEvent",
    "DepthEvent",
    "ForceOrderDetail",
    "ForceOrderEvent",
    "KlineData",
    "KlineEvent",
    "MarkPriceEvent",
    "MiniTickerEvent",
    "TickerEvent",
    "TradeEvent",
    "TradingSessionEvent",
]


@late("price", "quantity", "quantity_without_rpi")
class AggTradeEvent(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "event_type": "e",
        "event_time": "E",
        "symbol": "s",
        "agg_trade_id": "a",
        "price": "p",
        "quantity": "q",
        "quantity_without_rpi": "nq",
        "first_trade_id": "f",
        "last_trade_id": "l",
        "trade_time": "T",
        "buyer_is_maker": "m",
        "symbol_type": "st",
    },
):
    """Trades of one taker order at one price, added up."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    symbol: str
    """Trading symbol."""
    agg_trade_id: int
    """Id of the aggregate trade."""
    price: LateDecimal
    """Price, quote asset."""
    quantity: LateDecimal
    """Quantity, base asset."""
    quantity_without_rpi: LateDecimal | None = None
    first_trade_id: int | None = None
    """First trade id."""
    last_trade_id: int | None = None
    """Last trade id."""
    trade_time: int
    """Instant of the trade, ms."""
    buyer_is_maker: bool
    """True when the seller was the taker."""
    symbol_type: int | None = None
    """1 USD-M, 2 COIN-M."""


@late("bid_price", "bid_quantity", "ask_price", "ask_quantity")
class BookTickerEvent(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "event_type": "e",
        "book_update_id": "u",
        "event_time": "E",
        "transaction_time": "T",
        "symbol": "s",
        "bid_price": "b",
        "bid_quantity": "B",
        "ask_price": "a",
        "ask_quantity": "A",
        "pair": "ps",
        "symbol_type": "st",
    },
):
    """Best bid and ask."""

    event_type: str
    """Wire type of the event."""
    book_update_id: int
    event_time: int | None = None
    """Instant the event was sent, ms."""
    transaction_time: int | None = None
    """Instant of the matching engine, ms."""
    symbol: str
    """Trading symbol."""
    bid_price: LateDecimal
    """Best bid, quote asset."""
    bid_quantity: LateDecimal
    """Quantity at the best bid, base asset."""
    ask_price: LateDecimal
    """Best ask, quote asset."""
    ask_quantity: LateDecimal
    """Quantity at the best ask, base asset."""
    pair: str | None = None
    """Underlying pair."""
    symbol_type: int | None = None
    """1 USD-M, 2 COIN-M."""


class ForceOrderDetail(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "symbol": "s",
        "side": "S",
        "order_type": "o",
        "time_in_force": "f",
        "original_quantity": "q",
        "price": "p",
        "average_price": "ap",
        "order_status": "X",
        "last_filled_quantity": "l",
        "filled_quantity": "z",
        "trade_time": "T",
    },
):
    """A liquidation order."""

    symbol: str
    """Trading symbol."""
    side: OrderSide
    """BUY or SELL."""
    order_type: OrderType | None = None
    time_in_force: TimeInForce | None = None
    """How long the order stays."""
    original_quantity: Decimal
    price: Decimal | None = None
    """Price, quote asset."""
    average_price: Decimal | None = None
    order_status: OrderStatus | None = None
    last_filled_quantity: Decimal | None = None
    filled_quantity: Decimal | None = None
    trade_time: int | None = None
    """Instant of the trade, ms."""


class ForceOrderEvent(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"event_type": "e", "event_time": "E", "order": "o", "pair": "ps", "symbol_type": "st"},
):
    """A liquidation."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    order: ForceOrderDetail
    pair: str | None = None
    """Underlying pair."""
    symbol_type: int | None = None
    """1 USD-M, 2 COIN-M."""


class MiniTickerEvent(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "event_type": "e",
        "event_time": "E",
        "symbol": "s",
        "close": "c",
        "open": "o",
        "high": "h",
        "low": "l",
        "volume": "v",
        "quote_volume": "q",
        "pair": "ps",
        "symbol_type": "st",
    },
):
    """Short 24-hour statistics."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    symbol: str
    """Trading symbol."""
    close: Decimal
    """Last price, quote asset."""
    open: Decimal | None = None
    """First price, quote asset."""
    high: Decimal | None = None
    """Highest price, quote asset."""
    low: Decimal | None = None
    """Lowest price, quote asset."""
    volume: Decimal | None = None
    """Traded quantity, base asset."""
    quote_volume: Decimal | None = None
    """Traded value, quote asset."""
    pair: str | None = None
    """Underlying pair."""
    symbol_type: int | None = None
    """1 USD-M, 2 COIN-M."""


class TickerEvent(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "event_type": "e",
        "event_time": "E",
        "symbol": "s",
        "price_change": "p",
        "price_change_percent": "P",
        "weighted_avg_price": "w",
        "last_price": "c",
        "last_quantity": "Q",
        "open": "o",
        "high": "h",
        "low": "l",
        "volume": "v",
        "quote_volume": "q",
        "open_time": "O",
        "close_time": "C",
        "first_trade_id": "F",
        "last_trade_id": "L",
        "trade_count": "n",
        "pair": "ps",
        "symbol_type": "st",
    },
):
    """24-hour statistics."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    symbol: str
    """Trading symbol."""
    price_change: Decimal | None = None
    """Change in 24 hours, quote asset."""
    price_change_percent: Decimal | None = None
    """Change in 24 hours, percent."""
    weighted_avg_price: Decimal | None = None
    """Volume-weighted average price, quote asset."""
    last_price: Decimal
    """Latest price, quote asset."""
    last_quantity: Decimal | None = None
    open: Decimal | None = None
    """First price, quote asset."""
    high: Decimal | None = None
    """Highest price, quote asset."""
    low: Decimal | None = None
    """Lowest price, quote asset."""
    volume: Decimal | None = None
    """Traded quantity, base asset."""
    quote_volume: Decimal | None = None
    """Traded value, quote asset."""
    open_time: int | None = None
    """Opening of the candlestick or window, ms."""
    close_time: int | None = None
    """Closing of the candlestick or window, ms."""
    first_trade_id: int | None = None
    """First trade id."""
    last_trade_id: int | None = None
    """Last trade id."""
    trade_count: int | None = None
    """Number of trades."""
    pair: str | None = None
    """Underlying pair."""
    symbol_type: int | None = None
    """1 USD-M, 2 COIN-M."""


class AssetIndexEvent(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "event_type": "e",
        "event_time": "E",
        "asset_index_symbol": "s",
        "index_price": "i",
        "bid_buffer": "b",
        "ask_buffer": "a",
        "bid_rate": "B",
        "ask_rate": "A",
        "auto_exchange_bid_buffer": "q",
        "auto_exchange_ask_buffer": "g",
        "auto_exchange_bid_rate": "Q",
        "auto_exchange_ask_rate": "G",
    },
):
    """Asset indexes of multi-assets mode."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    asset_index_symbol: str | None = None
    index_price: Decimal | None = None
    """Index price, quote asset."""
    bid_buffer: Decimal | None = None
    ask_buffer: Decimal | None = None
    bid_rate: Decimal | None = None
    ask_rate: Decimal | None = None
    auto_exchange_bid_buffer: Decimal | None = None
    auto_exchange_ask_buffer: Decimal | None = None
    auto_exchange_bid_rate: Decimal | None = None
    auto_exchange_ask_rate: Decimal | None = None


class CompositeIndexComponent(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "base_asset": "b",
        "quote_asset": "q",
        "weight_in_quantity": "w",
        "weight_in_percent": "W",
        "index_price": "i",
    },
):
    """One asset of a composite index."""

    base_asset: str | None = None
    quote_asset: str | None = None
    weight_in_quantity: Decimal | None = None
    weight_in_percent: Decimal | None = None
    index_price: Decimal | None = None
    """Index price, quote asset."""


class CompositeIndexEvent(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={
        "event_type": "e",
        "event_time": "E",
        "symbol": "s",
        "price": "p",
        "base_asset_category": "C",
        "composition": "c",
    },
):
    """Composition of a composite index."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    symbol: str | None = None
    """Trading symbol."""
    price: Decimal | None = None
    """Price, quote asset."""
    base_asset_category: str | None = None
    composition: list[CompositeIndexComponent] | None = None


class ContinuousKlineData(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "open_time": "t",
        "close_time": "T",
        "interval": "i",
        "first_update_id": "f",
        "last_update_id": "L",
        "open": "o",
        "close": "c",
        "high": "h",
        "low": "l",
        "volume": "v",
        "trade_count": "n",
        "is_closed": "x",
        "quote_volume": "q",
        "taker_buy_volume": "V",
        "taker_buy_quote_volume": "Q",
        "ignored_b": "B",
    },
):
    """The candlestick of a continuous contract."""

    open_time: int
    """Opening of the candlestick or window, ms."""
    close_time: int
    """Closing of the candlestick or window, ms."""
    interval: ContinuousKlineInterval
    """Length of a candlestick."""
    first_update_id: int | None = None
    """First update id in the event."""
    last_update_id: int | None = None
    """Update id the book stands at."""
    open: Decimal
    """First price, quote asset."""
    close: Decimal
    """Last price, quote asset."""
    high: Decimal
    """Highest price, quote asset."""
    low: Decimal
    """Lowest price, quote asset."""
    volume: Decimal
    """Traded quantity, base asset."""
    trade_count: int | None = None
    """Number of trades."""
    is_closed: bool
    quote_volume: Decimal | None = None
    """Traded value, quote asset."""
    taker_buy_volume: Decimal | None = None
    """Quantity bought by takers, base asset."""
    taker_buy_quote_volume: Decimal | None = None
    """Value bought by takers, quote asset."""
    ignored_b: Decimal | None = None


class ContinuousKlineEvent(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"event_type": "e", "event_time": "E", "pair": "ps", "contract_type": "ct", "kline": "k"},
):
    """Candlestick of a pair and contract type."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    pair: str
    """Underlying pair."""
    contract_type: ContractType
    """Kind of contract."""
    kline: ContinuousKlineData


class ContractBracket(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "bracket": "bs",
        "notional_floor": "bnf",
        "notional_cap": "bnc",
        "maintenance_margin_ratio": "mmr",
        "cumulative_factor": "cf",
        "min_leverage": "mi",
        "max_leverage": "ma",
    },
):
    """One notional bracket."""

    bracket: int | None = None
    notional_floor: int | None = None
    notional_cap: int | None = None
    maintenance_margin_ratio: Decimal | None = None
    cumulative_factor: int | None = None
    min_leverage: int | None = None
    max_leverage: int | None = None


class ContractInfoEvent(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={
        "event_type": "e",
        "event_time": "E",
        "symbol": "s",
        "contract_type": "ct",
        "delivery_time": "dt",
        "onboard_time": "ot",
        "contract_status": "cs",
        "brackets": "bks",
        "symbol_type": "st",
    },
):
    """Listings, settlements and bracket changes."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    symbol: str
    """Trading symbol."""
    contract_type: ContractType | None = None
    """Kind of contract."""
    delivery_time: int | None = None
    """In ms since 1970 UTC."""
    onboard_time: int | None = None
    """In ms since 1970 UTC."""
    contract_status: ContractStatus | None = None
    brackets: list[ContractBracket] | None = None
    symbol_type: int | None = None
    """1 USD-M, 2 COIN-M."""


class DepthEvent(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={
        "event_type": "e",
        "event_time": "E",
        "transaction_time": "T",
        "symbol": "s",
        "first_update_id": "U",
        "final_update_id": "u",
        "previous_final_update_id": "pu",
        "bids": "b",
        "asks": "a",
        "pair": "ps",
        "symbol_type": "st",
    },
):
    """Changes or best levels of an order book."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    transaction_time: int | None = None
    """Instant of the matching engine, ms."""
    symbol: str
    """Trading symbol."""
    first_update_id: int
    """First update id in the event."""
    final_update_id: int
    """Last update id in the event."""
    previous_final_update_id: int
    """Last update id of the event before."""
    bids: list[PriceLevel]
    """Buy levels, best first."""
    asks: list[PriceLevel]
    """Sell levels, best first."""
    pair: str | None = None
    """Underlying pair."""
    symbol_type: int | None = None
    """1 USD-M, 2 COIN-M."""


class KlineData(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "open_time": "t",
        "close_time": "T",
        "symbol": "s",
        "interval": "i",
        "first_trade_id": "f",
        "last_trade_id": "L",
        "open": "o",
        "close": "c",
        "high": "h",
        "low": "l",
        "volume": "v",
        "trade_count": "n",
        "is_closed": "x",
        "quote_volume": "q",
        "taker_buy_volume": "V",
        "taker_buy_quote_volume": "Q",
        "ignored_b": "B",
    },
):
    """The candlestick."""

    open_time: int
    """Opening of the candlestick or window, ms."""
    close_time: int
    """Closing of the candlestick or window, ms."""
    symbol: str | None = None
    """Trading symbol."""
    interval: KlineInterval
    """Length of a candlestick."""
    first_trade_id: int | None = None
    """First trade id."""
    last_trade_id: int | None = None
    """Last trade id."""
    open: Decimal
    """First price, quote asset."""
    close: Decimal
    """Last price, quote asset."""
    high: Decimal
    """Highest price, quote asset."""
    low: Decimal
    """Lowest price, quote asset."""
    volume: Decimal
    """Traded quantity, base asset."""
    trade_count: int | None = None
    """Number of trades."""
    is_closed: bool
    quote_volume: Decimal | None = None
    """Traded value, quote asset."""
    taker_buy_volume: Decimal | None = None
    """Quantity bought by takers, base asset."""
    taker_buy_quote_volume: Decimal | None = None
    """Value bought by takers, quote asset."""
    ignored_b: Decimal | None = None


class KlineEvent(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"event_type": "e", "event_time": "E", "symbol": "s", "kline": "k"},
):
    """Candlestick of a symbol."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    symbol: str
    """Trading symbol."""
    kline: KlineData


class MarkPriceEvent(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "event_type": "e",
        "event_time": "E",
        "symbol": "s",
        "mark_price": "p",
        "index_price": "i",
        "estimated_settle_price": "P",
        "funding_rate": "r",
        "mark_price_moving_average": "ap",
        "next_funding_time": "T",
        "symbol_type": "st",
    },
):
    """Mark price and funding rate."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    symbol: str
    """Trading symbol."""
    mark_price: Decimal
    """Mark price, quote asset."""
    index_price: Decimal | None = None
    """Index price, quote asset."""
    estimated_settle_price: Decimal | None = None
    """Estimated settlement price, in the last hour before settlement, quote asset."""
    funding_rate: Decimal | None = None
    """Funding rate, fraction."""
    mark_price_moving_average: Decimal | None = None
    next_funding_time: int | None = None
    """Next payment, ms."""
    symbol_type: int | None = None
    """1 USD-M, 2 COIN-M."""


class TradingSessionEvent(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "event_type": "e",
        "event_time": "E",
        "session_start_time": "t",
        "session_end_time": "T",
        "session_type": "S",
    },
):
    """Trading sessions of the underlying markets."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    session_start_time: int | None = None
    """In ms since 1970 UTC."""
    session_end_time: int | None = None
    """In ms since 1970 UTC."""
    session_type: TradingSession | None = None


@late("price", "quantity")
class TradeEvent(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "event_type": "e",
        "event_time": "E",
        "trade_time": "T",
        "symbol": "s",
        "trade_id": "t",
        "price": "p",
        "quantity": "q",
        "order_origin": "X",
        "buyer_is_maker": "m",
    },
):
    """A single trade (undocumented stream)."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    trade_time: int
    """Instant of the trade, ms."""
    symbol: str
    """Trading symbol."""
    trade_id: int
    """Id of the trade."""
    price: LateDecimal
    """Price, quote asset."""
    quantity: LateDecimal
    """Quantity, base asset."""
    order_origin: TradeOrigin | None = None
    buyer_is_maker: bool
    """True when the seller was the taker."""
