"""The conditional orders of an account.

Pure. A conditional order only moves forward, from new over triggering and triggered to its end; events that say less
than is known are no news.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from binance_usdm_api.models.user import AlgoUpdate, AlgoUpdateOrder

__all__ = ["Algos"]

_RANKS = {"NEW": 0, "TRIGGERING": 1, "TRIGGERED": 2, "FINISHED": 3, "CANCELED": 3, "REJECTED": 3, "EXPIRED": 3}
_END = 3


def _rank(order: AlgoUpdateOrder) -> int:
    return _RANKS.get(str(order.algo_status), 1)


class Algos:
    """The conditional orders of an account.

    Args:
        closed: Most ended ones that are remembered.
    """

    def __init__(self, closed: int = 10_000) -> None:
        self._limit = closed
        self._open: dict[int, tuple[AlgoUpdateOrder, int]] = {}
        self._closed: OrderedDict[int, tuple[AlgoUpdateOrder, int]] = OrderedDict()

    def admit(self, event: AlgoUpdate) -> bool:
        """Take an event; False when it is no news."""
        known = self.find(event.algo_order.algo_id)
        same = known is not None and known[0] == event.algo_order
        return not same and self._take(event.algo_order, event.transaction_time)

    def take_on(self, order: AlgoUpdateOrder, time: int) -> bool:
        """Take the state of a conditional order from REST; False when it is no news."""
        known = self.find(order.algo_id)
        same = known is not None and known[0].algo_status == order.algo_status
        return not same and self._take(order, time)

    def _take(self, order: AlgoUpdateOrder, time: int) -> bool:
        key = order.algo_id
        known = self.find(key)
        if known is not None:
            before, after = _rank(known[0]), _rank(order)
            if after < before or (after == before and time < known[1]):
                return False
        if _rank(order) >= _END:
            self._open.pop(key, None)
            self._closed[key] = order, time
            while len(self._closed) > self._limit:
                self._closed.popitem(last=False)
        else:
            self._open[key] = order, time
        return True

    def find(self, key: int) -> tuple[AlgoUpdateOrder, int] | None:
        """A conditional order and the instant of its last change, ms."""
        return self._open.get(key) or self._closed.get(key)

    def forget(self, key: int) -> None:
        """Take one out that the exchange no longer knows."""
        self._open.pop(key, None)

    @property
    def open(self) -> Mapping[int, AlgoUpdateOrder]:
        """Conditional orders that have not ended, by the exchange's id."""
        return {key: order for key, (order, _) in self._open.items()}
