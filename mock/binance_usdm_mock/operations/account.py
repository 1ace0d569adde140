"""Balances, margins and positions."""
# ruff: noqa: ARG001 - all handlers have one signature

from __future__ import annotations

from typing import Any

from ..engine.account import Account
from ..engine.fixed import E8
from ..engine.margin import Margins
from ..engine.position import Position
from ..engine.restrictions import can_trade
from ..engine.state import ExchangeState
from ..engine.symbols import Symbol
from .answers import money
from .registry import Params, operation

Json = dict[str, Any]


def _assets(account: Account, margins: Margins) -> list[Json]:
    rows: list[Json] = []
    for asset, wallet in account.wallet.items():
        sums = margins.asset(asset)
        cross, available = margins.cross_wallet(asset, sums), margins.available(asset)
        rows.append(
            {
                "asset": asset,
                "walletBalance": money(wallet),
                "unrealizedProfit": money(sums.profit),
                "marginBalance": money(wallet + sums.profit),
                "maintMargin": money(sums.maintenance),
                "initialMargin": money(sums.position + sums.orders),
                "positionInitialMargin": money(sums.position),
                "openOrderInitialMargin": money(sums.orders),
                "crossWalletBalance": money(cross),
                "crossUnPnl": money(sums.cross_profit),
                "availableBalance": money(available),
                "maxWithdrawAmount": money(max(min(cross, available), 0)),
                "updateTime": account.updated.get(asset, 0),
            }
        )
    return rows


def _totals(x: ExchangeState, account: Account, margins: Margins) -> Json:
    """Dollars of all assets in multi-assets mode, of USDT alone otherwise."""
    names = list(account.wallet) if account.multi_assets else ["USDT"]
    sums: dict[str, int] = dict.fromkeys(
        ("initial", "maintenance", "wallet", "profit", "position", "orders", "cross", "cross_profit"), 0
    )
    for name in names:
        found, rate = margins.asset(name), x.rate(name) if account.multi_assets else E8
        wallet = account.wallet.get(name, 0)
        for key, value in (
            ("initial", found.position + found.orders),
            ("maintenance", found.maintenance),
            ("wallet", wallet),
            ("profit", found.profit),
            ("position", found.position),
            ("orders", found.orders),
            ("cross", margins.cross_wallet(name, found)),
            ("cross_profit", found.cross_profit),
        ):
            sums[key] += value * rate // E8
    available = margins.available("USDT")
    return {
        "totalInitialMargin": money(sums["initial"]),
        "totalMaintMargin": money(sums["maintenance"]),
        "totalWalletBalance": money(sums["wallet"]),
        "totalUnrealizedProfit": money(sums["profit"]),
        "totalMarginBalance": money(sums["wallet"] + sums["profit"]),
        "totalPositionInitialMargin": money(sums["position"]),
        "totalOpenOrderInitialMargin": money(sums["orders"]),
        "totalCrossWalletBalance": money(sums["cross"]),
        "totalCrossUnPnl": money(sums["cross_profit"]),
        "availableBalance": money(available),
        "maxWithdrawAmount": money(max(min(sums["cross"], available), 0)),
    }


def _held(position: Position, price: str) -> str:
    """A price of a position; clients tell by its text that there is none."""
    return price if position.quantity else "0.0"


def _isolated_margin(x: ExchangeState, account: Account, position: Position) -> int:
    if not account.is_isolated(position.symbol) or not position.quantity:
        return 0
    return position.isolated + position.profit(x.mark(position.symbol.symbol))


@operation
def account_information(x: ExchangeState, account: Account, p: Params) -> Json:
    """Balances, margins and the positions there are."""
    margins = x.margins(account)
    positions: list[Json] = []
    for position in account.active.values():
        mark = x.mark(position.symbol.symbol)
        positions.append(
            {
                "symbol": position.symbol.symbol,
                "positionSide": position.side,
                "positionAmt": position.symbol.quantity_text(position.quantity),
                "unrealizedProfit": money(position.profit(mark)),
                "isolatedMargin": money(_isolated_margin(x, account, position)),
                "notional": money(position.notional(mark)),
                "isolatedWallet": money(position.isolated),
                "initialMargin": money(margins.position(position) + margins.orders(position)),
                "maintMargin": money(margins.maintenance(position)),
                "updateTime": position.update_time,
            }
        )
    return {**_totals(x, account, margins), "assets": _assets(account, margins), "positions": positions}


def _all_positions(x: ExchangeState, account: Account) -> list[Position]:
    return [
        account.positions.get((name, side)) or Position(market.symbol, side)
        for name, market in x.markets.items()
        for side in account.sides()
    ]


def _cap(account: Account, symbol: Symbol) -> str:
    return str(symbol.brackets.cap(account.leverage_of(symbol)) // E8)


@operation
def account_information_v2(x: ExchangeState, account: Account, p: Params) -> Json:
    """Balances, margins and a position for every symbol."""
    margins = x.margins(account)
    positions: list[Json] = []
    for position in _all_positions(x, account):
        symbol = position.symbol
        mark, waiting = x.mark(symbol.symbol), margins.orders(position)
        held = margins.position(position)
        positions.append(
            {
                "symbol": symbol.symbol,
                "initialMargin": money(held + waiting),
                "maintMargin": money(margins.maintenance(position)),
                "unrealizedProfit": money(position.profit(mark)),
                "positionInitialMargin": money(held),
                "openOrderInitialMargin": money(waiting),
                "leverage": str(account.leverage_of(symbol)),
                "isolated": account.is_isolated(symbol),
                "entryPrice": _held(position, position.entry_text),
                "breakEvenPrice": _held(position, position.break_even_text),
                "maxNotional": _cap(account, symbol),
                "bidNotional": money(position.bids),
                "askNotional": money(position.asks),
                "positionSide": position.side,
                "positionAmt": symbol.quantity_text(position.quantity),
                # In no document, but told, and ccxt reads a position's side from the sign of its notional.
                "notional": money(position.notional(mark)),
                "isolatedWallet": money(position.isolated),
                "updateTime": position.update_time,
            }
        )
    assets = _assets(account, margins)
    for row in assets:
        row["marginAvailable"] = True
    return {
        "feeTier": 0,
        "feeBurn": account.fee_burn,
        "canTrade": can_trade(account.restrictions, x.now),
        "canDeposit": True,
        "canWithdraw": True,
        "updateTime": 0,
        "multiAssetsMargin": account.multi_assets,
        "tradeGroupId": -1,
        **_totals(x, account, margins),
        "assets": assets,
        "positions": positions,
    }


def _balances(x: ExchangeState, account: Account) -> list[Json]:
    return [
        {
            "accountAlias": account.alias,
            "asset": row["asset"],
            "balance": row["walletBalance"],
            "crossWalletBalance": row["crossWalletBalance"],
            "crossUnPnl": row["crossUnPnl"],
            "availableBalance": row["availableBalance"],
            "maxWithdrawAmount": row["maxWithdrawAmount"],
            "marginAvailable": True,
            "updateTime": row["updateTime"],
        }
        for row in _assets(account, x.margins(account))
    ]


@operation
def account_balance(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Balance of each asset."""
    return _balances(x, account)


@operation
def account_balance_v2(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Balance of each asset."""
    return _balances(x, account)


@operation
def position_information(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Positions of symbols that have one, or open orders."""
    wanted = None if p.get("symbol") is None else x.symbol(p["symbol"]).symbol
    margins = x.margins(account)
    rows: list[Json] = []
    for position in account.active.values():
        symbol = position.symbol
        if wanted not in (None, symbol.symbol):
            continue
        mark, held, waiting = x.mark(symbol.symbol), margins.position(position), margins.orders(position)
        rows.append(
            {
                "symbol": symbol.symbol,
                "positionSide": position.side,
                "positionAmt": symbol.quantity_text(position.quantity),
                "entryPrice": _held(position, position.entry_text),
                "breakEvenPrice": _held(position, position.break_even_text),
                "markPrice": money(mark),
                "unRealizedProfit": money(position.profit(mark)),
                "liquidationPrice": money(margins.liquidation_e8(position)) if position.quantity else "0",
                "isolatedMargin": money(_isolated_margin(x, account, position)),
                "notional": money(position.notional(mark)),
                "marginAsset": symbol.margin_asset,
                "isolatedWallet": money(position.isolated),
                "initialMargin": money(held + waiting),
                "maintMargin": money(margins.maintenance(position)),
                "positionInitialMargin": money(held),
                "openOrderInitialMargin": money(waiting),
                "adl": x.adl_place(account, position),
                "bidNotional": money(position.bids),
                "askNotional": money(position.asks),
                "updateTime": position.update_time,
            }
        )
    return rows


@operation
def position_information_v2(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """A position for every symbol."""
    wanted = None if p.get("symbol") is None else x.symbol(p["symbol"]).symbol
    margins = x.margins(account)
    rows: list[Json] = []
    for position in _all_positions(x, account):
        symbol = position.symbol
        if wanted not in (None, symbol.symbol):
            continue
        mark = x.mark(symbol.symbol)
        rows.append(
            {
                "symbol": symbol.symbol,
                "positionAmt": symbol.quantity_text(position.quantity),
                "entryPrice": _held(position, position.entry_text),
                "breakEvenPrice": _held(position, position.break_even_text),
                "markPrice": money(mark),
                "unRealizedProfit": money(position.profit(mark)),
                "liquidationPrice": money(margins.liquidation_e8(position)) if position.quantity else "0",
                "leverage": str(account.leverage_of(symbol)),
                "maxNotionalValue": _cap(account, symbol),
                "marginType": "isolated" if account.is_isolated(symbol) else "cross",
                "isolatedMargin": money(_isolated_margin(x, account, position)),
                "isAutoAddMargin": "false",
                "positionSide": position.side,
                "notional": money(position.notional(mark)),
                "isolatedWallet": money(position.isolated),
                "updateTime": position.update_time,
            }
        )
    return rows


@operation
def adl_quantile(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Places in the auto-deleveraging queue."""
    wanted = None if p.get("symbol") is None else x.symbol(p["symbol"]).symbol
    rows: dict[str, dict[str, int]] = {}
    for position in account.active.values():
        name = position.symbol.symbol
        if wanted in (None, name) and position.quantity:
            quantiles = rows.setdefault(name, {"LONG": 0, "SHORT": 0})
            quantiles["HEDGE" if account.dual_side else "BOTH"] = 0
            quantiles[position.side] = x.adl_place(account, position)
    return [{"symbol": name, "adlQuantile": quantiles} for name, quantiles in rows.items()]


@operation
def portfolio_margin_account(x: ExchangeState, account: Account, p: Params) -> Json:
    """What could be withdrawn of an asset."""
    asset = str(p["asset"])
    amount = max(min(account.wallet.get(asset, 0), x.margins(account).available(asset)), 0)
    return {
        "maxWithdrawAmountUSD": money(amount * x.rate(asset) // E8),
        "asset": asset,
        "maxWithdrawAmount": money(amount),
    }
