"""Candle intervals and where they begin; weeks begin on Monday, months on the first, all in UTC."""

from __future__ import annotations

from datetime import UTC, datetime

__all__ = ["INTERVALS", "PERIODS", "floor", "following", "preceding"]

_SECOND, _MINUTE, _HOUR, _DAY = 1000, 60_000, 3_600_000, 86_400_000
_FIRST_MONDAY = 4 * _DAY

INTERVALS: dict[str, int] = {
    "1s": _SECOND,
    "1m": _MINUTE,
    "3m": 3 * _MINUTE,
    "5m": 5 * _MINUTE,
    "15m": 15 * _MINUTE,
    "30m": 30 * _MINUTE,
    "1h": _HOUR,
    "2h": 2 * _HOUR,
    "4h": 4 * _HOUR,
    "6h": 6 * _HOUR,
    "8h": 8 * _HOUR,
    "12h": 12 * _HOUR,
    "1d": _DAY,
    "3d": 3 * _DAY,
    "1w": 7 * _DAY,
    "1M": 31 * _DAY,
}
"""Length of every interval in milliseconds; a month counts as 31 days and is treated by the calendar."""

PERIODS = ("5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d")


def _month(ms: int, later: int) -> int:
    day = datetime.fromtimestamp(ms / 1000, UTC)
    count = day.year * 12 + day.month - 1 + later
    return int(datetime(count // 12, count % 12 + 1, 1, tzinfo=UTC).timestamp()) * 1000


def floor(interval: str, ms: int) -> int:
    """Open time of the candle that holds this instant."""
    if interval == "1M":
        return _month(ms, 0)
    length = INTERVALS[interval]
    offset = _FIRST_MONDAY if interval == "1w" else 0
    return (ms - offset) // length * length + offset


def following(interval: str, open_time: int) -> int:
    """Open time of the next candle."""
    return _month(open_time, 1) if interval == "1M" else open_time + INTERVALS[interval]


def preceding(interval: str, open_time: int) -> int:
    """Open time of the candle before."""
    return _month(open_time, -1) if interval == "1M" else open_time - INTERVALS[interval]
