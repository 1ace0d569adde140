"""Reading a range, page by page: one flow for the blocking and the asynchronous iterable.

Pure. The turns are generators: they yield what to call and receive the reply; a driver of
a few lines makes the call and decides nothing. An error leaves the state as it was before the page, so that the same
iterable can be gone through again and continues after the last row it delivered.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from typing import Any, Generic, TypeVar

from binance_usdm_api import OPERATIONS
from binance_usdm_api.errors import DecodeError

from ._arrays import keep_memory
from ._blocks import Block, BulkOperation, RowsBlock, bulk
from ._columns import Columns
from ._gathering import Gathering
from ._id_walk import IdWalk
from ._page import Keep, Page, Request, Walk
from ._plan import Plan
from ._progress import Progress
from ._state import Phase, State, write_cursor

__all__ = ["Reading", "Turn"]

T = TypeVar("T")
Turn = Generator[Request, Any, bool]

log = logging.getLogger("binance_usdm")


class Reading(Generic[T]):
    """The state of reading one range.

    Args:
        plan: What to read.
    """

    def __init__(self, plan: Plan[T]) -> None:
        self._plan = plan
        self._walk: Walk | None = None
        self._now = 0
        self._before = plan.first
        """Where reading stood before the page that is being delivered."""
        self._after = plan.first
        """Where it stands after that page."""
        self._page = Page((), ())
        self._keep: Keep = slice(0, 0)
        self._fresh: Sequence[T] = ()
        self._taken = 0
        self._bulk: BulkOperation | None = None
        self._gathering: Gathering | None = None
        self._rewind_to = plan.first
        self._rows = 0
        self._pages = 0
        self._instant = plan.start if plan.start is not None else 0
        self._gaps: list[tuple[int, int]] = []

    # -- what callers see ---------------------------------------------------------------------------------------------

    @property
    def cursor(self) -> str:
        """Where the next row will come from, as text to keep; give it to the same method as ``resume``."""
        state = self._standing() if self._gathering is None else self._rewind_to
        return write_cursor(self._plan.operation.id, self._plan.params, state)

    def _standing(self) -> State:
        if self._taken < len(self._fresh) and self._walk is not None:
            return self._walk.after(self._before, self._page, self._keep, self._taken)
        return self._after

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """Spans (first, last) of opening times, instants or ids that the exchange did not serve, as far as read."""
        return tuple(self._gaps)

    @property
    def rows_read(self) -> int:
        """How many rows were read so far."""
        return self._rows

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._plan.describe()}: {self._rows} rows read>"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<code>{escape(repr(self))}</code>"

    # -- the flow -----------------------------------------------------------------------------------------------------

    def _prepare(self) -> Generator[Request, Any, Walk]:
        if self._walk is None:
            reply = yield Request(OPERATIONS["time"], {})
            self._now = reply.result.server_time
            self._walk = self._plan.make_walk(self._plan.last(self._now), self._now)
        return self._walk

    def _turn(self) -> Turn:
        """Read a page of rows; False when there is no more."""
        walk = yield from self._prepare()
        request = walk.request(self._after)
        if request is None:
            self._fresh, self._taken = (), 0
            return False
        reply = yield request
        rows: list[Any] = reply.result
        if self._after.phase is Phase.LOCATE:
            page = self._located(walk, rows)
        else:
            key, instant = self._plan.key, self._plan.instant
            keys = [getattr(row, key) for row in rows]
            page = Page(keys, keys if instant == key else [getattr(row, instant) for row in rows], rows)
        keep = self._take(walk, page)
        self._fresh = rows[keep] if isinstance(keep, slice) else [rows[index] for index in keep]
        self._taken = 0
        self._report(len(self._fresh))
        return True

    def _bulk_turn(self, gathering: Gathering) -> Turn:
        """Read a page into columns; False when there is no more."""
        walk = yield from self._prepare()
        plan = self._plan
        request = walk.request(self._after)
        if request is None or self._bulk is None:
            return False
        if self._after.phase is Phase.LOCATE:
            reply = yield request
            self._take(walk, self._located(walk, reply.result))
            return True
        reply = yield Request(self._bulk, request.params)
        block: Block = reply.result
        keys = block.ints(plan.key)
        page = Page(keys, keys if plan.instant == plan.key else block.ints(plan.instant), block.rows)
        fresh = block.select(self._take(walk, page))
        if len(fresh):
            try:
                gathering.add(fresh.packed())
            except DecodeError:
                self._after = self._before
                raise
        self._report(len(fresh))
        return True

    def _begin_bulk(self) -> Gathering:
        """The columns to fill: what a failed attempt left, or the rows that were read but not delivered."""
        if self._gathering is None:
            keep_memory()
            self._rewind_to = self._standing()
            plan = self._plan
            self._bulk = bulk(plan.operation, plan.instants, plan.left_out)
            pending = self._fresh[self._taken :]
            self._fresh, self._taken = (), 0
            self._gathering = Gathering(self._bulk.fields, plan.left_out, plan.describe())
            if pending:
                self._gathering.add(RowsBlock(self._bulk.fields, pending).packed())
        return self._gathering

    def _end_bulk(self, gathering: Gathering) -> Columns:
        self._gathering = None
        return gathering.columns()

    def _rewind(self) -> None:
        """Forget columns that were never delivered: their rows come again, one by one."""
        if self._gathering is not None:
            self._after = self._rewind_to
            self._rows -= len(self._gathering)
            self._gathering = None

    @staticmethod
    def _located(walk: Walk, rows: Sequence[Any]) -> Page:
        field = walk.locator.first if isinstance(walk, IdWalk) and walk.locator is not None else ""
        return Page([getattr(row, field) for row in rows], ())

    def _take(self, walk: Walk, page: Page) -> Keep:
        take = walk.take(self._after, page)
        self._before, self._after, self._page, self._keep = self._after, take.state, page, take.keep
        if take.gaps:
            self._gaps.extend(take.gaps)
            log.warning("gap operation=%s spans=%s", self._plan.operation.id, take.gaps)
        if self._after.phase is not Phase.ID:
            self._instant = self._after.position
        elif len(page.instants):
            self._instant = max(self._instant, page.instants[-1])
        return take.keep

    def _report(self, rows: int) -> None:
        self._rows += rows
        self._pages += 1
        if self._plan.progress is not None and self._walk is not None:
            done = self._after.done or self._walk.request(self._after) is None
            last = self._plan.last(self._now)
            instant = min(self._instant, last)
            self._plan.progress(Progress(self._rows, self._pages, instant, self._plan.start, last, done))
