"""Spans of time in queries: bounds, defaults and which rows a limit keeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ..engine.refusal import ExchangeError
from .registry import Params

__all__ = ["DAY", "bounds", "select"]

DAY = 86_400_000
T = TypeVar("T")


def bounds(p: Params, *, longest: int | None = None) -> tuple[int | None, int | None]:
    """The asked-for start and end in milliseconds.

    Raises:
        ExchangeError: They are in the wrong order or too far apart.
    """
    start, end = p.get("startTime"), p.get("endTime")
    if start is not None and end is not None:
        if start > end:
            raise ExchangeError(-1023)
        if longest is not None and end - start > longest:
            raise ExchangeError(-4165, "Invalid time interval.")
    return start, end


def select(
    rows: Sequence[T],
    p: Params,
    time: Callable[[T], int],
    *,
    now_ms: int,
    default_limit: int,
    default_window: int | None = None,
    longest: int | None = None,
) -> list[T]:
    """Rows of a history between the asked-for instants, oldest first.

    With a start the first ``limit`` rows from it, without one the last ``limit`` rows.
    """
    start, end = bounds(p, longest=longest)
    limit = int(p.get("limit") or default_limit)
    first, last = start, now_ms if end is None else end
    if first is None and default_window is not None:
        first = last - default_window
    if end is None and first is not None and longest is not None:
        last = min(last, first + longest)
    found = [row for row in rows if (first is None or time(row) >= first) and time(row) <= last]
    return found[:limit] if start is not None else found[max(len(found) - limit, 0) :]
