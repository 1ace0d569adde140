"""How each kind of history is paged: the catalogue's facts, made into plans.

Pure. Names of operations, parameters, keys, limits and spans come from the catalogue; what stands here is which fields
of a row are instants, which the catalogue's models say only in words. Everything the caller wrote is checked here,
before anything is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypedDict

from binance_usdm_api import OPERATIONS, CallOptions, Operation
from binance_usdm_api.errors import InvalidParameter

from ._candle_walk import CandleWalk
from ._id_walk import IdWalk, Locator
from ._instant import When, read_range
from ._interval import Step
from ._page import Walk
from ._page_size import check_page
from ._plan import Plan
from ._progress import Progress
from ._state import Phase, State, read_cursor
from ._time_walk import TimeWalk
from ._twin_walk import TwinWalk

__all__ = ["KLINES", "CandleKind", "Common", "by_id", "by_time", "candles"]

CandleKind = Literal["last", "mark", "index", "premium", "continuous"]
"""Of which price a candlestick is."""

KLINES = {
    "last": "klines",
    "mark": "mark_price_klines",
    "index": "index_price_klines",
    "premium": "premium_index_klines",
    "continuous": "continuous_klines",
}
"""Operation of each kind of candlestick."""

# An aggregate trade gathers the trades of a tenth of a second; looking a second back is sure to find the first of them.
_AGGREGATION_MS = 1000
_DAY_MS = 86_400_000


class Common(TypedDict):
    """What every kind of history takes."""

    limit: int | None
    progress: Callable[[Progress], object] | None
    resume: str | None
    options: CallOptions | None


def _check(operation: Operation[Any], params: dict[str, object]) -> dict[str, object]:
    wired = operation.wire(params)
    operation.check(wired)
    return wired


def _span(operation: Operation[Any]) -> int:
    return max((rule.limit_ms for rule in operation.rules if rule.limit_ms), default=_DAY_MS)


def _begin(operation: Operation[Any], params: dict[str, object], resume: str | None, first: State) -> State:
    return first if resume is None else read_cursor(resume, operation.id, params)


def candles(
    kind: str,
    symbol: str,
    interval: str,
    contract_type: str,
    closed_only: bool,
    start: When,
    end: When | None,
    common: Common,
) -> Plan[Any]:
    """A plan for candlesticks.

    Raises:
        InvalidParameter: Something is wrong; nothing was sent.
    """
    name = KLINES.get(kind)
    if name is None:
        raise InvalidParameter("kind", kind, ", ".join(KLINES), reason="there is no such kind of candlestick")
    operation: Operation[Any] = OPERATIONS[name]
    asked: dict[str, object] = {"symbol" if operation.parameter("symbol") else "pair": symbol, "interval": interval}
    if operation.parameter("contractType"):
        asked["contractType"] = contract_type
    params = _check(operation, asked)
    first, last = read_range(start, end)
    limit = check_page(operation, common["limit"])
    step = Step.of(str(interval))

    def walk(final: int, now: int) -> Walk:
        return CandleWalk(operation, params, step, first, final, now if closed_only else None, limit)

    return Plan(
        operation=operation,
        params=params,
        key=_paging_key(operation),
        instant="close_time",
        instants=("open_time", "close_time"),
        left_out=("ignored",),
        start=first,
        end=last,
        first=_begin(operation, params, common["resume"], State(Phase.TIME, first)),
        make_walk=walk,
        progress=common["progress"],
        options=common["options"],
    )


def _paging_key(operation: Operation[Any]) -> str:
    paging = operation.paging
    if paging is None:
        raise InvalidParameter("operation", operation.id, "an operation that can be paged")
    return paging.key


def by_time(name: str, params: dict[str, object], start: When, end: When | None, common: Common) -> Plan[Any]:
    """A plan for rows that are paged by time and may share an instant.

    Raises:
        InvalidParameter: Something is wrong; nothing was sent.
    """
    operation: Operation[Any] = OPERATIONS[name]
    wired = _check(operation, params)
    first, last = read_range(start, end)
    limit = check_page(operation, common["limit"])
    unique = operation.paging.unique if operation.paging is not None else ()
    key = _paging_key(operation)
    return Plan(
        operation=operation,
        params=wired,
        key=key,
        instant=key,
        instants=(key,),
        start=first,
        end=last,
        first=_begin(operation, wired, common["resume"], State(Phase.TIME, first)),
        make_walk=lambda final, _: TimeWalk(operation, wired, unique, final, limit),
        progress=common["progress"],
        options=common["options"],
    )


def by_id(
    name: str,
    params: dict[str, object],
    instants: tuple[str, ...],
    start: When | None,
    end: When | None,
    from_id: int | None,
    common: Common,
    *,
    contiguous: bool = False,
    locate: tuple[str, str] | None = None,
    twins: tuple[str, ...] = (),
) -> Plan[Any]:
    """A plan for rows that are paged by id.

    Args:
        name: The operation.
        params: Which rows.
        instants: Fields that are instants; the first says when a row came to be.
        start: First instant.
        end: First instant after the range.
        from_id: First id, instead of ``start``.
        common: What every kind takes.
        contiguous: Ids have no holes of their own.
        twins: Fields that tell rows of one id apart, where rows may share one.
        locate: Another operation that finds the first id by time, and the field that holds it.

    Raises:
        InvalidParameter: Something is wrong; nothing was sent.
    """
    operation: Operation[Any] = OPERATIONS[name]
    wired = _check(operation, params)
    if (start is None) == (from_id is None):
        which = "neither is given" if start is None else "both are given"
        raise InvalidParameter("start", start, "start or from_id, one of them", reason=which, operation=name)
    limit = check_page(operation, common["limit"])
    cursor = operation.paging.cursor if operation.paging is not None else None
    if cursor is None:
        raise InvalidParameter("operation", name, "an operation that is paged by id")
    first: int | None = None
    if start is not None:
        first, last = read_range(start, end)
        state = State(Phase.TIME, first)
        if locate is not None:
            state = State(Phase.LOCATE, max(first - _AGGREGATION_MS, 0))
    else:
        last = None if end is None else read_range(0, end)[1]
        operation.check({**wired, cursor: from_id})
        state = State(Phase.ID, int(str(from_id)))
    locator = None
    if locate is not None:
        located: Operation[Any] = OPERATIONS[locate[0]]
        locator = Locator(located, locate[1], _span(located))
    window, earliest = _span(operation), first or 0

    def make_walk(final: int, _: int) -> Walk:
        if twins:
            return TwinWalk(operation, wired, cursor, twins, window, earliest, final, limit)
        return IdWalk(operation, wired, cursor, window, earliest, final, limit, contiguous, locator)

    return Plan(
        operation=operation,
        params=wired,
        key=_paging_key(operation),
        instant=instants[0],
        instants=instants,
        start=first,
        end=last,
        first=_begin(operation, wired, common["resume"], state),
        make_walk=make_walk,
        progress=common["progress"],
        options=common["options"],
    )
