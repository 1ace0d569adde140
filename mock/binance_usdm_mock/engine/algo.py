"""Conditional orders: what is remembered about each, and when a price triggers it.

Rules:
- prices compared here are integers in units of 1e-8: that of the newest public trade, or the mark price;
- a trailing order is active from the moment the price reached its activation price, and remembers the best price since;
- a minute of trades that cannot trigger an order is told from its lowest and highest price, without looking at trades;
- nothing here changes an account: who asks places the order and writes down what became of it.
"""

from __future__ import annotations

import attrs

__all__ = ["AlgoBook", "AlgoOrder", "Triggers"]

OPEN_LIMIT = 200


@attrs.define(eq=False, slots=True, kw_only=True)
class AlgoOrder:
    """A conditional order; prices and quantities as the texts that are answered.

    Attributes:
        trigger: Trigger price in units of 1e-8; 0 for trailing orders.
        activation: Price in units of 1e-8 from which a trailing order follows the market.
        callback: Distance of a trailing order in tenths of a percent.
        best: Highest (SELL) or lowest (BUY) price since a trailing order became active.
        reason: Why it was rejected or ended by the exchange.
    """

    id: int
    account: str
    client_id: str
    symbol: str
    side: str
    position_side: str
    type: str
    time_in_force: str
    quantity: str
    price: str
    trigger_price: str
    trigger: int
    activate_price: str
    callback_rate: str
    working_type: str
    price_match: str
    stp: str
    close_position: bool
    price_protect: bool
    reduce_only: bool
    create_time: int
    update_time: int
    good_till: int
    status: str = "NEW"
    trigger_time: int = 0
    actual_order_id: str = ""
    actual_price: str = "0.00000"
    actual_quantity: str = ""
    actual_type: str = ""
    reason: str = ""
    activation: int = 0
    callback: int = 0
    active: bool = False
    best: int = 0
    hidden_until: int = 0

    @property
    def trails(self) -> bool:
        """True for trailing stops."""
        return self.type == "TRAILING_STOP_MARKET"

    @property
    def rises(self) -> bool:
        """True when a rising price triggers it."""
        return (self.side == "BUY") == (self.type not in ("TAKE_PROFIT", "TAKE_PROFIT_MARKET"))

    def turn(self, best: int) -> int:
        """The price at which a trailing order triggers after ``best``."""
        return -(-best * (1000 + self.callback) // 1000) if self.rises else best * (1000 - self.callback) // 1000

    def see(self, price: int) -> bool:
        """Take note of a price; True when it triggers the order."""
        if not self.trails:
            return price >= self.trigger if self.rises else price <= self.trigger
        if not self.active:
            self.active = price <= self.activation if self.rises else price >= self.activation
            self.best = price
            return False
        self.best = min(self.best, price) if self.rises else max(self.best, price)
        turn = self.turn(self.best)
        return price >= turn if self.rises else price <= turn

    def quiet(self, low: int, high: int) -> bool:
        """True when no sequence of prices between ``low`` and ``high`` can trigger it."""
        if not self.trails:
            return high < self.trigger if self.rises else low > self.trigger
        near, far = (low, high) if self.rises else (high, low)
        if not self.active:
            # That far it only waits; the trade that activates it must be looked at.
            return near > self.activation if self.rises else near < self.activation
        best = min(self.best, near) if self.rises else max(self.best, near)
        return far < self.turn(best) if self.rises else far > self.turn(best)

    def absorb(self, low: int, high: int) -> None:
        """Take note of a whole quiet stretch of prices."""
        if self.trails and self.active:
            self.best = min(self.best, low) if self.rises else max(self.best, high)


@attrs.define(eq=False)
class AlgoBook:
    """The conditional orders of an account."""

    open: dict[int, AlgoOrder] = attrs.field(factory=dict[int, AlgoOrder])
    history: dict[int, AlgoOrder] = attrs.field(factory=dict[int, AlgoOrder])
    by_client_id: dict[str, AlgoOrder] = attrs.field(factory=dict[str, AlgoOrder])
    by_order: dict[int, AlgoOrder] = attrs.field(factory=dict[int, AlgoOrder])
    """Those that have become an order which is still open."""

    def add(self, order: AlgoOrder) -> None:
        """Remember a new order."""
        self.open[order.id] = self.history[order.id] = order
        self.by_client_id[order.client_id] = order

    def find(self, algo_id: int | None, client_id: str | None) -> AlgoOrder | None:
        """An order by either id; ``algo_id`` wins."""
        if algo_id is not None:
            return self.history.get(algo_id)
        return self.by_client_id.get(client_id or "")

    def close(self, order: AlgoOrder, status: str, now_ms: int) -> None:
        """End an open order."""
        self.open.pop(order.id, None)
        order.status, order.update_time = status, now_ms


class Triggers:
    """The open conditional orders of one symbol, of all accounts."""

    def __init__(self) -> None:
        self._orders: dict[int, AlgoOrder] = {}

    def __bool__(self) -> bool:
        return bool(self._orders)

    def add(self, order: AlgoOrder) -> None:
        """Watch an order."""
        self._orders[order.id] = order

    def remove(self, order: AlgoOrder) -> None:
        """Stop watching an order."""
        self._orders.pop(order.id, None)

    def pass_minute(self, low: int, high: int, away: int) -> bool:
        """Pass over a whole minute in which nothing triggers; False when its trades must be looked at.

        Args:
            low: Lowest traded price.
            high: Highest traded price.
            away: Distance of the mark price from the traded one.
        """
        reach = [(o, away if o.working_type == "MARK_PRICE" else 0) for o in self._orders.values()]
        if not all(order.quiet(low + shift, high + shift) for order, shift in reach):
            return False
        for order, shift in reach:
            order.absorb(low + shift, high + shift)
        return True

    def due(self, last: int, mark: int) -> list[AlgoOrder]:
        """The orders that these prices trigger, oldest first."""
        return [o for o in self._orders.values() if o.see(mark if o.working_type == "MARK_PRICE" else last)]
