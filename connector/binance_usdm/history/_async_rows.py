"""A range of history as an asynchronous iterable."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Generator, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from binance_usdm_api import CallOptions, Operation

from ._columns import Columns, Decimals
from ._page import Request
from ._plan import Plan
from ._reading import Reading

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = ["AsyncCaller", "AsyncHistoryRows"]

T = TypeVar("T")
V = TypeVar("V")


class AsyncCaller(Protocol):
    """What history needs of an asynchronous client."""

    def call(
        self,
        operation: str | Operation[Any],
        params: Mapping[str, object] | None = None,
        options: CallOptions | None = None,
    ) -> Awaitable[Any]:
        """Call an operation."""
        ...


class AsyncHistoryRows(Reading[T]):
    """A range of history, read while it is iterated over with ``async for``.

    Each row comes once, in order. When a page fails, after the client's own attempts, its error is raised; iterating
    again goes on after the last row, and so does another process that is given ``cursor``.
    """

    def __init__(self, client: AsyncCaller, plan: Plan[T]) -> None:
        super().__init__(plan)
        self._client = client

    async def __aiter__(self) -> AsyncIterator[T]:
        self._rewind()
        while True:
            while self._taken < len(self._fresh):
                row = self._fresh[self._taken]
                self._taken += 1
                yield row
            if not await self._run(self._turn()):
                return

    async def _run(self, turn: Generator[Request, Any, V]) -> V:
        reply: Any = None
        try:
            while True:
                request = turn.send(reply)
                reply = await self._client.call(request.operation, request.params, self._plan.options)
        except StopIteration as end:
            result: V = end.value
            return result

    async def to_list(self) -> list[T]:
        """The rest of the rows."""
        return [row async for row in self]

    async def to_columns(self) -> Columns:
        """The rest of the rows as columns: a tenth of the memory, several times the speed."""
        gathering = self._begin_bulk()
        while await self._run(self._bulk_turn(gathering)):
            pass
        return self._end_bulk(gathering)

    async def to_arrow(self, *, decimals: Decimals = "exact") -> Any:
        """The rest of the rows as an Arrow table; see ``Columns.to_arrow``."""
        return (await self.to_columns()).to_arrow(decimals=decimals)

    async def to_pandas(self, *, decimals: Decimals = "exact") -> pd.DataFrame:
        """The rest of the rows as a pandas frame; see ``Columns.to_pandas``."""
        return (await self.to_columns()).to_pandas(decimals=decimals)

    async def to_polars(self, *, decimals: Decimals = "exact") -> pl.DataFrame:
        """The rest of the rows as a Polars frame; see ``Columns.to_polars``."""
        return (await self.to_columns()).to_polars(decimals=decimals)
