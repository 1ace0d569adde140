"""The orders of everybody else: a ladder of prices around the last trade, made from the seed.

Rules:
- the ladder is a function of the seed and the number of the newest public trade, so it refills with every trade;
- what an account of the exchange takes is missing until then;
- a buy printed at the best ask, a sell at the best bid; the other side is ``spread`` ticks away.
"""

from __future__ import annotations

from collections.abc import Iterator

from .draw import number
from .symbols import Symbol
from .tape import Trade

__all__ = ["Ladder"]

_LEVELS = 1000
_MASK = (1 << 64) - 1


class Ladder:
    """Resting quantities of the rest of the market for one symbol.

    Args:
        seed: The seed of the exchange.
        symbol: The contract.
    """

    def __init__(self, seed: int, symbol: Symbol) -> None:
        self._symbol = symbol
        self._key = number(seed, symbol.symbol, "ladder")
        self._taken: dict[int, int] = {}
        self._levels: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
        self._start = {True: 0, False: 0}
        self.trade: Trade | None = None
        self.bid = 0
        self.ask = 0

    def follow(self, trade: Trade) -> None:
        """Move to the state after this public trade; a trade already followed changes nothing."""
        if self.trade is not None and self.trade.number == trade.number:
            return
        self.trade = trade
        self._taken.clear()
        self._levels = {True: [], False: []}
        self._start = {True: 0, False: 0}
        spread = self._symbol.spread
        self.bid, self.ask = (
            (trade.price, trade.price + spread) if trade.buyer_is_maker else (trade.price - spread, trade.price)
        )

    def _level(self, bid: bool, index: int) -> tuple[int, int] | None:
        levels = self._levels[bid]
        while len(levels) <= index:
            n = len(levels)
            if n >= _LEVELS or self.trade is None:
                return None
            word = self._key ^ (self.trade.number * 2 + bid) * 0x9E3779B97F4A7C15 ^ n * 0xC2B2AE3D27D4EB4F
            word = (word ^ word >> 31) * 0xBF58476D1CE4E5B9 & _MASK
            word = (word ^ word >> 27) * 0x94D049BB133111EB & _MASK
            word ^= word >> 31
            size = self._symbol.volume * (1 + (word >> 8 & 255)) * (8 + min(n, 40)) // 64 + 1
            if n:
                gap = 1 + (word & 3) * (word >> 2 & 1)
                price = levels[-1][0] + (-gap if bid else gap)
            else:
                price = self.bid if bid else self.ask
            levels.append((price, size))
        price, size = levels[index]
        return (price, size) if price > 0 else None

    def left(self, price: int, size: int) -> int:
        """What is left of a level."""
        return size - self._taken.get(price, 0) if self._taken else size

    def levels(self, bid: bool) -> Iterator[tuple[int, int]]:
        """Levels with something left, best first, as (ticks, steps)."""
        for index in range(self._start[bid], _LEVELS):
            level = self._level(bid, index)
            if level is None:
                return
            rest = self.left(*level)
            if rest > 0:
                yield level[0], rest
            elif index == self._start[bid]:
                # The ladder is taken from its best end; what is empty there stays empty until it refills.
                self._start[bid] += 1

    def best(self, bid: bool) -> tuple[int, int] | None:
        """The best level with something left."""
        return next(self.levels(bid), None)

    def take(self, price: int, quantity: int) -> None:
        """Remove a quantity from a level."""
        self._taken[price] = self._taken.get(price, 0) + quantity
