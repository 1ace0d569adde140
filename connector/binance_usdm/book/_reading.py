"""What can be read from a book: best prices, levels, and what an order would meet. All numbers out are Decimal.

Pure. Every way in goes through `_require`, which raises while the book is not valid. Sums are exact; an average has 34
digits, whatever the decimal context of the caller.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from decimal import Context, Decimal, InvalidOperation
from typing import Any, Literal

from binance_usdm_api.errors import InvalidParameter

from ..trading._rules import exact
from ._level import BookLevel, Depth, Sweep
from ._not_ready import BookNotReady
from ._side import BookSide
from ._spelling import spell

__all__ = ["BookReading"]

_EXACT = Context(prec=200)
_AVERAGE = Context(prec=34)
_NOTHING = Decimal(0)
_ENDLESS = Decimal("Infinity")


class BookReading(ABC):
    """The readable face of a book."""

    _bids: BookSide
    _asks: BookSide
    _decimals: int

    @abstractmethod
    def _require(self) -> None:
        """Raise BookNotReady while it is not valid."""

    @abstractmethod
    def _unreadable(self) -> BookNotReady:
        """Give the book up because of a quantity that is no number."""

    def _quantity(self, text: str) -> Decimal:
        try:
            quantity = Decimal(text)
            if _NOTHING < quantity < _ENDLESS:
                return quantity
        except InvalidOperation:
            pass
        raise self._unreadable()

    def _best(self, side: BookSide) -> BookLevel | None:
        self._require()
        best = side.best
        return BookLevel(Decimal(best[0]), self._quantity(best[1])) if best is not None else None

    def _walk(self, side: BookSide) -> Iterator[tuple[int, BookLevel]]:
        try:
            for key, price, quantity in side.walk():
                yield key, BookLevel(Decimal(price), self._quantity(quantity))
        except ValueError as error:
            raise self._unreadable() from error

    def _levels(self, side: BookSide, count: int | None, beyond: bool) -> list[BookLevel]:
        self._require()
        given: Any = count
        if given is not None and (isinstance(given, bool) or not isinstance(given, int) or given < 0):
            raise InvalidParameter("count", given, "a whole number of 0 or more, or None for all")
        levels: list[BookLevel] = []
        if count == 0:
            return levels
        read = self._quantity
        try:
            for _, price, quantity in side.walk(beyond):
                levels.append(BookLevel(Decimal(price), read(quantity)))
                if len(levels) == count:
                    break
        except ValueError as error:
            raise self._unreadable() from error
        return levels

    # -- the top ------------------------------------------------------------------------------------------------------

    @property
    def best_bid(self) -> BookLevel | None:
        """Highest price somebody pays; None when nobody does.

        Raises:
            BookNotReady: It cannot be read now.
        """
        return self._best(self._bids)

    @property
    def best_ask(self) -> BookLevel | None:
        """Lowest price somebody asks; None when nobody does.

        Raises:
            BookNotReady: It cannot be read now.
        """
        return self._best(self._asks)

    @property
    def mid(self) -> Decimal | None:
        """Price in the middle of the best bid and ask, exact; None when one is missing.

        Raises:
            BookNotReady: It cannot be read now.
        """
        self._require()
        bid, ask = self._bids.top, self._asks.top
        # Keys of bids are negative; half of a last place is five of the next one.
        return None if bid is None or ask is None else Decimal(spell((ask - bid) * 5, self._decimals + 1))

    @property
    def spread(self) -> Decimal | None:
        """Distance of the best bid and ask; None when one is missing.

        Raises:
            BookNotReady: It cannot be read now.
        """
        self._require()
        bid, ask = self._bids.top, self._asks.top
        return None if bid is None or ask is None else Decimal(spell(ask + bid, self._decimals))

    # -- levels -------------------------------------------------------------------------------------------------------

    def bids(self, count: int | None = None, *, beyond: bool = False) -> list[BookLevel]:
        """Buy levels, best first.

        Args:
            count: At most so many; None for all. Fewer come when fewer are known.
            beyond: Go on beyond the horizon, where levels that did not change since the snapshot are missing.

        Raises:
            BookNotReady: It cannot be read now.
        """
        return self._levels(self._bids, count, beyond)

    def asks(self, count: int | None = None, *, beyond: bool = False) -> list[BookLevel]:
        """Sell levels, best first.

        Args:
            count: At most so many; None for all. Fewer come when fewer are known.
            beyond: Go on beyond the horizon, where levels that did not change since the snapshot are missing.

        Raises:
            BookNotReady: It cannot be read now.
        """
        return self._levels(self._asks, count, beyond)

    @property
    def bid_horizon(self) -> Decimal | None:
        """Lowest price down to which all buy levels are known; None when all are.

        Raises:
            BookNotReady: It cannot be read now.
        """
        return self._horizon(self._bids)

    @property
    def ask_horizon(self) -> Decimal | None:
        """Highest price up to which all sell levels are known; None when all are.

        Raises:
            BookNotReady: It cannot be read now.
        """
        return self._horizon(self._asks)

    def _horizon(self, side: BookSide) -> Decimal | None:
        self._require()
        return None if side.horizon is None else Decimal(spell(abs(side.horizon), self._decimals))

    # -- what an order would meet -------------------------------------------------------------------------------------

    def _against(self, taker: str) -> BookSide:
        self._require()
        if taker not in ("BUY", "SELL"):
            raise InvalidParameter("taker", taker, "'BUY', which meets asks, or 'SELL', which meets bids")
        return self._asks if taker == "BUY" else self._bids

    def depth_to(self, taker: Literal["BUY", "SELL"], price: Decimal | str | int) -> Depth:
        """How much a taker finds up to a price.

        Args:
            taker: ``BUY`` meets asks up to the price, ``SELL`` meets bids down to it.
            price: Limit, quote asset.

        Raises:
            BookNotReady: It cannot be read now.
            InvalidParameter: The price is no exact number.
        """
        side, limit = self._against(taker), exact("price", price)
        total, horizon = _NOTHING, self._horizon(side)
        for _, level in self._walk(side):
            if level.price > limit if taker == "BUY" else level.price < limit:
                break
            total = _EXACT.add(total, level.quantity)
        complete = horizon is None or (limit <= horizon if taker == "BUY" else limit >= horizon)
        return Depth(total, complete)

    def sweep(self, taker: Literal["BUY", "SELL"], quantity: Decimal | str | int) -> Sweep:
        """What an order of this quantity would meet now.

        Args:
            taker: ``BUY`` meets asks, ``SELL`` meets bids.
            quantity: Of the order, base asset.

        Raises:
            BookNotReady: It cannot be read now.
            InvalidParameter: The quantity is no exact number above zero.
        """
        side, wanted = self._against(taker), exact("quantity", quantity)
        if wanted <= 0:
            raise InvalidParameter("quantity", quantity, "a number above zero")
        found, value, worst = _NOTHING, _NOTHING, None
        for _, level in self._walk(side):
            part = min(level.quantity, _EXACT.subtract(wanted, found))
            found = _EXACT.add(found, part)
            value = _EXACT.add(value, _EXACT.multiply(part, level.price))
            worst = level.price
            if found == wanted:
                break
        average = _AVERAGE.divide(value, found) if found else None
        return Sweep(found, average, worst, found == wanted)
