"""Candlesticks of every kind."""
# ruff: noqa: ARG001 - all handlers have one signature

from __future__ import annotations

from typing import Any

from ..engine.account import Account
from ..engine.candles import Candle, open_times
from ..engine.fixed import show
from ..engine.intervals import INTERVALS
from ..engine.market import Market
from ..engine.refusal import ExchangeError
from ..engine.state import ExchangeState
from ..engine.symbols import Symbol
from .answers import quote_text
from .registry import Params, operation
from .spans import bounds

__all__ = ["contract", "pair_market"]


def _times(x: ExchangeState, market: Market, p: Params) -> list[int]:
    if p["interval"] not in INTERVALS:
        raise ExchangeError(-1120)
    start, end = bounds(p)
    last = x.now if end is None else min(end, x.now)
    return open_times(p["interval"], start, last, int(p.get("limit") or 500), market.symbol.onboard)


def _row(symbol: Symbol, made: Candle) -> list[Any]:
    unit = symbol.unit
    return [
        made.open_time,
        symbol.price_text(made.open),
        symbol.price_text(made.high),
        symbol.price_text(made.low),
        symbol.price_text(made.close),
        symbol.quantity_text(made.volume),
        made.close_time,
        quote_text(symbol, made.turnover * unit),
        made.count,
        symbol.quantity_text(made.bought),
        quote_text(symbol, made.bought_turnover * unit),
        "0",
    ]


def _klines(x: ExchangeState, market: Market, p: Params) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for time in _times(x, market, p):
        made = market.candle(p["interval"], time, x.now)
        if not made.count:
            # Nothing was traded yet: the candle stands where the one before closed.
            before = market.last(time)
            price = before.price if before else market.symbol.base_ticks
            made.open = made.high = made.low = made.close = price
        rows.append(_row(market.symbol, made))
    return rows


@operation
def klines(x: ExchangeState, account: Account, p: Params) -> list[list[Any]]:
    """Candles of a symbol."""
    if p["interval"] == "1s":
        raise ExchangeError(-1120)
    return _klines(x, x.market(p["symbol"]), p)


def contract(x: ExchangeState, pair: str, kind: str) -> Market | None:
    """The market of a pair's contract; None when the pair has no such contract.

    Raises:
        ExchangeError: -4144 for an unknown pair.
    """
    known = False
    for market in x.markets.values():
        if market.symbol.pair == pair:
            known = True
            if market.symbol.contract_type == kind:
                return market
    if not known:
        raise ExchangeError(-4144)
    return None


def pair_market(x: ExchangeState, pair: str) -> Market:
    """The market whose price makes a pair's index."""
    for market in x.markets.values():
        if market.symbol.pair == pair:
            return market
    raise ExchangeError(-4144)


@operation
def continuous_klines(x: ExchangeState, account: Account, p: Params) -> list[list[Any]]:
    """Candles of a pair's contract type."""
    market = contract(x, p["pair"], p["contractType"])
    return [] if market is None else _klines(x, market, p)


def _derived(x: ExchangeState, market: Market, kind: str, p: Params) -> list[list[Any]]:
    if p["interval"] == "1s":
        raise ExchangeError(-1120)
    rows: list[list[Any]] = []
    for time in _times(x, market, p):
        opened, prices, closed = market.derived.candle(kind, p["interval"], time, x.now)
        texts = [show(price, 8, 8) for price in prices]
        count = (min(closed, x.now) - opened) // 1000 + 1
        rows.append([opened, *texts, "0", closed, "0", count, "0", "0", "0"])
    return rows


@operation
def mark_price_klines(x: ExchangeState, account: Account, p: Params) -> list[list[Any]]:
    """Candles of the mark price."""
    return _derived(x, x.market(p["symbol"]), "mark", p)


@operation
def premium_index_klines(x: ExchangeState, account: Account, p: Params) -> list[list[Any]]:
    """Candles of the premium index."""
    return _derived(x, x.market(p["symbol"]), "premium", p)


@operation
def index_price_klines(x: ExchangeState, account: Account, p: Params) -> list[list[Any]]:
    """Candles of a pair's index price."""
    return _derived(x, pair_market(x, p["pair"]), "index", p)
