"""python-binance page by page; its own method for a range sleeps a second after every third page."""

from collections.abc import Callable

from harness import backfill

from .python_binance import blocking


def kline_history(origin: str) -> Callable[[int], dict[str, float]]:
    """Lists of text and numbers."""
    client = blocking(origin)
    return backfill.kept(
        backfill.pages(
            lambda first, last, limit: client.futures_klines(
                symbol="BTCUSDT", interval="1m", startTime=first, endTime=last, limit=limit
            )
        )
    )
