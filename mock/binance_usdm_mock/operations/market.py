"""Public market data: rules, book, trades, prices."""
# ruff: noqa: ARG001 - all handlers have one signature

from __future__ import annotations

from itertools import islice
from typing import Any

from ..engine.account import Account
from ..engine.depth import best, levels, retail_levels
from ..engine.fixed import div, show
from ..engine.market import FUNDING, Market
from ..engine.refusal import ExchangeError
from ..engine.state import ExchangeState
from ..engine.symbols import Symbol
from ..engine.tape import MINUTE, Trade
from .answers import money, quote_text
from .registry import Params, operation
from .spans import DAY, bounds

__all__ = ["one_or_all"]

Json = dict[str, Any]


def one_or_all(x: ExchangeState, p: Params) -> tuple[bool, list[Market]]:
    """True and one market when a symbol was sent, else False and all of them."""
    name = p.get("symbol")
    if name is not None:
        return True, [x.market(name)]
    return False, [x.market(name) for name, market in x.markets.items() if market.symbol.listed]


@operation
def ping(x: ExchangeState, account: Account, p: Params) -> Json:
    """Nothing."""
    return {}


@operation
def time(x: ExchangeState, account: Account, p: Params) -> Json:
    """The clock of the exchange."""
    return {"serverTime": x.now}


def _listed(s: Symbol) -> Json:
    up, down = show(10_000 + s.percent_price, 4, 4), show(10_000 - s.percent_price, 4, 4)
    return {
        "symbol": s.symbol,
        "pair": s.pair,
        "contractType": s.contract_type,
        "deliveryDate": s.delivery,
        "onboardDate": s.onboard,
        "status": s.status,
        "maintMarginPercent": "2.5000",
        "requiredMarginPercent": "5.0000",
        "baseAsset": s.base,
        "quoteAsset": s.quote,
        "marginAsset": s.margin_asset,
        "pricePrecision": s.price_precision,
        "quantityPrecision": s.quantity_precision,
        "baseAssetPrecision": 8,
        "quotePrecision": 8,
        "underlyingType": s.underlying_type,
        "underlyingSubType": list(s.sub_type),
        "settlePlan": 0,
        "triggerProtect": show(s.trigger_protect, 4, 4),
        "liquidationFee": s.liquidation_fee,
        "marketTakeBound": show(s.take_bound, 4, 2),
        "maxMoveOrderLimit": 10_000,
        "filters": [
            {"filterType": "PRICE_FILTER", "minPrice": s.min_price, "maxPrice": s.max_price, "tickSize": s.tick},
            {"filterType": "LOT_SIZE", "minQty": s.step, "maxQty": s.max_quantity, "stepSize": s.step},
            {"filterType": "MARKET_LOT_SIZE", "minQty": s.step, "maxQty": s.max_market_quantity, "stepSize": s.step},
            {"filterType": "MAX_NUM_ORDERS", "limit": s.max_orders},
            {"filterType": "MIN_NOTIONAL", "notional": s.min_notional},
            {"filterType": "PERCENT_PRICE", "multiplierUp": up, "multiplierDown": down, "multiplierDecimal": "4"},
            {"filterType": "POSITION_RISK_CONTROL", "positionControlSide": "NONE"},
        ],
        "orderTypes": [
            "LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET",
        ],
        "timeInForce": ["GTC", "IOC", "FOK", "GTX", "GTD"],
        "permissionSets": ["GRID", "COPY"],
    }  # fmt: skip


@operation
def exchange_info(x: ExchangeState, account: Account, p: Params) -> Json:
    """Rules and symbols."""
    weight = {"rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": x.weight_limit}
    orders = [
        {"rateLimitType": "ORDERS", "interval": interval, "intervalNum": number, "limit": limit}
        for interval, number, limit in reversed(x.order_limits)
    ]
    assets = sorted({m.symbol.margin_asset for m in x.markets.values()} | {"BNB", "BTC"})
    return {
        "timezone": "UTC",
        "serverTime": x.now,
        "rateLimits": [weight, *orders],
        "exchangeFilters": [],
        "assets": [{"asset": a, "marginAvailable": True, "autoAssetExchange": "-10000"} for a in assets],
        "symbols": [_listed(market.symbol) for market in x.markets.values() if market.symbol.listed],
    }


def update_id(x: ExchangeState, market: Market, *, retail: bool = False) -> int:
    """The number of the book's newest change, with ``retail`` of the RPI book's; it never falls."""
    book = x.books[market.symbol.symbol]
    return (market.ladder.version << 20) + book.changes + (book.retail_changes if retail else 0)


def _book(x: ExchangeState, p: Params, limit: int, *, retail: bool = False) -> Json:
    market = x.market(p["symbol"])
    symbol, book = market.symbol, x.books[market.symbol.symbol]

    def side(bid: bool) -> list[list[str]]:
        found = islice((retail_levels if retail else levels)(market, book, bid), limit)
        return [[symbol.price_text(price), symbol.quantity_text(size)] for price, size in found]

    since = market.ladder.time
    return {
        "lastUpdateId": update_id(x, market, retail=retail),
        "E": x.now,
        "T": x.now if since is None else since,
        "bids": side(True),
        "asks": side(False),
    }


@operation
def order_book(x: ExchangeState, account: Account, p: Params) -> Json:
    """The book up to a number of levels."""
    limit = int(p.get("limit") or 500)
    if limit not in (5, 10, 20, 50, 100, 500, 1000):
        raise ExchangeError(-4021, f"{limit} is not valid depth limit.")
    return _book(x, p, limit)


@operation
def rpi_order_book(x: ExchangeState, account: Account, p: Params) -> Json:
    """The book with the orders of the retail price improvement programme."""
    return _book(x, p, 1000, retail=True)


def _trade(symbol: Symbol, trade: Trade) -> Json:
    return {
        "id": trade.number,
        "price": symbol.price_text(trade.price),
        "qty": symbol.quantity_text(trade.quantity),
        "quoteQty": quote_text(symbol, symbol.value(trade.price, trade.quantity)),
        "time": trade.time,
        "isBuyerMaker": trade.buyer_is_maker,
        "isRPITrade": False,
    }


def _newest(x: ExchangeState, market: Market, limit: int) -> list[Trade]:
    last = market.last(x.now)
    return [] if last is None else market.by_id(last.number - limit + 1, limit, x.now)


@operation
def recent_trades(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """The newest trades."""
    market = x.market(p["symbol"])
    return [_trade(market.symbol, trade) for trade in _newest(x, market, int(p.get("limit") or 500))]


@operation
def historical_trades(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Trades from an id on."""
    market, limit, first = x.market(p["symbol"]), int(p.get("limit") or 100), p.get("fromId")
    rows = _newest(x, market, limit) if first is None else market.by_id(first, limit, x.now)
    return [_trade(market.symbol, trade) for trade in rows]


@operation
def aggregate_trades(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Trades, each an aggregate of its own."""
    market, limit, first = x.market(p["symbol"]), int(p.get("limit") or 500), p.get("fromId")
    start, end = bounds(p)
    if first is not None:
        rows = market.by_id(first, limit, x.now)
    elif start is not None:
        stop = min(end if end is not None else start + 3_600_000 - 1, x.now) + 1
        rows = market.between(start, stop, limit)
    elif end is not None:
        stop = min(end, x.now) + 1
        rows = market.between(stop - limit * MINUTE // 20 - MINUTE, stop, 1 << 30)[-limit:]
    else:
        rows = _newest(x, market, limit)
    symbol = market.symbol
    return [
        {
            "a": t.number,
            "p": symbol.price_text(t.price),
            "q": symbol.quantity_text(t.quantity),
            "nq": symbol.quantity_text(t.quantity),
            "f": t.number,
            "l": t.number,
            "T": t.time,
            "m": t.buyer_is_maker,
        }
        for t in rows
    ]


def _price(x: ExchangeState, market: Market) -> Json:
    last = market.last(x.now)
    symbol = market.symbol
    price = symbol.price_text(last.price if last else 0)
    return {"symbol": symbol.symbol, "price": price, "time": last.time if last else 0}


@operation
def ticker_price(x: ExchangeState, account: Account, p: Params) -> Json | list[Json]:
    """Last prices."""
    single, markets = one_or_all(x, p)
    rows = [_price(x, market) for market in markets]
    return rows[0] if single else rows


@operation
def ticker_price_v1(x: ExchangeState, account: Account, p: Params) -> Json | list[Json]:
    """Last prices."""
    single, markets = one_or_all(x, p)
    rows = [_price(x, market) for market in markets]
    return rows[0] if single else rows


def _best(x: ExchangeState, market: Market) -> Json:
    symbol, book = market.symbol, x.books[market.symbol.symbol]
    bid, ask = best(market, book, True) or (0, 0), best(market, book, False) or (0, 0)
    return {
        "symbol": symbol.symbol,
        "bidPrice": symbol.price_text(bid[0]),
        "bidQty": symbol.quantity_text(bid[1]),
        "askPrice": symbol.price_text(ask[0]),
        "askQty": symbol.quantity_text(ask[1]),
        "time": x.now if market.ladder.time is None else market.ladder.time,
        "lastUpdateId": update_id(x, market),
    }


@operation
def book_ticker(x: ExchangeState, account: Account, p: Params) -> Json | list[Json]:
    """Best bids and asks."""
    single, markets = one_or_all(x, p)
    rows = [_best(x, market) for market in markets]
    return rows[0] if single else rows


def _statistics(x: ExchangeState, market: Market) -> Json:
    symbol = market.symbol
    begin = max((x.now - DAY) // MINUTE * MINUTE, symbol.onboard)
    made, last = market.span(begin, x.now + 1), market.last(x.now)
    change, value = made.close - made.open, made.turnover * symbol.unit
    percent = div(change * 100_000, made.open) if made.open else 0
    first = market.between(begin, x.now + 1, 1)
    return {
        "symbol": symbol.symbol,
        "priceChange": symbol.price_text(change),
        "priceChangePercent": show(percent, 3, 3),
        "weightedAvgPrice": symbol.average_text(value, made.volume),
        "lastPrice": symbol.price_text(made.close),
        "lastQty": symbol.quantity_text(last.quantity if last else 0),
        "openPrice": symbol.price_text(made.open),
        "highPrice": symbol.price_text(made.high),
        "lowPrice": symbol.price_text(made.low),
        "volume": symbol.quantity_text(made.volume),
        "quoteVolume": quote_text(symbol, value),
        "openTime": begin,
        "closeTime": x.now,
        "firstId": first[0].number if first else 0,
        "lastId": last.number if last else 0,
        "count": made.count,
    }


@operation
def ticker_24hr(x: ExchangeState, account: Account, p: Params) -> Json | list[Json]:
    """Statistics of the last 24 hours."""
    single, markets = one_or_all(x, p)
    rows = [_statistics(x, market) for market in markets]
    return rows[0] if single else rows


def _mark(x: ExchangeState, market: Market) -> Json:
    perpetual, upcoming = "PERPETUAL" in market.symbol.contract_type, (x.now // FUNDING + 1) * FUNDING
    index = market.index_e8(x.now)
    return {
        "symbol": market.symbol.symbol,
        "markPrice": money(market.mark_e8(x.now)),
        "indexPrice": money(index),
        "estimatedSettlePrice": money(index),
        "lastFundingRate": money(market.funding_rate(upcoming)) if perpetual else "",
        "interestRate": "0.00010000" if perpetual else "",
        "nextFundingTime": upcoming if perpetual else 0,
        "time": x.now,
    }


@operation
def mark_price(x: ExchangeState, account: Account, p: Params) -> Json | list[Json]:
    """Mark prices, index prices and funding."""
    single, markets = one_or_all(x, p)
    rows = [_mark(x, market) for market in markets]
    return rows[0] if single else rows
