"""A small exchange in memory: it serves pages as the real one does, with its limits, gaps and moods."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from binance_usdm_api import OPERATIONS, Operation
from binance_usdm_api.errors import NotSent

MINUTE = 60_000
START = 1_704_067_200_000  # 2024-01-01 00:00 UTC


def candle(opened: int, number: int, step: int = MINUTE) -> list[Any]:
    price = 37_000 + number % 97
    return [
        opened,
        f"{price}.10",
        f"{price + 12}.90",
        f"{price - 9}.40",
        f"{price + 3}.70",
        f"{number % 31}.{number % 1000:03d}",
        opened + step - 1,
        f"{price * 100}.{number % 100_000:05d}",
        1000 + number,
        f"{number % 17}.{number % 1000:03d}",
        f"{price * 50}.{number % 100_000:05d}",
        "0",
    ]


class Exchange:
    """Rows by operation, served page by page.

    Args:
        now: Its time, ms.
        cap: Most rows of a page, whatever is asked for.
        fail: Numbers of the calls (the first is 0) that fail.
        disorder: Serve each page backwards and its first row twice.
    """

    def __init__(self, now: int, *, cap: int | None = None, fail: Iterable[int] = (), disorder: bool = False) -> None:
        self.now = now
        self.cap = cap
        self.fail = set(fail)
        self.disorder = disorder
        self.rows: dict[str, list[Any]] = {}
        self.keys: dict[str, tuple[Callable[[Any], int], Callable[[Any], int]]] = {}
        self.calls: list[tuple[str, dict[str, object]]] = []

    def add(
        self, operation: str, rows: list[Any], key: Callable[[Any], int], instant: Callable[[Any], int] | None = None
    ) -> Exchange:
        """Rows of an operation, what an id cursor follows and what instants select by."""
        self.rows[operation] = rows
        self.keys[operation] = (key, instant if instant is not None else key)
        return self

    def call(
        self, operation: str | Operation[Any], params: Mapping[str, object] | None = None, options: object = None
    ) -> Any:
        found: Operation[Any] = OPERATIONS[operation] if isinstance(operation, str) else operation
        wired = found.wire(params or {})
        found.check(wired)
        number = len(self.calls)
        self.calls.append((found.id, dict(wired)))
        if number in self.fail:
            raise NotSent("the cable is out", operation=found.id)
        if found.id == "time":
            body: Any = {"serverTime": self.now}
        else:
            body = self._page(found, wired)
        return SimpleNamespace(result=found.decode(json.dumps(body, separators=(",", ":")).encode()))

    def _page(self, operation: Operation[Any], wired: Mapping[str, Any]) -> list[Any]:
        key, instant = self.keys[operation.id]
        rows = self.rows[operation.id]
        cursor = operation.paging.cursor if operation.paging else None
        if cursor is not None and wired.get(cursor) is not None:
            chosen = [row for row in rows if key(row) >= wired[cursor]]
        else:
            first, last = wired.get("startTime", 0), wired.get("endTime", self.now)
            chosen = [row for row in rows if first <= instant(row) <= last]
        limit = int(wired.get("limit", 500))
        page = chosen[: limit if self.cap is None else min(limit, self.cap)]
        return [*reversed(page), *page[:1]] if self.disorder else page


class AsyncExchange:
    """The same for an asynchronous client."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange

    async def call(
        self, operation: str | Operation[Any], params: Mapping[str, object] | None = None, options: object = None
    ) -> Any:
        return self.exchange.call(operation, params, options)


def with_candles(opens: Iterable[int], now: int, **moods: Any) -> Exchange:
    """An exchange with one-minute candlesticks that open at these minutes after START."""
    rows = [candle(START + minute * MINUTE, minute) for minute in opens]
    return Exchange(now, **moods).add("klines", rows, lambda row: row[0])


def trade(number: int, time: int) -> dict[str, Any]:
    return {
        "id": number, "price": "37000.10", "qty": f"0.{number % 1000:03d}", "quoteQty": "12.00", "time": time,
        "isBuyerMaker": number % 2 == 0,
    }  # fmt: skip


def aggregate(number: int, time: int) -> dict[str, Any]:
    return {
        "a": number, "p": f"37000.{number % 100:02d}", "q": f"{number % 7}.{number % 1000:03d}", "f": number * 3,
        "l": number * 3 + 2, "T": time, "m": number % 2 == 0,
    }  # fmt: skip


def account_trade(number: int, time: int) -> dict[str, Any]:
    return {
        "id": number,
        "orderId": number // 2,
        "price": "37000.10",
        "qty": "0.002",
        "symbol": "BTCUSDT",
        "time": time,
    }


def income(number: int, time: int) -> dict[str, Any]:
    return {
        "symbol": "BTCUSDT", "incomeType": "FUNDING_FEE" if number % 3 else "COMMISSION", "income": f"-0.{number:08d}",
        "asset": "USDT", "info": "", "time": time, "tranId": number // 2, "tradeId": "",
    }  # fmt: skip
