"""The resting orders of one symbol in price-time priority.

Rules:
- a level is a dict in order of arrival: first in, first out, and any order leaves it in constant time;
- the prices of a side are a sorted list with the best one last, found by bisection; bids are kept as they are, asks
  negated, so that one piece of code serves both sides;
- an order rests in at most one level, and an empty level is removed at once;
- orders of the retail price improvement programme (RPI) have sides of their own, which other orders do not meet.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from .order import Order

__all__ = ["Book"]


class _Side:
    __slots__ = ("keys", "levels")

    def __init__(self) -> None:
        self.keys: list[int] = []
        self.levels: dict[int, dict[int, Order]] = {}


class Book:
    """Resting orders of the accounts; the rest of the market is the ladder."""

    def __init__(self) -> None:
        self._sides = {True: _Side(), False: _Side()}
        self._retail = {True: _Side(), False: _Side()}
        self.changes = 0
        self.retail_changes = 0
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def has_retail(self) -> bool:
        """True while RPI orders rest here."""
        return bool(self._retail[True].keys or self._retail[False].keys)

    def _side(self, order: Order) -> _Side:
        if order.time_in_force == "RPI":
            self.retail_changes += 1
            return self._retail[order.buy]
        self.changes += 1
        return self._sides[order.buy]

    def add(self, order: Order) -> None:
        """Put an order behind all others at its price."""
        side = self._side(order)
        key = order.price if order.buy else -order.price
        level = side.levels.get(key)
        if level is None:
            level = side.levels[key] = {}
            side.keys.insert(bisect_left(side.keys, key), key)
        level[order.id] = order
        self._count += 1

    def remove(self, order: Order) -> None:
        """Take an order out.

        Raises:
            KeyError: The order does not rest here.
        """
        side = self._side(order)
        key = order.price if order.buy else -order.price
        level = side.levels[key]
        del level[order.id]
        self._count -= 1
        if not level:
            del side.levels[key]
            del side.keys[bisect_left(side.keys, key)]

    def best(self, buy: bool) -> int | None:
        """The best price of a side."""
        keys = self._sides[buy].keys
        if not keys:
            return None
        return keys[-1] if buy else -keys[-1]

    def nearest(self, buy: bool) -> int | None:
        """The best price of a side, RPI orders included."""
        price = self.best(buy)
        keys = self._retail[buy].keys
        if not keys:
            return price
        other = keys[-1] if buy else -keys[-1]
        return other if price is None else max(price, other) if buy else min(price, other)

    def first(self, buy: bool, *, retail: bool = False) -> Order | None:
        """The order that is next to be matched on a side; ``retail`` asks for the RPI orders."""
        side = (self._retail if retail else self._sides)[buy]
        return next(iter(side.levels[side.keys[-1]].values())) if side.keys else None

    def levels(self, buy: bool, *, retail: bool = False) -> Iterator[tuple[int, int]]:
        """Price and open quantity per level, best first; ``retail`` asks for the RPI orders."""
        side = (self._retail if retail else self._sides)[buy]
        for key in reversed(side.keys):
            yield (key if buy else -key), sum(order.left for order in side.levels[key].values())

    def orders(self, buy: bool) -> Iterator[Order]:
        """All resting orders of a side in the order they would be matched."""
        side = self._sides[buy]
        for key in reversed(side.keys):
            yield from side.levels[key].values()
