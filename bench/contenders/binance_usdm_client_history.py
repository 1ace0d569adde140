"""This project's history: any range of candlesticks into columns."""

from collections.abc import Callable
from typing import Any

from harness import backfill

from binance_usdm import Client


def kline_history(origin: str) -> Callable[[int], dict[str, float]]:
    """Columns of exact decimals, eight bytes a number."""
    client = Client(environment=origin)

    def read(count: int) -> Any:
        first, end = backfill.span(count)
        return client.history.klines(
            symbol="BTCUSDT", interval="1m", start=first, end=end, closed_only=False
        ).to_columns()

    return backfill.kept(read)
