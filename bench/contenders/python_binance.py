"""python-binance: blocking over requests, asynchronous over aiohttp; answers are dicts and lists as JSON gave them."""

from collections.abc import Awaitable, Callable
from typing import Any

from binance import AsyncClient, Client
from harness import answers
from harness.flight import keep_in_flight

_ORDER = {
    "symbol": "BTCUSDT",
    "side": "BUY",
    "type": "LIMIT",
    "quantity": "0.01",
    "price": "60000",
    "timeInForce": "GTC",
}


def blocking(origin: str) -> Client:
    """Its blocking client."""
    client = Client(answers.API_KEY, answers.API_SECRET, ping=False)
    client.FUTURES_URL = f"{origin}/fapi"
    return client


def _asynchronous(origin: str) -> AsyncClient:
    # Not AsyncClient.create, which would ping the spot exchange.
    client = AsyncClient(answers.API_KEY, answers.API_SECRET)
    client.FUTURES_URL = f"{origin}/fapi"
    return client


def order_sync(origin: str) -> Callable[[int], None]:
    """Signed orders one after the other."""
    client = blocking(origin)
    assert client.futures_create_order(**_ORDER)["orderId"] == answers.ORDER_ID

    def run(count: int) -> None:
        for _ in range(count):
            client.futures_create_order(**_ORDER)

    return run


async def order_async(origin: str) -> Callable[[int], Awaitable[None]]:
    """Signed orders one after the other in asyncio."""
    client = _asynchronous(origin)
    assert (await client.futures_create_order(**_ORDER))["orderId"] == answers.ORDER_ID

    async def run(count: int) -> None:
        for _ in range(count):
            await client.futures_create_order(**_ORDER)

    return run


async def orders_in_flight(origin: str) -> Callable[[int], Awaitable[None]]:
    """Fifty tasks placing signed orders."""
    client = _asynchronous(origin)

    async def place() -> Any:
        return await client.futures_create_order(**_ORDER)

    assert (await place())["orderId"] == answers.ORDER_ID
    return keep_in_flight(place)


def klines(origin: str) -> Callable[[int], None]:
    """500 klines as it gives them: lists."""
    client = blocking(origin)

    def once() -> list[object]:
        return client.futures_klines(symbol="BTCUSDT", interval="1m", limit=answers.ROWS)

    assert len(once()) == answers.ROWS

    def run(count: int) -> None:
        for _ in range(count):
            once()

    return run


def exchange_info(origin: str) -> Callable[[int], None]:
    """The exchange's rules as it gives them: dicts."""
    client = blocking(origin)
    assert len(client.futures_exchange_info()["symbols"]) == answers.SYMBOLS

    def run(count: int) -> None:
        for _ in range(count):
            client.futures_exchange_info()

    return run
