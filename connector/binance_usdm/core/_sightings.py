"""Orders as the account's own events showed them, for requests whose outcome is unknown.

Rules of this module:

- Pure. Events are noted whether or not anybody asks, so it does not matter which comes first: the event, or the news
  that the answer was lost.
- An event proves that an order stands when it is the first of its order and not older than the request; an older order
  of the same id proves nothing.
- An event proves that a cancellation had its way when it ends the order after the request left.
- What it proves is given as the body of the lost answer; figures that events do not tell are absent.
- The newest orders are kept, so that memory is bounded.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import msgspec

from binance_usdm_api.models.user import OrderUpdate

__all__ = ["Sightings"]

_MOST = 10_000
# The exchange stamps an order when its engine takes it; our stamp was taken before. This much earlier is impossible.
_CLOCK_SLACK_MS = 2000
_ENDED = frozenset({"FILLED", "CANCELED", "EXPIRED", "EXPIRED_IN_MATCH", "REJECTED"})


class _Sighting:
    __slots__ = ("first", "order", "since", "time")

    def __init__(self, order: OrderUpdate, time: int) -> None:
        self.order = order
        self.time = self.since = time
        filled_before = order.last_filled_quantity is None or order.filled_quantity != order.last_filled_quantity
        self.first = order.execution_type == "NEW" or not filled_before


class Sightings:
    """Orders that events showed."""

    def __init__(self) -> None:
        self.watching = 0
        """How many streams of the account are open."""
        self._by_id: OrderedDict[tuple[str, int], _Sighting] = OrderedDict()
        self._by_own_id: dict[tuple[str, str], tuple[str, int]] = {}

    def note(self, order: OrderUpdate, time: int) -> None:
        """Take note of an event.

        Args:
            order: What it said.
            time: Instant of the matching engine, ms.
        """
        key = order.symbol, order.order_id
        known = self._by_id.get(key)
        if known is None:
            self._by_id[key] = _Sighting(order, time)
            self._by_own_id[order.symbol, order.client_order_id] = key
            if len(self._by_id) > _MOST:
                gone, oldest = self._by_id.popitem(last=False)
                own = gone[0], oldest.order.client_order_id
                if self._by_own_id.get(own) == gone:
                    del self._by_own_id[own]
        elif time >= known.time and order.filled_quantity >= known.order.filled_quantity:
            known.order, known.time = order, time

    def answer(self, operation: str, params: Mapping[str, object], sent_ms: int) -> bytes | None:
        """The body of the lost answer, where an event proves it; else None.

        Args:
            operation: Id of the operation.
            params: Its parameters, by wire name.
            sent_ms: The timestamp of the request.
        """
        earliest = sent_ms - _CLOCK_SLACK_MS
        if operation == "new_order":
            found = self._find(params, None, params.get("newClientOrderId"))
            stands = (
                found is not None
                and found.first
                and found.since >= earliest
                and found.order.side == str(params.get("side"))
            )
        elif operation == "cancel_order":
            found = self._find(params, params.get("orderId"), params.get("origClientOrderId"))
            stands = found is not None and found.order.order_status in _ENDED and found.time >= earliest
        else:
            return None
        return _body(found.order, found.time) if found is not None and stands else None

    def _find(self, params: Mapping[str, object], number: object, own: object) -> _Sighting | None:
        symbol = str(params.get("symbol"))
        key = (symbol, number) if isinstance(number, int) else self._by_own_id.get((symbol, str(own)))
        return None if key is None else self._by_id.get(key)


def _body(order: OrderUpdate, time: int) -> bytes:
    told: dict[str, Any] = {
        "orderId": order.order_id,
        "symbol": order.symbol,
        "status": order.order_status,
        "clientOrderId": order.client_order_id,
        "price": order.price,
        "avgPrice": order.average_price,
        "origQty": order.original_quantity,
        "executedQty": order.filled_quantity,
        "timeInForce": order.time_in_force,
        "type": order.order_type,
        "reduceOnly": order.reduce_only,
        "closePosition": order.close_position,
        "side": order.side,
        "positionSide": order.position_side,
        "stopPrice": order.stop_price,
        "workingType": order.working_type,
        "priceProtect": order.price_protect,
        "origType": order.original_order_type,
        "updateTime": time,
        "selfTradePreventionMode": order.self_trade_prevention_mode,
        "priceMatch": order.price_match,
        "goodTillDate": order.good_till_date,
    }
    return msgspec.json.encode({name: value for name, value in told.items() if value is not None})
