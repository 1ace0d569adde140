"""Which fills were told already, and from which trade on they are to be read again.

Rules of this module:

- Pure. A fill is one trade id on one side of one symbol: both sides of a trade with oneself have the same id.
- A fill of quantity zero is none; one without a trade id is known by its order and what the order had filled by then.
- The newest fills of each symbol are remembered, so that memory is bounded.
"""

from __future__ import annotations

from collections import deque

from binance_usdm_api.models import AccountTrade
from binance_usdm_api.models.user import OrderUpdate

__all__ = ["FillKey", "Fills", "key_of", "key_of_trade"]

FillKey = tuple[object, ...]
_FILLING = frozenset({"TRADE", "CALCULATED"})
_RECENT = 256


def key_of(order: OrderUpdate) -> FillKey | None:
    """What tells the fill of an event from others; None where nothing was filled."""
    if order.execution_type not in _FILLING or not order.last_filled_quantity or order.last_filled_quantity < 0:
        return None
    if order.trade_id is None or order.trade_id <= 0:
        return "order", order.order_id, order.filled_quantity
    return order.trade_id, str(order.side)


def key_of_trade(trade: AccountTrade) -> FillKey:
    """What tells a trade of REST from others."""
    side = trade.side if trade.side is not None else "BUY" if trade.buyer else "SELL"
    return trade.id, str(side)


class Fills:
    """The fills of an account that were told.

    Args:
        limit: Most fills that are remembered for each symbol.
    """

    def __init__(self, limit: int = 10_000) -> None:
        self._limit = limit
        self._seen: dict[str, dict[FillKey, None]] = {}
        self._recent: dict[str, deque[tuple[int, int]]] = {}

    def add(self, symbol: str, key: FillKey, time: int) -> bool:
        """Take note of a fill; False when it was told before."""
        seen = self._seen.setdefault(symbol, {})
        if key in seen:
            return False
        if len(seen) >= self._limit:
            del seen[next(iter(seen))]
        seen[key] = None
        if isinstance(key[0], int):
            self._recent.setdefault(symbol, deque(maxlen=_RECENT)).append((time, key[0]))
        return True

    def has(self, symbol: str, key: FillKey) -> bool:
        """True for a fill that was told."""
        return key in self._seen.get(symbol, ())

    def resume(self, symbol: str, since: int) -> int | None:
        """The last trade before an instant, ms, from which on to read again; None where none is remembered."""
        # A later one will not do: what was told since may have come after what was missed.
        return max((number for time, number in self._recent.get(symbol, ()) if time < since), default=None)

    @property
    def symbols(self) -> frozenset[str]:
        """Symbols with fills."""
        return frozenset(self._seen)
