"""Orders: placing, testing, changing, cancelling, querying."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..engine import rules
from ..engine.account import Account
from ..engine.order import CANCELED, CLOSED, Order
from ..engine.refusal import ExchangeError, mandatory
from ..engine.state import ExchangeState
from .answers import acknowledged, modified, order, quote_text
from .registry import Params, operation

Json = dict[str, Any]


def _placed(placed: Order, p: Params) -> Json:
    """ACK tells the order as it came in; RESULT tells the end of orders that cannot rest."""
    final = p.get("newOrderRespType") == "RESULT" and (
        placed.type == "MARKET" or placed.time_in_force in ("IOC", "FOK")
    )
    return acknowledged(placed, fresh=not final)


@operation
def new_order(x: ExchangeState, account: Account, p: Params) -> Json:
    """Place an order."""
    return _placed(x.place(account, p), p)


@operation
def test_order(x: ExchangeState, account: Account, p: Params) -> Json:
    """Check an order; nothing is placed."""
    symbol = x.symbol(p["symbol"])
    if p["type"] in rules.CONDITIONAL:
        if p.get("quantity") is None and p.get("closePosition") is not True:
            raise mandatory("quantity")
        named = "callbackRate" if p["type"] == "TRAILING_STOP_MARKET" else "stopPrice"
        if p.get(named) is None:
            raise mandatory(named)
        as_market = {
            "symbol": p["symbol"],
            "side": p["side"],
            "type": "MARKET",
            "quantity": p.get("quantity") or symbol.step,
        }
        checked = x.check_order(account, {**as_market, "positionSide": p.get("positionSide"), "reduceOnly": None})
        checked.type = p["type"]
        checked.time_in_force = p.get("timeInForce") or "GTC"
    else:
        checked = x.check_order(account, p, default_stp="NONE")
    checked.client_id = checked.client_id or x.new_client_id()
    told = acknowledged(checked, fresh=True)
    told["avgPrice"], told["cumQuote"] = symbol.average_text(0, 0), quote_text(symbol, 0)
    stop = p.get("stopPrice")
    if stop is not None:
        told["stopPrice"] = symbol.price_text(rules.to_ticks(symbol, stop))
    return told


@operation
def modify_order(x: ExchangeState, account: Account, p: Params) -> Json:
    """Change an order."""
    return modified(x.modify(account, p))


@operation
def cancel_order(x: ExchangeState, account: Account, p: Params) -> Json:
    """Cancel an order."""
    return acknowledged(x.cancel(account, x.symbol(p["symbol"]).symbol, p))


@operation
def query_order(x: ExchangeState, account: Account, p: Params) -> Json:
    """One order."""
    return order(x.find(account, x.symbol(p["symbol"]).symbol, p, -2013))


@operation
def query_open_order(x: ExchangeState, account: Account, p: Params) -> Json:
    """One open order."""
    found = x.find(account, x.symbol(p["symbol"]).symbol, p, -2013)
    if found.status in CLOSED:
        raise ExchangeError(-2013)
    return order(found)


@operation
def open_orders(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """All open orders."""
    if p.get("symbol") is not None:
        return [order(o) for o in account.open_orders.get(x.symbol(p["symbol"]).symbol, {}).values()]
    return [order(o) for orders in account.open_orders.values() for o in orders.values()]


@operation
def cancel_all_open_orders(x: ExchangeState, account: Account, p: Params) -> Json:
    """Cancel all open orders of a symbol."""
    for found in list(account.open_orders.get(x.symbol(p["symbol"]).symbol, {}).values()):
        x.close(found, CANCELED, x.now)
    return {"code": 200, "msg": "The operation of cancel all open order is done."}


@operation
def countdown_cancel_all(x: ExchangeState, account: Account, p: Params) -> Json:
    """Start, restart or stop the countdown of a symbol."""
    symbol, milliseconds = x.symbol(p["symbol"]).symbol, int(p["countdownTime"])
    x.set_countdown(account, symbol, milliseconds)
    return {"symbol": symbol, "countdownTime": str(milliseconds)}


def _batch(items: list[Any], act: Callable[[Params], Json], most: int = 5) -> list[Json]:
    """One answer per item, in their order; an item that is refused does not stop the others."""
    if not 1 <= len(items) <= most:
        raise ExchangeError(-4082)
    answers: list[Json] = []
    for item in items:
        try:
            if isinstance(item, ExchangeError):
                raise item
            answers.append(act(item))
        except ExchangeError as error:
            answers.append(error.body)
    return answers


@operation
def place_batch_orders(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Place several orders."""
    return _batch(p["batchOrders"], lambda item: _placed(x.place(account, item, default_stp="NONE"), item))


@operation
def modify_batch_orders(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Change several orders."""
    return _batch(p["batchOrders"], lambda item: modified(x.modify(account, item)))


@operation
def cancel_batch_orders(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Cancel several orders of a symbol."""
    symbol = x.symbol(p["symbol"]).symbol
    ids, clients = p.get("orderIdList"), p.get("origClientOrderIdList")
    if ids:
        wanted: list[Any] = [{"orderId": identity} for identity in ids]
    elif clients:
        wanted = [{"origClientOrderId": identity} for identity in clients]
    else:
        raise ExchangeError(
            -1102, "Param 'orderIdList' or 'origClientOrderIdList' must be sent, but both were empty/null!"
        )
    return _batch(wanted, lambda item: acknowledged(x.cancel(account, symbol, item)), most=10)
