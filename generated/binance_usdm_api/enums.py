# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Enums of the API; an unknown member decodes to a value that keeps its text."""

from __future__ import annotations

from ._enum import OpenEnum, TextFlag

__all__ = [
    "AccountUpdateReason",
    "AdlRiskLevel",
    "AlgoOrderType",
    "AlgoStatus",
    "AlgoTimeInForce",
    "AlgoType",
    "AutoCloseType",
    "BasisContractType",
    "ContinuousContractType",
    "ContinuousKlineInterval",
    "ContinuousStreamContractType",
    "ContractStatus",
    "ContractType",
    "DepthLevels",
    "DepthSpeed",
    "ExecutionType",
    "FundingRateType",
    "IncomeType",
    "KlineInterval",
    "MarginType",
    "MarkPriceSpeed",
    "OpenEnum",
    "OrderResponseType",
    "OrderSide",
    "OrderStatus",
    "OrderType",
    "PlainOrderType",
    "PositionSide",
    "PriceMatch",
    "QuoteValidTime",
    "RateLimitInterval",
    "RateLimitType",
    "SelfTradePreventionMode",
    "StatisticPeriod",
    "StrategyStatus",
    "TextFlag",
    "TimeInForce",
    "TradeOrigin",
    "TradingSession",
    "UnderlyingType",
    "WorkingType",
]


class OrderSide(OpenEnum):
    """Direction of an order."""

    BUY = "BUY"
    SELL = "SELL"


class PositionSide(OpenEnum):
    """Which position an order or position belongs to; BOTH in one-way mode."""

    BOTH = "BOTH"
    LONG = "LONG"
    SHORT = "SHORT"


class OrderType(OpenEnum):
    """Type of an order."""

    LIMIT = "LIMIT"
    MARKET = "MARKET"
    STOP = "STOP"
    STOP_MARKET = "STOP_MARKET"
    TAKE_PROFIT = "TAKE_PROFIT"
    TAKE_PROFIT_MARKET = "TAKE_PROFIT_MARKET"
    TRAILING_STOP_MARKET = "TRAILING_STOP_MARKET"


class OrderStatus(OpenEnum):
    """Life-cycle state of an order."""

    NEW = "NEW"
    PARTIALLY_FILLED = "PARTIALLY_FILLED"
    FILLED = "FILLED"
    CANCELED = "CANCELED"
    REJECTED = "REJECTED"
    EXPIRED = "EXPIRED"
    EXPIRED_IN_MATCH = "EXPIRED_IN_MATCH"


class TimeInForce(OpenEnum):
    """How long an order stays."""

    GTC = "GTC"
    """Good till cancelled (one year)."""
    IOC = "IOC"
    """Immediate or cancel."""
    FOK = "FOK"
    """Fill or kill."""
    GTX = "GTX"
    """Post-only: good till crossing."""
    GTD = "GTD"
    """Good till date."""
    RPI = "RPI"
    """Retail price improvement, post-only."""
    GTE_GTC = "GTE_GTC"
    """Ends with the position. Only in answers. Not documented."""


class WorkingType(OpenEnum):
    """Price that triggers a conditional order."""

    MARK_PRICE = "MARK_PRICE"
    CONTRACT_PRICE = "CONTRACT_PRICE"


class OrderResponseType(OpenEnum):
    """How much an order answer tells."""

    ACK = "ACK"
    """Accepted, state may still change."""
    RESULT = "RESULT"
    """Final state of MARKET and immediate LIMIT orders."""


class SelfTradePreventionMode(OpenEnum):
    """What happens when own orders would match."""

    NONE = "NONE"
    EXPIRE_TAKER = "EXPIRE_TAKER"
    EXPIRE_MAKER = "EXPIRE_MAKER"
    EXPIRE_BOTH = "EXPIRE_BOTH"


class PriceMatch(OpenEnum):
    """Take the price from the book instead of naming it."""

    NONE = "NONE"
    """Only in answers."""
    OPPONENT = "OPPONENT"
    OPPONENT_5 = "OPPONENT_5"
    OPPONENT_10 = "OPPONENT_10"
    """announced as temporarily removed 2025-10-23."""
    OPPONENT_20 = "OPPONENT_20"
    """announced as temporarily removed 2025-10-23."""
    QUEUE = "QUEUE"
    QUEUE_5 = "QUEUE_5"
    QUEUE_10 = "QUEUE_10"
    QUEUE_20 = "QUEUE_20"


class KlineInterval(OpenEnum):
    """Length of a candlestick."""

    MINUTE_1 = "1m"
    MINUTE_3 = "3m"
    MINUTE_5 = "5m"
    MINUTE_15 = "15m"
    MINUTE_30 = "30m"
    HOUR_1 = "1h"
    HOUR_2 = "2h"
    HOUR_4 = "4h"
    HOUR_6 = "6h"
    HOUR_8 = "8h"
    HOUR_12 = "12h"
    DAY_1 = "1d"
    DAY_3 = "3d"
    WEEK_1 = "1w"
    MONTH_1 = "1M"


class ContinuousKlineInterval(OpenEnum):
    """Length of a continuous-contract candlestick."""

    SECOND_1 = "1s"
    MINUTE_1 = "1m"
    MINUTE_3 = "3m"
    MINUTE_5 = "5m"
    MINUTE_15 = "15m"
    MINUTE_30 = "30m"
    HOUR_1 = "1h"
    HOUR_2 = "2h"
    HOUR_4 = "4h"
    HOUR_6 = "6h"
    HOUR_8 = "8h"
    HOUR_12 = "12h"
    DAY_1 = "1d"
    DAY_3 = "3d"
    WEEK_1 = "1w"
    MONTH_1 = "1M"


class StatisticPeriod(OpenEnum):
    """Length of a statistics period."""

    MINUTE_5 = "5m"
    MINUTE_15 = "15m"
    MINUTE_30 = "30m"
    HOUR_1 = "1h"
    HOUR_2 = "2h"
    HOUR_4 = "4h"
    HOUR_6 = "6h"
    HOUR_12 = "12h"
    DAY_1 = "1d"


class ContractType(OpenEnum):
    """Kind of contract."""

    PERPETUAL = "PERPETUAL"
    CURRENT_MONTH = "CURRENT_MONTH"
    NEXT_MONTH = "NEXT_MONTH"
    CURRENT_QUARTER = "CURRENT_QUARTER"
    NEXT_QUARTER = "NEXT_QUARTER"
    PERPETUAL_DELIVERING = "PERPETUAL_DELIVERING"
    TRADIFI_PERPETUAL = "TRADIFI_PERPETUAL"
    CURRENT_QUARTER_DELIVERING = "CURRENT_QUARTER DELIVERING"
    """Only in answers. Not documented."""
    PERPETUAL_DELIVERING_SPACED = "PERPETUAL DELIVERING"
    """Only in answers. Not documented."""


class ContinuousContractType(OpenEnum):
    """Contract types that have continuous candlesticks."""

    PERPETUAL = "PERPETUAL"
    CURRENT_QUARTER = "CURRENT_QUARTER"
    NEXT_QUARTER = "NEXT_QUARTER"
    TRADIFI_PERPETUAL = "TRADIFI_PERPETUAL"


class BasisContractType(OpenEnum):
    """Contract types that have a basis."""

    PERPETUAL = "PERPETUAL"
    CURRENT_QUARTER = "CURRENT_QUARTER"
    NEXT_QUARTER = "NEXT_QUARTER"


class ContinuousStreamContractType(OpenEnum):
    """Contract types in stream names."""

    PERPETUAL = "perpetual"
    CURRENT_QUARTER = "current_quarter"
    NEXT_QUARTER = "next_quarter"
    TRADIFI_PERPETUAL = "tradifi_perpetual"


class ContractStatus(OpenEnum):
    """Trading state of a symbol."""

    PENDING_TRADING = "PENDING_TRADING"
    TRADING = "TRADING"
    PRE_DELIVERING = "PRE_DELIVERING"
    DELIVERING = "DELIVERING"
    DELIVERED = "DELIVERED"
    PRE_SETTLE = "PRE_SETTLE"
    SETTLING = "SETTLING"
    CLOSE = "CLOSE"


class MarginType(OpenEnum):
    """Margin type of a symbol; answers also use isolated and cross."""

    ISOLATED = "ISOLATED"
    CROSSED = "CROSSED"
    ISOLATED_LOWER = "isolated"
    """Only in answers."""
    CROSS_LOWER = "cross"
    """Only in answers."""


class AutoCloseType(OpenEnum):
    """Why the exchange closed a position."""

    LIQUIDATION = "LIQUIDATION"
    ADL = "ADL"


class AlgoType(OpenEnum):
    """Kind of conditional order."""

    CONDITIONAL = "CONDITIONAL"


class AlgoOrderType(OpenEnum):
    """Order types that go to the conditional-order endpoint."""

    STOP = "STOP"
    STOP_MARKET = "STOP_MARKET"
    TAKE_PROFIT = "TAKE_PROFIT"
    TAKE_PROFIT_MARKET = "TAKE_PROFIT_MARKET"
    TRAILING_STOP_MARKET = "TRAILING_STOP_MARKET"


class PlainOrderType(OpenEnum):
    """Order types that the order endpoint takes."""

    LIMIT = "LIMIT"
    MARKET = "MARKET"


class AlgoTimeInForce(OpenEnum):
    """Time in force of a conditional order."""

    GTC = "GTC"
    IOC = "IOC"
    FOK = "FOK"
    GTX = "GTX"
    GTD = "GTD"


class AlgoStatus(OpenEnum):
    """Life-cycle state of a conditional order."""

    NEW = "NEW"
    CANCELED = "CANCELED"
    TRIGGERING = "TRIGGERING"
    TRIGGERED = "TRIGGERED"
    FINISHED = "FINISHED"
    REJECTED = "REJECTED"
    EXPIRED = "EXPIRED"


class RateLimitType(OpenEnum):
    """What a limit counts."""

    REQUEST_WEIGHT = "REQUEST_WEIGHT"
    ORDERS = "ORDERS"
    RAW_REQUEST = "RAW_REQUEST"
    """Not documented."""
    RAW_REQUESTS = "RAW_REQUESTS"
    """Not documented."""
    ORDER = "ORDER"
    """Not documented."""


class RateLimitInterval(OpenEnum):
    """Unit of a limit interval."""

    SECOND = "SECOND"
    MINUTE = "MINUTE"
    HOUR = "HOUR"
    """Not documented."""
    DAY = "DAY"
    """Not documented."""


class ExecutionType(OpenEnum):
    """What an order event reports."""

    NEW = "NEW"
    CANCELED = "CANCELED"
    CALCULATED = "CALCULATED"
    EXPIRED = "EXPIRED"
    TRADE = "TRADE"
    AMENDMENT = "AMENDMENT"


class FundingRateType(OpenEnum):
    """Kind of a funding record."""

    REGULAR = "Regular"
    SPECIAL = "Special"


class AdlRiskLevel(OpenEnum):
    """Risk of auto-deleveraging."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class UnderlyingType(OpenEnum):
    """What a contract stands on."""

    COIN = "COIN"
    INDEX = "INDEX"


class IncomeType(OpenEnum):
    """Kind of an income record."""

    TRANSFER = "TRANSFER"
    WELCOME_BONUS = "WELCOME_BONUS"
    REALIZED_PNL = "REALIZED_PNL"
    FUNDING_FEE = "FUNDING_FEE"
    COMMISSION = "COMMISSION"
    INSURANCE_CLEAR = "INSURANCE_CLEAR"
    REFERRAL_KICKBACK = "REFERRAL_KICKBACK"
    COMMISSION_REBATE = "COMMISSION_REBATE"
    API_REBATE = "API_REBATE"
    CONTEST_REWARD = "CONTEST_REWARD"
    CROSS_COLLATERAL_TRANSFER = "CROSS_COLLATERAL_TRANSFER"
    OPTIONS_PREMIUM_FEE = "OPTIONS_PREMIUM_FEE"
    OPTIONS_SETTLE_PROFIT = "OPTIONS_SETTLE_PROFIT"
    INTERNAL_TRANSFER = "INTERNAL_TRANSFER"
    AUTO_EXCHANGE = "AUTO_EXCHANGE"
    DELIVERED_SETTELMENT = "DELIVERED_SETTELMENT"
    COIN_SWAP_DEPOSIT = "COIN_SWAP_DEPOSIT"
    COIN_SWAP_WITHDRAW = "COIN_SWAP_WITHDRAW"
    POSITION_LIMIT_INCREASE_FEE = "POSITION_LIMIT_INCREASE_FEE"
    STRATEGY_UMFUTURES_TRANSFER = "STRATEGY_UMFUTURES_TRANSFER"
    FEE_RETURN = "FEE_RETURN"
    BFUSD_REWARD = "BFUSD_REWARD"
    SPECIAL_FUNDING_FEE = "SPECIAL_FUNDING_FEE"


class QuoteValidTime(OpenEnum):
    """How long a conversion quote stays valid."""

    SECONDS_10 = "10s"


class AccountUpdateReason(OpenEnum):
    """Why an account changed."""

    DEPOSIT = "DEPOSIT"
    WITHDRAW = "WITHDRAW"
    ORDER = "ORDER"
    FUNDING_FEE = "FUNDING_FEE"
    WITHDRAW_REJECT = "WITHDRAW_REJECT"
    ADJUSTMENT = "ADJUSTMENT"
    INSURANCE_CLEAR = "INSURANCE_CLEAR"
    ADMIN_DEPOSIT = "ADMIN_DEPOSIT"
    ADMIN_WITHDRAW = "ADMIN_WITHDRAW"
    MARGIN_TRANSFER = "MARGIN_TRANSFER"
    MARGIN_TYPE_CHANGE = "MARGIN_TYPE_CHANGE"
    ASSET_TRANSFER = "ASSET_TRANSFER"
    OPTIONS_PREMIUM_FEE = "OPTIONS_PREMIUM_FEE"
    OPTIONS_SETTLE_PROFIT = "OPTIONS_SETTLE_PROFIT"
    AUTO_EXCHANGE = "AUTO_EXCHANGE"
    COIN_SWAP_DEPOSIT = "COIN_SWAP_DEPOSIT"
    COIN_SWAP_WITHDRAW = "COIN_SWAP_WITHDRAW"


class StrategyStatus(OpenEnum):
    """Life-cycle state of a strategy."""

    NEW = "NEW"
    WORKING = "WORKING"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


class DepthSpeed(OpenEnum):
    """Interval between depth events."""

    MS_100 = "100ms"
    MS_500 = "500ms"


class MarkPriceSpeed(OpenEnum):
    """Interval between mark price events."""

    SECOND_1 = "1s"


class DepthLevels(OpenEnum):
    """Levels of a partial book."""

    LEVELS_5 = "5"
    LEVELS_10 = "10"
    LEVELS_20 = "20"


class TradingSession(OpenEnum):
    """Session of an underlying market."""

    PRE_MARKET = "PRE_MARKET"
    REGULAR = "REGULAR"
    AFTER_MARKET = "AFTER_MARKET"
    OVERNIGHT = "OVERNIGHT"
    NO_TRADING = "NO_TRADING"


class TradeOrigin(OpenEnum):
    """Where a raw trade came from."""

    MARKET = "MARKET"
    INSURANCE_FUND = "INSURANCE_FUND"
    ADL = "ADL"
    NA = "NA"
