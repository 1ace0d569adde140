"""A long range of candlesticks read page by page and kept: rows a second, and memory a row."""

from collections.abc import Callable, Sized
from typing import Any

from .answers import MINUTE, OPENED
from .many import resident_mb

PAGE = 1_000
"""Rows of a page; the most that all contenders ask for."""


def span(count: int) -> tuple[int, int]:
    """First instant and end of so many candlesticks of a minute, ms."""
    return OPENED, OPENED + count * MINUTE


def pages(ask: Callable[[int, int, int], list[Any]]) -> Callable[[int], list[Any]]:
    """What reads so many rows through a method for one page, as its users do by hand.

    Args:
        ask: Takes the first instant, the last one and the rows wanted; gives rows that begin with their instant.
    """

    def read(count: int) -> list[Any]:
        first, end = span(count)
        rows: list[Any] = []
        while first < end:
            page = ask(first, end - 1, PAGE)
            if not page:
                break
            rows += page
            first = int(page[-1][0]) + MINUTE
        return rows

    return read


def kept(read: Callable[[int], Sized]) -> Callable[[int], dict[str, float]]:
    """What reads so many rows, keeps them, and tells how much memory was taken for each."""

    def run(count: int) -> dict[str, float]:
        # Going through all objects for garbage would be measured with the reading.
        before = resident_mb(collect=False)
        rows = read(count)
        assert len(rows) == count, f"{len(rows)} rows came instead of {count}"
        return {"row_bytes": (resident_mb(collect=False) - before) * 1e6 / count}

    return run
