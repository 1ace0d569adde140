"""Orders, fills, balances and positions as account events write them."""

from __future__ import annotations

from typing import Any

from ..engine.account import Account, Fill
from ..engine.algo import AlgoOrder
from ..engine.margin import Margins
from ..engine.order import EXPIRED, EXPIRED_IN_MATCH, Order
from ..engine.position import Position
from ..operations.answers import money

__all__ = ["algo_update", "balance", "order_update", "position_row", "trade_lite"]

Json = dict[str, Any]


def _why(order: Order) -> str:
    """Why an order expired, by the exchange's number."""
    if order.why:
        return order.why
    if order.status == EXPIRED_IN_MATCH:
        return "3" if order.time_in_force == "IOC" else "1"
    if order.status != EXPIRED:
        return "0"
    if order.type == "MARKET":
        return "9"
    if order.time_in_force in ("IOC", "FOK"):
        return "2"
    return "4" if not order.opens else "0"


def order_update(order: Order, position: Position, execution: str, time: int, fill: Fill | None) -> Json:
    """The order after a change; ``fill`` is the one that made it."""
    symbol = order.symbol
    told: Json = {
        "s": symbol.symbol,
        "c": order.client_id,
        "S": order.side,
        "o": "LIQUIDATION" if order.client_id.startswith("autoclose-") else order.type,
        "f": order.time_in_force,
        "q": symbol.quantity_text(order.quantity),
        "p": symbol.price_text(order.price),
        "ap": symbol.average_text(order.quote, order.executed),
        "sp": symbol.price_text(0),
        "x": execution,
        "X": order.told or order.status,
        "i": order.id,
    }
    if execution == "AMENDMENT" and order.amendments and order.amendments[-1].modify_id is not None:
        told["M"] = str(order.amendments[-1].modify_id)
    told |= {
        "l": symbol.quantity_text(fill.quantity if fill else 0),
        "z": symbol.quantity_text(order.executed),
        "L": symbol.price_text(fill.price if fill else 0),
    }
    if fill is not None and fill.commission:
        told |= {"n": money(fill.commission), "N": fill.commission_asset}
    return {
        **told,
        "T": time,
        "t": fill.id if fill else 0,
        "b": money(position.bids),
        "a": money(position.asks),
        "m": fill.maker if fill else False,
        "R": order.reduce_only,
        "wt": "CONTRACT_PRICE",
        "ot": order.type,
        "ps": order.position_side,
        "cp": order.close_position,
        "rp": money(fill.realized if fill else 0),
        "pP": False,
        "si": 0,
        "ss": 0,
        "V": order.stp,
        "pm": order.price_match,
        "gtd": order.good_till,
        "er": _why(order) if execution == "EXPIRED" else "0",
    }


def trade_lite(fill: Fill) -> Json:
    """A fill, told early and in short."""
    order, symbol = fill.order, fill.order.symbol
    return {
        "s": symbol.symbol,
        "q": symbol.quantity_text(order.quantity),
        "p": symbol.price_text(order.price),
        "m": fill.maker,
        "c": order.client_id,
        "S": order.side,
        "L": symbol.price_text(fill.price),
        "l": symbol.quantity_text(fill.quantity),
        "t": fill.id,
        "i": order.id,
    }


def balance(account: Account, margins: Margins, asset: str, change: int) -> Json:
    """A wallet; ``change`` leaves out profit and fees."""
    return {
        "a": asset,
        "wb": money(account.wallet.get(asset, 0)),
        "cw": money(margins.cross_wallet(asset, margins.asset(asset))),
        "bc": money(change),
    }


def position_row(account: Account, position: Position, mark: int, realized: int) -> Json:
    """A position."""
    return {
        "s": position.symbol.symbol,
        "pa": position.symbol.quantity_text(position.quantity),
        "ep": position.entry_text,
        "cr": money(realized),
        "up": money(position.profit(mark)),
        "mt": "isolated" if account.is_isolated(position.symbol) else "cross",
        "iw": money(position.isolated),
        "ps": position.side,
        "bep": position.break_even_text,
    }


def algo_update(order: AlgoOrder, reason: str) -> Json:
    """A conditional order after a change."""
    told: Json = {
        "caid": order.client_id,
        "aid": order.id,
        "at": "CONDITIONAL",
        "o": order.type,
        "s": order.symbol,
        "S": order.side,
        "ps": order.position_side,
        "f": order.time_in_force,
        "q": order.quantity,
        "X": order.status,
        "ai": order.actual_order_id,
    }
    if order.actual_order_id:
        told |= {"ap": order.actual_price, "aq": order.actual_quantity or "0", "act": _actual(order.type)}
    told |= {
        "tp": order.trigger_price,
        "p": order.price,
        "V": order.stp,
        "wt": order.working_type,
        "pm": order.price_match,
        "cp": order.close_position,
        "pP": order.price_protect,
        "R": order.reduce_only,
        "tt": order.trigger_time,
        "gtd": order.good_till,
    }
    return {**told, "rm": reason} if reason else told


def _actual(kind: str) -> str:
    return "LIMIT" if kind in ("STOP", "TAKE_PROFIT") else "MARKET"
