"""The orders of everybody else: levels at fixed prices around the last trade, made from the seed.

Rules:
- the ladder is a function of the seed and the newest public trade, whatever was looked at before;
- what lies at a price depends on that price and changes once in ``_CYCLE`` trades, another price at every trade; only
  the ``_TOP`` best prices change with every trade. So most of the book stays as it is from one trade to the next;
- its far ends are at multiples of a block, so that they do not move with every trade;
- what an account of the exchange takes is missing until the next trade;
- a buy printed at the best ask, a sell at the best bid; the other side is ``spread`` ticks away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .draw import number
from .symbols import Symbol
from .tape import Trade

__all__ = ["Ladder", "Shape"]

Shape = tuple[int, int]
"""How the book looks at an instant: millionths of the usual quantities, and how many times as wide the spread is."""

_CYCLE = 128
"""Prices in a block, and trades after which a price is drawn anew; a power of two."""
_REACH = 17 * _CYCLE
"""Prices of a side: every second one has a level, and a snapshot shows 1,000 of them."""
_PHASE = 85
_BACK = pow(_PHASE, -1, _CYCLE)
_TOP = 4
_NEAR = 32
_KEPT = 256
_USUAL = (1_000_000, 1)
_MASK = (1 << 64) - 1
_Level = tuple[int, int]


class Ladder:
    """Resting quantities of the rest of the market for one symbol.

    Args:
        seed: The seed of the exchange.
        symbol: The contract.
    """

    def __init__(self, seed: int, symbol: Symbol) -> None:
        self._symbol = symbol
        self._key = number(seed, symbol.symbol, "ladder")
        self._blocks: dict[int, tuple[int, list[int]]] = {}
        self._taken: dict[int, int] = {}
        self._levels: dict[bool, list[_Level]] = {True: [], False: []}
        self._more: dict[bool, Iterator[list[_Level]]] = {}
        self._start = {True: 0, False: 0}
        self._part = _USUAL[0]
        self.shape: Callable[[int], Shape] | None = None
        """How the book looks at an instant (ms); None for always as usual."""
        self.trade: Trade | None = None
        self.bid = 0
        self.ask = 0

    @property
    def version(self) -> int:
        """Grows with every state of the ladder."""
        return self.trade.number if self.trade else 0

    @property
    def time(self) -> int | None:
        """When the present state began (ms); None before the first trade."""
        return self.trade.time if self.trade else None

    def follow(self, trade: Trade) -> None:
        """Move to the state after this public trade; a trade already followed changes nothing."""
        if self.trade is not None and self.trade.number == trade.number:
            return
        self.trade = trade
        self._part, wide = self.shape(trade.time) if self.shape else _USUAL
        spread = self._symbol.spread * wide
        self._settle(
            *((trade.price, trade.price + spread) if trade.buyer_is_maker else (trade.price - spread, trade.price))
        )

    def pass_to(self, now_ms: int) -> None:
        """Let time pass; these orders change with trades only."""

    def _settle(self, bid: int, ask: int) -> None:
        """Begin a new state with these best prices."""
        self.bid, self.ask = bid, ask
        self._taken.clear()
        for side in (True, False):
            self._levels[side] = []
            self._more[side] = self._pieces(side)
            self._start[side] = 0

    def _word(self, price: int, version: int) -> int:
        word = self._key ^ price * 0x9E3779B97F4A7C15 ^ version * 0xC2B2AE3D27D4EB4F
        word = (word ^ word >> 31) * 0xBF58476D1CE4E5B9 & _MASK
        word = (word ^ word >> 27) * 0x94D049BB133111EB & _MASK
        return word ^ word >> 31

    def _size(self, price: int, version: int) -> int:
        word = self._word(price, version)
        return self._symbol.volume * (1 + (word >> 8 & 255)) * 44 // 64 + 1 if word & 1 else 0

    def _block(self, block: int) -> list[int]:
        """Quantities at the prices of a block after the present trade."""
        now, first = self.trade.number if self.trade else 0, block * _CYCLE
        at, sizes = self._blocks.get(block, (-_CYCLE, []))
        if at == now:
            return sizes
        if at < now < at + _CYCLE:
            for n in range(at + 1, now + 1):
                # The one price of this block whose turn it was.
                place = -n * _BACK % _CYCLE
                sizes[place] = self._size(first + place, (n + place * _PHASE % _CYCLE) // _CYCLE)
        else:
            if len(self._blocks) > _KEPT:
                self._blocks.clear()
            size = self._size
            sizes = [size(first + n, (now + n * _PHASE % _CYCLE) // _CYCLE) for n in range(_CYCLE)]
        self._blocks[block] = now, sizes
        return sizes

    def _pieces(self, bid: bool) -> Iterator[list[_Level]]:
        """The levels of a side in pieces, best first."""
        best = self.bid if bid else self.ask
        if self.trade is None:
            return
        yield [
            (price, size)
            for n in range(_TOP)
            if (price := best - n if bid else best + n) > 0
            if (size := self._top(price, n))
        ]
        # Sizes grow with the distance from the best price at first.
        price, last = (best - _TOP, best - _REACH) if bid else (best + _TOP, best + _REACH)
        block, end = price // _CYCLE, last // _CYCLE
        part = self._part
        while (end <= block) if bid else (block <= end):
            first, sizes = block * _CYCLE, self._block(block)
            begin = max(price - first, 0) if not bid else min(price - first, _CYCLE - 1)
            found: list[_Level] = []
            for place in range(begin, -1, -1) if bid else range(begin, _CYCLE):
                size = sizes[place]
                if size and first + place > 0:
                    away = abs(first + place - best)
                    if away < _NEAR:
                        size = size * (8 + away) // 44 + 1
                    if part != _USUAL[0]:
                        size = size * part // _USUAL[0]
                        if not size:
                            continue
                    found.append((first + place, size))
            yield found
            block += -1 if bid else 1

    def _top(self, price: int, away: int) -> int:
        """The quantity near the best price, where every trade changes something; the best one is never empty."""
        word = self._word(price, (self.trade.number if self.trade else 0) * 2 + 1 << 40)
        if away and not word & 1:
            return 0
        size = self._symbol.volume * (1 + (word >> 8 & 255)) * (8 + away) // 64 + 1
        return max(size * self._part // _USUAL[0], 1)

    def _level(self, bid: bool, index: int) -> _Level | None:
        levels = self._levels[bid]
        while len(levels) <= index:
            piece = next(self._more[bid], None) if self._more else None
            if piece is None:
                return None
            levels += piece
        return levels[index]

    def left(self, price: int, size: int) -> int:
        """What is left of a level."""
        return size - self._taken.get(price, 0) if self._taken else size

    def levels(self, bid: bool) -> Iterator[_Level]:
        """Levels with something left, best first, as (ticks, steps)."""
        index = self._start[bid]
        while True:
            level = self._level(bid, index)
            if level is None:
                return
            rest = self.left(*level)
            if rest > 0:
                yield level[0], rest
            elif index == self._start[bid]:
                # The ladder is taken from its best end; what is empty there stays empty until it refills.
                self._start[bid] += 1
            index += 1

    def best(self, bid: bool) -> _Level | None:
        """The best level with something left."""
        return next(self.levels(bid), None)

    def take(self, price: int, quantity: int) -> None:
        """Remove a quantity from a level."""
        self._taken[price] = self._taken.get(price, 0) + quantity
