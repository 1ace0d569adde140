# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Orders and own trades."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from .._options import Instant, Number
from .._print import Record
from ..enums import (
    OrderResponseType,
    OrderSide,
    OrderStatus,
    OrderType,
    PlainOrderType,
    PositionSide,
    PriceMatch,
    SelfTradePreventionMode,
    TimeInForce,
    WorkingType,
)

__all__ = [
    "AccountTrade",
    "AmendedValue",
    "Amendment",
    "BatchError",
    "CountdownCancel",
    "ForceOrder",
    "ModifiedOrder",
    "ModifyOrderItem",
    "NewOrderItem",
    "Order",
    "OrderAck",
    "OrderAmendment",
    "TestOrderResult",
]


class OrderAck(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "client_order_id": "clientOrderId",
        "cum_qty": "cumQty",
        "executed_qty": "executedQty",
        "order_id": "orderId",
        "orig_qty": "origQty",
        "reduce_only": "reduceOnly",
        "position_side": "positionSide",
        "stop_price": "stopPrice",
        "close_position": "closePosition",
        "time_in_force": "timeInForce",
        "orig_type": "origType",
        "update_time": "updateTime",
        "working_type": "workingType",
        "price_protect": "priceProtect",
        "price_match": "priceMatch",
        "self_trade_prevention_mode": "selfTradePreventionMode",
        "good_till_date": "goodTillDate",
        "activate_price": "activatePrice",
        "price_rate": "priceRate",
        "cum_quote": "cumQuote",
        "avg_price": "avgPrice",
    },
):
    """Answer to placing or cancelling an order."""

    client_order_id: str | None = None
    """Own id of the order."""
    cum_qty: Decimal | None = None
    """Filled quantity, base asset."""
    executed_qty: Decimal | None = None
    """Filled quantity, base asset."""
    order_id: int
    """The exchange's id of the order."""
    orig_qty: Decimal | None = None
    """Quantity of the order, base asset."""
    price: Decimal | None = None
    """Price, quote asset."""
    reduce_only: bool | None = None
    """Only reduces a position."""
    side: OrderSide | None = None
    """BUY or SELL."""
    position_side: PositionSide | None = None
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""
    status: OrderStatus
    """State."""
    stop_price: Decimal | None = None
    """Trigger price, quote asset."""
    close_position: bool | None = None
    """Closes the whole position when triggered."""
    symbol: str
    """Trading symbol."""
    time_in_force: TimeInForce | None = None
    """How long the order stays."""
    type: OrderType | None = None
    """Type."""
    orig_type: OrderType | None = None
    """Type before a trigger changed it."""
    update_time: int | None = None
    """Last change, ms."""
    working_type: WorkingType | None = None
    """Price that triggers."""
    price_protect: bool | None = None
    """Refuse the trigger when mark and last price differ too much."""
    price_match: PriceMatch | None = None
    """Take the price from the book."""
    self_trade_prevention_mode: SelfTradePreventionMode | None = None
    """What happens when own orders would match."""
    good_till_date: int | None = None
    """End of a GTD order, ms."""
    activate_price: Decimal | None = None
    """Price that arms a trailing stop, quote asset; only for TRAILING_STOP_MARKET."""
    price_rate: Decimal | None = None
    """Distance of a trailing stop, percent; only for TRAILING_STOP_MARKET."""
    cum_quote: Decimal | None = None
    """Sent before 2026-06-30, quote asset."""
    avg_price: Decimal | None = None
    """Sent before 2026-06-30, quote asset."""
    pair: str | None = None
    """Underlying pair."""


class TestOrderResult(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "client_order_id": "clientOrderId",
        "cum_qty": "cumQty",
        "cum_quote": "cumQuote",
        "executed_qty": "executedQty",
        "order_id": "orderId",
        "avg_price": "avgPrice",
        "orig_qty": "origQty",
        "reduce_only": "reduceOnly",
        "position_side": "positionSide",
        "stop_price": "stopPrice",
        "close_position": "closePosition",
        "time_in_force": "timeInForce",
        "orig_type": "origType",
        "activate_price": "activatePrice",
        "price_rate": "priceRate",
        "update_time": "updateTime",
        "working_type": "workingType",
        "price_protect": "priceProtect",
        "price_match": "priceMatch",
        "self_trade_prevention_mode": "selfTradePreventionMode",
        "good_till_date": "goodTillDate",
    },
):
    """Check an order without placing it."""

    client_order_id: str | None = None
    """Own id of the order."""
    cum_qty: Decimal | None = None
    """Filled quantity, base asset."""
    cum_quote: Decimal | None = None
    """Filled value, quote asset."""
    executed_qty: Decimal | None = None
    """Filled quantity, base asset."""
    order_id: int | None = None
    """The exchange's id of the order."""
    avg_price: Decimal | None = None
    """Average fill price, quote asset."""
    orig_qty: Decimal | None = None
    """Quantity of the order, base asset."""
    price: Decimal | None = None
    """Price, quote asset."""
    reduce_only: bool | None = None
    """Only reduces a position."""
    side: OrderSide | None = None
    """BUY or SELL."""
    position_side: PositionSide | None = None
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""
    status: OrderStatus | None = None
    """State."""
    stop_price: Decimal | None = None
    """Trigger price, quote asset."""
    close_position: bool | None = None
    """Closes the whole position when triggered."""
    symbol: str | None = None
    """Trading symbol."""
    time_in_force: TimeInForce | None = None
    """How long the order stays."""
    type: OrderType | None = None
    """Type."""
    orig_type: OrderType | None = None
    """Type before a trigger changed it."""
    activate_price: Decimal | None = None
    """Price that arms a trailing stop, quote asset; only for TRAILING_STOP_MARKET."""
    price_rate: Decimal | None = None
    """Distance of a trailing stop, percent; only for TRAILING_STOP_MARKET."""
    update_time: int | None = None
    """Last change, ms."""
    working_type: WorkingType | None = None
    """Price that triggers."""
    price_protect: bool | None = None
    """Refuse the trigger when mark and last price differ too much."""
    price_match: PriceMatch | None = None
    """Take the price from the book."""
    self_trade_prevention_mode: SelfTradePreventionMode | None = None
    """What happens when own orders would match."""
    good_till_date: int | None = None
    """End of a GTD order, ms."""


class ModifiedOrder(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "order_id": "orderId",
        "client_order_id": "clientOrderId",
        "modify_id": "modifyId",
        "orig_qty": "origQty",
        "executed_qty": "executedQty",
        "cum_qty": "cumQty",
        "time_in_force": "timeInForce",
        "reduce_only": "reduceOnly",
        "close_position": "closePosition",
        "position_side": "positionSide",
        "stop_price": "stopPrice",
        "working_type": "workingType",
        "price_protect": "priceProtect",
        "orig_type": "origType",
        "price_match": "priceMatch",
        "self_trade_prevention_mode": "selfTradePreventionMode",
        "good_till_date": "goodTillDate",
        "update_time": "updateTime",
        "cum_base": "cumBase",
        "avg_price": "avgPrice",
        "cum_quote": "cumQuote",
    },
):
    """An order after a change."""

    order_id: int
    """The exchange's id of the order."""
    symbol: str
    """Trading symbol."""
    pair: str | None = None
    """Underlying pair."""
    status: OrderStatus
    """State."""
    client_order_id: str | None = None
    """Own id of the order."""
    modify_id: int | None = None
    price: Decimal | None = None
    """Price, quote asset."""
    orig_qty: Decimal | None = None
    """Quantity of the order, base asset."""
    executed_qty: Decimal | None = None
    """Filled quantity, base asset."""
    cum_qty: Decimal | None = None
    """Filled quantity, base asset."""
    time_in_force: TimeInForce | None = None
    """How long the order stays."""
    type: OrderType | None = None
    """Type."""
    reduce_only: bool | None = None
    """Only reduces a position."""
    close_position: bool | None = None
    """Closes the whole position when triggered."""
    side: OrderSide | None = None
    """BUY or SELL."""
    position_side: PositionSide | None = None
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""
    stop_price: Decimal | None = None
    """Trigger price, quote asset."""
    working_type: WorkingType | None = None
    """Price that triggers."""
    price_protect: bool | None = None
    """Refuse the trigger when mark and last price differ too much."""
    orig_type: OrderType | None = None
    """Type before a trigger changed it."""
    price_match: PriceMatch | None = None
    """Take the price from the book."""
    self_trade_prevention_mode: SelfTradePreventionMode | None = None
    """What happens when own orders would match."""
    good_till_date: int | None = None
    """End of a GTD order, ms."""
    update_time: int | None = None
    """Last change, ms."""
    cum_base: Decimal | None = None
    """Sent before 2026-06-30, base asset."""
    avg_price: Decimal | None = None
    """Sent before 2026-06-30, quote asset."""
    cum_quote: Decimal | None = None
    """Sent before 2026-06-30, quote asset."""


class Order(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "avg_price": "avgPrice",
        "client_order_id": "clientOrderId",
        "cum_quote": "cumQuote",
        "executed_qty": "executedQty",
        "order_id": "orderId",
        "orig_qty": "origQty",
        "orig_type": "origType",
        "reduce_only": "reduceOnly",
        "position_side": "positionSide",
        "stop_price": "stopPrice",
        "close_position": "closePosition",
        "time_in_force": "timeInForce",
        "activate_price": "activatePrice",
        "price_rate": "priceRate",
        "update_time": "updateTime",
        "working_type": "workingType",
        "price_protect": "priceProtect",
        "price_match": "priceMatch",
        "self_trade_prevention_mode": "selfTradePreventionMode",
        "good_till_date": "goodTillDate",
        "cum_base": "cumBase",
    },
):
    """An order."""

    avg_price: Decimal | None = None
    """Average fill price, quote asset."""
    client_order_id: str | None = None
    """Own id of the order."""
    cum_quote: Decimal | None = None
    """Filled value, quote asset."""
    executed_qty: Decimal
    """Filled quantity, base asset."""
    order_id: int
    """The exchange's id of the order."""
    orig_qty: Decimal | None = None
    """Quantity of the order, base asset."""
    orig_type: OrderType | None = None
    """Type before a trigger changed it."""
    price: Decimal | None = None
    """Price, quote asset."""
    reduce_only: bool | None = None
    """Only reduces a position."""
    side: OrderSide | None = None
    """BUY or SELL."""
    position_side: PositionSide | None = None
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""
    status: OrderStatus
    """State."""
    stop_price: Decimal | None = None
    """Trigger price, quote asset."""
    close_position: bool | None = None
    """Closes the whole position when triggered."""
    symbol: str
    """Trading symbol."""
    time: int | None = None
    """Instant, ms."""
    time_in_force: TimeInForce | None = None
    """How long the order stays."""
    type: OrderType | None = None
    """Type."""
    activate_price: Decimal | None = None
    """Price that arms a trailing stop, quote asset; only for TRAILING_STOP_MARKET."""
    price_rate: Decimal | None = None
    """Distance of a trailing stop, percent; only for TRAILING_STOP_MARKET."""
    update_time: int | None = None
    """Last change, ms."""
    working_type: WorkingType | None = None
    """Price that triggers."""
    price_protect: bool | None = None
    """Refuse the trigger when mark and last price differ too much."""
    price_match: PriceMatch | None = None
    """Take the price from the book."""
    self_trade_prevention_mode: SelfTradePreventionMode | None = None
    """What happens when own orders would match."""
    good_till_date: int | None = None
    """End of a GTD order, ms."""
    cum_base: Decimal | None = None
    """Filled value, base asset."""
    pair: str | None = None
    """Underlying pair."""


class CountdownCancel(
    Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, rename={"countdown_time": "countdownTime"}
):
    """Cancel all open orders of a symbol when the countdown ends; the dead-man switch."""

    symbol: str
    """Trading symbol."""
    countdown_time: Decimal | None = None
    """Time until all orders are cancelled; 0 disarms, ms."""


class AmendedValue(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A value before and after a change."""

    before: Decimal | None = None
    after: Decimal | None = None


class Amendment(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"orig_qty": "origQty", "modify_id": "modifyId"},
):
    """What one change altered."""

    price: AmendedValue | None = None
    """Price, quote asset."""
    orig_qty: AmendedValue | None = None
    """Quantity of the order, base asset."""
    count: int | None = None
    modify_id: int | None = None


class OrderAmendment(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"amendment_id": "amendmentId", "order_id": "orderId", "client_order_id": "clientOrderId"},
):
    """Changes made to an order."""

    amendment_id: int
    symbol: str | None = None
    """Trading symbol."""
    pair: str | None = None
    """Underlying pair."""
    order_id: int
    """The exchange's id of the order."""
    client_order_id: str | None = None
    """Own id of the order."""
    time: int | None = None
    """Instant, ms."""
    amendment: Amendment | None = None


class AccountTrade(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "commission_asset": "commissionAsset",
        "order_id": "orderId",
        "quote_qty": "quoteQty",
        "base_qty": "baseQty",
        "margin_asset": "marginAsset",
        "realized_pnl": "realizedPnl",
        "position_side": "positionSide",
    },
):
    """Own trades of a symbol."""

    buyer: bool | None = None
    """True when the own order bought."""
    commission: Decimal | None = None
    """Fee, commission asset."""
    commission_asset: str | None = None
    """Asset of the fee."""
    id: int
    maker: bool | None = None
    """True when the own order was the maker."""
    order_id: int
    """The exchange's id of the order."""
    price: Decimal
    """Price, quote asset."""
    qty: Decimal
    """Quantity, base asset."""
    quote_qty: Decimal | None = None
    """Value, quote asset."""
    base_qty: Decimal | None = None
    """Value, base asset."""
    margin_asset: str | None = None
    """Asset that backs the position."""
    realized_pnl: Decimal | None = None
    """Realized profit, margin asset."""
    side: OrderSide | None = None
    """BUY or SELL."""
    position_side: PositionSide | None = None
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""
    symbol: str
    """Trading symbol."""
    pair: str | None = None
    """Underlying pair."""
    time: int
    """Instant, ms."""


class ForceOrder(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "order_id": "orderId",
        "client_order_id": "clientOrderId",
        "avg_price": "avgPrice",
        "orig_qty": "origQty",
        "executed_qty": "executedQty",
        "cum_quote": "cumQuote",
        "cum_base": "cumBase",
        "time_in_force": "timeInForce",
        "reduce_only": "reduceOnly",
        "close_position": "closePosition",
        "position_side": "positionSide",
        "stop_price": "stopPrice",
        "working_type": "workingType",
        "orig_type": "origType",
        "update_time": "updateTime",
    },
):
    """Own liquidation and auto-deleveraging orders."""

    order_id: int
    """The exchange's id of the order."""
    symbol: str
    """Trading symbol."""
    pair: str | None = None
    """Underlying pair."""
    status: OrderStatus | None = None
    """State."""
    client_order_id: str | None = None
    """Own id of the order."""
    price: Decimal | None = None
    """Price, quote asset."""
    avg_price: Decimal | None = None
    """Average fill price, quote asset."""
    orig_qty: Decimal | None = None
    """Quantity of the order, base asset."""
    executed_qty: Decimal | None = None
    """Filled quantity, base asset."""
    cum_quote: Decimal | None = None
    """Filled value, quote asset."""
    cum_base: Decimal | None = None
    """Filled value, base asset."""
    time_in_force: TimeInForce | None = None
    """How long the order stays."""
    type: OrderType | None = None
    """Type."""
    reduce_only: bool | None = None
    """Only reduces a position."""
    close_position: bool | None = None
    """Closes the whole position when triggered."""
    side: OrderSide | None = None
    """BUY or SELL."""
    position_side: PositionSide | None = None
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""
    stop_price: Decimal | None = None
    """Trigger price, quote asset."""
    working_type: WorkingType | None = None
    """Price that triggers."""
    orig_type: OrderType | None = None
    """Type before a trigger changed it."""
    time: int | None = None
    """Instant, ms."""
    update_time: int | None = None
    """Last change, ms."""


class BatchError(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One refused element of a batch."""

    code: int
    """Code."""
    msg: str | None = None
    """Message."""


class NewOrderItem(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={
        "position_side": "positionSide",
        "time_in_force": "timeInForce",
        "reduce_only": "reduceOnly",
        "new_client_order_id": "newClientOrderId",
        "new_order_resp_type": "newOrderRespType",
        "price_match": "priceMatch",
        "self_trade_prevention_mode": "selfTradePreventionMode",
        "good_till_date": "goodTillDate",
    },
):
    """One order of a batch."""

    symbol: str
    """Trading symbol."""
    side: OrderSide | Literal["BUY", "SELL"]
    """BUY or SELL."""
    position_side: PositionSide | Literal["BOTH", "LONG", "SHORT"] | None = None
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""
    type: PlainOrderType | Literal["LIMIT", "MARKET"]
    """Type."""
    time_in_force: TimeInForce | Literal["GTC", "IOC", "FOK", "GTX", "GTD", "RPI"] | None = None
    """How long the order stays."""
    quantity: Number
    """Quantity, base asset."""
    reduce_only: bool | None = None
    """Only reduces a position."""
    price: Number | None = None
    """Price, quote asset."""
    new_client_order_id: str | None = None
    """Own id of the order, unique among open orders; made for you when absent."""
    new_order_resp_type: OrderResponseType | Literal["ACK", "RESULT"] | None = None
    """How much the answer tells."""
    price_match: (
        PriceMatch
        | Literal["OPPONENT", "OPPONENT_5", "OPPONENT_10", "OPPONENT_20", "QUEUE", "QUEUE_5", "QUEUE_10", "QUEUE_20"]
        | None
    ) = None
    """Take the price from the book."""
    self_trade_prevention_mode: (
        SelfTradePreventionMode | Literal["NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH"] | None
    ) = None
    """What happens when own orders would match."""
    good_till_date: Instant | None = None
    """End of a GTD order, ms."""


class ModifyOrderItem(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={
        "order_id": "orderId",
        "orig_client_order_id": "origClientOrderId",
        "price_match": "priceMatch",
        "stop_price": "stopPrice",
        "modify_id": "modifyId",
    },
):
    """One change of a batch."""

    order_id: int | None = None
    """The exchange's id of the order."""
    orig_client_order_id: str | None = None
    """Own id of the order."""
    symbol: str
    """Trading symbol."""
    side: OrderSide | Literal["BUY", "SELL"]
    """BUY or SELL."""
    quantity: Number
    """Quantity, base asset."""
    price: Number
    """Price, quote asset."""
    price_match: (
        PriceMatch
        | Literal["OPPONENT", "OPPONENT_5", "OPPONENT_10", "OPPONENT_20", "QUEUE", "QUEUE_5", "QUEUE_10", "QUEUE_20"]
        | None
    ) = None
    """Take the price from the book."""
    stop_price: Number | None = None
    """Trigger price, quote asset."""
    modify_id: int | None = None
