"""What happened to the account: orders, changes, fills, income, forced orders, requested files."""
# ruff: noqa: ARG001 - all handlers have one signature

from __future__ import annotations

from typing import Any

from ..engine.account import Account, Fill, Income
from ..engine.order import Amendment, Order
from ..engine.refusal import ExchangeError
from ..engine.state import ExchangeState
from .answers import fill, money, order
from .registry import Params, operation
from .spans import DAY, bounds, select

Json = dict[str, Any]
_WEEK = 7 * DAY
_KEPT = 90 * DAY
"""Milliseconds for which fills, changes and income are answered; orders have a rule of their own."""


def _order_time(row: Order) -> int:
    return row.time


def _fill_time(row: Fill) -> int:
    return row.time


def _income_time(row: Income) -> int:
    return row.time


def _change_time(row: Amendment) -> int:
    return row.time


@operation
def all_orders(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Orders of any status; from an id on, or of a span of time."""
    if p.get("symbol") is not None:
        rows = account.history.get(x.symbol(p["symbol"]).symbol, [])
    else:
        rows = list(account.orders.values())
    rows = [row for row in rows if x.shown(row)]
    first = p.get("orderId")
    if first is not None:
        limit = int(p.get("limit") or 500)
        return [order(o, everything=True) for o in rows if o.id >= first][:limit]
    found = select(rows, p, _order_time, now_ms=x.now, default_limit=500, default_window=_WEEK, longest=_WEEK)
    return [order(o, everything=True) for o in found]


@operation
def order_amendments(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Changes of one order."""
    symbol = x.symbol(p["symbol"])
    changed = x.find(account, symbol.symbol, p, -2013)
    kept = [change for change in changed.amendments if change.time >= x.now - _KEPT]
    found = select(kept, p, _change_time, now_ms=x.now, default_limit=50)
    rows: list[Json] = []
    for change in found:
        price = {"before": symbol.price_text(change.price_before), "after": symbol.price_text(change.price_after)}
        quantity = {
            "before": symbol.quantity_text(change.quantity_before),
            "after": symbol.quantity_text(change.quantity_after),
        }
        amendment: Json = {"price": price, "origQty": quantity, "count": change.count}
        if change.modify_id is not None:
            amendment["modifyId"] = change.modify_id
        rows.append(
            {
                "amendmentId": change.number,
                "symbol": symbol.symbol,
                "pair": symbol.pair,
                "orderId": changed.id,
                "clientOrderId": changed.client_id,
                "time": change.time,
                "amendment": amendment,
            }
        )
    return rows


@operation
def account_trades(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Own trades of a symbol."""
    if p.get("fromId") is not None and (p.get("startTime") is not None or p.get("endTime") is not None):
        raise ExchangeError(-1128)
    rows = account.fills.get(x.symbol(p["symbol"]).symbol, [])
    if rows and rows[0].time < x.now - _KEPT:
        rows = [row for row in rows if row.time >= x.now - _KEPT]
    if p.get("orderId") is not None:
        rows = [row for row in rows if row.order.id == p["orderId"]]
    first = p.get("fromId")
    if first is not None:
        limit = int(p.get("limit") or 500)
        return [fill(row) for row in rows if row.id >= first][:limit]
    found = select(rows, p, _fill_time, now_ms=x.now, default_limit=500, default_window=_WEEK, longest=_WEEK)
    return [fill(row) for row in found]


@operation
def force_orders(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Liquidation and auto-deleveraging orders of the account."""
    if p.get("symbol") is not None:
        x.symbol(p["symbol"])
    bounds(p)
    prefixes = {"LIQUIDATION": ("autoclose-",), "ADL": ("adl_autoclose",)}.get(
        str(p.get("autoCloseType")), ("autoclose-", "adl_autoclose")
    )
    rows = [
        row
        for row in account.orders.values()
        if row.client_id.startswith(prefixes) and p.get("symbol") in (None, row.symbol.symbol) and x.shown(row)
    ]
    found = select(rows, p, _order_time, now_ms=x.now, default_limit=50, default_window=_WEEK)
    return [order(row, everything=True) for row in found]


@operation
def income_history(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Changes of the wallets."""
    symbol, kind = p.get("symbol"), p.get("incomeType")
    if symbol is not None:
        x.symbol(symbol)
    kept = [row for row in account.income if row.time >= x.now - _KEPT]
    rows = [row for row in kept if (symbol is None or row.symbol == symbol) and (kind is None or row.type == kind)]
    found = select(rows, p, _income_time, now_ms=x.now, default_limit=100, default_window=_WEEK)
    return [
        {
            "symbol": row.symbol,
            "incomeType": row.type,
            "income": money(row.amount),
            "asset": row.asset,
            "info": row.info or row.type,
            "time": row.time,
            "tranId": row.number,
            "tradeId": row.trade_id,
        }
        for row in found
    ]


def _request(x: ExchangeState, p: Params, kind: str) -> Json:
    bounds(p, longest=366 * DAY)
    identity = str(545_923_594_199_212_032 + x.next_number())
    x.downloads[identity] = (kind, "completed", x.now + _WEEK)
    return {"avgCostTimestampOfLast30d": 7_241_837, "downloadId": identity}


def _link(x: ExchangeState, p: Params, kind: str) -> Json:
    found = x.downloads.get(str(p["downloadId"]))
    if found is None or found[0] != kind:
        raise ExchangeError(-1130, "Data sent for parameter 'downloadId' is not valid.")
    expired = x.now > found[2]
    return {
        "downloadId": str(p["downloadId"]),
        "status": found[1],
        "url": "" if expired else f"https://download.example.invalid/{kind}/{p['downloadId']}.zip",
        "notified": True,
        "expirationTimestamp": found[2],
        "isExpired": str(expired).lower() if expired else None,
    }


@operation
def request_transaction_download(x: ExchangeState, account: Account, p: Params) -> Json:
    """Ask for a file of transactions."""
    return _request(x, p, "transaction")


@operation
def transaction_download_link(x: ExchangeState, account: Account, p: Params) -> Json:
    """Where the file of transactions is."""
    return _link(x, p, "transaction")


@operation
def request_order_download(x: ExchangeState, account: Account, p: Params) -> Json:
    """Ask for a file of orders."""
    return _request(x, p, "order")


@operation
def order_download_link(x: ExchangeState, account: Account, p: Params) -> Json:
    """Where the file of orders is."""
    return _link(x, p, "order")


@operation
def request_trade_download(x: ExchangeState, account: Account, p: Params) -> Json:
    """Ask for a file of trades."""
    return _request(x, p, "trade")


@operation
def trade_download_link(x: ExchangeState, account: Account, p: Params) -> Json:
    """Where the file of trades is."""
    return _link(x, p, "trade")
