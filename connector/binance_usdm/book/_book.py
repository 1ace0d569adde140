"""A local order book: a snapshot and the changes since, by the exchange's own procedure.

Rules of this module:

- Pure, one object for each symbol. Changes and snapshots go in, in any order; neither ever raises.
- Changes are kept until a snapshot fits: those with u < lastUpdateId are dropped, the first one that is applied has
  U <= lastUpdateId <= u, and each later one has the u of the one before as its pu.
- A snapshot that is too old is dropped and the changes stay; one that is newer than all changes waits for the next.
- The first thing that does not fit makes the book unreadable before the call returns, so nobody can see a wrong level.
- Reading while not VALID raises BookNotReady. Beyond the snapshot's last level only changed levels are known; they are
  left out unless asked for, and when the best price gets there, the book is put together anew.

Source: "How to manage a local order book correctly" in the exchange's documentation of depth streams.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from binance_usdm_api.service import BOOK_SNAPSHOT_LIMIT

from ._counts import BookCounters
from ._not_ready import BookNotReady
from ._reading import BookReading
from ._side import BookSide
from ._spelling import TooFine, decimals_of
from ._state import TABLE, BookState, Happening, Reason
from ._wire import BookSnapshot, DepthDiff

__all__ = ["OrderBook"]

# Looked up with every change: what an Enum gives costs more than a name.
_VALID = BookState.VALID

Watcher = Callable[["OrderBook"], object]


class OrderBook(BookReading):
    """The order book of one symbol.

    Args:
        symbol: Such as ``BTCUSDT``.
        rpi: True for the book with retail price improvement orders.
        full: Levels a side of the snapshots it gets.
        buffer: Changes that may wait for a snapshot.
        on_change: Called after it became readable or unreadable.
    """

    def __init__(
        self,
        symbol: str,
        *,
        rpi: bool = False,
        full: int = BOOK_SNAPSHOT_LIMIT,
        buffer: int = 10_000,
        on_change: Watcher | None = None,
    ) -> None:
        self.symbol = symbol
        self.rpi = rpi
        self.counters = BookCounters()
        self.refused_reads = 0
        """Reads that were refused so far."""
        self.wanted = False
        """True when somebody has tried to read it since it became unreadable; such books are mended first."""
        self._state = BookState.EMPTY
        self._reason: Reason | None = None
        self._decimals = 0
        self._bids = BookSide(-1)
        self._asks = BookSide(1)
        self._last = -1
        self._last_time: int | None = None
        self._full = full
        self._buffer_limit = buffer
        self._buffer: deque[DepthDiff] = deque()
        self._ahead: BookSnapshot | None = None
        self._was_valid = False
        self._on_change = on_change

    def __repr__(self) -> str:
        why = f" ({self._reason})" if self._reason is not None else ""
        return f"<OrderBook {self.symbol}{' rpi' if self.rpi else ''} {self._state}{why} at {self._last}>"

    # -- where it stands ----------------------------------------------------------------------------------------------

    @property
    def state(self) -> BookState:
        """Where it stands."""
        return self._state

    @property
    def valid(self) -> bool:
        """True when it can be read."""
        return self._state is BookState.VALID

    @property
    def reason(self) -> Reason | None:
        """Why it is unreadable after having been readable; None otherwise."""
        return self._reason

    @property
    def last_update_id(self) -> int:
        """Update id it stands at.

        Raises:
            BookNotReady: It cannot be read now.
        """
        self._require()
        return self._last

    @property
    def event_time(self) -> int | None:
        """Instant of the last change, ms.

        Raises:
            BookNotReady: It cannot be read now.
        """
        self._require()
        return self._last_time

    @property
    def needs_snapshot(self) -> bool:
        """True when changes wait and no snapshot does."""
        return self._state is not BookState.VALID and bool(self._buffer) and self._ahead is None

    def _require(self) -> None:
        if self._state is not BookState.VALID:
            self.refused_reads += 1
            self.wanted = True
            raise BookNotReady(self.symbol, self._state, self._reason)

    # -- what comes in ------------------------------------------------------------------------------------------------

    def receive(self, diff: DepthDiff) -> None:
        """Take a change."""
        if self._state is not _VALID:
            self._collect(diff)
            return
        if diff.previous_final_update_id == self._last < diff.final_update_id:
            if self._merge(diff):
                self.counters.applied += 1
            return
        if diff.final_update_id <= self._last:
            time, last_time = diff.event_time, self._last_time
            if time is None or last_time is None or time <= last_time or diff.final_update_id == self._last:
                self.counters.dropped += 1
                return
            # Later by the clock, earlier by its id: dropping it would mean to serve an old book for ever.
            self.counters.restarts += 1
            self._break(Reason.RESTARTED)
        else:
            self.counters.gaps += 1
            self._break(Reason.GAP)
        self._collect(diff)

    def snapshot(self, snapshot: BookSnapshot) -> bool:
        """Take a snapshot.

        Returns:
            False when it is older than the changes kept, so that another one is needed.
        """
        if self._state is BookState.VALID:
            return True
        self.counters.snapshots += 1
        if self._ahead is None or snapshot.last_update_id >= self._ahead.last_update_id:
            self._ahead = snapshot
        if not self._buffer:
            self._step(Happening.COLLECTED)
            return True
        return self._link()

    def lost(self) -> None:
        """Take note that changes were lost: nothing that came before can be linked with what comes next."""
        self.counters.lost += 1
        self._break(Reason.LOST)

    def reset(self) -> None:
        """Forget everything."""
        self._forget()
        self._reason = None
        self._was_valid = False
        self._step(Happening.RESET)

    # -- how it fits together -----------------------------------------------------------------------------------------

    def _collect(self, diff: DepthDiff) -> None:
        buffer = self._buffer
        if buffer:
            newest = buffer[-1]
            if diff.final_update_id <= newest.final_update_id:
                earlier, later = newest.event_time, diff.event_time
                if earlier is None or later is None or later <= earlier:
                    self.counters.dropped += 1
                    return
                self.counters.restarts += 1
                buffer.clear()
                self._ahead = None
            elif diff.previous_final_update_id != newest.final_update_id:
                self.counters.gaps += 1
                buffer.clear()
            elif len(buffer) >= self._buffer_limit:
                self.counters.overflowed += 1
                buffer.popleft()
        buffer.append(diff)
        self._step(Happening.COLLECTED)
        if self._ahead is not None:
            self._link()

    def _link(self) -> bool:
        snapshot, buffer = self._ahead, self._buffer
        if snapshot is None:
            return True
        last = snapshot.last_update_id
        while buffer and buffer[0].final_update_id < last:
            buffer.popleft()
            self.counters.dropped += 1
        if not buffer:
            return True
        self._ahead = None
        if buffer[0].first_update_id > last:
            self.counters.stale += 1
            return False
        waiting = list(buffer)
        buffer.clear()
        # Nobody is told before all that waited is applied; until then the book is not readable either.
        if self._load(snapshot) and all(self._merge(diff) for diff in waiting):
            again, self._was_valid = self._was_valid, True
            self.counters.resyncs += again
            self._reason = None
            self.wanted = False
            self._step(Happening.LINKED)
        return True

    def _load(self, snapshot: BookSnapshot) -> bool:
        self._last, self._last_time = snapshot.last_update_id, None
        places = (decimals_of(price) for side in (snapshot.bids, snapshot.asks) for price, _ in side)
        self._decimals = max(places, default=0)
        try:
            self._bids.load(snapshot.bids, self._decimals, self._full)
            self._asks.load(snapshot.asks, self._decimals, self._full)
        except (ValueError, TooFine):
            self.counters.malformed += 1
            self._break(Reason.MALFORMED)
            return False
        return True

    def _merge(self, diff: DepthDiff) -> bool:
        bids, asks = self._bids, self._asks
        try:
            try:
                bids.apply(diff.bids)
                asks.apply(diff.asks)
            except TooFine as finer:
                self._refine(finer.decimals)
                bids.apply(diff.bids)
                asks.apply(diff.asks)
        except (ValueError, TooFine):
            self.counters.malformed += 1
            self._break(Reason.MALFORMED)
            return False
        self._last = diff.final_update_id
        self._last_time = diff.event_time
        bid, ask = bids.top, asks.top
        if bid is not None and ask is not None:
            # Keys of bids are negative.
            if bid + ask <= 0:
                self.counters.crossed += 1
                self._break(Reason.CROSSED)
                return False
            if (bids.horizon is None or bid <= bids.horizon) and (asks.horizon is None or ask <= asks.horizon):
                return True
        elif (bid is not None or bids.horizon is None) and (ask is not None or asks.horizon is None):
            return True
        self.counters.left_horizon += 1
        self._break(Reason.HORIZON)
        return False

    def _refine(self, decimals: int) -> None:
        self._bids.refine(decimals)
        self._asks.refine(decimals)
        self._decimals = decimals

    def _break(self, reason: Reason) -> None:
        self._forget()
        if self._was_valid:
            self._reason = reason
        self._step(Happening.BROKE)

    def _forget(self) -> None:
        self._buffer.clear()
        self._ahead = None
        self._bids.clear()
        self._asks.clear()
        self._last, self._last_time = -1, None

    def _step(self, happening: Happening) -> None:
        before = self._state
        self._state = TABLE[before][happening]
        if self._on_change is not None and (before is BookState.VALID) != (self._state is BookState.VALID):
            self._on_change(self)

    def _unreadable(self) -> BookNotReady:
        # A quantity that nobody had looked at before is no number.
        self.counters.malformed += 1
        self._break(Reason.MALFORMED)
        return BookNotReady(self.symbol, self._state, self._reason)
