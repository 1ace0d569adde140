"""What the live part of the demo shows: price, book and own orders, as lines of text.

Rules of this module:

- Pure: events go in, lines come out; the terminal is somebody else's.
- No line is wider than asked for, colours not counted, and the number of lines depends on nothing but the height.
"""

from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from decimal import Decimal

import attrs

__all__ = ["LiveView", "OwnOrder"]

Paint = Callable[[str, str], str]
"""Text and style in, painted text out."""

_BARS = "▁▂▃▄▅▆▇█"
_PLAIN_BARS = "_.,-~=^#"
_STYLES = {
    "NEW": "yellow",
    "PARTIALLY_FILLED": "cyan",
    "FILLED": "green",
    "CANCELED": "dim",
    "EXPIRED": "dim",
    "REJECTED": "red",
}
_WIDEST = 100
_CLOCK = "%H:%M:%S"


@attrs.define
class OwnOrder:
    """An order as its last event told it."""

    number: int
    side: str
    kind: str
    quantity: Decimal
    price: Decimal
    status: str
    filled: Decimal = Decimal(0)


Level = tuple[Decimal, Decimal]


@attrs.define
class LiveView:
    """The state that is shown.

    Args:
        symbol: Whose market it is.
        levels: Price levels shown on each side.
        events: Lines of what happened.
        ascii_only: Draw with plain characters.
    """

    symbol: str
    levels: int = 5
    events: int = 6
    ascii_only: bool = False
    price: Decimal | None = attrs.field(default=None, init=False)
    trades: int = attrs.field(default=0, init=False)
    bids: list[Level] = attrs.field(factory=list[Level], init=False)
    asks: list[Level] = attrs.field(factory=list[Level], init=False)
    book_state: str = attrs.field(default="waiting for the order book", init=False)
    orders: dict[int, OwnOrder] = attrs.field(factory=dict[int, OwnOrder], init=False)
    _rose: bool | None = attrs.field(default=None, init=False)
    _prices: deque[Decimal] = attrs.field(factory=lambda: deque(maxlen=_WIDEST), init=False)
    _told: deque[tuple[str, str]] = attrs.field(factory=lambda: deque(maxlen=40), init=False)

    def traded(self, price: Decimal) -> None:
        """A trade took place."""
        if self.price is not None and price != self.price:
            self._rose = price > self.price
        self.price = price
        self.trades += 1
        self._prices.append(price)

    def book(self, bids: Iterable[Level], asks: Iterable[Level]) -> None:
        """The best levels now."""
        self.bids, self.asks = list(bids)[: self.levels], list(asks)[: self.levels]
        self.book_state = ""

    def no_book(self, why: str) -> None:
        """There is no book that may be shown."""
        self.bids, self.asks = [], []
        self.book_state = why

    def ordered(self, order: OwnOrder, at_ms: int) -> str:
        """An own order changed; returns the line that tells it."""
        before = self.orders.get(order.number)
        self.orders[order.number] = order
        change = (
            order.status if before is None or before.status == order.status else f"{before.status} -> {order.status}"
        )
        if before is not None and before.status == order.status and before.price != order.price:
            change = f"{order.status}, moved from {before.price:f}"
        words = f"{order.side} {order.quantity:f} {order.kind}"
        if order.price:
            words += f" at {order.price:f}"
        return self.told(f"{words}: {change}, filled {order.filled:f}", at_ms, _STYLES.get(order.status, "bold"))

    def told(self, words: str, at_ms: int, style: str = "dim") -> str:
        """Something happened; returns the line that tells it."""
        line = f"{datetime.fromtimestamp(at_ms / 1000, UTC).strftime(_CLOCK)}  {words}"
        self._told.append((line, style))
        return line

    @property
    def story(self) -> list[str]:
        """What happened to the orders, for after the picture is gone."""
        return [line for line, _ in self._told]

    # -- lines --------------------------------------------------------------------------------------------------------

    def headline(self) -> str:
        """Price and best levels on one line, for where nothing can be redrawn."""
        best = " x ".join(f"{side[0][0]:f}" if side else "none" for side in (self.bids, self.asks))
        return f"{self.symbol} {self._price_text()}  book {best}"

    def lines(self, width: int, paint: Paint) -> list[str]:
        """The whole picture; always as many lines."""
        width = min(width, _WIDEST)
        out = [self._title(width, paint), paint(self._line_of_prices(width), "dim"), ""]
        out += self._ladder(width, paint)
        out += ["", paint("own orders"[:width], "bold")]
        shown = list(self.orders.values())[-3:]
        out += [self._order(order, width, paint) for order in shown] + [""] * (3 - len(shown))
        out += ["", paint("what happened"[:width], "bold")]
        recent = list(self._told)[-self.events :]
        out += [paint(line[:width], style) for line, style in recent] + [""] * (self.events - len(recent))
        return out

    def _price_text(self) -> str:
        return "no trade yet" if self.price is None else f"{self.price:f}"

    def _title(self, width: int, paint: Paint) -> str:
        mark = "" if self._rose is None else " up" if self._rose else " down"
        text = f"{self.symbol}  {self._price_text()}{mark}"[:width]
        rest = f"   {self.trades} trades"[: max(0, width - len(text))]
        return paint(text, "bold" if self._rose is None else "green" if self._rose else "red") + paint(rest, "dim")

    def _line_of_prices(self, width: int) -> str:
        prices = list(self._prices)[-width:]
        if len(prices) < 2:
            return ""
        low, span = min(prices), max(prices) - min(prices)
        bars = _PLAIN_BARS if self.ascii_only else _BARS
        top = len(bars) - 1
        return "".join(bars[int((price - low) * top / span) if span else top // 2] for price in prices)

    def _ladder(self, width: int, paint: Paint) -> list[str]:
        half = max(10, width // 2 - 1)
        head = f"{'bids':>{half}}  {'asks':<{half}}"[:width].rstrip()
        out = [paint(head, "bold")]
        if self.book_state:
            out.append(paint(f"  {self.book_state}"[:width], "yellow"))
            return out + [""] * (self.levels - 1)
        largest = max((quantity for _, quantity in (*self.bids, *self.asks)), default=Decimal(1)) or Decimal(1)
        for index in range(self.levels):
            bid = self._level(self.bids, index, largest, half, left=True)
            ask = self._level(self.asks, index, largest, width - half - 2, left=False)
            out.append(paint(bid, "green") + "  " + paint(ask, "red"))
        return out

    def _level(self, side: list[Level], index: int, largest: Decimal, room: int, *, left: bool) -> str:
        if index >= len(side):
            return " " * room if left else ""
        price, quantity = side[index]
        text = f"{quantity:f} {price:f}" if left else f"{price:f} {quantity:f}"
        space = max(0, min(room - len(text) - 1, 20))
        bar = ("#" if self.ascii_only else "█") * int(quantity / largest * space)
        return f"{f'{bar} {text}':>{room}}"[-room:] if left else f"{text} {bar}"[:room].rstrip()

    def _order(self, order: OwnOrder, width: int, paint: Paint) -> str:
        text = f"  {order.side:<4} {order.kind:<6} {order.quantity:f}"
        text += f" at {order.price:f}" if order.price else ""
        status = f"{order.status}  filled {order.filled:f}"
        text = f"{text:<44}  "[: max(0, width - len(status))]
        return text + paint(status[:width], _STYLES.get(order.status, "bold"))
