"""Tell fresh events from duplicates, old ones and jumps, by the ids and times that each kind of stream carries.

Rules of this module:

- Pure, one object for each stream; it lives as long as the subscription, over all its connections.
- An event is old when its rank is not above the highest one seen: depth by ``u``, aggregate trades by ``a``, trades by
  ``t``, book ticker by ``u``, candles by bar, the rest by event time.
- Where the exchange promises that ids follow on each other (``a`` + 1, ``pu`` = last ``u``) a jump is told.
- Ids that went back while the event time went on by more than _RESET_MS are no old events: the exchange began anew.
- What carries neither id nor time is always fresh.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, NamedTuple

__all__ = [
    "AggTrades",
    "Contracts",
    "Depths",
    "Jump",
    "Klines",
    "Ordered",
    "PerKey",
    "PerKeyList",
    "Sequence",
    "sequence_for",
]

_RESET_MS = 5_000
_BARS = 4


class Jump(NamedTuple):
    """The event is fresh, but others are missing before it.

    Attributes:
        last_id: Id of the event before.
        last_time: Its time, ms.
        missed: How many are missing, where ids are counted one by one.
        reset: True when the ids began anew.
    """

    last_id: int | None
    last_time: int | None
    missed: int | None
    reset: bool


class Sequence:
    """Order of one stream; this base takes every event for fresh.

    Attributes:
        last: The last fresh event.
    """

    __slots__ = ("last",)

    continuous = False
    """True where the ids tell whether anything is missing."""

    def __init__(self) -> None:
        self.last: Any = None

    def admit(self, event: Any) -> bool | Jump:
        """True for a fresh event, False for an old one, a Jump for a fresh one with others missing before it."""
        self.last = event
        return True

    def rank(self, event: Any) -> Any:
        """What orders the events of the stream; None where nothing does."""
        return self.time(event)

    def identity(self, event: Any) -> int | None:
        """Id of an event, where the stream has ids."""
        del event
        return None

    def time(self, event: Any) -> int | None:
        """Event time, ms."""
        if isinstance(event, list):
            return max((self.time(each) or 0 for each in event), default=0) or None  # pyright: ignore[reportUnknownVariableType]
        return getattr(event, "event_time", None)

    @property
    def last_id(self) -> int | None:
        """Id of the last fresh event."""
        return None if self.last is None else self.identity(self.last)

    @property
    def last_time(self) -> int | None:
        """Time of the last fresh event, ms."""
        return None if self.last is None else self.time(self.last)

    def missed_before(self, event: Any) -> int | None:
        """How many events are missing between the last fresh one and this one; None when that cannot be known."""
        del event
        return None

    def _began_anew(self, event: Any) -> bool:
        before, now = self.last_time, self.time(event)
        return before is not None and now is not None and now > before + _RESET_MS


class AggTrades(Sequence):
    """Aggregate trades: ids are counted one by one."""

    __slots__ = ("_next",)

    continuous = True

    def __init__(self) -> None:
        super().__init__()
        self._next = -1

    def admit(self, event: Any) -> bool | Jump:
        number = event.agg_trade_id
        if number == self._next:
            self._next = number + 1
            self.last = event
            return True
        return self._unexpected(event, number)

    def _unexpected(self, event: Any, number: int) -> bool | Jump:
        last = self.last
        verdict: bool | Jump = True
        if last is not None:
            back = number < self._next
            if back and (number == last.agg_trade_id or not self._began_anew(event)):
                return False
            missed = None if back else number - self._next
            verdict = Jump(last.agg_trade_id, last.event_time, missed, back)
        self._next = number + 1
        self.last = event
        return verdict

    def rank(self, event: Any) -> Any:
        return event.agg_trade_id

    def identity(self, event: Any) -> int | None:
        number: int = event.agg_trade_id
        return number

    def missed_before(self, event: Any) -> int | None:
        missed = event.agg_trade_id - self._next
        return missed if self.last is not None and missed >= 0 else None


class Depths(Sequence):
    """Changes of a book: each names the last update id of the one before."""

    __slots__ = ("_high",)

    continuous = True

    def __init__(self) -> None:
        super().__init__()
        self._high = -1

    def admit(self, event: Any) -> bool | Jump:
        high = self._high
        if event.previous_final_update_id == high and event.final_update_id > high:
            self._high = event.final_update_id
            self.last = event
            return True
        last = self.last
        verdict: bool | Jump = True
        if last is not None:
            back = event.final_update_id <= high
            if back and (event.final_update_id == high or not self._began_anew(event)):
                return False
            verdict = Jump(high, last.event_time, None, back)
        self._high = event.final_update_id
        self.last = event
        return verdict

    def rank(self, event: Any) -> Any:
        return event.final_update_id

    def identity(self, event: Any) -> int | None:
        number: int = event.final_update_id
        return number

    def missed_before(self, event: Any) -> int | None:
        return 0 if event.previous_final_update_id == self._high else None


class Ordered(Sequence):
    """Events with one rising number, an id or the event time.

    Args:
        number: Reads it.
        is_id: True when it is an id.
    """

    __slots__ = ("_high", "_is_id", "_number")

    def __init__(self, number: Callable[[Any], Any], is_id: bool) -> None:
        super().__init__()
        self._number = number
        self._is_id = is_id
        self._high: Any = None

    def admit(self, event: Any) -> bool | Jump:
        number, high = self._number(event), self._high
        if high is None or number is None or number > high:
            self._high = number if number is not None else high
            self.last = event
            return True
        if not self._is_id or number == high or not self._began_anew(event):
            return False
        jump = Jump(high, self.last_time, None, True)
        self._high = number
        self.last = event
        return jump

    def rank(self, event: Any) -> Any:
        return self._number(event)

    def identity(self, event: Any) -> int | None:
        return self._number(event) if self._is_id else None


class PerKey(Sequence):
    """One stream that carries many symbols, each with an order of its own.

    Args:
        key: Reads what tells the symbols apart.
        make: Makes the order of one of them.
    """

    __slots__ = ("_each", "_key", "_make")

    def __init__(self, key: Callable[[Any], Any], make: Callable[[], Sequence]) -> None:
        super().__init__()
        self._key = key
        self._make = make
        self._each: dict[Any, Sequence] = {}

    def admit(self, event: Any) -> bool | Jump:
        key = self._key(event)
        own = self._each.get(key)
        if own is None:
            own = self._each[key] = self._make()
        verdict = own.admit(event)
        if verdict:
            self.last = event
        return verdict


class PerKeyList(PerKey):
    """As PerKey for frames that hold lists: old elements are taken out; a list without fresh ones is old."""

    __slots__ = ()

    def admit(self, event: Any) -> bool | Jump:
        one = super().admit
        fresh = [each for each in event if one(each)]
        if not fresh and event:
            return False
        if len(fresh) != len(event):
            event[:] = fresh
        self.last = event
        return True


class Klines(Sequence):
    """Candles: order within each bar by event time, so that a late close or correction of an older bar is kept.

    An update of a bar that was seen closed is old unless it changes the closed bar: closed again with the same figures
    is a duplicate, open again is a straggler.
    """

    __slots__ = ("_bars",)

    def __init__(self) -> None:
        super().__init__()
        self._bars: dict[int, Any] = {}

    def admit(self, event: Any) -> bool | Jump:
        bar = event.kline
        seen = self._bars.get(bar.open_time)
        if seen is None:
            return self._new_bar(event, bar)
        if event.event_time is not None and seen.event_time is not None and event.event_time <= seen.event_time:
            return False
        if seen.kline.is_closed and (not bar.is_closed or bar == seen.kline):
            return False
        self._bars[bar.open_time] = event
        self.last = event
        return True

    def _new_bar(self, event: Any, bar: Any) -> bool:
        bars = self._bars
        if len(bars) >= _BARS:
            oldest = min(bars)
            if bar.open_time < oldest:
                return False
            del bars[oldest]
        bars[bar.open_time] = event
        self.last = event
        return True

    def rank(self, event: Any) -> Any:
        return event.event_time

    def identity(self, event: Any) -> int | None:
        number: int = event.kline.open_time
        return number


class Distinct(Sequence):
    """Rare events of which two may share a time: only what is earlier, or equal in full, is old."""

    __slots__ = ()

    def admit(self, event: Any) -> bool | Jump:
        last = self.last
        if last is not None:
            before, now = last.event_time, event.event_time
            if event == last or (before is not None and now is not None and now < before):
                return False
        self.last = event
        return True


class Contracts(PerKey):
    """News of contracts; somebody may want to know of each fresh one.

    Attributes:
        on_fresh: Called with each.
    """

    __slots__ = ("on_fresh",)

    def __init__(self) -> None:
        super().__init__(_symbol, Distinct)
        self.on_fresh: Callable[[Any], None] | None = None

    def admit(self, event: Any) -> bool | Jump:
        verdict = super().admit(event)
        if verdict and self.on_fresh is not None:
            self.on_fresh(event)
        return verdict


_time = attrgetter("event_time")
_symbol = attrgetter("symbol")


def _by_time() -> Sequence:
    return Ordered(_time, False)


def _by_book_update() -> Sequence:
    return Ordered(attrgetter("book_update_id"), True)


_MAKERS: dict[str, Callable[[], Sequence]] = {
    "agg_trade": AggTrades,
    "all_asset_indexes": lambda: PerKeyList(attrgetter("asset_index_symbol"), _by_time),
    "all_book_tickers": lambda: PerKey(_symbol, _by_book_update),
    "all_force_orders": lambda: PerKey(attrgetter("order.symbol"), Distinct),
    "all_mark_prices": lambda: PerKeyList(_symbol, _by_time),
    "all_mini_tickers": lambda: PerKeyList(_symbol, _by_time),
    "all_tickers": lambda: PerKeyList(_symbol, _by_time),
    "book_ticker": _by_book_update,
    "composite_index": _by_time,
    "continuous_kline": Klines,
    "contract_info": Contracts,
    "depth": Depths,
    "force_order": Distinct,
    "kline": Klines,
    "mark_price": _by_time,
    "mini_ticker": _by_time,
    "partial_depth": lambda: Ordered(attrgetter("final_update_id"), True),
    "rpi_depth": Depths,
    "ticker": _by_time,
    "trade": lambda: Ordered(attrgetter("trade_id"), True),
    "trading_session": lambda: PerKey(attrgetter("event_type"), _by_time),
}


def sequence_for(stream_id: str) -> Sequence:
    """The order of a kind of stream; of an unknown kind every event is fresh."""
    return _MAKERS.get(stream_id, Sequence)()
