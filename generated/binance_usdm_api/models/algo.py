# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Conditional orders."""

from __future__ import annotations

from decimal import Decimal

from .._print import Record
from ..enums import (
    AlgoStatus,
    AlgoType,
    OrderSide,
    OrderType,
    PositionSide,
    PriceMatch,
    SelfTradePreventionMode,
    TimeInForce,
    WorkingType,
)

__all__ = [
    "AlgoCancel",
    "AlgoOrder",
    "AlgoOrderAck",
]


class AlgoOrderAck(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "algo_id": "algoId",
        "client_algo_id": "clientAlgoId",
        "algo_type": "algoType",
        "order_type": "orderType",
        "position_side": "positionSide",
        "time_in_force": "timeInForce",
        "algo_status": "algoStatus",
        "trigger_price": "triggerPrice",
        "iceberg_quantity": "icebergQuantity",
        "self_trade_prevention_mode": "selfTradePreventionMode",
        "working_type": "workingType",
        "price_match": "priceMatch",
        "close_position": "closePosition",
        "price_protect": "priceProtect",
        "reduce_only": "reduceOnly",
        "activate_price": "activatePrice",
        "callback_rate": "callbackRate",
        "create_time": "createTime",
        "update_time": "updateTime",
        "trigger_time": "triggerTime",
        "good_till_date": "goodTillDate",
    },
):
    """Place a conditional order."""

    algo_id: int
    """The exchange's id of the conditional order."""
    client_algo_id: str
    """Own id of the conditional order."""
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
    trigger_price: Decimal | None = None
    """Trigger price, quote asset."""
    price: Decimal | None = None
    """Price, quote asset."""
    iceberg_quantity: str | None = None
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
    activate_price: Decimal | None = None
    """Price that arms a trailing stop, quote asset."""
    callback_rate: Decimal | None = None
    """Distance of a trailing stop, percent."""
    create_time: int | None = None
    """Creation, ms."""
    update_time: int | None = None
    """Last change, ms."""
    trigger_time: int | None = None
    """Instant of the trigger, ms."""
    good_till_date: int | None = None
    """End of a GTD order, ms."""


class AlgoCancel(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"algo_id": "algoId", "client_algo_id": "clientAlgoId"},
):
    """Cancel a conditional order."""

    algo_id: int
    """The exchange's id of the conditional order."""
    client_algo_id: str | None = None
    """Own id of the conditional order."""
    code: str | None = None
    """Code."""
    msg: str | None = None
    """Message."""


class AlgoOrder(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "algo_id": "algoId",
        "client_algo_id": "clientAlgoId",
        "algo_type": "algoType",
        "order_type": "orderType",
        "position_side": "positionSide",
        "time_in_force": "timeInForce",
        "algo_status": "algoStatus",
        "actual_order_id": "actualOrderId",
        "actual_price": "actualPrice",
        "actual_type": "actualType",
        "actual_qty": "actualQty",
        "trigger_price": "triggerPrice",
        "iceberg_quantity": "icebergQuantity",
        "tp_order_type": "tpOrderType",
        "self_trade_prevention_mode": "selfTradePreventionMode",
        "working_type": "workingType",
        "price_match": "priceMatch",
        "close_position": "closePosition",
        "price_protect": "priceProtect",
        "reduce_only": "reduceOnly",
        "create_time": "createTime",
        "update_time": "updateTime",
        "trigger_time": "triggerTime",
        "good_till_date": "goodTillDate",
        "tp_trigger_price": "tpTriggerPrice",
        "tp_price": "tpPrice",
        "sl_trigger_price": "slTriggerPrice",
        "sl_price": "slPrice",
    },
):
    """One conditional order."""

    algo_id: int
    """The exchange's id of the conditional order."""
    client_algo_id: str
    """Own id of the conditional order."""
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
    actual_order_id: str | None = None
    actual_price: Decimal | None = None
    actual_type: str | None = None
    actual_qty: Decimal | None = None
    trigger_price: Decimal | None = None
    """Trigger price, quote asset."""
    price: Decimal | None = None
    """Price, quote asset."""
    iceberg_quantity: str | None = None
    tp_order_type: str | None = None
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
    create_time: int | None = None
    """Creation, ms."""
    update_time: int | None = None
    """Last change, ms."""
    trigger_time: int | None = None
    """Instant of the trigger, ms."""
    good_till_date: int | None = None
    """End of a GTD order, ms."""
    tp_trigger_price: Decimal | None = None
    tp_price: Decimal | None = None
    sl_trigger_price: Decimal | None = None
    sl_price: Decimal | None = None
