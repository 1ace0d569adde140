"""The official SDK page by page."""

from collections.abc import Callable

from harness import backfill

from .official_sdk import rest_of


def kline_history(origin: str) -> Callable[[int], dict[str, float]]:
    """Lists of text and numbers."""
    rest = rest_of(origin)
    return backfill.kept(
        backfill.pages(
            lambda first, last, limit: rest.kline_candlestick_data(
                symbol="BTCUSDT", interval="1m", start_time=first, end_time=last, limit=limit
            ).data()
        )
    )
