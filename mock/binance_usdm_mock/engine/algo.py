"""Conditional orders: their own id space, placed, listed and cancelled here. What triggers them reads these records."""

from __future__ import annotations

import attrs

__all__ = ["AlgoBook", "AlgoOrder"]

OPEN_LIMIT = 200


@attrs.define(eq=False, slots=True, kw_only=True)
class AlgoOrder:
    """A conditional order; prices and quantities as the texts that are answered, ``trigger`` in ticks."""

    id: int
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


@attrs.define(eq=False)
class AlgoBook:
    """The conditional orders of an account."""

    open: dict[int, AlgoOrder] = attrs.field(factory=dict[int, AlgoOrder])
    history: dict[int, AlgoOrder] = attrs.field(factory=dict[int, AlgoOrder])
    by_client_id: dict[str, AlgoOrder] = attrs.field(factory=dict[str, AlgoOrder])

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
