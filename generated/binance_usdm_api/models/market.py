# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Market data."""

from __future__ import annotations

from decimal import Decimal

from .._late import LateDecimal, late
from .._print import Record
from ..enums import (
    AdlRiskLevel,
    ContractStatus,
    ContractType,
    FundingRateType,
    OrderType,
    RateLimitInterval,
    RateLimitType,
    TimeInForce,
    UnderlyingType,
)
from .filter import SymbolFilter

__all__ = [
    "AdlRisk",
    "AggregateTrade",
    "AssetIndex",
    "AssetInfo",
    "Basis",
    "BookTicker",
    "CompositeIndex",
    "CompositeIndexAsset",
    "DeliveryPrice",
    "ExchangeInfo",
    "FundingRate",
    "FundingRateInfo",
    "IndexConstituent",
    "IndexConstituents",
    "InsuranceFund",
    "InsuranceFundAsset",
    "Kline",
    "LongShortRatio",
    "MarkPrice",
    "MarketSchedule",
    "MarketSchedules",
    "MarketSession",
    "OpenInterest",
    "OpenInterestStatistic",
    "OrderBook",
    "PriceLevel",
    "RateLimit",
    "ServerTime",
    "SymbolInfo",
    "TakerVolume",
    "Ticker24hr",
    "TickerPrice",
    "Trade",
    "TradingSchedule",
]


@late("open", "high", "low", "close", "volume", "quote_volume", "taker_buy_volume", "taker_buy_quote_volume")
class Kline(Record, frozen=True, array_like=True, gc=False):
    """One candlestick."""

    open_time: int
    """Opening of the candlestick or window, ms."""
    open: LateDecimal
    """First price, quote asset."""
    high: LateDecimal
    """Highest price, quote asset."""
    low: LateDecimal
    """Lowest price, quote asset."""
    close: LateDecimal
    """Last price, quote asset."""
    volume: LateDecimal
    """Traded quantity, base asset."""
    close_time: int
    """Closing of the candlestick or window, ms."""
    quote_volume: LateDecimal
    """Traded value, quote asset."""
    trade_count: int
    """Number of trades."""
    taker_buy_volume: LateDecimal
    """Quantity bought by takers, base asset."""
    taker_buy_quote_volume: LateDecimal
    """Value bought by takers, quote asset."""
    ignored: str | None = None
    """Without meaning."""


@late("price", "quantity")
class PriceLevel(Record, frozen=True, array_like=True, gc=False):
    """Price and total quantity of one level of a book."""

    price: LateDecimal
    """Price, quote asset."""
    quantity: LateDecimal
    """Quantity, base asset."""


class ServerTime(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, rename={"server_time": "serverTime"}):
    """Time of the exchange."""

    server_time: int
    """Time of the exchange, ms."""


class RateLimit(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"interval_num": "intervalNum", "rate_limit_type": "rateLimitType"},
):
    """One limit of the exchange."""

    interval: RateLimitInterval
    """Length of a candlestick."""
    interval_num: int
    limit: int
    """Most rows to return."""
    rate_limit_type: RateLimitType


class AssetInfo(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"margin_available": "marginAvailable", "auto_asset_exchange": "autoAssetExchange"},
):
    """A margin asset."""

    asset: str | None = None
    """Asset."""
    margin_available: bool | None = None
    auto_asset_exchange: Decimal | None = None


@late("maint_margin_percent", "required_margin_percent", "trigger_protect", "liquidation_fee", "market_take_bound")
class SymbolInfo(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={
        "contract_type": "contractType",
        "delivery_date": "deliveryDate",
        "onboard_date": "onboardDate",
        "maint_margin_percent": "maintMarginPercent",
        "required_margin_percent": "requiredMarginPercent",
        "base_asset": "baseAsset",
        "quote_asset": "quoteAsset",
        "margin_asset": "marginAsset",
        "price_precision": "pricePrecision",
        "quantity_precision": "quantityPrecision",
        "base_asset_precision": "baseAssetPrecision",
        "quote_precision": "quotePrecision",
        "underlying_type": "underlyingType",
        "underlying_sub_type": "underlyingSubType",
        "settle_plan": "settlePlan",
        "trigger_protect": "triggerProtect",
        "order_types": "orderTypes",
        "time_in_force": "timeInForce",
        "liquidation_fee": "liquidationFee",
        "market_take_bound": "marketTakeBound",
        "max_move_order_limit": "maxMoveOrderLimit",
        "permission_sets": "permissionSets",
    },
):
    """Trading rules of one symbol."""

    symbol: str
    """Trading symbol."""
    pair: str | None = None
    """Underlying pair."""
    contract_type: ContractType | None = None
    """Kind of contract."""
    delivery_date: int | None = None
    """Delivery or delisting, ms."""
    onboard_date: int | None = None
    """First trading day, ms."""
    status: ContractStatus
    """State."""
    maint_margin_percent: LateDecimal | None = None
    required_margin_percent: LateDecimal | None = None
    base_asset: str | None = None
    quote_asset: str | None = None
    margin_asset: str | None = None
    """Asset that backs the position."""
    price_precision: int | None = None
    """Digits shown; not the tick size."""
    quantity_precision: int | None = None
    """Digits shown; not the step size."""
    base_asset_precision: int | None = None
    quote_precision: int | None = None
    underlying_type: UnderlyingType | None = None
    underlying_sub_type: list[str] | None = None
    settle_plan: int | None = None
    trigger_protect: LateDecimal | None = None
    filters: list[SymbolFilter]
    """Trading rules."""
    order_types: list[OrderType] | None = None
    time_in_force: list[TimeInForce] | None = None
    """How long the order stays."""
    liquidation_fee: LateDecimal | None = None
    market_take_bound: LateDecimal | None = None
    max_move_order_limit: int | None = None
    """Most changes of one order; seen on the wire, not documented."""
    permission_sets: list[str] | None = None
    """Seen on the wire, not documented."""


class ExchangeInfo(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={"exchange_filters": "exchangeFilters", "rate_limits": "rateLimits", "server_time": "serverTime"},
):
    """Trading rules and symbols."""

    exchange_filters: list[str] | None = None
    rate_limits: list[RateLimit] | None = None
    server_time: int | None = None
    """Time of the exchange, ms."""
    assets: list[AssetInfo] | None = None
    symbols: list[SymbolInfo]
    timezone: str | None = None


class OrderBook(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={"last_update_id": "lastUpdateId", "event_time": "E", "transaction_time": "T"},
):
    """Bids and asks."""

    last_update_id: int
    """Update id the book stands at."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    transaction_time: int | None = None
    """Instant of the matching engine, ms."""
    bids: list[PriceLevel]
    """Buy levels, best first."""
    asks: list[PriceLevel]
    """Sell levels, best first."""


class Trade(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"quote_qty": "quoteQty", "is_buyer_maker": "isBuyerMaker", "is_rpi_trade": "isRPITrade"},
):
    """A public trade."""

    id: int
    price: Decimal
    """Price, quote asset."""
    qty: Decimal
    """Quantity, base asset."""
    quote_qty: Decimal | None = None
    """Value, quote asset."""
    time: int
    """Instant, ms."""
    is_buyer_maker: bool
    """True when the seller was the taker."""
    is_rpi_trade: bool | None = None
    """True for a retail price improvement trade."""


class AggregateTrade(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "agg_trade_id": "a",
        "price": "p",
        "quantity": "q",
        "quantity_without_rpi": "nq",
        "first_trade_id": "f",
        "last_trade_id": "l",
        "trade_time": "T",
        "buyer_is_maker": "m",
    },
):
    """Trades of one taker order at one price, added up."""

    agg_trade_id: int
    """Id of the aggregate trade."""
    price: Decimal
    """Price, quote asset."""
    quantity: Decimal
    """Quantity, base asset."""
    quantity_without_rpi: Decimal | None = None
    first_trade_id: int | None = None
    """First trade id."""
    last_trade_id: int | None = None
    """Last trade id."""
    trade_time: int
    """Instant of the trade, ms."""
    buyer_is_maker: bool
    """True when the seller was the taker."""


class MarkPrice(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "mark_price": "markPrice",
        "index_price": "indexPrice",
        "estimated_settle_price": "estimatedSettlePrice",
        "last_funding_rate": "lastFundingRate",
        "interest_rate": "interestRate",
        "next_funding_time": "nextFundingTime",
    },
):
    """Mark price, index price and funding rate."""

    symbol: str
    """Trading symbol."""
    mark_price: Decimal
    """Mark price, quote asset."""
    index_price: Decimal | None = None
    """Index price, quote asset."""
    estimated_settle_price: Decimal | None = None
    """Estimated settlement price, in the last hour before settlement, quote asset."""
    last_funding_rate: Decimal | None = None
    """Latest funding rate, fraction."""
    interest_rate: Decimal | None = None
    """Interest rate, fraction."""
    next_funding_time: int | None = None
    """Next payment, ms."""
    time: int | None = None
    """Instant, ms."""


class FundingRate(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "funding_rate": "fundingRate",
        "funding_time": "fundingTime",
        "mark_price": "markPrice",
        "rate_type": "rateType",
    },
):
    """Funding rates that were paid, oldest first."""

    symbol: str
    """Trading symbol."""
    funding_rate: Decimal
    """Funding rate, fraction."""
    funding_time: int
    """Instant of the payment, ms."""
    mark_price: Decimal | None = None
    """Mark price, quote asset."""
    rate_type: FundingRateType | None = None


class FundingRateInfo(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "adjusted_funding_rate_cap": "adjustedFundingRateCap",
        "adjusted_funding_rate_floor": "adjustedFundingRateFloor",
        "funding_interval_hours": "fundingIntervalHours",
    },
):
    """Symbols whose funding cap, floor or interval was adjusted."""

    symbol: str | None = None
    """Trading symbol."""
    adjusted_funding_rate_cap: Decimal | None = None
    adjusted_funding_rate_floor: Decimal | None = None
    funding_interval_hours: int | None = None
    disclaimer: bool | None = None


class Ticker24hr(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "price_change": "priceChange",
        "price_change_percent": "priceChangePercent",
        "weighted_avg_price": "weightedAvgPrice",
        "last_price": "lastPrice",
        "last_qty": "lastQty",
        "open_price": "openPrice",
        "high_price": "highPrice",
        "low_price": "lowPrice",
        "quote_volume": "quoteVolume",
        "open_time": "openTime",
        "close_time": "closeTime",
        "first_id": "firstId",
        "last_id": "lastId",
    },
):
    """Price statistics of the last 24 hours."""

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
    last_qty: Decimal | None = None
    """Latest quantity, base asset."""
    open_price: Decimal | None = None
    high_price: Decimal | None = None
    low_price: Decimal | None = None
    volume: Decimal | None = None
    """Traded quantity, base asset."""
    quote_volume: Decimal | None = None
    """Traded value, quote asset."""
    open_time: int | None = None
    """Opening of the candlestick or window, ms."""
    close_time: int | None = None
    """Closing of the candlestick or window, ms."""
    first_id: int | None = None
    last_id: int | None = None
    count: int | None = None


class TickerPrice(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Latest price."""

    symbol: str
    """Trading symbol."""
    price: Decimal
    """Price, quote asset."""
    time: int | None = None
    """Instant, ms."""


class BookTicker(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "bid_price": "bidPrice",
        "bid_qty": "bidQty",
        "ask_price": "askPrice",
        "ask_qty": "askQty",
        "last_update_id": "lastUpdateId",
    },
):
    """Best bid and ask."""

    symbol: str
    """Trading symbol."""
    bid_price: Decimal
    """Best bid, quote asset."""
    bid_qty: Decimal
    """Quantity at the best bid, base asset."""
    ask_price: Decimal
    """Best ask, quote asset."""
    ask_qty: Decimal
    """Quantity at the best ask, base asset."""
    time: int | None = None
    """Instant, ms."""
    last_update_id: int | None = None
    """Update id the book stands at."""


class OpenInterest(
    Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, rename={"open_interest": "openInterest"}
):
    """Present open interest of a symbol."""

    open_interest: Decimal
    """Open interest, base asset."""
    symbol: str
    """Trading symbol."""
    time: int | None = None
    """Instant, ms."""


class OpenInterestStatistic(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "sum_open_interest": "sumOpenInterest",
        "sum_open_interest_value": "sumOpenInterestValue",
        "cmc_circulating_supply": "CMCCirculatingSupply",
    },
):
    """Open interest over time."""

    symbol: str | None = None
    """Trading symbol."""
    sum_open_interest: Decimal | None = None
    sum_open_interest_value: Decimal | None = None
    cmc_circulating_supply: Decimal | None = None
    timestamp: int | None = None
    """Instant, ms."""


class LongShortRatio(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"long_short_ratio": "longShortRatio", "long_account": "longAccount", "short_account": "shortAccount"},
):
    """Long/short ratio of top traders by accounts."""

    symbol: str | None = None
    """Trading symbol."""
    long_short_ratio: Decimal | None = None
    long_account: Decimal | None = None
    short_account: Decimal | None = None
    timestamp: int | None = None
    """Instant, ms."""


class TakerVolume(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"buy_sell_ratio": "buySellRatio", "buy_vol": "buyVol", "sell_vol": "sellVol"},
):
    """Buy and sell volume of takers over time."""

    buy_sell_ratio: Decimal | None = None
    buy_vol: Decimal | None = None
    sell_vol: Decimal | None = None
    timestamp: int | None = None
    """Instant, ms."""


class Basis(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "index_price": "indexPrice",
        "contract_type": "contractType",
        "basis_rate": "basisRate",
        "futures_price": "futuresPrice",
        "annualized_basis_rate": "annualizedBasisRate",
    },
):
    """Difference of futures and index price over time."""

    index_price: Decimal | None = None
    """Index price, quote asset."""
    contract_type: ContractType | None = None
    """Kind of contract."""
    basis_rate: Decimal | None = None
    futures_price: Decimal | None = None
    annualized_basis_rate: Decimal | None = None
    basis: Decimal | None = None
    pair: str | None = None
    """Underlying pair."""
    timestamp: int | None = None
    """Instant, ms."""


class DeliveryPrice(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"delivery_time": "deliveryTime", "delivery_price": "deliveryPrice"},
):
    """Settlement prices of quarterly contracts."""

    delivery_time: int | None = None
    """In ms since 1970 UTC."""
    delivery_price: Decimal | None = None


class CompositeIndexAsset(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "base_asset": "baseAsset",
        "quote_asset": "quoteAsset",
        "weight_in_quantity": "weightInQuantity",
        "weight_in_percentage": "weightInPercentage",
    },
):
    """One asset of a composite index."""

    base_asset: str | None = None
    quote_asset: str | None = None
    weight_in_quantity: Decimal | None = None
    weight_in_percentage: Decimal | None = None


class CompositeIndex(
    Record, frozen=True, kw_only=True, omit_defaults=True, rename={"base_asset_list": "baseAssetList"}
):
    """Composition of composite index symbols."""

    symbol: str | None = None
    """Trading symbol."""
    time: int | None = None
    """Instant, ms."""
    component: str | None = None
    base_asset_list: list[CompositeIndexAsset] | None = None


class AssetIndex(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "bid_buffer": "bidBuffer",
        "ask_buffer": "askBuffer",
        "bid_rate": "bidRate",
        "ask_rate": "askRate",
        "auto_exchange_bid_buffer": "autoExchangeBidBuffer",
        "auto_exchange_ask_buffer": "autoExchangeAskBuffer",
        "auto_exchange_bid_rate": "autoExchangeBidRate",
        "auto_exchange_ask_rate": "autoExchangeAskRate",
    },
):
    """Asset indexes of multi-assets mode."""

    symbol: str | None = None
    """Trading symbol."""
    time: int | None = None
    """Instant, ms."""
    index: Decimal | None = None
    bid_buffer: Decimal | None = None
    ask_buffer: Decimal | None = None
    bid_rate: Decimal | None = None
    ask_rate: Decimal | None = None
    auto_exchange_bid_buffer: Decimal | None = None
    auto_exchange_ask_buffer: Decimal | None = None
    auto_exchange_bid_rate: Decimal | None = None
    auto_exchange_ask_rate: Decimal | None = None


class IndexConstituent(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One exchange of an index."""

    exchange: str | None = None
    symbol: str | None = None
    """Trading symbol."""
    price: Decimal | None = None
    """Price, quote asset."""
    weight: Decimal | None = None


class IndexConstituents(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Exchanges and prices an index is made of."""

    symbol: str | None = None
    """Trading symbol."""
    time: int | None = None
    """Instant, ms."""
    constituents: list[IndexConstituent] | None = None


class InsuranceFundAsset(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"margin_balance": "marginBalance", "update_time": "updateTime"},
):
    """One asset of the insurance fund."""

    asset: str | None = None
    """Asset."""
    margin_balance: Decimal | None = None
    """Wallet balance plus unrealized profit, asset."""
    update_time: int | None = None
    """Last change, ms."""


class InsuranceFund(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Balance of the insurance fund."""

    symbols: list[str] | None = None
    assets: list[InsuranceFundAsset] | None = None


class AdlRisk(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"adl_risk": "adlRisk", "update_time": "updateTime"},
):
    """Risk of auto-deleveraging of a symbol."""

    symbol: str | None = None
    """Trading symbol."""
    adl_risk: AdlRiskLevel | None = None
    update_time: int | None = None
    """Last change, ms."""


class MarketSession(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"start_time": "startTime", "end_time": "endTime"},
):
    """One trading session."""

    start_time: int | None = None
    """From, inclusive, ms."""
    end_time: int | None = None
    """To, inclusive, ms."""
    type: str | None = None
    """Type."""


class MarketSchedule(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Sessions of one market."""

    sessions: list[MarketSession] | None = None


class MarketSchedules(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={
        "equity": "EQUITY",
        "commodity": "COMMODITY",
        "kr_equity": "KR_EQUITY",
        "hk_equity": "HK_EQUITY",
        "cn_equity": "CN_EQUITY",
        "fx": "FX",
    },
):
    """Schedules by underlying market."""

    equity: MarketSchedule | None = None
    commodity: MarketSchedule | None = None
    kr_equity: MarketSchedule | None = None
    hk_equity: MarketSchedule | None = None
    cn_equity: MarketSchedule | None = None
    fx: MarketSchedule | None = None


class TradingSchedule(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={"update_time": "updateTime", "market_schedules": "marketSchedules"},
):
    """Trading sessions of the underlying markets, one week back and ahead."""

    update_time: int | None = None
    """Last change, ms."""
    market_schedules: MarketSchedules | None = None
