"""The final bars of one symbol and interval, in order, each once.

Rules of this module:

- Pure: events, rows and instants come in, bars come out. Instants are ms of the exchange's clock.
- A bar is final when the stream says that it is closed or, if it has not by the end of a time of grace, when a query
  shows it. Nothing overtakes: what is closed waits until everything before it is final or missing.
- A bar that comes closed later, with other figures, is handed out once more as an amendment; with the same it is not.
- A bar that two queries in a row do not show is missing. What comes of it later is an amendment too.
- The first bar that the stream speaks of is the first one handed out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import attrs

from ..history._interval import Step
from ._bar import BarSource, ClosedBar, MissingBars

__all__ = ["BarKeeper", "Final"]

Final: TypeAlias = ClosedBar | MissingBars

_KEPT = 64
_MOST = 500
_LONGEST_PAUSE_MS = 60_000
_NEVER = 1 << 62


class BarKeeper:
    """Decides which bars are final.

    Args:
        symbol: Symbol.
        interval: Length as text.
        grace_ms: How long after its end a bar may still come closed before it is asked for.
    """

    def __init__(self, symbol: str, interval: str, grace_ms: int) -> None:
        self.symbol = symbol
        self.interval = interval
        self._step = Step.of(interval)
        self._grace = grace_ms
        self._expected: int | None = None
        self._waiting: dict[int, ClosedBar] = {}
        self._given: dict[int, ClosedBar | None] = {}
        self._absent: int | None = None
        self._asking = False
        self._pause = 0
        self._not_before = 0
        self._asked_until = 0
        self.deadline = _NEVER
        """When `request` has something to ask."""

    def event(self, event: Any) -> list[Final]:
        """Take an event of the stream; returns what is final by it."""
        bar = event.kline
        if self._expected is None:
            self._expected = bar.open_time
            self._plan()
        if not bar.is_closed:
            return []
        closed = _closed(self.symbol, self.interval, bar, BarSource.STREAM)
        if bar.open_time < self._expected:
            return self._late(closed)
        self._waiting[bar.open_time] = closed
        return self._drain()

    def _late(self, bar: ClosedBar) -> list[Final]:
        if bar.open_time not in self._given or self._given[bar.open_time] == bar:
            return []
        self._given[bar.open_time] = bar
        return [_amended(bar)]

    def _drain(self) -> list[Final]:
        found: list[Final] = []
        while self._expected in self._waiting:
            found.append(self._give(self._waiting.pop(self._expected)))
        return found

    def _give(self, bar: ClosedBar) -> ClosedBar:
        self._keep(bar.open_time, bar)
        self._advance(bar.open_time)
        return bar

    def _keep(self, opened: int, bar: ClosedBar | None) -> None:
        self._given[opened] = bar
        if len(self._given) > _KEPT:
            del self._given[next(iter(self._given))]

    def _advance(self, opened: int) -> None:
        self._expected = self._step.after(opened)
        self._absent = None
        self._pause = 0
        self._not_before = 0
        self._plan()

    def _plan(self) -> None:
        if self._asking or self._expected is None:
            self.deadline = _NEVER
        else:
            self.deadline = max(self._step.after(self._expected) + self._grace, self._not_before)

    # -- queries ------------------------------------------------------------------------------------------------------

    def request(self, now_ms: int) -> tuple[int, int, int] | None:
        """Opening times of the first and last bar to ask for, and how many there are; None while nothing is due."""
        if now_ms < self.deadline or self._expected is None:
            return None
        last, count = self._expected, 1
        while count < _MOST and self._step.after(following := self._step.after(last)) + self._grace <= now_ms:
            last, count = following, count + 1
        self._asking = True
        self._asked_until = last
        self._plan()
        return self._expected, last, count

    def failed(self, now_ms: int) -> None:
        """The query was not answered."""
        self._asking = False
        self._put_off(now_ms)

    def _put_off(self, now_ms: int) -> None:
        self._pause = min(_LONGEST_PAUSE_MS, 2 * self._pause or max(1000, self._grace))
        self._not_before = now_ms + self._pause
        self._plan()

    def answer(self, rows: Iterable[Any], now_ms: int) -> list[Final]:
        """Take the rows of the query; returns what is final by them."""
        self._asking = False
        shown = {row.open_time: row for row in rows}
        found: list[Final] = []
        while self._expected is not None and self._expected <= self._asked_until:
            opened = self._expected
            row = shown.get(opened)
            if opened in self._waiting:
                found.append(self._give(self._waiting.pop(opened)))
            elif row is not None:
                found.append(self._give(_closed(self.symbol, self.interval, row, BarSource.REST)))
            elif self._absent is None or opened > self._absent:
                # Once is no proof: the query may have been answered from an older view. All of it is asked again.
                self._absent = self._asked_until
                self._put_off(now_ms)
                break
            else:
                found = self._miss(found, opened)
        self._plan()
        return found + self._drain()

    def _miss(self, found: list[Final], opened: int) -> list[Final]:
        absent = self._absent
        self._keep(opened, None)
        self._advance(opened)
        self._absent = absent
        before = found[-1] if found else None
        if isinstance(before, MissingBars):
            found[-1] = MissingBars(
                symbol=self.symbol, interval=self.interval, first=before.first, last=opened, count=before.count + 1
            )
        else:
            found.append(MissingBars(symbol=self.symbol, interval=self.interval, first=opened, last=opened, count=1))
        return found


def _closed(symbol: str, interval: str, bar: Any, source: BarSource) -> ClosedBar:
    return ClosedBar(
        symbol=symbol,
        interval=interval,
        open_time=bar.open_time,
        close_time=bar.close_time,
        open=bar.open,
        high=bar.high,
        low=bar.low,
        close=bar.close,
        volume=bar.volume,
        quote_volume=bar.quote_volume,
        trade_count=bar.trade_count,
        taker_buy_volume=bar.taker_buy_volume,
        taker_buy_quote_volume=bar.taker_buy_quote_volume,
        source=source,
    )


def _amended(bar: ClosedBar) -> ClosedBar:
    return attrs.evolve(bar, amends=True)
