"""Settings of the account: leverage, margin type, position mode, fees, limits."""
# ruff: noqa: ARG001 - all handlers have one signature

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..engine.account import Account, MarginChange
from ..engine.brackets import RATE
from ..engine.fixed import E8, scaled, show
from ..engine.refusal import ExchangeError
from ..engine.restrictions import can_trade
from ..engine.state import ExchangeState
from ..engine.symbols import Symbol
from .registry import Params, operation
from .spans import DAY, select

Json = dict[str, Any]
_DONE: Json = {"code": 200, "msg": "success"}


def _changed(x: ExchangeState, account: Account, **facts: Any) -> Json:
    x.ledger.write(x.now, "setting", account=account.name, **facts)
    return dict(_DONE)


@operation
def account_config(x: ExchangeState, account: Account, p: Params) -> Json:
    """Settings of the whole account."""
    return {
        "feeTier": 0,
        "canTrade": can_trade(account.restrictions, x.now),
        "canDeposit": True,
        "canWithdraw": True,
        "dualSidePosition": account.dual_side,
        "updateTime": 0,
        "multiAssetsMargin": account.multi_assets,
        "tradeGroupId": -1,
    }


@operation
def symbol_config(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Settings of symbols."""
    names = x.markets if p.get("symbol") is None else [x.symbol(p["symbol"]).symbol]
    rows: list[Json] = []
    for name in names:
        symbol = x.markets[name].symbol
        leverage = account.leverage_of(symbol)
        rows.append(
            {
                "symbol": name,
                "marginType": "ISOLATED" if account.is_isolated(symbol) else "CROSSED",
                "isAutoAddMargin": False,
                "leverage": leverage,
                "maxNotionalValue": str(symbol.brackets.cap(leverage) // E8),
            }
        )
    return rows


@operation
def change_leverage(x: ExchangeState, account: Account, p: Params) -> Json:
    """Change the leverage of a symbol."""
    symbol, leverage = x.symbol(p["symbol"]), int(p["leverage"])
    if not 1 <= leverage <= symbol.brackets.max_leverage:
        raise ExchangeError(-4028, f"Leverage {leverage} is not valid")
    before, cap = account.leverage_of(symbol), symbol.brackets.cap(leverage)
    held = [account.position(symbol, side) for side in account.sides()]
    if any(abs(position.notional(x.mark(symbol.symbol))) > cap for position in held):
        raise ExchangeError(-2027)
    if leverage < before:
        if account.is_isolated(symbol) and any(position.quantity for position in held):
            raise ExchangeError(-4161)
        account.leverage[symbol.symbol] = leverage
        margins = x.margins(account)
        sums = margins.asset(symbol.margin_asset)
        if margins.cross_wallet(symbol.margin_asset, sums) + sums.cross_profit < sums.cross_needed:
            account.leverage[symbol.symbol] = before
            raise ExchangeError(-2028)
    account.leverage[symbol.symbol] = leverage
    _changed(x, account, symbol=symbol.symbol, leverage=leverage)
    return {"leverage": leverage, "maxNotionalValue": str(cap // E8), "symbol": symbol.symbol}


def _refuse_if_used(account: Account, symbol: Symbol | None, orders: int, positions: int) -> None:
    for name, found in account.open_orders.items():
        if found and (symbol is None or name == symbol.symbol):
            raise ExchangeError(orders)
    for position in account.active.values():
        if position.quantity and (symbol is None or position.symbol is symbol):
            raise ExchangeError(positions)


@operation
def change_margin_type(x: ExchangeState, account: Account, p: Params) -> Json:
    """Switch a symbol between isolated and cross margin."""
    symbol, isolated = x.symbol(p["symbol"]), p["marginType"] == "ISOLATED"
    if isolated == account.is_isolated(symbol):
        raise ExchangeError(-4046)
    if isolated and account.multi_assets:
        raise ExchangeError(-4168)
    _refuse_if_used(account, symbol, -4047, -4048)
    if isolated:
        account.isolated.add(symbol.symbol)
    else:
        account.isolated.discard(symbol.symbol)
    return _changed(x, account, symbol=symbol.symbol, marginType=p["marginType"])


@operation
def change_position_margin(x: ExchangeState, account: Account, p: Params) -> Json:
    """Add money to an isolated position, or take it away."""
    symbol, kind = x.symbol(p["symbol"]), int(p["type"])
    side = str(p.get("positionSide") or "BOTH")
    if account.dual_side != (side != "BOTH"):
        raise ExchangeError(-4061)
    amount = scaled(str(p["amount"]), 8)
    if amount is None:
        raise ExchangeError(-1111)
    if amount <= 0:
        raise ExchangeError(-4055)
    if kind not in (1, 2):
        raise ExchangeError(-1130, "Data sent for parameter 'type' is not valid.")
    if not account.is_isolated(symbol):
        raise ExchangeError(-4049)
    position = account.position(symbol, side)
    if not position.quantity:
        raise ExchangeError(-4054)
    margins = x.margins(account)
    if kind == 1 and amount > margins.available(symbol.margin_asset):
        raise ExchangeError(-4050)
    spare = position.isolated + min(position.profit(x.mark(symbol.symbol)), 0) - margins.position(position)
    if kind == 2 and amount > spare:
        raise ExchangeError(-4051)
    position.isolated += amount if kind == 1 else -amount
    position.update_time = x.now
    account.stirred = True
    account.margin_changes.append(
        MarginChange(x.now, symbol.symbol, side, kind, amount, symbol.margin_asset, "USER_ADJUST")
    )
    _changed(x, account, symbol=symbol.symbol, isolatedMargin=amount, type=kind)
    return {
        "amount": Decimal(show(amount, 8, 8)),
        "code": 200,
        "msg": "Successfully modify position margin.",
        "type": kind,
    }


def _change_time(row: MarginChange) -> int:
    return row.time


@operation
def position_margin_history(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Changes of the money of isolated positions."""
    symbol = x.symbol(p["symbol"]).symbol
    kept = [r for r in account.margin_changes if r.time >= x.now - 30 * DAY]
    rows = [r for r in kept if r.symbol == symbol and p.get("type") in (None, r.type)]
    found = select(rows, p, _change_time, now_ms=x.now, default_limit=500, default_window=30 * DAY, longest=30 * DAY)
    return [
        {
            "symbol": row.symbol,
            "type": row.type,
            "deltaType": row.delta,
            "amount": show(row.amount, 8, 8),
            "asset": row.asset,
            "time": row.time,
            "positionSide": row.position_side,
        }
        for row in found
    ]


@operation
def position_mode(x: ExchangeState, account: Account, p: Params) -> Json:
    """Whether the account is in hedge mode."""
    return {"dualSidePosition": account.dual_side}


@operation
def change_position_mode(x: ExchangeState, account: Account, p: Params) -> Json:
    """Switch between one-way and hedge mode."""
    wanted = p["dualSidePosition"] in (True, "true")
    if wanted == account.dual_side:
        raise ExchangeError(-4059)
    _refuse_if_used(account, None, -4067, -4068)
    account.dual_side = wanted
    return _changed(x, account, dualSidePosition=wanted)


@operation
def multi_assets_mode(x: ExchangeState, account: Account, p: Params) -> Json:
    """Whether all assets are margin together."""
    return {"multiAssetsMargin": account.multi_assets}


@operation
def change_multi_assets_mode(x: ExchangeState, account: Account, p: Params) -> Json:
    """Switch multi-assets mode."""
    wanted = p["multiAssetsMargin"] in (True, "true")
    if wanted == account.multi_assets:
        raise ExchangeError(-4171)
    if wanted and account.isolated:
        raise ExchangeError(-4167)
    if any(account.open_orders.values()):
        raise ExchangeError(-4170)
    if not wanted:
        x.auto_exchange(account, 0)
    account.multi_assets = wanted
    account.stirred = True
    return _changed(x, account, multiAssetsMargin=wanted)


@operation
def fee_burn_status(x: ExchangeState, account: Account, p: Params) -> Json:
    """Whether fees are paid in BNB."""
    return {"feeBurn": account.fee_burn}


@operation
def change_fee_burn(x: ExchangeState, account: Account, p: Params) -> Json:
    """Switch paying fees in BNB."""
    account.fee_burn = p["feeBurn"] in (True, "true")
    return _changed(x, account, feeBurn=account.fee_burn)


@operation
def commission_rate(x: ExchangeState, account: Account, p: Params) -> Json:
    """Fees of a symbol."""
    return {
        "symbol": x.symbol(p["symbol"]).symbol,
        "makerCommissionRate": show(account.maker_ppm, 6, 6),
        "takerCommissionRate": show(account.taker_ppm, 6, 6),
        "rpiCommissionRate": show(account.retail_ppm, 6, 6),
    }


@operation
def leverage_brackets(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Leverage brackets."""
    names = x.markets if p.get("symbol") is None else [x.symbol(p["symbol"]).symbol]
    return [
        {
            "symbol": name,
            "notionalCoef": Decimal("1.00"),
            "brackets": [
                {
                    "bracket": row.number,
                    "initialLeverage": row.leverage,
                    "notionalCap": row.cap // E8,
                    "notionalFloor": row.floor // E8,
                    "maintMarginRatio": Decimal(row.rate) / RATE,
                    "cum": Decimal(show(row.cum, 8, 2)),
                }
                for row in x.markets[name].symbol.brackets.rows
            ],
        }
        for name in names
    ]


@operation
def trading_status(x: ExchangeState, account: Account, p: Params) -> Json:
    """Quantitative rules; nothing is restricted unless a test says so."""
    wanted = None if p.get("symbol") is None else x.symbol(p["symbol"]).symbol
    told: Json = {}
    for found in account.restrictions:
        key = found.symbol or "ACCOUNT"
        if found.code == -4400 and found.holds(x.now) and (wanted is None or found.symbol in ("", wanted)):
            row = {"indicator": "TMV", "value": 10, "triggerValue": 1} if key == "ACCOUNT" else {
                "indicator": "UFR", "value": Decimal("0.05"), "triggerValue": Decimal("0.995"),
            }  # fmt: skip
            told[key] = [{**row, "plannedRecoverTime": found.until or x.now + DAY, "isLocked": True}]
    return {"indicators": told, "updateTime": x.now}


@operation
def order_rate_limits(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Order-count limits."""
    return [
        {"rateLimitType": "ORDERS", "interval": interval, "intervalNum": number, "limit": limit}
        for interval, number, limit in x.order_limits
    ]


@operation
def sign_tradfi_agreement(x: ExchangeState, account: Account, p: Params) -> Json:
    """Allow orders on perpetuals of traditional assets."""
    account.tradfi_signed = True
    return _changed(x, account, tradfiSigned=True)
