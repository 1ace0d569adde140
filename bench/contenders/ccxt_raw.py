"""ccxt called by the exchange's own endpoints and parameters: its cheapest way, answers are dicts as JSON gave them."""

from collections.abc import Awaitable, Callable
from typing import Any

from harness import answers
from harness.flight import keep_in_flight

from .ccxt_exchange import asynchronous, blocking

_ORDER = {
    "symbol": "BTCUSDT",
    "side": "BUY",
    "type": "LIMIT",
    "quantity": "0.01",
    "price": "60000",
    "timeInForce": "GTC",
}
_KLINES = {"symbol": "BTCUSDT", "interval": "1m", "limit": answers.ROWS}


def order_sync(origin: str) -> Callable[[int], None]:
    """Signed orders one after the other."""
    exchange = blocking(origin)
    assert int(exchange.fapiPrivatePostOrder(_ORDER)["orderId"]) == answers.ORDER_ID

    def run(count: int) -> None:
        for _ in range(count):
            exchange.fapiPrivatePostOrder(_ORDER)

    return run


async def order_async(origin: str) -> Callable[[int], Awaitable[None]]:
    """Signed orders one after the other in asyncio."""
    exchange = asynchronous(origin)
    assert int((await exchange.fapiPrivatePostOrder(_ORDER))["orderId"]) == answers.ORDER_ID

    async def run(count: int) -> None:
        for _ in range(count):
            await exchange.fapiPrivatePostOrder(_ORDER)

    return run


async def orders_in_flight(origin: str) -> Callable[[int], Awaitable[None]]:
    """Fifty tasks placing signed orders."""
    exchange = asynchronous(origin)

    async def place() -> Any:
        return await exchange.fapiPrivatePostOrder(_ORDER)

    assert int((await place())["orderId"]) == answers.ORDER_ID
    return keep_in_flight(place)


def klines(origin: str) -> Callable[[int], None]:
    """500 klines as JSON gave them: lists."""
    exchange = blocking(origin)
    assert len(exchange.fapiPublicGetKlines(_KLINES)) == answers.ROWS

    def run(count: int) -> None:
        for _ in range(count):
            exchange.fapiPublicGetKlines(_KLINES)

    return run


def exchange_info(origin: str) -> Callable[[int], None]:
    """The exchange's rules as JSON gave them: dicts."""
    exchange = blocking(origin)
    assert len(exchange.fapiPublicGetExchangeInfo()["symbols"]) == answers.SYMBOLS

    def run(count: int) -> None:
        for _ in range(count):
            exchange.fapiPublicGetExchangeInfo()

    return run
