"""Where the trades of a scripted market come from: a walk by seed, or a recording.

Rules:
- a source is asked for minutes counted from 1970, the first time in their order, later again in any;
- no floats: prices are ticks, inside a walk thousandths of a tick, so that every machine makes the same market;
- what was drawn for a minute depends on seed, symbol and minute only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from math import isqrt
from operator import itemgetter
from struct import unpack
from typing import NamedTuple, Protocol

import attrs

from ..engine.draw import draw
from ..engine.tape import MINUTE

__all__ = ["Print", "Recording", "Replay", "Silence", "Source", "Walk", "WalkPlan"]

BILLION = 1_000_000_000
_FINE = 1000
_TIME = itemgetter(0)


class Print(NamedTuple):
    """A trade that a source makes: time (ms), price (ticks), quantity (steps), and whether a sell hit a bid."""

    time: int
    price: int
    quantity: int
    sold: bool


class Source(Protocol):
    """Makes the trades of a symbol from the script's start on."""

    def prints(self, minute: int, price: int) -> Sequence[Print]:
        """The trades of a minute, oldest first.

        Args:
            minute: Minutes since 1970.
            price: Ticks of the last trade before the script began.
        """
        ...


@attrs.frozen
class WalkPlan:
    """How a walk moves.

    Attributes:
        volatility: Typical move of a minute, in billionths.
        drift: Move of a minute on average, in billionths.
        trades: Trades per minute.
        quantity: Typical quantity, in steps.
        price: First price, in ticks; None goes on where the market stands.
        lowest: No price is below this; ``highest`` likewise.
    """

    volatility: int
    drift: int
    trades: int
    quantity: int
    price: int | None
    lowest: int
    highest: int


class Walk:
    """A random walk.

    Args:
        seed: Decides it, together with the symbol.
        symbol: Name of the contract.
        plan: How it moves.
        first: The minute in which it begins.
    """

    def __init__(self, seed: object, symbol: str, plan: WalkPlan, first: int) -> None:
        self._labels, self.plan, self._first = (seed, symbol, "walk"), plan, first
        # Of a uniform number between -1 and 1 times this, the moves of one minute together have the volatility.
        self._reach = plan.volatility * 1732 // 1000 * 1000 // max(isqrt(plan.trades * 1_000_000), 1)
        self._drift = plan.drift // plan.trades
        self._opens: list[int] = []

    def prints(self, minute: int, price: int) -> Sequence[Print]:
        """The trades of a minute."""
        if not self._opens:
            self._opens.append((self.plan.price or price) * _FINE)
        while len(self._opens) <= minute - self._first:
            self._walk(self._first + len(self._opens) - 1)
        return self._walk(minute)

    def _walk(self, minute: int) -> list[Print]:
        plan, index, count = self.plan, minute - self._first, self.plan.trades
        fine, made = self._opens[index], list[Print]()
        raw = draw(6 * count, *self._labels, minute)
        moves, rest = unpack(f"<{count}h", raw[: 2 * count]), raw[2 * count :]
        low, high, reach, drift = plan.lowest * _FINE, plan.highest * _FINE, self._reach, self._drift
        slot = MINUTE * 1000 // count
        for n, move in enumerate(moves):
            fine = max(low, min(high, fine + fine * (reach * move // 32_768 + drift) // BILLION))
            late, size, flow = rest[4 * n] | rest[4 * n + 1] << 8, rest[4 * n + 2], rest[4 * n + 3]
            time = minute * MINUTE + (n * slot + late * slot // 65_536) // 1000
            made.append(Print(time, fine // _FINE, max(plan.quantity * (1 + size) // 64, 1), bool(flow & 1)))
        if index + 1 == len(self._opens):
            self._opens.append(fine)
        return made


class Silence:
    """No trades at all."""

    def prints(self, minute: int, price: int) -> Sequence[Print]:
        """Nothing."""
        del minute, price
        return ()


@attrs.frozen
class Recording:
    """Recorded trades; times in milliseconds since the recording began."""

    rows: tuple[Print, ...]
    length: int


class Replay:
    """A recording played from an instant on.

    Args:
        recording: What was recorded.
        start: Instant of its beginning (ms).
        repeat: Begin again at its end.
        then: What goes on at its end.
    """

    def __init__(self, recording: Recording, start: int, *, repeat: bool = False, then: Source | None = None) -> None:
        self._rows, self._length, self._start = recording.rows, max(recording.length, 1), start
        self._repeat, self._then = repeat, then or Silence()

    def prints(self, minute: int, price: int) -> Sequence[Print]:
        """The trades of a minute."""
        begin, stop = minute * MINUTE - self._start, (minute + 1) * MINUTE - self._start
        if self._repeat:
            made: list[Print] = []
            for turn in range(max(begin, 0) // self._length, max(stop - 1, 0) // self._length + 1):
                made += self._part(begin, stop, turn * self._length)
            return made
        made = self._part(begin, stop, 0)
        if stop > self._length:
            last = self._rows[-1].price if self._rows else price
            end = self._start + self._length
            made += [row for row in self._then.prints(minute, last) if row.time >= end]
        return made

    def _part(self, begin: int, stop: int, shift: int) -> list[Print]:
        rows = self._rows
        first = bisect_left(rows, begin - shift, key=_TIME)
        last = bisect_left(rows, stop - shift, first, key=_TIME)
        return [row._replace(time=self._start + shift + row.time) for row in rows[first:last]]
