"""What an order must satisfy before it can match, checked in the exchange's order: form, filters, mode, margin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .account import Account
from .fixed import scaled
from .market import Market
from .refusal import ExchangeError, mandatory, not_required
from .symbols import Symbol

__all__ = [
    "CONDITIONAL",
    "check_form",
    "check_notional",
    "check_percent_price",
    "check_trading",
    "client_id",
    "good_till",
    "position_side",
    "to_steps",
    "to_ticks",
]

CONDITIONAL = frozenset({"STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"})
_CLIENT_ID = re.compile(r"[.A-Z:/a-z0-9_-]{1,36}").fullmatch
_LATEST = 253_402_300_799_000


def _exact(text: Any, places: int) -> int | None:
    return scaled(str(text), places)


def to_ticks(symbol: Symbol, text: Any, *, bounds: bool = True) -> int:
    """A price as ticks.

    Raises:
        ExchangeError: The filters refuse it.
    """
    value = _exact(text, 8)
    if value is not None and value <= 0:
        raise ExchangeError(-4001)
    if value is None or _exact(text, symbol.price_precision) is None:
        raise ExchangeError(-1111)
    ticks, rest = value // symbol.tick_e8, value % symbol.tick_rule_e8
    if bounds and ticks > symbol.max_ticks:
        raise ExchangeError(-4002)
    if bounds and ticks < symbol.min_ticks:
        raise ExchangeError(-4013)
    if rest:
        raise ExchangeError(-4014)
    return ticks


def to_steps(symbol: Symbol, text: Any, *, market: bool) -> int:
    """A quantity as steps.

    Raises:
        ExchangeError: The filters refuse it.
    """
    value = _exact(text, 8)
    if value is not None and value <= 0:
        raise ExchangeError(-4003)
    if value is None or _exact(text, symbol.quantity_precision) is None:
        raise ExchangeError(-1111)
    if value < symbol.step_rule_e8:
        raise ExchangeError(-4004)
    steps, rest = value // symbol.step_e8, value % symbol.step_rule_e8
    if steps > (symbol.max_market_steps if market else symbol.max_steps):
        raise ExchangeError(-4005)
    if rest:
        raise ExchangeError(-4023)
    return steps


def check_trading(symbol: Symbol, account: Account) -> None:
    """Refuse orders on contracts that do not trade, or that need an agreement first."""
    if symbol.status != "TRADING":
        raise ExchangeError(-4108)
    if symbol.contract_type == "TRADIFI_PERPETUAL" and not account.tradfi_signed:
        raise ExchangeError(-4411)


def position_side(account: Account, params: Mapping[str, Any]) -> str:
    """The position side an order acts on.

    Raises:
        ExchangeError: It does not fit the account's position mode.
    """
    side = str(params.get("positionSide") or "BOTH")
    if account.dual_side != (side != "BOTH"):
        raise ExchangeError(-4061)
    if account.dual_side and params.get("reduceOnly") is not None:
        raise not_required("reduceonly")
    return side


def client_id(text: Any) -> str:
    """A client order id that the exchange takes."""
    if not _CLIENT_ID(str(text)):
        raise ExchangeError(-4015)
    return str(text)


def check_percent_price(symbol: Symbol, market: Market, now_ms: int, *, buy: bool, ticks: int) -> None:
    """The price must not be further from the mark price than the filter allows."""
    mark = market.mark_e8(now_ms)
    price = ticks * symbol.tick_e8
    if buy:
        limit = mark * (10_000 + symbol.percent_price) // 10_000
        if price > limit:
            raise ExchangeError(-4016, f"Limit price can't be higher than {_price(symbol, limit)}.")
    else:
        limit = mark * (10_000 - symbol.percent_price) // 10_000
        if price < limit:
            raise ExchangeError(-4024, f"Limit price can't be lower than {_price(symbol, limit)}.")


def _price(symbol: Symbol, price_e8: int) -> str:
    return symbol.price_text(price_e8 // symbol.tick_e8)


def check_notional(symbol: Symbol, money: int, *, reduces: bool) -> None:
    """The order must be worth enough, unless it only reduces."""
    if not reduces and money < symbol.min_notional_e8:
        text = f"Order's notional must be no smaller than {symbol.min_notional} (unless you choose reduce only)."
        raise ExchangeError(-4164, text)


def good_till(params: Mapping[str, Any], now_ms: int) -> int:
    """Expiry of a GTD order in milliseconds, whole seconds; 0 for other orders."""
    if params.get("timeInForce") != "GTD":
        return 0
    date = params.get("goodTillDate")
    if date is None:
        raise mandatory("goodTillDate")
    if not now_ms + 600_000 < int(date) <= _LATEST:
        raise ExchangeError(-5040)
    return int(date) // 1000 * 1000


def check_form(params: Mapping[str, Any]) -> None:
    """Which parameters a LIMIT or MARKET order needs and must not have."""
    kind = params["type"]
    if kind in CONDITIONAL:
        raise ExchangeError(-4120)
    if params.get("quantity") is None:
        raise mandatory("quantity")
    match = _matched(params)
    if kind == "MARKET":
        for name in ("price", "timeInForce", "goodTillDate"):
            if params.get(name) is not None:
                raise not_required(name.lower())
        if match != "NONE":
            raise ExchangeError(-5038)
        return
    if params.get("timeInForce") is None:
        raise mandatory("timeInForce")
    if match != "NONE":
        if params.get("price") is not None:
            raise not_required("price")
    elif params.get("price") is None:
        raise mandatory("price")


def _matched(params: Mapping[str, Any]) -> str:
    return str(params.get("priceMatch") or "NONE")
