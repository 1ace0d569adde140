"""Patterns of a day: how prices and volumes run from minute to minute, relative to the day's open.

Everything that a minute is made of is linear in price, so a day that is moved, stretched or turned upside down has sums
that follow from those of its pattern by a multiplication. All offsets are even numbers of ticks: the middle of two of
them is a tick again.
"""

from __future__ import annotations

from itertools import accumulate
from struct import unpack
from typing import Self

import attrs

from .draw import draw
from .symbols import Symbol

__all__ = ["ENDS", "MINUTES", "PAIRS", "PAIR_SUMS", "PATTERNS", "Pattern", "net_moves"]

MINUTES = 1440
PATTERNS = 64
PAIRS = (1, 2, 1, 3, 1, 2, 4, 1)
"""Sizes of the eight pairs of trades that lie around the middle of a minute, in units of the minute."""
PAIR_SUMS = tuple(accumulate(PAIRS, initial=0))
ENDS = 2
"""Size of the trades at a minute's high and low; those at open and close have size 1."""
_WEIGHT = 2 + 2 * ENDS + 2 * PAIR_SUMS[-1]


def _reach(symbol: Symbol) -> int:
    """Scale of one minute's move: a uniform 16-bit number times this over 2**16 has the symbol's volatility."""
    return max(symbol.base_ticks * symbol.volatility * 3464 // 1_000_000_000, 1)


def net_moves(seed: int, symbol: Symbol) -> tuple[int, ...]:
    """How far each pattern's close is from its open; a day moves about 38 times as far as a minute."""
    raw = unpack(f"<{PATTERNS}h", draw(2 * PATTERNS, seed, symbol.symbol, "moves"))
    reach, most = _reach(symbol), symbol.base_ticks // 12
    return tuple(2 * max(-most, min(most, move * reach * 38 >> 17)) for move in raw)


@attrs.frozen(slots=True)
class Pattern:
    """One pattern: columns of minutes, and their sums. ``up`` and ``down`` tell a day as it is or upside down."""

    opens: list[int]
    highs: list[int]
    lows: list[int]
    closes: list[int]
    units: list[int]
    volumes: list[int]
    turnovers: list[int]
    boughts: list[int]
    bought_turnovers_up: list[int]
    bought_turnovers_down: list[int]
    flows: bytes
    highest: int
    lowest: int
    volume: int
    turnover: int
    bought: int
    bought_turnover_up: int
    bought_turnover_down: int

    @classmethod
    def make(cls, seed: int, name: str, symbol: Symbol, number: int, move: int) -> Self:
        """Make a pattern whose close is ``move`` ticks from its open."""
        raw = draw(MINUTES * 6, seed, name, "pattern", number)
        reach, most = _reach(symbol), symbol.base_ticks // 12
        sums = list(accumulate(unpack(f"<{MINUTES}h", raw[: 2 * MINUTES])))
        ups, downs, sizes, flows = (raw[n * MINUTES : (n + 1) * MINUTES] for n in range(2, 6))
        drift = move // 2 - (sums[-1] * reach >> 17)
        halves = [max(-most, min(most, (s * reach >> 17) + drift * n // MINUTES)) for n, s in enumerate(sums, 1)]
        halves[-1] = move // 2
        closes = [2 * half for half in halves]
        opens = [0, *closes[:-1]]
        ends = list(zip(opens, closes, strict=True))
        highs = [max(end) + (up * reach >> 9) for end, up in zip(ends, ups, strict=True)]
        lows = [min(end) - (down * reach >> 9) for end, down in zip(ends, downs, strict=True)]
        units = [symbol.volume + symbol.volume * size // 64 for size in sizes]
        turnovers = [
            u * (ENDS * (h + low) + (o + c) * (1 + PAIR_SUMS[-1]))
            for u, (o, c), h, low in zip(units, ends, highs, lows, strict=True)
        ]
        pairs = [PAIR_SUMS[(f >> 2) % len(PAIR_SUMS)] for f in flows]
        boughts = [u * (ENDS + (f & 1) + (f >> 1 & 1) + 2 * n) for u, f, n in zip(units, flows, pairs, strict=True)]
        inner = [
            u * ((o if f & 1 else 0) + (c if f & 2 else 0) + (o + c) * n)
            for u, f, n, (o, c) in zip(units, flows, pairs, ends, strict=True)
        ]
        ups_bought = [i + u * ENDS * h for i, u, h in zip(inner, units, highs, strict=True)]
        downs_bought = [i + u * ENDS * low for i, u, low in zip(inner, units, lows, strict=True)]
        volumes = [u * _WEIGHT for u in units]
        return cls(
            opens,
            highs,
            lows,
            closes,
            units,
            volumes,
            turnovers,
            boughts,
            ups_bought,
            downs_bought,
            flows,
            max(highs),
            min(lows),
            sum(volumes),
            sum(turnovers),
            sum(boughts),
            sum(ups_bought),
            sum(downs_bought),
        )
