"""Orders, fills and positions as the exchange writes them."""

from __future__ import annotations

from typing import Any

from ..engine.account import Fill
from ..engine.fixed import show
from ..engine.order import NEW, Order
from ..engine.symbols import Symbol

__all__ = ["acknowledged", "fill", "modified", "money", "order", "quote_text"]

Json = dict[str, Any]


def money(value: int) -> str:
    """An amount with eight decimals."""
    return show(value, 8, 8)


def quote_text(symbol: Symbol, value: int) -> str:
    """A turnover with as many decimals as it can have."""
    return show(value, 8, min(symbol.price_precision + symbol.quantity_precision, 8))


def _kind(order: Order) -> Json:
    return {
        "timeInForce": order.time_in_force,
        "type": order.type,
        "reduceOnly": order.reduce_only,
        "closePosition": order.close_position,
        "side": order.side,
        "positionSide": order.position_side,
        "stopPrice": order.symbol.price_text(0),
        "workingType": "CONTRACT_PRICE",
        "priceProtect": False,
        "origType": order.origin or order.type,
        "priceMatch": order.price_match,
        "selfTradePreventionMode": order.stp,
        "goodTillDate": order.good_till,
    }


def acknowledged(order: Order, *, fresh: bool = False) -> Json:
    """The answer to placing or cancelling; ``fresh`` tells it as it was before it could match."""
    symbol = order.symbol
    executed = symbol.quantity_text(0 if fresh else order.executed)
    return {
        "orderId": order.id,
        "symbol": symbol.symbol,
        "status": NEW if fresh else order.status,
        "clientOrderId": order.client_id,
        "price": symbol.price_text(order.price),
        "origQty": symbol.quantity_text(order.quantity),
        "executedQty": executed,
        "cumQty": executed,
        **_kind(order),
        "updateTime": order.time if fresh else order.update_time,
    }


def order(order: Order, *, everything: bool = False) -> Json:
    """The answer to a query; ``everything`` adds what only the list of all orders has."""
    symbol = order.symbol
    executed = symbol.quantity_text(order.executed)
    told: Json = {
        "orderId": order.id,
        "symbol": symbol.symbol,
        "status": order.status,
        "clientOrderId": order.client_id,
        "price": symbol.price_text(order.price),
        "avgPrice": symbol.average_text(order.quote, order.executed),
        "origQty": symbol.quantity_text(order.quantity),
        "executedQty": executed,
        "cumQuote": quote_text(symbol, order.quote),
        **_kind(order),
        "time": order.time,
        "updateTime": order.update_time,
    }
    if everything:
        told["pair"], told["cumBase"] = symbol.pair, executed
    return told


def modified(order: Order) -> Json:
    """The answer to a change."""
    told = acknowledged(order)
    told["pair"] = order.symbol.pair
    if order.amendments and order.amendments[-1].modify_id is not None:
        told["modifyId"] = order.amendments[-1].modify_id
    return told


def fill(fill: Fill) -> Json:
    """One of the account's own trades."""
    symbol, made = fill.order.symbol, fill.order
    quantity = symbol.quantity_text(fill.quantity)
    return {
        "symbol": symbol.symbol,
        "id": fill.id,
        "orderId": made.id,
        "side": made.side,
        "price": symbol.price_text(fill.price),
        "qty": quantity,
        "realizedPnl": money(fill.realized),
        "quoteQty": quote_text(symbol, fill.quote),
        "baseQty": quantity,
        "commission": money(fill.commission),
        "commissionAsset": fill.commission_asset,
        "marginAsset": symbol.margin_asset,
        "time": fill.time,
        "positionSide": made.position_side,
        "buyer": made.buy,
        "maker": fill.maker,
        "pair": symbol.pair,
    }
