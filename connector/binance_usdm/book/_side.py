"""One side of a book: levels by the text of their price, and a sorted list of prices with the best one last.

Rules of this module:

- Pure. Built for one thing: a change of 50 levels costs a few bulk operations, not 50 turns of a loop.
- `levels` maps text to text. A level that is gone keeps its entry with the text of zero until it comes to the top or
  the side is swept, so that coming back costs nothing; whoever reads skips those.
- A dict keeps the order of insertion, so prices that are new after a bulk update are its last entries. Only they are
  turned into numbers, and each of them stands exactly once in the list.
- Keys are whole numbers of the last decimal place; those of bids are negative, so that the smallest is always the best.
  The list holds them negated: levels come and go near its end, where that costs next to nothing.
- No level better than the best one is kept as a zero, so whatever becomes better is new.
- Quantities are checked when they are looked at: whatever is neither above zero nor a zero raises ValueError.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from itertools import islice

from ._spelling import NOTHING, ZEROS, key_near, respell, spell, spell_near

__all__ = ["BookSide"]

_SLACK = 1000
# From so many new prices on sorting is cheaper than finding a place for each.
_MANY = 32


class BookSide:
    """One side of a book.

    Args:
        sign: -1 for bids, 1 for asks.

    Attributes:
        top: Key of the best level; None when there is none.
        horizon: Key of the last level that the snapshot covered; None when it covered all there are.
    """

    __slots__ = ("_decimals", "_levels", "_limit", "_order", "_sign", "_top_text", "horizon", "top")

    def __init__(self, sign: int) -> None:
        self._sign = sign
        self._decimals = 0
        self._levels: dict[str, str] = {}
        self._order: list[int] = []
        self._limit = _SLACK
        self._top_text = ""
        self.top: int | None = None
        self.horizon: int | None = None

    def __len__(self) -> int:
        return sum(1 for quantity in self._levels.values() if quantity > NOTHING)

    def clear(self) -> None:
        """Forget everything."""
        self._levels = {}
        self._order = []
        self._limit = _SLACK
        self._top_text = ""
        self.top = self.horizon = None

    def load(self, pairs: list[tuple[str, str]], decimals: int, full: int) -> None:
        """Begin with the levels of a snapshot.

        Args:
            pairs: Price and quantity of each.
            decimals: Digits after the point of the book's prices.
            full: Levels that a snapshot shows at most; one with as many may have left deeper ones out.

        Raises:
            ValueError: A price is no number.
        """
        self.clear()
        self._decimals = decimals
        self._replay(pairs)
        if len(pairs) >= full:
            self.horizon = -self._order[0]
        self._sweep()
        self._find_top()

    def apply(self, pairs: list[tuple[str, str]]) -> None:
        """Set levels to the quantities of a change.

        Raises:
            ValueError: A price or a quantity is no number.
            TooFine: A price has more decimals than the book; nothing is lost when it is applied again.
        """
        levels = self._levels
        before = len(levels)
        levels.update(pairs)
        fresh = len(levels) - before
        if fresh:
            self._admit(fresh, pairs)
            if self.top is None or self._order[-1] != -self.top or levels[self._top_text] <= NOTHING:
                self._find_top()
            if len(levels) > self._limit:
                self._sweep()
        elif self.top is not None and levels[self._top_text] <= NOTHING:
            self._find_top()

    def _admit(self, fresh: int, pairs: list[tuple[str, str]]) -> None:
        levels, decimals, sign = self._levels, self._decimals, self._sign
        texts = list(islice(reversed(levels), fresh))
        try:
            keys = [key_near(text, decimals) for text in texts]
        except ValueError:
            keys = [None]
        if None not in keys:
            order = self._order
            if fresh < _MANY:
                for key in keys:
                    insort(order, -sign * key)  # type: ignore[operator] # None is not among them
            else:
                order.extend(-sign * key for key in keys)  # type: ignore[operator]
                order.sort()
            return
        # Some price is spelt in another way: take all new ones back and go through the change one by one.
        for text in texts:
            del levels[text]
        self._replay(pairs)

    def _replay(self, pairs: list[tuple[str, str]]) -> None:
        levels, decimals = self._levels, self._decimals
        spelt = [(respell(price, decimals), quantity) for price, quantity in pairs]
        for price, quantity in spelt:
            if price not in levels:
                self._order.append(-self._sign * int(price.replace(".", "")))
            levels[price] = quantity
        self._order.sort()

    def _find_top(self) -> None:
        order, levels, decimals, sign = self._order, self._levels, self._decimals, self._sign
        while order:
            text = spell_near(-sign * order[-1], decimals)
            quantity = levels[text]
            if quantity > NOTHING:
                self.top, self._top_text = -order[-1], text
                return
            if quantity not in ZEROS:
                raise ValueError(quantity)
            del levels[text]
            order.pop()
        self.top, self._top_text = None, ""

    def _sweep(self) -> None:
        # Take out the levels that are gone.
        levels, sign = self._levels, self._sign
        gone = [text for text, quantity in levels.items() if quantity <= NOTHING]
        for text in gone:
            if levels[text] not in ZEROS:
                raise ValueError(levels[text])
            del levels[text]
        # A dict does not shrink by itself.
        self._levels = dict(levels)
        keys = {-sign * int(text.replace(".", "")) for text in gone}
        self._order = [key for key in self._order if key not in keys]
        self._limit = 2 * len(levels) + _SLACK

    def refine(self, decimals: int) -> None:
        """Take more decimals."""
        factor = 10 ** (decimals - self._decimals)
        self._decimals = decimals
        self._levels = {respell(text, decimals): quantity for text, quantity in self._levels.items()}
        self._order = [key * factor for key in self._order]
        if self.top is not None:
            self.top *= factor
            self._top_text = respell(self._top_text, decimals)
        if self.horizon is not None:
            self.horizon *= factor

    # -- reading ------------------------------------------------------------------------------------------------------

    @property
    def best(self) -> tuple[str, str] | None:
        """Texts of the best price and its quantity."""
        return (self._top_text, self._levels[self._top_text]) if self.top is not None else None

    def walk(self, beyond: bool = False) -> Iterator[tuple[int, str, str]]:
        """Levels from the best on: key, price and quantity.

        Args:
            beyond: Go on beyond the horizon, where only levels that changed are known.
        """
        levels, decimals, sign = self._levels, self._decimals, self._sign
        horizon = None if beyond else self.horizon
        for negated in reversed(self._order):
            key = -negated
            if horizon is not None and key > horizon:
                return
            text = spell(sign * key, decimals)
            quantity = levels[text]
            if quantity > NOTHING:
                yield key, text, quantity
            elif quantity not in ZEROS:
                raise ValueError(quantity)
