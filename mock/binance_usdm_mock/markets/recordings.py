"""Recorded markets: JSON lines as ``binance-usdm stream --json`` prints them, or rows of REST answers.

Rules:
- a line is an event (aggTrade, trade, kline, depthUpdate, bookTicker; alone or in the envelope of a combined stream), a
  row of klines, a trade of a REST answer, or a list of those; events of other kinds and symbols are passed over;
- times are counted from the first record; prices and quantities are put onto the contract's tick and step;
- a candle becomes four trades at open, low, high and close, or open, high, low and close when it fell, whose volume is
  its own; only the last record of a candle counts;
- where only books were recorded, every change of the best prices becomes a trade of one step.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal, cast

import attrs
import msgspec

from ..engine.symbols import Symbol
from ..script import ScriptError
from .ladder import Books, Frame, Rows
from .sources import Print, Recording

__all__ = ["Recorded", "read_recording"]

_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_E8 = Decimal(10**8)
_KINDS = "aggTrade, trade, kline, depthUpdate or bookTicker"
_SNAPSHOTS = (5, 10, 20)
Json = dict[str, Any]


@attrs.frozen
class Recorded:
    """What a file tells of one symbol."""

    trades: Recording
    books: Books | None


@attrs.define
class _Reading:
    """A file while it is read."""

    file: str
    symbol: Symbol
    of: str
    books: Literal["guess", "diffs", "snapshots"]
    line: int = 0
    prints: list[Print] = attrs.field(factory=list[Print])
    frames: list[Frame] = attrs.field(factory=list[Frame])
    candles: dict[int, list[Print]] = attrs.field(factory=dict[int, list[Print]])
    others: set[str] = attrs.field(factory=set[str])

    def wrong(self, problem: str) -> ScriptError:
        return ScriptError(
            f"{self.file}:{self.line}: {problem}",
            hint="Correct the recording; a line is an event of a stream or a row of a REST answer.",
        )

    def number(self, row: Any, name: str | int) -> Decimal:
        try:
            value = Decimal(str(row[name]))
            if not value.is_finite() or value < 0:
                raise InvalidOperation
        except (KeyError, IndexError, TypeError, InvalidOperation):
            raise self.wrong(f"{name}: must be a number.") from None
        return value

    def time(self, row: Any, *names: str | int) -> int:
        for name in names:
            if isinstance(row, list) or name in row:
                return int(self.number(row, name))
        raise self.wrong(f"{names[0]}: is missing.")

    def ticks(self, price: Decimal) -> int:
        return max(int(price * _E8) // self.symbol.tick_e8, 1)

    def steps(self, quantity: Decimal) -> int:
        return int(quantity * _E8) // self.symbol.step_e8

    def put(self, value: Any) -> None:
        """Take a line."""
        if isinstance(value, list):
            rows: list[Any] = value  # pyright: ignore[reportUnknownVariableType] - JSON
            if rows and isinstance(rows[0], (list, dict)):
                for row in rows:
                    self.put(row)
            elif len(rows) >= 6:
                close = self.time(rows, 6) if len(rows) > 6 else self.time(rows, 0) + 59_999
                self.candle(self.time(rows, 0), close, [self.number(rows, n) for n in range(1, 6)])
            else:
                raise self.wrong("is no row of klines, which has open time, four prices and volume.")
            return
        if not isinstance(value, dict):
            raise self.wrong(f"is no event: {_KINDS}, or a row of klines or trades.")
        event = cast(Json, value)
        if isinstance(event.get("data"), (dict, list)) and "stream" in event:
            self.put(event["data"])
            return
        named = str(event.get("s", self.of))
        if named != self.of:
            self.others.add(named)
            return
        self.event(str(event.get("e", "")), event)

    def event(self, kind: str, event: Json) -> None:
        if kind == "kline":
            k = event.get("k")
            if not isinstance(k, dict):
                raise self.wrong("k: is missing.")
            row = cast(Json, k)
            self.candle(self.time(row, "t"), self.time(row, "T"), [self.number(row, name) for name in "ohlcv"])
        elif kind in ("aggTrade", "trade") or (not kind and "p" in event and "q" in event):
            self.trade(self.time(event, "T", "E"), event, "p", "q", "m")
        elif not kind and "price" in event and "qty" in event:
            self.trade(self.time(event, "time"), event, "price", "qty", "isBuyerMaker")
        elif kind == "depthUpdate":
            self.depth(event)
        elif kind == "bookTicker":
            bid, ask = ((self.number(event, p), self.number(event, q)) for p, q in (("b", "B"), ("a", "A")))
            sides = [((self.ticks(price), self.steps(size)),) for price, size in (bid, ask)]
            self.frames.append(Frame(self.time(event, "E", "T"), True, sides[0], sides[1]))
        elif not kind:
            raise self.wrong(f"e: is missing; it is {_KINDS}.")

    def trade(self, time: int, row: Json, price: str, quantity: str, maker: str) -> None:
        steps = self.steps(self.number(row, quantity))
        self.prints.append(Print(time, self.ticks(self.number(row, price)), max(steps, 1), row.get(maker) is True))

    def candle(self, opened: int, closed: int, figures: list[Decimal]) -> None:
        first, high, low, last = (self.ticks(price) for price in figures[:4])
        steps, rose = self.steps(figures[4]), last >= first
        path = (first, low, high, last) if rose else (first, high, low, last)
        parts = [steps // 4] * 3 + [steps - steps // 4 * 3]
        length = closed - opened
        self.candles[opened] = [
            Print(opened + length * n // 3, price, part, (n in (1, 2)) == (rose == (n == 1)))
            for n, (price, part) in enumerate(zip(path, parts, strict=True))
            if part
        ]

    def depth(self, event: Json) -> None:
        sides: list[Rows] = []
        for name in ("b", "a"):
            rows = event.get(name)
            if not isinstance(rows, list):
                raise self.wrong(f"{name}: must be a list of levels.")
            levels: list[Any] = rows  # pyright: ignore[reportUnknownVariableType] - JSON
            sides.append(tuple((self.ticks(self.number(row, 0)), self.steps(self.number(row, 1))) for row in levels))
        whole = self.books == "snapshots" or (
            self.books == "guess"
            and len(sides[0]) == len(sides[1])
            and len(sides[0]) in _SNAPSHOTS
            and all(size for side in sides for _, size in side)
        )
        self.frames.append(Frame(self.time(event, "E", "T"), whole, sides[0], sides[1]))

    def finish(self, speed: int) -> Recorded:
        """All of it, counted from the first record and ``speed`` millionths as fast."""
        self.prints += [row for rows in self.candles.values() for row in rows]
        if self.frames and not self.prints:
            self.prints += _from_books(self.frames)
        if not self.prints and not self.frames:
            others = f" It tells of {', '.join(sorted(self.others)[:8])}." if self.others else ""
            raise self.wrong(f"the recording has nothing of {self.of}.{others}")
        rows = sorted(self.prints, key=lambda row: row.time)
        frames = sorted(self.frames, key=lambda frame: frame.time)
        begin = min([row.time for row in rows[:1]] + [frame.time for frame in frames[:1]])
        end = max([row.time for row in rows[-1:]] + [frame.time for frame in frames[-1:]])

        def at(time: int) -> int:
            return (time - begin) * 1_000_000 // speed

        length = at(end) + 1
        trades = Recording(tuple(row._replace(time=at(row.time)) for row in rows), length)
        moved = tuple(attrs.evolve(frame, time=at(frame.time)) for frame in frames)
        return Recorded(trades, Books(moved, length) if moved else None)


def _from_books(frames: list[Frame]) -> Iterator[Print]:
    """Trades that the best prices tell of."""
    sides: tuple[dict[int, int], dict[int, int]] = ({}, {})
    before: tuple[int, int] | None = None
    for frame in sorted(frames, key=lambda frame: frame.time):
        for side, rows in zip(sides, (frame.bids, frame.asks), strict=True):
            if frame.whole:
                side.clear()
            side.update(rows)
            for price in [price for price, size in rows if not size]:
                side.pop(price, None)
        if not sides[0] or not sides[1]:
            continue
        best = (max(sides[0]), min(sides[1]))
        if best != before:
            fell = before is not None and sum(best) < sum(before)
            yield Print(frame.time, best[0] if fell else best[1], 1, fell)
            before = best


def read_recording(
    path: str, symbol: Symbol, of: str, *, speed: int, books: Literal["guess", "diffs", "snapshots"]
) -> Recorded:
    """Read a recorded file.

    Args:
        path: The file.
        symbol: The contract it is played for.
        of: Name of the contract in the file.
        speed: Millionths of the speed it was recorded at.
        books: What depth events are; a guess takes 5, 10 or 20 full levels for a snapshot.

    Raises:
        ScriptError: It cannot be read, or a line is not understood.
    """
    reading = _Reading(path, symbol, of, books)
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise ScriptError(f"{path}: cannot be read: {error.strerror}.", hint="Name a file that exists.") from None
    except UnicodeDecodeError:
        raise ScriptError(f"{path}: is not UTF-8 text.", hint="Save it as UTF-8.") from None
    for line in text.splitlines():
        reading.line += 1
        if not line.strip():
            continue
        try:
            value = _DECODER.decode(line)
        except (msgspec.DecodeError, RecursionError):
            raise reading.wrong("is no JSON.") from None
        reading.put(value)
    return reading.finish(speed)
