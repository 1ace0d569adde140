# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Events of the account's own stream."""

from __future__ import annotations

from decimal import Decimal

from .._print import Record
from ..enums import (
    AccountUpdateReason,
    AlgoStatus,
    AlgoType,
    ExecutionType,
    MarginType,
    OrderSide,
    OrderStatus,
    OrderType,
    PositionSide,
    PriceMatch,
    SelfTradePreventionMode,
    StrategyStatus,
    TimeInForce,
    WorkingType,
)

__all__ = [
    "AccountConfigUpdate",
    "AccountUpdate",
    "AccountUpdateData",
    "AlgoUpdate",
    "AlgoUpdateOrder",
    "BalanceUpdate",
    "ConditionalOrderTriggerReject",
    "GridUpdate",
    "GridUpdateData",
    "ListenKeyExpired",
    "MarginCall",
    "MarginCallPosition",
    "MultiAssetsUpdate",
    "OrderTradeUpdate",
    "OrderUpdate",
    "PositionUpdate",
    "RejectedTrigger",
    "ServerShutdown",
    "StrategyUpdate",
    "StrategyUpdateData",
    "SymbolLeverageUpdate",
    "TradeLite",
]


class SymbolLeverageUpdate(
    Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, rename={"symbol": "s", "leverage": "l"}
):
    """New leverage of a symbol."""

    symbol: str | None = None
    """Trading symbol."""
    leverage: int | None = None
    """Leverage, times."""


class MultiAssetsUpdate(
    Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, rename={"multi_assets_mode": "j"}
):
    """New multi-assets mode."""

    multi_assets_mode: bool | None = None


class AccountConfigUpdate(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "event_type": "e",
        "event_time": "E",
        "transaction_time": "T",
        "symbol_config": "ac",
        "account_config": "ai",
    },
):
    """Leverage of a symbol or the multi-assets mode changed."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    transaction_time: int | None = None
    """Instant of the matching engine, ms."""
    symbol_config: SymbolLeverageUpdate | None = None
    account_config: MultiAssetsUpdate | None = None


class BalanceUpdate(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"asset": "a", "wallet_balance": "wb", "cross_wallet_balance": "cw", "balance_change": "bc"},
):
    """New balance of one asset."""

    asset: str
    """Asset."""
    wallet_balance: Decimal
    """Wallet balance, asset."""
    cross_wallet_balance: Decimal | None = None
    """Balance that backs cross positions, asset."""
    balance_change: Decimal | None = None


class PositionUpdate(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "symbol": "s",
        "position_amount": "pa",
        "entry_price": "ep",
        "breakeven_price": "bep",
        "accumulated_realized": "cr",
        "unrealized_pnl": "up",
        "margin_type": "mt",
        "isolated_wallet": "iw",
        "position_side": "ps",
    },
):
    """New state of one position."""

    symbol: str
    """Trading symbol."""
    position_amount: Decimal
    """Size of the position, negative when short, base asset."""
    entry_price: Decimal | None = None
    """Average entry price, quote asset."""
    breakeven_price: Decimal | None = None
    """Price at which the position pays its fees, quote asset."""
    accumulated_realized: Decimal | None = None
    unrealized_pnl: Decimal | None = None
    """Unrealized profit, margin asset."""
    margin_type: MarginType | None = None
    """Isolated or cross."""
    isolated_wallet: Decimal | None = None
    """Wallet of the isolated position, margin asset."""
    position_side: PositionSide
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""


class AccountUpdateData(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={"reason": "m", "balances": "B", "positions": "P", "funding_fee_symbol": "S"},
):
    """What changed."""

    reason: AccountUpdateReason
    balances: list[BalanceUpdate] | None = None
    positions: list[PositionUpdate] | None = None
    funding_fee_symbol: str | None = None


class AccountUpdate(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={"event_type": "e", "event_time": "E", "transaction_time": "T", "update": "a"},
):
    """Balances or positions changed."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    transaction_time: int
    """Instant of the matching engine, ms."""
    update: AccountUpdateData


class AlgoUpdateOrder(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "client_algo_id": "caid",
        "algo_id": "aid",
        "algo_type": "at",
        "order_type": "o",
        "symbol": "s",
        "side": "S",
        "position_side": "ps",
        "time_in_force": "f",
        "quantity": "q",
        "algo_status": "X",
        "matching_engine_order_id": "ai",
        "matching_engine_average_price": "ap",
        "matching_engine_executed_quantity": "aq",
        "matching_engine_order_type": "act",
        "trigger_price": "tp",
        "order_price": "p",
        "self_trade_prevention_mode": "V",
        "working_type": "wt",
        "price_match": "pm",
        "close_position": "cp",
        "price_protect": "pP",
        "reduce_only": "R",
        "trigger_time": "tt",
        "good_till_date": "gtd",
        "failure_reason": "rm",
        "is_activated_trailing": "ia",
    },
):
    """State of a conditional order."""

    client_algo_id: str
    """Own id of the conditional order."""
    algo_id: int
    """The exchange's id of the conditional order."""
    algo_type: AlgoType | None = None
    order_type: OrderType | None = None
    symbol: str
    """Trading symbol."""
    side: OrderSide | None = None
    """BUY or SELL."""
    position_side: PositionSide | None = None
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""
    time_in_force: TimeInForce | None = None
    """How long the order stays."""
    quantity: Decimal | None = None
    """Quantity, base asset."""
    algo_status: AlgoStatus
    matching_engine_order_id: str | None = None
    matching_engine_average_price: Decimal | None = None
    matching_engine_executed_quantity: Decimal | None = None
    matching_engine_order_type: str | None = None
    trigger_price: Decimal | None = None
    """Trigger price, quote asset."""
    order_price: Decimal | None = None
    self_trade_prevention_mode: SelfTradePreventionMode | None = None
    """What happens when own orders would match."""
    working_type: WorkingType | None = None
    """Price that triggers."""
    price_match: PriceMatch | None = None
    """Take the price from the book."""
    close_position: bool | None = None
    """Closes the whole position when triggered."""
    price_protect: bool | None = None
    """Refuse the trigger when mark and last price differ too much."""
    reduce_only: bool | None = None
    """Only reduces a position."""
    trigger_time: int | None = None
    """Instant of the trigger, ms."""
    good_till_date: int | None = None
    """End of a GTD order, ms."""
    failure_reason: str | None = None
    is_activated_trailing: bool | None = None


class AlgoUpdate(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"event_type": "e", "transaction_time": "T", "event_time": "E", "algo_order": "o"},
):
    """A conditional order changed."""

    event_type: str
    """Wire type of the event."""
    transaction_time: int
    """Instant of the matching engine, ms."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    algo_order: AlgoUpdateOrder


class RejectedTrigger(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"symbol": "s", "order_id": "i", "reject_reason": "r"},
):
    """The order that was refused when triggered."""

    symbol: str | None = None
    """Trading symbol."""
    order_id: int | None = None
    """The exchange's id of the order."""
    reject_reason: str | None = None


class ConditionalOrderTriggerReject(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"event_type": "e", "event_time": "E", "transaction_time": "T", "rejected_order": "or"},
):
    """A triggered order was refused."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    transaction_time: int | None = None
    """Instant of the matching engine, ms."""
    rejected_order: RejectedTrigger | None = None


class GridUpdateData(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "strategy_id": "si",
        "strategy_type": "st",
        "strategy_status": "ss",
        "symbol": "s",
        "realized_pnl": "r",
        "unmatched_average_price": "up",
        "unmatched_quantity": "uq",
        "unmatched_fee": "uf",
        "matched_pnl": "mp",
        "update_time": "ut",
    },
):
    """State of a grid strategy."""

    strategy_id: int | None = None
    strategy_type: str | None = None
    strategy_status: StrategyStatus | None = None
    symbol: str | None = None
    """Trading symbol."""
    realized_pnl: Decimal | None = None
    """Realized profit, margin asset."""
    unmatched_average_price: Decimal | None = None
    unmatched_quantity: Decimal | None = None
    unmatched_fee: Decimal | None = None
    matched_pnl: Decimal | None = None
    update_time: int | None = None
    """Last change, ms."""


class GridUpdate(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"event_type": "e", "transaction_time": "T", "event_time": "E", "grid": "gu"},
):
    """A grid strategy changed."""

    event_type: str
    """Wire type of the event."""
    transaction_time: int | None = None
    """Instant of the matching engine, ms."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    grid: GridUpdateData | None = None


class MarginCallPosition(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "symbol": "s",
        "position_side": "ps",
        "position_amount": "pa",
        "margin_type": "mt",
        "isolated_wallet": "iw",
        "mark_price": "mp",
        "unrealized_pnl": "up",
        "maintenance_margin": "mm",
    },
):
    """A position in danger."""

    symbol: str
    """Trading symbol."""
    position_side: PositionSide
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""
    position_amount: Decimal
    """Size of the position, negative when short, base asset."""
    margin_type: MarginType | None = None
    """Isolated or cross."""
    isolated_wallet: Decimal | None = None
    """Wallet of the isolated position, margin asset."""
    mark_price: Decimal | None = None
    """Mark price, quote asset."""
    unrealized_pnl: Decimal | None = None
    """Unrealized profit, margin asset."""
    maintenance_margin: Decimal | None = None


class MarginCall(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={"event_type": "e", "event_time": "E", "cross_wallet_balance": "cw", "positions": "p"},
):
    """Positions are close to liquidation."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    cross_wallet_balance: Decimal | None = None
    """Balance that backs cross positions, asset."""
    positions: list[MarginCallPosition]


class OrderUpdate(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "symbol": "s",
        "client_order_id": "c",
        "side": "S",
        "order_type": "o",
        "time_in_force": "f",
        "original_quantity": "q",
        "price": "p",
        "average_price": "ap",
        "stop_price": "sp",
        "execution_type": "x",
        "order_status": "X",
        "order_id": "i",
        "modify_id": "M",
        "last_filled_quantity": "l",
        "filled_quantity": "z",
        "last_filled_price": "L",
        "commission_asset": "N",
        "commission": "n",
        "order_trade_time": "T",
        "trade_id": "t",
        "bids_notional": "b",
        "asks_notional": "a",
        "is_maker": "m",
        "reduce_only": "R",
        "working_type": "wt",
        "original_order_type": "ot",
        "position_side": "ps",
        "close_position": "cp",
        "activation_price": "AP",
        "callback_rate": "cr",
        "price_protect": "pP",
        "ignored_si": "si",
        "ignored_ss": "ss",
        "realized_profit": "rp",
        "self_trade_prevention_mode": "V",
        "price_match": "pm",
        "good_till_date": "gtd",
        "expiry_reason": "er",
    },
):
    """State of an order after an event."""

    symbol: str
    """Trading symbol."""
    client_order_id: str
    """Own id of the order."""
    side: OrderSide
    """BUY or SELL."""
    order_type: OrderType | None = None
    time_in_force: TimeInForce | None = None
    """How long the order stays."""
    original_quantity: Decimal | None = None
    price: Decimal | None = None
    """Price, quote asset."""
    average_price: Decimal | None = None
    stop_price: Decimal | None = None
    """Trigger price, quote asset."""
    execution_type: ExecutionType
    order_status: OrderStatus
    order_id: int
    """The exchange's id of the order."""
    modify_id: str | None = None
    last_filled_quantity: Decimal | None = None
    filled_quantity: Decimal
    last_filled_price: Decimal | None = None
    commission_asset: str | None = None
    """Asset of the fee."""
    commission: Decimal | None = None
    """Fee, commission asset."""
    order_trade_time: int | None = None
    """In ms since 1970 UTC."""
    trade_id: int | None = None
    """Id of the trade."""
    bids_notional: Decimal | None = None
    asks_notional: Decimal | None = None
    is_maker: bool | None = None
    reduce_only: bool | None = None
    """Only reduces a position."""
    working_type: WorkingType | None = None
    """Price that triggers."""
    original_order_type: OrderType | None = None
    position_side: PositionSide | None = None
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""
    close_position: bool | None = None
    """Closes the whole position when triggered."""
    activation_price: Decimal | None = None
    """Price that arms a trailing stop, quote asset; only for TRAILING_STOP_MARKET."""
    callback_rate: Decimal | None = None
    """Distance of a trailing stop, percent; only for TRAILING_STOP_MARKET."""
    price_protect: bool | None = None
    """Refuse the trigger when mark and last price differ too much."""
    ignored_si: int | None = None
    ignored_ss: int | None = None
    realized_profit: Decimal | None = None
    """Realized profit, margin asset."""
    self_trade_prevention_mode: SelfTradePreventionMode | None = None
    """What happens when own orders would match."""
    price_match: PriceMatch | None = None
    """Take the price from the book."""
    good_till_date: int | None = None
    """End of a GTD order, ms."""
    expiry_reason: str | None = None


class OrderTradeUpdate(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"event_type": "e", "event_time": "E", "transaction_time": "T", "order": "o"},
):
    """An order changed or was filled."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    transaction_time: int
    """Instant of the matching engine, ms."""
    order: OrderUpdate


class StrategyUpdateData(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "strategy_id": "si",
        "strategy_type": "st",
        "strategy_status": "ss",
        "symbol": "s",
        "update_time": "ut",
        "op_code": "c",
    },
):
    """State of a strategy."""

    strategy_id: int | None = None
    strategy_type: str | None = None
    strategy_status: StrategyStatus | None = None
    symbol: str | None = None
    """Trading symbol."""
    update_time: int | None = None
    """Last change, ms."""
    op_code: int | None = None


class StrategyUpdate(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"event_type": "e", "transaction_time": "T", "event_time": "E", "strategy": "su"},
):
    """A strategy changed."""

    event_type: str
    """Wire type of the event."""
    transaction_time: int | None = None
    """Instant of the matching engine, ms."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    strategy: StrategyUpdateData | None = None


class TradeLite(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "event_type": "e",
        "event_time": "E",
        "transaction_time": "T",
        "symbol": "s",
        "original_quantity": "q",
        "price": "p",
        "is_maker": "m",
        "client_order_id": "c",
        "side": "S",
        "last_filled_price": "L",
        "last_filled_quantity": "l",
        "trade_id": "t",
        "order_id": "i",
    },
):
    """A fill, in short and early form."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    transaction_time: int | None = None
    """Instant of the matching engine, ms."""
    symbol: str
    """Trading symbol."""
    original_quantity: Decimal | None = None
    price: Decimal | None = None
    """Price, quote asset."""
    is_maker: bool | None = None
    client_order_id: str | None = None
    """Own id of the order."""
    side: OrderSide | None = None
    """BUY or SELL."""
    last_filled_price: Decimal
    last_filled_quantity: Decimal
    trade_id: int
    """Id of the trade."""
    order_id: int
    """The exchange's id of the order."""


class ListenKeyExpired(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"event_type": "e", "event_time": "E", "listen_key": "listenKey"},
):
    """The listen key expired; nothing more arrives on it."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
    listen_key: str | None = None
    """Key of the user-data stream; treat it as a secret."""


class ServerShutdown(
    Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, rename={"event_type": "e", "event_time": "E"}
):
    """The server is about to close the connection."""

    event_type: str
    """Wire type of the event."""
    event_time: int | None = None
    """Instant the event was sent, ms."""
