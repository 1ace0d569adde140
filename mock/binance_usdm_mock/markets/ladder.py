"""The orders of everybody else as they were recorded: frames applied as their instants come.

Rules:
- before the first frame the book is the usual one; time only goes on;
- a frame that tells the whole of what is seen replaces the book, one that tells differences changes it;
- at the end of a recording the book stays as it is, begins again, or is the usual one, as its script says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import attrs

from ..engine.liquidity import Ladder
from ..engine.symbols import Symbol
from ..engine.tape import Trade

__all__ = ["Books", "Frame", "RecordedLadder"]

Rows = tuple[tuple[int, int], ...]


@attrs.frozen
class Frame:
    """Levels (ticks, steps) at an instant (ms since the recording began); zero steps remove a level."""

    time: int
    whole: bool
    bids: Rows
    asks: Rows


@attrs.frozen
class Books:
    """Recorded frames, oldest first."""

    frames: tuple[Frame, ...]
    length: int


class RecordedLadder(Ladder):
    """A recorded book.

    Args:
        seed: Seed of the exchange, for what was before and comes after.
        symbol: The contract.
        books: What was recorded.
        start: Instant of its beginning (ms).
        then: What follows at its end.
    """

    def __init__(
        self, seed: int, symbol: Symbol, books: Books, start: int, then: Literal["hold", "repeat", "walk"]
    ) -> None:
        super().__init__(seed, symbol)
        self._books, self._begin, self._then = books, start, then
        self._applied = 0
        self._turn = 0
        self._cursor = 0
        self._sides: dict[bool, dict[int, int]] = {True: {}, False: {}}
        self._since: int | None = None

    @property
    def version(self) -> int:
        """Grows with every state of the ladder."""
        return super().version + self._applied

    @property
    def time(self) -> int | None:
        """When the present state began (ms)."""
        return super().time if self._since is None else self._since

    def follow(self, trade: Trade) -> None:
        """Move to the state after this public trade."""
        super().follow(trade)
        self.pass_to(trade.time)

    def pass_to(self, now_ms: int) -> None:
        """Apply the frames up to an instant."""
        changed = False
        while self._cursor < len(self._books.frames):
            frame = self._books.frames[self._cursor]
            at = self._begin + self._turn * max(self._books.length, 1) + frame.time
            if at > now_ms:
                break
            self._apply(frame)
            self._since, changed = at, True
            self._cursor += 1
            if self._cursor == len(self._books.frames) and self._then == "repeat":
                self._cursor, self._turn = 0, self._turn + 1
        over = self._cursor == len(self._books.frames) and now_ms > self._begin + self._books.length
        if over and self._then == "walk" and self._since is not None:
            self._since, changed = None, True
            self._applied += 1
        if changed:
            bids, asks = self._sides[True], self._sides[False]
            if self._since is None:
                spread = self._symbol.spread
                last = self.trade.price if self.trade else self.bid
                self._settle(last, last + spread)
            elif bids and asks:
                self._settle(max(bids), min(asks))

    def _apply(self, frame: Frame) -> None:
        self._applied += 1
        for bid, rows in ((True, frame.bids), (False, frame.asks)):
            side = self._sides[bid]
            if frame.whole:
                side.clear()
            for price, size in rows:
                if size:
                    side[price] = size
                else:
                    side.pop(price, None)

    def _pieces(self, bid: bool) -> Iterator[list[tuple[int, int]]]:
        """The levels of a side, best first."""
        if self._since is None:
            yield from super()._pieces(bid)
            return
        part = self._part
        rows = sorted(self._sides[bid].items(), reverse=bid)
        yield [(price, left) for price, size in rows if (left := size * part // 1_000_000)]
