"""The orders of an account: which events are news, what is open, and where a fill must be missing.

Rules of this module:

- Pure. An order only moves forward: by filled quantity, then from open to ended, then by the instant of the matching
  engine. What comes in another order of arrival ends in the same state.
- A fill is news exactly once, however late it comes and whichever way: by event or by REST.
- Orders are taken on whoever placed them.
- The quantities of all fills told are summed for each order; when the order has filled more, one is missing.
- An order is open until a known final status says otherwise; the newest ended ones are remembered, so that what is old
  can be told.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from decimal import Decimal

from binance_usdm_api.models.user import OrderTradeUpdate, OrderUpdate

from ._fills import Fills, key_of

__all__ = ["OrderKey", "Orders", "ended", "same_state"]

OrderKey = tuple[str, int]
"""Symbol and the exchange's id."""

_FINAL = frozenset({"FILLED", "CANCELED", "REJECTED", "EXPIRED", "EXPIRED_IN_MATCH"})
_USUAL = _FINAL | {"NEW", "PARTIALLY_FILLED", "NEW_INSURANCE", "NEW_ADL"}
_ZERO = Decimal(0)


def ended(status: str) -> bool:
    """True for a status after which nothing follows; an unknown one is none."""
    return status in _FINAL


def same_state(one: OrderUpdate, other: OrderUpdate) -> bool:
    """True when two tell the same of an order, as far as REST can tell it."""
    return (
        one.order_status == other.order_status
        and one.filled_quantity == other.filled_quantity
        and one.price == other.price
        and one.original_quantity == other.original_quantity
    )


def _progress(order: OrderUpdate) -> tuple[Decimal, bool]:
    return order.filled_quantity, ended(order.order_status)


class _Known:
    __slots__ = ("counted", "order", "time", "told")

    def __init__(self, order: OrderUpdate, time: int, counted: Decimal) -> None:
        self.order = order
        self.time = time
        self.counted = counted
        # What was told of this very instant: of two events of one millisecond neither is older than the other.
        self.told: list[OrderUpdate] = [order]


class Orders:
    """The orders of an account.

    Args:
        closed: Most ended orders that are remembered.
    """

    def __init__(self, closed: int = 10_000) -> None:
        self.fills = Fills()
        self.counting = False
        """True once open orders are known from REST: from then on missing fills can be told."""
        self.holes: dict[OrderKey, None] = {}
        """Orders that have filled more than was told."""
        self.odd: set[tuple[OrderKey, str]] = set()
        """Orders with a status that nobody knows."""
        self.doubtful = False
        """True when REST told another state of the very millisecond of the last event; whoever looks resets it."""
        self._limit = closed
        self._open: dict[OrderKey, _Known] = {}
        self._closed: OrderedDict[OrderKey, _Known] = OrderedDict()

    def admit(self, event: OrderTradeUpdate) -> bool:
        """Take an event, or what stands for one; False when it is no news."""
        order, time = event.order, event.transaction_time
        key = order.symbol, order.order_id
        fill = key_of(order)
        fresh = fill is not None and self.fills.add(order.symbol, fill, time)
        known = self._known(key)
        forward = self._forward(known, order, time)
        if known is None:
            known = _Known(order, time, _ZERO if self.counting else order.filled_quantity)
            self._open[key] = known
        elif forward:
            if time != known.time:
                known.told.clear()
            known.told.append(order)
            known.order, known.time = order, time
        if fresh and order.last_filled_quantity is not None:
            known.counted += order.last_filled_quantity
        self._settle(key, known)
        return fresh if fill is not None else forward

    def _known(self, key: OrderKey) -> _Known | None:
        return self._open.get(key) or self._closed.get(key)

    @staticmethod
    def _forward(known: _Known | None, order: OrderUpdate, time: int) -> bool:
        if known is None:
            return True
        before, after = _progress(known.order), _progress(order)
        if after != before:
            return after > before
        return time > known.time or (time == known.time and order not in known.told)

    def _settle(self, key: OrderKey, known: _Known) -> None:
        # A fill may have been part of what was filled when the order was taken on.
        known.counted = min(known.counted, known.order.filled_quantity)
        if self.counting and known.counted < known.order.filled_quantity:
            self.holes[key] = None
        else:
            self.holes.pop(key, None)
        status = known.order.order_status
        if status not in _USUAL:
            self.odd.add((key, str(status)))
        if ended(status):
            self._open.pop(key, None)
            self._closed[key] = known
            while len(self._closed) > self._limit:
                gone, _ = self._closed.popitem(last=False)
                self.holes.pop(gone, None)
        else:
            self._open[key] = known

    # -- for reconciliation -------------------------------------------------------------------------------------------

    def take_on(self, order: OrderUpdate, time: int) -> bool:
        """Take the state of an order from REST; False when it is no news."""
        key = order.symbol, order.order_id
        known = self._known(key)
        if known is not None and same_state(known.order, order):
            known.time = max(known.time, time)
            return False
        if known is not None and time == known.time and _progress(order) == _progress(known.order):
            # Of two states of one millisecond either may be the later one: REST is believed, and asked once more.
            self.doubtful = True
        elif not self._forward(known, order, time):
            return False
        if known is None:
            known = _Known(order, time, order.filled_quantity)
        elif time != known.time:
            known.told.clear()
        known.told.append(order)
        known.order, known.time = order, time
        self._settle(key, known)
        return True

    def count(self, key: OrderKey, quantity: Decimal) -> None:
        """Set how much of an order the fills that were told, or that need not be told, make up."""
        known = self._known(key)
        if known is not None:
            known.counted = quantity
            self._settle(key, known)

    def counted(self, key: OrderKey) -> Decimal:
        """How much of an order the fills that were told make up."""
        known = self._known(key)
        return known.counted if known is not None else _ZERO

    def find(self, key: OrderKey) -> tuple[OrderUpdate, int] | None:
        """An order and the instant of its last change, ms."""
        known = self._known(key)
        return None if known is None else (known.order, known.time)

    def forget(self, key: OrderKey) -> None:
        """Take an order out that the exchange no longer knows."""
        self._open.pop(key, None)
        self.holes.pop(key, None)

    @property
    def open(self) -> Mapping[OrderKey, OrderUpdate]:
        """Open orders, in the order in which they became known."""
        return {key: known.order for key, known in self._open.items()}
