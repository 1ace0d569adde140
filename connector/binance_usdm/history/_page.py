"""One page of a range, and which of its rows are new.

Pure. The exchange is believed, not trusted: rows before the position were delivered already, rows may come unsorted or
twice, and a page that only repeats the past is an error, because asking again would never end.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from operator import lt
from typing import Any, Protocol, cast

import attrs

from binance_usdm_api import Operation
from binance_usdm_api.errors import BinanceUsdmError

from ._state import State

__all__ = ["Keep", "Page", "Request", "Take", "Walk", "pick", "stale"]

Keep = slice | list[int]
"""Rows of a page by their indices."""


@attrs.frozen
class Request:
    """What to ask for next: an operation and wire-named parameters."""

    operation: Operation[Any]
    params: Mapping[str, object]


@attrs.frozen
class Page:
    """One answer.

    Attributes:
        keys: What the rows are ordered by: opening times, instants or ids.
        instants: When each row came to be, ms; for candlesticks when it closes.
        rows: The rows, where the walk needs to tell them apart.
    """

    keys: Sequence[int]
    instants: Sequence[int]
    rows: Sequence[Any] = ()


@attrs.frozen
class Take:
    """What became of a page.

    Attributes:
        keep: The new rows, in order.
        state: Where reading stands once they are delivered.
        gaps: Keys that are missing, as (first, last).
    """

    keep: Keep
    state: State
    gaps: tuple[tuple[int, int], ...] = ()


class Walk(Protocol):
    """A way through a range: decides what to ask for and what is new."""

    def request(self, state: State) -> Request | None:
        """What to ask for, or None when the range is read."""
        ...

    def take(self, state: State, page: Page) -> Take:
        """What a page brings."""
        ...

    def after(self, state: State, page: Page, delivered: Keep, count: int) -> State:
        """Where reading stands when only the first ``count`` of the delivered rows were taken."""
        ...


def _rising(keys: Any) -> bool:
    if isinstance(keys, (list, array)):
        numbers = cast("list[int]", keys)
        return all(map(lt, numbers, numbers[1:]))  # map(lt) runs in C
    return bool((keys[1:] > keys[:-1]).all())


def pick(keys: Sequence[int], first: int, last: int | None) -> Keep:
    """The rows from ``first`` to ``last``, ascending, each key once."""
    count = len(keys)
    if not count:
        return slice(0, 0)
    # The usual page: sorted, without repetition and within bounds.
    if keys[0] >= first and (last is None or keys[-1] <= last) and _rising(keys):
        return slice(0, count)
    chosen: dict[int, int] = {}
    for index, key in enumerate(keys):
        if key >= first and (last is None or key <= last):
            chosen.setdefault(int(key), index)
    return [chosen[key] for key in sorted(chosen)]


def stale(operation: Operation[Any], position: int) -> BinanceUsdmError:
    """The error for a page of rows that all come before the position asked for."""
    return BinanceUsdmError(
        f"the exchange answered only with rows before {position}, which was asked for",
        operation=operation.id,
        hint="The rows read so far are good; go on later with resume=cursor.",
        retryable=True,
    )
