"""Settling an unknown outcome by asking, never by sending again.

Rules:
- a request that may have been executed is looked for by its id at 0.25, 0.5, 1, 2, 4, 8 s and then every 15 s, until
  the
  time given is over;
- "does not exist" is never proof: orders have been invisible to queries for a while;
- an order found by its id counts only when it is not older than the request: ids of closed orders may be used again;
- a change is proven not to have happened when the order has ended without it: nothing can change it any more; so is
  the cancellation of a conditional order that has been triggered or has ended otherwise;
- what cannot be settled is OutcomeUnknown with the ids to look for.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias, cast

import msgspec

from binance_usdm_api import Operation

__all__ = ["DELAYS", "LATE_DELAY", "Disproved", "Found", "Search", "client_ids", "holder", "named", "plan"]

DELAYS = (0.25, 0.25, 0.5, 1.0, 2.0, 4.0)
"""Seconds between queries: at 0.25, 0.5, 1, 2, 4 and 8 s; then every LATE_DELAY."""
LATE_DELAY = 15.0

_TERMINAL = frozenset({"FILLED", "CANCELED", "EXPIRED", "EXPIRED_IN_MATCH", "REJECTED"})
# States of a conditional order that no cancellation can follow; the answer to one shows no state, so it must not lie.
_UNCANCELLED = frozenset({"TRIGGERING", "TRIGGERED", "FINISHED", "EXPIRED", "REJECTED"})


class Disproved(Exception):
    """The request was not executed and cannot be any more; the text says why."""


Ask: TypeAlias = tuple[str, dict[str, object]]
"""Operation id and wire-named parameters of a query."""
Found: TypeAlias = bytes | None
"""The body the lost answer would have had, or None when nothing is proven yet."""
Search: TypeAlias = Generator[Ask, bytes | None, Found]
"""Yields queries, is sent the body of each answer (None for a failed one), ends with what is proven."""

_object = msgspec.json.Decoder(dict[str, Any])

# The exchange stamps an order when its engine takes it; our stamp was taken before. This much earlier is impossible.
_CLOCK_SLACK_MS = 2000


def plan(operation: Operation[Any], params: Mapping[str, object], sent_ms: int) -> Search:
    """The search for one request's effect; ``sent_ms`` is its timestamp."""
    search: Search = _SEARCHES[operation.id](params, sent_ms)
    return search


def holder(operation: Operation[Any], params: Mapping[str, object]) -> Search | None:
    """The search for the open order that holds the id of a refused one (-4116); it counts when it is the same order."""
    if operation.id == "new_order":
        return _holder(
            "query_order", {"symbol": params["symbol"], "origClientOrderId": params["newClientOrderId"]}, params
        )
    if operation.id == "new_algo_order":
        return _holder("query_algo_order", {"clientAlgoId": params["clientAlgoId"]}, params)
    return None


def _holder(query: str, asked: dict[str, object], params: Mapping[str, object]) -> Search:
    body = yield query, asked
    order = _read(body)
    return body if ("orderId" in order or "algoId" in order) and _same_order(order, params) else None


# What makes two orders the same: the parameter, and where a query shows it.
_SHOWN = {
    "side": ("side",),
    "type": ("orderType", "origType", "type"),
    "positionSide": ("positionSide",),
    "timeInForce": ("timeInForce",),
    "quantity": ("origQty", "quantity"),
    "price": ("price",),
    "triggerPrice": ("triggerPrice", "stopPrice"),
    "callbackRate": ("callbackRate", "priceRate"),
    "reduceOnly": ("reduceOnly",),
    "closePosition": ("closePosition",),
    "goodTillDate": ("goodTillDate",),
}


def _same_order(order: Mapping[str, Any], params: Mapping[str, object]) -> bool:
    for name, places in _SHOWN.items():
        wanted = params.get(name)
        if wanted is None:
            continue
        shown = next((order[place] for place in places if place in order), None)
        if str(wanted).lower() != str(shown).lower() and not _same_number(shown, wanted):
            return False
    return True


def client_ids(params: Mapping[str, object]) -> tuple[str, ...]:
    """Client order ids a request names."""
    single = ("newClientOrderId", "origClientOrderId", "clientAlgoId")
    found = [str(params[name]) for name in single if params.get(name)]
    for item in _items(params, "batchOrders"):
        own = item.get("newClientOrderId") or item.get("origClientOrderId")
        if own is not None:
            found.append(str(own))
    return (*found, *[str(own) for own in _elements(params, "origClientOrderIdList")])


def named(params: Mapping[str, object]) -> str:
    """The ids to look for, for a log line."""
    number = params.get("orderId") or params.get("algoId") or params.get("quoteId")
    numbers = [str(each) for each in (number, *_elements(params, "orderIdList")) if each is not None]
    return ",".join((*client_ids(params), *numbers))


def _elements(params: Mapping[str, object], name: str) -> list[object]:
    elements = params.get(name)
    return list(cast("list[object]", elements)) if isinstance(elements, (list, tuple)) else []


def _items(params: Mapping[str, object], name: str) -> list[dict[str, object]]:
    # The flow has turned the elements of a batch into wire-named mappings before anything is sent.
    return [cast("dict[str, object]", item) for item in _elements(params, name) if isinstance(item, dict)]


def _read(body: bytes | None) -> dict[str, Any]:
    if body is None:
        return {}
    try:
        return _object.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return {}


def _young(order: Mapping[str, Any], sent_ms: int) -> bool:
    born = order.get("time", order.get("createTime", order.get("updateTime")))
    return isinstance(born, int) and born >= sent_ms - _CLOCK_SLACK_MS


def _key(params: Mapping[str, object], number: str, own: str) -> dict[str, object]:
    if params.get(number) is not None:
        return {number: params[number]}
    return {own: params[own]}


def _new_order(params: Mapping[str, object], sent_ms: int) -> Search:
    query = {"symbol": params["symbol"], "origClientOrderId": params["newClientOrderId"]}
    body = yield "query_order", query
    order = _read(body)
    if "orderId" in order and order.get("side") == str(params.get("side")) and _young(order, sent_ms):
        return body
    return None


def _new_algo(params: Mapping[str, object], sent_ms: int) -> Search:
    body = yield "query_algo_order", {"clientAlgoId": params["clientAlgoId"]}
    order = _read(body)
    return body if "algoId" in order and _young(order, sent_ms) else None


def _cancel_order(params: Mapping[str, object], _sent_ms: int) -> Search:
    body = yield "query_order", {"symbol": params["symbol"], **_key(params, "orderId", "origClientOrderId")}
    return body if _read(body).get("status") in _TERMINAL else None


def _cancel_algo(params: Mapping[str, object], _sent_ms: int) -> Search:
    body = yield "query_algo_order", _key(params, "algoId", "clientAlgoId")
    order = _read(body)
    status = order.get("algoStatus")
    if status in _UNCANCELLED:
        raise Disproved(f"the conditional order was {status} before the cancellation reached it")
    if status != "CANCELED":
        return None
    kept = {"algoId": order.get("algoId"), "clientAlgoId": order.get("clientAlgoId"), "code": "200", "msg": "success"}
    return msgspec.json.encode(kept)


def _same_number(text: object, wanted: object) -> bool:
    try:
        return Decimal(str(text)) == Decimal(str(wanted))
    except ArithmeticError:
        return False


def _amended(order: Mapping[str, Any], params: Mapping[str, object], sent_ms: int) -> bool:
    if not _same_number(order.get("origQty"), params.get("quantity")):
        return False
    if params.get("priceMatch") is None:
        return _same_number(order.get("price"), params.get("price"))
    changed = order.get("updateTime")
    return isinstance(changed, int) and changed >= sent_ms - _CLOCK_SLACK_MS


def _modify_order(params: Mapping[str, object], sent_ms: int) -> Search:
    body = yield "query_order", {"symbol": params["symbol"], **_key(params, "orderId", "origClientOrderId")}
    order = _read(body)
    if _amended(order, params, sent_ms):
        return body
    if order.get("status") in _TERMINAL and params.get("priceMatch") is None:
        raise Disproved(f"the order was {order['status']} before the change reached it")
    return None


def _cancel_all(query: str) -> Any:
    def search(params: Mapping[str, object], _sent_ms: int) -> Search:
        body = yield query, {"symbol": params["symbol"]}
        if body is not None and body.strip() == b"[]":
            return b'{"code":200,"msg":"No open orders are left."}'
        return None

    return search


def _each(one: Callable[[Mapping[str, object], int], Search], items: list[dict[str, object]], sent_ms: int) -> Search:
    bodies: list[bytes] = []
    for item in items:
        try:
            found: Found = yield from one(item, sent_ms)
        except Disproved:
            # One of many is no answer to all; what the others became of stays open.
            return None
        if found is None:
            return None
        bodies.append(found)
    return b"[" + b",".join(bodies) + b"]"


def _new_batch(params: Mapping[str, object], sent_ms: int) -> Search:
    return _each(_new_order, _items(params, "batchOrders"), sent_ms)


def _modify_batch(params: Mapping[str, object], sent_ms: int) -> Search:
    return _each(_modify_order, _items(params, "batchOrders"), sent_ms)


def _cancel_batch(params: Mapping[str, object], sent_ms: int) -> Search:
    symbol = params["symbol"]
    items: list[dict[str, object]] = [
        {"symbol": symbol, "orderId": number} for number in _elements(params, "orderIdList")
    ]
    items += [{"symbol": symbol, "origClientOrderId": own} for own in _elements(params, "origClientOrderIdList")]
    return _each(_cancel_order, items, sent_ms)


def _accept_quote(params: Mapping[str, object], _sent_ms: int) -> Search:
    body = yield "convert_order_status", {"quoteId": params["quoteId"]}
    order = _read(body)
    if "orderId" not in order:
        return None
    kept = {
        "orderId": str(order["orderId"]),
        "createTime": order.get("createTime"),
        "orderStatus": order.get("orderStatus"),
    }
    return msgspec.json.encode(kept)


_SEARCHES: dict[str, Any] = {
    "new_order": _new_order,
    "modify_order": _modify_order,
    "cancel_order": _cancel_order,
    "place_batch_orders": _new_batch,
    "modify_batch_orders": _modify_batch,
    "cancel_batch_orders": _cancel_batch,
    "cancel_all_open_orders": _cancel_all("open_orders"),
    "new_algo_order": _new_algo,
    "cancel_algo_order": _cancel_algo,
    "cancel_all_algo_open_orders": _cancel_all("open_algo_orders"),
    "accept_convert_quote": _accept_quote,
}
