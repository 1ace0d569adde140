"""Funding, open interest, ratios and other figures about the market."""
# ruff: noqa: ARG001 - all handlers have one signature

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from ..engine.account import Account
from ..engine.collateral import BUFFERS
from ..engine.draw import number
from ..engine.fixed import E8, show
from ..engine.intervals import INTERVALS
from ..engine.market import FUNDING, Market
from ..engine.refusal import ExchangeError
from ..engine.state import ExchangeState
from ..engine.tape import DAY
from .answers import money
from .candles import contract, pair_market
from .market import one_or_all
from .registry import Params, operation
from .spans import bounds

Json = dict[str, Any]
_HISTORY = 30 * DAY
_HOUR = 3_600_000


def _funding(market: Market, time: int) -> Json:
    return {
        "symbol": market.symbol.symbol,
        "fundingRate": money(market.funding_rate(time)),
        "fundingTime": time,
        "markPrice": money(market.mark_e8(time)),
        "rateType": "Regular",
    }


@operation
def funding_rate_history(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Funding rates that were settled."""
    start, end = bounds(p)
    limit = int(p.get("limit") or 100)
    last = min(x.now if end is None else end, x.now) // FUNDING * FUNDING
    _, markets = one_or_all(x, p)
    markets = [m for m in markets if "PERPETUAL" in m.symbol.contract_type]
    if not markets:
        return []
    earliest = min(market.symbol.onboard for market in markets) // FUNDING * FUNDING + FUNDING
    first = last - limit // len(markets) * FUNDING if start is None else -(-start // FUNDING) * FUNDING
    times = range(max(first, earliest), last + 1, FUNDING)
    rows = [
        _funding(market, time)
        for time in (times if start is None else times[: limit + 1])
        for market in markets
        if time > market.symbol.onboard
    ]
    return rows[:limit] if start is not None else rows[-limit:]


@operation
def funding_rate_info(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Symbols with an adjusted cap, floor or interval."""
    return [
        {
            "symbol": name,
            "adjustedFundingRateCap": "0.02000000",
            "adjustedFundingRateFloor": "-0.02000000",
            "fundingIntervalHours": 8,
            "disclaimer": False,
        }
        for name, market in x.markets.items()
        if "Meme" in market.symbol.sub_type or "Alpha" in market.symbol.sub_type
    ]


def _wave(x: ExchangeState, market: Market, label: str, time: int, spread: int) -> int:
    """A figure between 0 and ``2 * spread`` that moves slowly."""
    step = 4 * _HOUR
    block, rest = divmod(time, step)
    a, b = (number(x.seed, market.symbol.symbol, label, block + n) % (2 * spread + 1) for n in (0, 1))
    return a + (b - a) * rest // step


def _interest(x: ExchangeState, market: Market, time: int) -> int:
    """Open interest in steps."""
    return market.symbol.volume * (30_000 + _wave(x, market, "interest", time, 3_000))


@operation
def open_interest(x: ExchangeState, account: Account, p: Params) -> Json:
    """Open interest now."""
    market = x.market(p["symbol"])
    steps = _interest(x, market, x.now)
    return {"openInterest": market.symbol.quantity_text(steps), "symbol": market.symbol.symbol, "time": x.now}


def _times(x: ExchangeState, p: Params, since: int) -> list[int]:
    length = INTERVALS[p["period"]]
    start, end = bounds(p)
    earliest = max(x.now - _HISTORY, since)
    if start is not None and start < x.now - _HISTORY - DAY:
        raise ExchangeError(-1130, "parameter 'startTime' is invalid.")
    limit = int(p.get("limit") or 30)
    last = min(x.now if end is None else end, x.now) // length * length
    first = -(-max(earliest, start or 0) // length) * length
    times = list(range(first, last + 1, length))
    return times[:limit] if start is not None else times[-limit:]


@operation
def open_interest_history(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Open interest over time."""
    market = x.market(p["symbol"])
    symbol = market.symbol
    rows: list[Json] = []
    for time in _times(x, p, symbol.onboard):
        steps = _interest(x, market, time)
        rows.append(
            {
                "symbol": symbol.symbol,
                "sumOpenInterest": money(steps * symbol.step_e8),
                "sumOpenInterestValue": money(symbol.notional(market.mark_e8(time), steps)),
                "CMCCirculatingSupply": show(steps * symbol.step_e8 * 10, 8, 3),
                "timestamp": time,
            }
        )
    return rows


def _ratio(x: ExchangeState, p: Params, label: str) -> list[Json]:
    market = x.market(p["symbol"])
    rows: list[Json] = []
    for time in _times(x, p, market.symbol.onboard):
        long = 4_000 + _wave(x, market, label, time, 1_000)
        rows.append(
            {
                "symbol": market.symbol.symbol,
                "longShortRatio": show(long * 10_000 // (10_000 - long), 4, 4),
                "longAccount": show(long, 4, 4),
                "shortAccount": show(10_000 - long, 4, 4),
                "timestamp": time,
            }
        )
    return rows


@operation
def top_long_short_account_ratio(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Accounts of top traders."""
    return _ratio(x, p, "top accounts")


@operation
def top_long_short_position_ratio(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Positions of top traders."""
    return _ratio(x, p, "top positions")


@operation
def global_long_short_account_ratio(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """All accounts."""
    return _ratio(x, p, "all accounts")


@operation
def taker_buy_sell_volume(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """What takers bought and sold in each period."""
    market = x.market(p["symbol"])
    rows: list[Json] = []
    for time in _times(x, p, market.symbol.onboard):
        made = market.candle(p["period"], time, x.now)
        bought, sold = made.bought, made.volume - made.bought
        rows.append(
            {
                "buySellRatio": show(bought * 10_000 // sold if sold else 0, 4, 4),
                "buyVol": show(bought * market.symbol.step_e8, 8, 4),
                "sellVol": show(sold * market.symbol.step_e8, 8, 4),
                "timestamp": time,
            }
        )
    return rows


@operation
def basis(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Distance of futures and index price."""
    market = contract(x, p["pair"], p["contractType"])
    if market is None:
        return []
    symbol = market.symbol
    rows: list[Json] = []
    for time in _times(x, p, symbol.onboard):
        index, price = market.index_e8(time), market.price_e8(time)
        away = price - index
        rate = away * E8 // index
        left = symbol.delivery - time
        yearly = "" if "PERPETUAL" in symbol.contract_type or left <= 0 else show(rate * 365 * DAY // left, 8, 4)
        rows.append(
            {
                "pair": symbol.pair,
                "contractType": symbol.contract_type,
                "futuresPrice": show(price, 8, symbol.price_precision),
                "indexPrice": money(index),
                "basis": money(away),
                "basisRate": show(rate, 8, 4),
                "annualizedBasisRate": yearly,
                "timestamp": time,
            }
        )
    return rows


@operation
def delivery_prices(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Settlement prices of past quarters, newest first."""
    market = pair_market(x, p["pair"])
    year = datetime.fromtimestamp(x.now / 1000, UTC).year
    found: list[Json] = []
    for month in range(year * 12 + 11, year * 12 - 25, -3):
        last = int(datetime(month // 12, month % 12 + 1, 28, 8, tzinfo=UTC).timestamp()) * 1000
        if market.symbol.onboard < last < x.now:
            found.append({"deliveryTime": last, "deliveryPrice": Decimal(show(market.index_e8(last), 8, 2))})
    return found


@operation
def composite_index_info(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """What composite indexes are made of."""
    _, markets = one_or_all(x, p)
    parts = (("UNI", "0.40000000"), ("AAVE", "0.35000000"), ("LINK", "0.25000000"))
    return [
        {
            "symbol": market.symbol.symbol,
            "time": x.now,
            "component": "baseAsset",
            "baseAssetList": [
                {
                    "baseAsset": base,
                    "quoteAsset": "USDT",
                    "weightInQuantity": "1.00000000",
                    "weightInPercentage": weight,
                }
                for base, weight in parts
            ],
        }
        for market in markets
        if market.symbol.underlying_type == "INDEX"
    ]


@operation
def asset_index(x: ExchangeState, account: Account, p: Params) -> Json | list[Json]:
    """Asset indexes of multi-assets mode."""
    wanted = p.get("symbol")
    rows: list[Json] = []
    for asset, buffer in BUFFERS.items():
        index = x.rate(asset)

        def rated(percent: int, index: int = index) -> str:
            return money(index * (100 + percent) // 100)

        rows.append(
            {
                "symbol": f"{asset}USD",
                "time": x.now,
                "index": money(index),
                "bidBuffer": show(buffer, 2, 8),
                "askBuffer": show(buffer, 2, 8),
                "bidRate": rated(-buffer),
                "askRate": rated(buffer),
                "autoExchangeBidBuffer": show(buffer, 2, 8),
                "autoExchangeAskBuffer": show(buffer, 2, 8),
                "autoExchangeBidRate": rated(-buffer),
                "autoExchangeAskRate": rated(buffer),
            }
        )
    if wanted is None:
        return rows
    for row in rows:
        if row["symbol"] == wanted:
            return row
    raise ExchangeError(-1121)


@operation
def index_constituents(x: ExchangeState, account: Account, p: Params) -> Json:
    """Exchanges an index is made of."""
    market = x.market(p["symbol"])
    symbol, index = market.symbol, market.index_e8(x.now)
    hidden = symbol.contract_type == "TRADIFI_PERPETUAL"
    return {
        "symbol": symbol.symbol,
        "time": x.now,
        "constituents": [
            {
                "exchange": exchange,
                "symbol": f"{symbol.base}{symbol.quote}",
                "price": "-1" if hidden else money(index),
                "weight": weight,
            }
            for exchange, weight in (("binance", "0.50000000"), ("okex", "0.30000000"), ("bybit", "0.20000000"))
        ],
    }


@operation
def insurance_fund_balance(x: ExchangeState, account: Account, p: Params) -> Json | list[Json]:
    """The insurance funds and the symbols they serve."""
    name = p.get("symbol")
    if name is not None:
        x.symbol(name)
    updated = x.now // _HOUR * _HOUR
    rows: list[Json] = []
    for asset in ("USDT", "USDC"):
        symbols = [market.symbol.symbol for market in x.markets.values() if market.symbol.margin_asset == asset]
        fund = money(x.house.insurance.get(asset, 0))
        balance = {"asset": asset, "marginBalance": fund, "updateTime": updated}
        rows.append({"symbols": symbols, "assets": [balance]})
    return next(row for row in rows if name in row["symbols"]) if name is not None else rows


@operation
def adl_risk(x: ExchangeState, account: Account, p: Params) -> Json | list[Json]:
    """Risk of auto-deleveraging."""
    single, markets = one_or_all(x, p)
    updated = x.now // (_HOUR // 2) * (_HOUR // 2)
    rows = [
        {
            "symbol": m.symbol.symbol,
            "adlRisk": ("low", "low", "medium", "high")[number(x.seed, m.symbol.symbol, "adl", updated) % 4],
            "updateTime": updated,
        }
        for m in markets
    ]
    return rows[0] if single else rows


@operation
def trading_schedule(x: ExchangeState, account: Account, p: Params) -> Json:
    """Sessions of the underlying markets, one week back and ahead."""
    today = x.now // DAY * DAY

    def sessions(opens: int, closes: int) -> Json:
        rows: list[Json] = []
        for day in range(today - 7 * DAY, today + 8 * DAY, DAY):
            weekend = (day // DAY + 3) % 7 >= 5
            if weekend:
                rows.append({"startTime": day, "endTime": day + DAY, "type": "NO_TRADING"})
                continue
            edges = ((0, opens, "PRE_MARKET"), (opens, closes, "REGULAR"), (closes, 24, "AFTER_MARKET"))
            rows += [{"startTime": day + a * _HOUR, "endTime": day + b * _HOUR, "type": kind} for a, b, kind in edges]
        return {"sessions": rows}

    hours = {
        "EQUITY": (14, 21),
        "COMMODITY": (1, 22),
        "KR_EQUITY": (1, 7),
        "HK_EQUITY": (1, 8),
        "CN_EQUITY": (1, 7),
        "FX": (1, 23),
    }
    return {"updateTime": today, "marketSchedules": {name: sessions(*span) for name, span in hours.items()}}
