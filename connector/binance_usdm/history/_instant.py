"""The two ends of a range of history, from what people write.

Rules:
- pure: "now" is not known here; an open end stays None;
- inside, an instant is integer milliseconds since 1970 UTC;
- milliseconds, datetimes with a time zone, dates and ISO 8601 text are taken; a date alone is its midnight in UTC;
- a datetime without a time zone is refused: on another machine it would be another instant;
- a range is half open: ``start`` belongs to it, ``end`` does not, so neighbouring ranges neither overlap nor leave a
hole.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from binance_usdm_api import Kind, Parameter
from binance_usdm_api.errors import InvalidParameter

__all__ = ["When", "read_instant", "read_range", "spell"]

When = int | str | datetime | date
"""Milliseconds since 1970 UTC, a datetime that knows its time zone, a date (midnight UTC) or ISO 8601 text."""

_ALLOWED = (
    "milliseconds since 1970 UTC, a datetime with a time zone, a date, or ISO 8601 text such as 2026-01-31T12:00Z"
)


def read_instant(name: str, value: object) -> int:
    """An instant in milliseconds.

    Args:
        name: What the caller calls it, for the error.
        value: What the caller wrote.

    Raises:
        InvalidParameter: It is no instant, or has no time zone.
    """
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and len(value) > 8):
        value = _from_text(name, value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    try:
        return int(Parameter(name=name, python_name=name, kind=Kind.INSTANT).text(value))
    except InvalidParameter as error:
        error.allowed = _ALLOWED
        raise


def _from_text(name: str, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InvalidParameter(name, text, _ALLOWED, reason=f"{name} is no instant") from None
    if found.tzinfo is None:
        if "T" in text or ":" in text:
            raise InvalidParameter(
                name, text, _ALLOWED, reason=f"{name} has no time zone", hint=f"For UTC write {text.strip()}Z."
            )
        found = found.replace(tzinfo=UTC)
    return found


def read_range(start: object, end: object) -> tuple[int, int | None]:
    """Both ends of a range in milliseconds; an end that is not given stays None.

    Raises:
        InvalidParameter: One is no instant, or the start is after the end.
    """
    first = read_instant("start", start)
    if end is None:
        return first, None
    last = read_instant("end", end)
    if first > last:
        raise InvalidParameter(
            "end", end, f"not before start ({spell(first)})", reason="start is after end", hint="Swap the two."
        )
    return first, last


def spell(instant: int) -> str:
    """An instant as people read it."""
    try:
        text = datetime.fromtimestamp(instant / 1000, UTC).isoformat(sep=" ", timespec="milliseconds")
    except (ValueError, OverflowError, OSError):
        return str(instant)
    return text.removesuffix("+00:00").removesuffix(".000").removesuffix(":00") + "Z"
