"""Conditional orders: accepted, listed and cancelled. ``engine.conditional`` triggers them."""

from __future__ import annotations

from typing import Any

from ..engine import rules
from ..engine.account import Account
from ..engine.algo import OPEN_LIMIT, AlgoOrder
from ..engine.fixed import scaled
from ..engine.market import Market
from ..engine.refusal import ExchangeError, mandatory, not_required
from ..engine.state import ExchangeState
from ..engine.symbols import Symbol
from .registry import Params, operation
from .spans import DAY, select

Json = dict[str, Any]
_FIRST = 4_000_000_000_000_000
_WEEK = 7 * DAY
_TRAILING = "TRAILING_STOP_MARKET"


def _quantity(symbol: Symbol, p: Params, *, closes: bool) -> str:
    if closes:
        if p.get("quantity") is not None:
            raise ExchangeError(-4137)
        if p.get("reduceOnly") is not None:
            raise not_required("reduceonly")
        if p["type"] not in ("STOP_MARKET", "TAKE_PROFIT_MARKET"):
            raise ExchangeError(-4136)
        return symbol.quantity_text(0)
    if p.get("quantity") is None:
        raise mandatory("quantity")
    market = p["type"] not in ("STOP", "TAKE_PROFIT")
    return symbol.quantity_text(rules.to_steps(symbol, p["quantity"], market=market))


def _price(symbol: Symbol, p: Params) -> str:
    match = str(p.get("priceMatch") or "NONE")
    if p["type"] not in ("STOP", "TAKE_PROFIT"):
        if p.get("price") is not None:
            raise not_required("price")
        if match != "NONE":
            raise ExchangeError(-5038)
        return symbol.price_text(0)
    if match != "NONE":
        if p.get("price") is not None:
            raise not_required("price")
        return symbol.price_text(0)
    if p.get("price") is None:
        raise mandatory("price")
    return symbol.price_text(rules.to_ticks(symbol, p["price"]))


def _reference(x: ExchangeState, market: Market, working: str) -> int:
    return market.mark_e8(x.now) if working == "MARK_PRICE" else x.last_e8(market.symbol.symbol)


def _trigger(x: ExchangeState, market: Market, p: Params) -> int:
    """The trigger price in ticks."""
    if p.get("triggerPrice") is None:
        raise mandatory("triggerPrice")
    symbol = market.symbol
    ticks = rules.to_ticks(symbol, p["triggerPrice"])
    now = _reference(x, market, str(p.get("workingType") or "CONTRACT_PRICE"))
    above = ticks * symbol.tick_e8 > now
    rises = (p["side"] == "BUY") == (p["type"] in ("STOP", "STOP_MARKET"))
    if above != rises:
        raise ExchangeError(-2021)
    return ticks


def _callback(p: Params) -> int:
    """The distance of a trailing order in tenths of a percent."""
    if p.get("callbackRate") is None:
        raise mandatory("callbackRate")
    rate = scaled(str(p["callbackRate"]), 1)
    if rate is None or not 1 <= rate <= 200:
        raise ExchangeError(-2007, "Invalid callBack rate")
    return rate


def _activation(x: ExchangeState, market: Market, p: Params) -> int:
    """The price in units of 1e-8 from which a trailing order follows the market."""
    reference = _reference(x, market, str(p.get("workingType") or "CONTRACT_PRICE"))
    if p.get("activatePrice") is None:
        return reference
    price = rules.to_ticks(market.symbol, p["activatePrice"]) * market.symbol.tick_e8
    if price > reference if p["side"] == "BUY" else price < reference:
        raise ExchangeError(-2021)
    return price


@operation
def new_algo_order(x: ExchangeState, account: Account, p: Params) -> Json:
    """Place a conditional order; margin is checked when it triggers."""
    market = x.market(p["symbol"])
    symbol = market.symbol
    if p["type"] not in rules.CONDITIONAL:
        raise ExchangeError(-1116)
    rules.check_trading(symbol, account)
    side = rules.position_side(account, p)
    closes = p.get("closePosition") in (True, "true")
    quantity, price = _quantity(symbol, p, closes=closes), _price(symbol, p)
    trails = p["type"] == _TRAILING
    if not trails and p.get("activatePrice") is not None:
        raise not_required("activatePrice")
    callback = _callback(p) if trails else 0
    trigger = 0 if trails else _trigger(x, market, p)
    activation = _activation(x, market, p) if trails else 0
    given = p.get("clientAlgoId")
    client = x.new_client_id() if given is None else rules.client_id(given)
    known = account.algo.by_client_id.get(client)
    if known is not None and known.id in account.algo.open:
        raise ExchangeError(-4116)
    if closes and any(
        o.close_position and (o.symbol, o.side, o.type) == (symbol.symbol, p["side"], p["type"])
        for o in account.algo.open.values()
    ):
        raise ExchangeError(-4130)
    if len(account.algo.open) >= OPEN_LIMIT:
        raise ExchangeError(-4045)
    made = AlgoOrder(
        id=_FIRST + x.next_number(),
        account=account.name,
        client_id=client,
        symbol=symbol.symbol,
        side=str(p["side"]),
        position_side=side,
        type=str(p["type"]),
        time_in_force=str(p.get("timeInForce") or "GTC"),
        quantity=quantity,
        price=price,
        trigger_price=symbol.price_text(trigger),
        trigger=trigger * symbol.tick_e8,
        activation=activation,
        callback=callback,
        activate_price=symbol.price_text(activation // symbol.tick_e8) if trails else "",
        callback_rate=str(p.get("callbackRate") or ""),
        working_type=str(p.get("workingType") or "CONTRACT_PRICE"),
        price_match=str(p.get("priceMatch") or "NONE"),
        stp=str(p.get("selfTradePreventionMode") or "NONE"),
        close_position=closes,
        price_protect=p.get("priceProtect") in (True, "true"),
        reduce_only=closes or p.get("reduceOnly") in (True, "true"),
        create_time=x.now,
        update_time=x.now,
        good_till=rules.good_till(p, x.now),
    )
    x.place_algo(account, made)
    return {
        **_told(made),
        "activatePrice": made.activate_price,
        "callbackRate": made.callback_rate,
    }


def _told(o: AlgoOrder) -> Json:
    return {
        "algoId": o.id,
        "clientAlgoId": o.client_id,
        "algoType": "CONDITIONAL",
        "orderType": o.type,
        "symbol": o.symbol,
        "side": o.side,
        "positionSide": o.position_side,
        "timeInForce": o.time_in_force,
        "quantity": o.quantity,
        "algoStatus": o.status,
        "triggerPrice": o.trigger_price,
        "price": o.price,
        "icebergQuantity": None,
        "selfTradePreventionMode": o.stp,
        "workingType": o.working_type,
        "priceMatch": o.price_match,
        "closePosition": o.close_position,
        "priceProtect": o.price_protect,
        "reduceOnly": o.reduce_only,
        "createTime": o.create_time,
        "updateTime": o.update_time,
        "triggerTime": o.trigger_time,
        "goodTillDate": o.good_till,
    }


def _queried(o: AlgoOrder) -> Json:
    return {**_told(o), "actualOrderId": o.actual_order_id, "actualPrice": o.actual_price, "tpOrderType": ""}


def _listed(o: AlgoOrder) -> Json:
    nothing = {"tpTriggerPrice": "0.000", "tpPrice": "0.000", "slTriggerPrice": "0.000", "slPrice": "0.000"}
    return {**_queried(o), **nothing}


def _find(x: ExchangeState, account: Account, p: Params, code: int) -> AlgoOrder:
    identity, client = p.get("algoId"), p.get("clientAlgoId")
    if identity is None and client is None:
        raise ExchangeError(-1102, "Param 'algoId' or 'clientAlgoId' must be sent, but both were empty/null!")
    found = account.algo.find(None if identity is None else int(identity), client)
    if found is None or found.hidden_until > x.now or not x.algo_shown(found):
        raise ExchangeError(code)
    return found


@operation
def cancel_algo_order(x: ExchangeState, account: Account, p: Params) -> Json:
    """Cancel a conditional order."""
    found = _find(x, account, p, -2011)
    if found.id not in account.algo.open:
        raise ExchangeError(-2011)
    x.close_algo(found, "CANCELED")
    return {"algoId": found.id, "clientAlgoId": found.client_id, "code": "200", "msg": "success"}


@operation
def cancel_all_algo_open_orders(x: ExchangeState, account: Account, p: Params) -> Json:
    """Cancel all conditional orders of a symbol."""
    symbol = x.symbol(p["symbol"]).symbol
    for found in list(account.algo.open.values()):
        if found.symbol == symbol:
            x.close_algo(found, "CANCELED")
    return {"code": 200, "msg": "The operation of cancel all open order is done."}


@operation
def query_algo_order(x: ExchangeState, account: Account, p: Params) -> Json:
    """One conditional order."""
    found = _find(x, account, p, -2013)
    return {**_queried(found), "actualType": found.actual_type, "actualQty": found.actual_quantity or "0"}


@operation
def open_algo_orders(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Open conditional orders."""
    symbol = None if p.get("symbol") is None else x.symbol(p["symbol"]).symbol
    return [
        _listed(o) for o in account.algo.open.values() if symbol in (None, o.symbol) and p.get("algoId") in (None, o.id)
    ]


def _time(row: AlgoOrder) -> int:
    return row.create_time


@operation
def all_algo_orders(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Conditional orders of any status."""
    symbol = x.symbol(p["symbol"]).symbol
    rows = [o for o in account.algo.history.values() if o.symbol == symbol and x.algo_shown(o)]
    if p.get("algoId") is not None:
        return [_listed(o) for o in rows if o.id >= p["algoId"]][: int(p.get("limit") or 500)]
    found = select(rows, p, _time, now_ms=x.now, default_limit=500, default_window=_WEEK, longest=_WEEK)
    return [_listed(o) for o in found]
