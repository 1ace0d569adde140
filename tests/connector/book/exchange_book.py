"""A simulated exchange's book that knows the truth at every update id; independent of the product's code."""

from __future__ import annotations

import random
from bisect import bisect_right

from binance_usdm.book import BookSnapshot, DepthDiff

PLACES = 2


def price_text(ticks: int) -> str:
    return f"{ticks // 100}.{ticks % 100:02d}"


def quantity_text(units: int) -> str:
    return f"{units // 1000}.{units % 1000:03d}"


class ExchangeBook:
    """Levels as plain dicts, a diff for every step, and a log from which any snapshot can be made.

    Args:
        seed: Of the market.
        levels: Levels a side at the beginning.
        keep: Steps for which old snapshots can be made.
    """

    def __init__(self, seed: int, levels: int = 30, keep: int = 60) -> None:
        self.random = random.Random(seed)
        self.middle = 100_000
        self.bids = {self.middle - 1 - i: self._size() for i in range(levels)}
        self.asks = {self.middle + 1 + i: self._size() for i in range(levels)}
        self.update_id = 1000
        self.time = 1
        self._keep = keep
        self._ids: list[int] = [self.update_id]
        self._copies: list[tuple[dict[int, int], dict[int, int]]] = [(dict(self.bids), dict(self.asks))]

    def _size(self) -> int:
        return self.random.randrange(1, 9000)

    def _side(self, book: dict[int, int], sign: int) -> dict[int, int]:
        chance = self.random
        change = {price: 0 for price in book if (price - self.middle) * sign <= 0}
        # Orders far away are taken back in the end.
        change.update((price, 0) for price in book if (price - self.middle) * sign > 250)
        for _ in range(chance.randrange(1, 5)):
            price = self.middle + sign * (1 + int(chance.expovariate(0.1)))
            # Removing a level that is not there is normal on the wire.
            change[price] = 0 if chance.random() < 0.35 else self._size()
        best = self.middle + sign
        if best not in change and best not in book:
            change[best] = self._size()
        for price, size in change.items():
            if size:
                book[price] = size
            else:
                book.pop(price, None)
        return change

    def step(self) -> DepthDiff:
        """Let the market move and tell the change."""
        chance = self.random
        self.middle += chance.choice((-2, -1, 0, 0, 0, 1, 2))
        bids, asks = self._side(self.bids, -1), self._side(self.asks, 1)
        previous = self.update_id
        first = previous + 1 + chance.randrange(3)
        self.update_id = first + chance.randrange(8)
        self.time += 100
        self._ids.append(self.update_id)
        self._copies.append((dict(self.bids), dict(self.asks)))
        if len(self._ids) > self._keep:
            del self._ids[0], self._copies[0]
        return DepthDiff(
            first_update_id=first,
            final_update_id=self.update_id,
            previous_final_update_id=previous,
            event_time=self.time,
            bids=[(price_text(price), quantity_text(size)) for price, size in bids.items()],
            asks=[(price_text(price), quantity_text(size)) for price, size in asks.items()],
        )

    def snapshot(self, age: int = 0, full: int = 1000) -> BookSnapshot:
        """The book as it was some steps ago."""
        index = max(0, len(self._ids) - 1 - age)
        bids, asks = self._copies[index]
        return BookSnapshot(
            last_update_id=self._ids[index],
            bids=[(price_text(price), quantity_text(bids[price])) for price in sorted(bids, reverse=True)[:full]],
            asks=[(price_text(price), quantity_text(asks[price])) for price in sorted(asks)[:full]],
        )

    def at(self, update_id: int) -> tuple[dict[int, int], dict[int, int]]:
        """The true book at an update id that ended a step."""
        index = bisect_right(self._ids, update_id) - 1
        assert self._ids[index] == update_id
        return self._copies[index]
