"""ccxt page by page through its unified method."""

from collections.abc import Callable

from harness import backfill

from .ccxt_exchange import blocking


def kline_history(origin: str) -> Callable[[int], dict[str, float]]:
    """Lists of six floats."""
    exchange = blocking(origin)
    exchange.load_markets()

    def ask(first: int, last: int, limit: int) -> list[list[float]]:
        rows: list[list[float]] = exchange.fetch_ohlcv(
            "BTC/USDT:USDT", "1m", since=first, limit=limit, params={"until": last}
        )
        return rows

    return backfill.kept(backfill.pages(ask))
