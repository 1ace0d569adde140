"""Candlesticks drawn with characters.

Pure. A column is a candlestick; when there are more than columns, neighbours are joined into one. Heights are counted
in half cells, so a small move shows. Without colour the text holds no control character.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import attrs

__all__ = ["candles"]

_RISE, _FALL, _OFF = "\x1b[32m", "\x1b[31m", "\x1b[0m"
_BODY, _HOLLOW, _WICK = ("█", "▀", "▄"), ("▒", "▀", "▄"), ("│", "╵", "╷")


@attrs.frozen
class _Candle:
    open: float
    high: float
    low: float
    close: float


def candles(klines: Iterable[Any], *, width: int = 80, height: int = 16, colour: bool = False) -> str:
    """Candlesticks as a small chart.

    Args:
        klines: Rows with ``open_time``, ``open``, ``high``, ``low`` and ``close``, or columns of history.
        width: Cells of a line.
        height: Lines of the chart, the line of dates not counted.
        colour: Paint rising and falling candlesticks with ANSI sequences; without it rising ones are lighter.

    Returns:
        Lines without a final newline.
    """
    times, drawn = _read(klines)
    if not drawn:
        return "(no candlesticks)"
    height = max(height, 3)
    top, bottom = max(c.high for c in drawn), min(c.low for c in drawn)
    labels = [_price(value, top - bottom) for value in (top, (top + bottom) / 2, bottom)]
    margin = max(map(len, labels)) + 1
    drawn = _merge(drawn, max(width - margin, 1))
    scale = (height * 2 - 1) / (top - bottom) if top > bottom else 0.0
    columns = [_column(candle, top, scale, height) for candle in drawn]
    lines: list[str] = []
    for line in range(height):
        label = {0: labels[0], height // 2: labels[1], height - 1: labels[2]}.get(line, "")
        lines.append(
            f"{label:>{margin - 1}} " + "".join(_paint(c, k[line], colour) for c, k in zip(drawn, columns, strict=True))
        )
    lines.append(_dates(times, margin, len(drawn)))
    return "\n".join(line.rstrip() for line in lines)


def _read(klines: Iterable[Any]) -> tuple[list[int], list[_Candle]]:
    source: Any = klines
    if hasattr(source, "names") and hasattr(source, "row"):
        rows: Sequence[Any] = list(
            zip(*(source[name].floats() for name in ("open", "high", "low", "close")), strict=True)
        )
        return [int(value) for value in source["open_time"].values], [_Candle(*map(float, row)) for row in rows]
    kept = list(klines)
    made = [_Candle(float(k.open), float(k.high), float(k.low), float(k.close)) for k in kept]
    return [int(k.open_time) for k in kept], made


def _merge(drawn: list[_Candle], room: int) -> list[_Candle]:
    size = -(-len(drawn) // room)
    if size == 1:
        return drawn
    groups = [drawn[index : index + size] for index in range(0, len(drawn), size)]
    return [_Candle(g[0].open, max(c.high for c in g), min(c.low for c in g), g[-1].close) for g in groups]


def _column(candle: _Candle, top: float, scale: float, height: int) -> list[str]:
    high, low = round((top - candle.high) * scale), round((top - candle.low) * scale)
    first, last = sorted((round((top - candle.open) * scale), round((top - candle.close) * scale)))
    body = _BODY if candle.close < candle.open else _HOLLOW

    def glyph(line: int) -> str:
        upper, lower = 2 * line, 2 * line + 1
        in_body = first <= upper <= last, first <= lower <= last
        if any(in_body):
            return body[0] if all(in_body) else body[1] if in_body[0] else body[2]
        in_wick = high <= upper <= low, high <= lower <= low
        if any(in_wick):
            return _WICK[0] if all(in_wick) else _WICK[1] if in_wick[0] else _WICK[2]
        return " "

    return [glyph(line) for line in range(height)]


def _paint(candle: _Candle, glyph: str, colour: bool) -> str:
    if not colour or glyph == " ":
        return glyph
    return f"{_FALL if candle.close < candle.open else _RISE}{glyph}{_OFF}"


def _price(value: float, span: float) -> str:
    digits = 0
    while digits < 8 and span and span * 10**digits < 100:
        digits += 1
    return f"{value:.{digits}f}"


def _dates(times: list[int], margin: int, columns: int) -> str:
    first, last = (f"{datetime.fromtimestamp(t / 1000, UTC):%Y-%m-%d %H:%M}" for t in (times[0], times[-1]))
    blanks = columns - len(first) - len(last)
    return " " * margin + (first + " " * blanks + last if blanks > 0 else first)
