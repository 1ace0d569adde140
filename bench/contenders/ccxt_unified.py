"""ccxt through its unified methods, as most of its users call it: answers are dicts of one shape for all exchanges."""

from collections.abc import Awaitable, Callable
from typing import Any

from harness import answers
from harness.flight import keep_in_flight

from .ccxt_exchange import asynchronous, blocking

_SYMBOL = "BTC/USDT:USDT"
_ORDER = (_SYMBOL, "limit", "buy", 0.01, 60000)


def order_sync(origin: str) -> Callable[[int], None]:
    """Signed orders one after the other."""
    exchange = blocking(origin)
    exchange.load_markets()
    assert int(exchange.create_order(*_ORDER)["id"]) == answers.ORDER_ID

    def run(count: int) -> None:
        for _ in range(count):
            exchange.create_order(*_ORDER)

    return run


async def order_async(origin: str) -> Callable[[int], Awaitable[None]]:
    """Signed orders one after the other in asyncio."""
    exchange = asynchronous(origin)
    await exchange.load_markets()
    assert int((await exchange.create_order(*_ORDER))["id"]) == answers.ORDER_ID

    async def run(count: int) -> None:
        for _ in range(count):
            await exchange.create_order(*_ORDER)

    return run


async def orders_in_flight(origin: str) -> Callable[[int], Awaitable[None]]:
    """Fifty tasks placing signed orders."""
    exchange = asynchronous(origin)
    await exchange.load_markets()

    async def place() -> Any:
        return await exchange.create_order(*_ORDER)

    assert int((await place())["id"]) == answers.ORDER_ID
    return keep_in_flight(place)


def klines(origin: str) -> Callable[[int], None]:
    """500 klines as rows of six floats."""
    exchange = blocking(origin)
    exchange.load_markets()
    assert len(exchange.fetch_ohlcv(_SYMBOL, "1m", limit=answers.ROWS)) == answers.ROWS

    def run(count: int) -> None:
        for _ in range(count):
            exchange.fetch_ohlcv(_SYMBOL, "1m", limit=answers.ROWS)

    return run


def exchange_info(origin: str) -> Callable[[int], None]:
    """The exchange's rules as unified markets."""
    exchange = blocking(origin)
    assert len(exchange.fetch_markets()) == answers.SYMBOLS

    def run(count: int) -> None:
        for _ in range(count):
            exchange.fetch_markets()

    return run
