"""This project's client as its users get it: default transport, limits, retries, typed answers with Decimal."""

from collections.abc import Awaitable, Callable
from typing import Any

from harness import answers
from harness.flight import keep_in_flight

from binance_usdm import AsyncClient, Client, Credentials

ORDER: dict[str, Any] = {
    "symbol": "BTCUSDT",
    "side": "BUY",
    "type": "LIMIT",
    "quantity": "0.01",
    "price": "60000",
    "time_in_force": "GTC",
}


def _blocking(origin: str, transport: Any = None) -> Client:
    return Client(environment=origin, credentials=Credentials(answers.API_KEY, answers.API_SECRET), transport=transport)


def asynchronous(origin: str, transport: Any = None) -> AsyncClient:
    """A client that signs."""
    return AsyncClient(
        environment=origin, credentials=Credentials(answers.API_KEY, answers.API_SECRET), transport=transport
    )


def order_sync(origin: str, transport: Any = None) -> Callable[[int], None]:
    """Signed orders one after the other."""
    client = _blocking(origin, transport)
    assert client.trade.new_order(**ORDER).order_id == answers.ORDER_ID

    def run(count: int) -> None:
        for _ in range(count):
            client.trade.new_order(**ORDER)

    return run


async def order_async(origin: str, transport: Any = None) -> Callable[[int], Awaitable[None]]:
    """Signed orders one after the other in asyncio."""
    client = asynchronous(origin, transport)
    assert (await client.trade.new_order(**ORDER)).order_id == answers.ORDER_ID

    async def run(count: int) -> None:
        for _ in range(count):
            await client.trade.new_order(**ORDER)

    return run


async def orders_in_flight(origin: str, transport: Any = None) -> Callable[[int], Awaitable[None]]:
    """Fifty tasks placing signed orders."""
    client = asynchronous(origin, transport)

    async def place() -> Any:
        return await client.trade.new_order(**ORDER)

    assert (await place()).order_id == answers.ORDER_ID
    return keep_in_flight(place)


def klines(origin: str) -> Callable[[int], None]:
    """500 klines as typed rows with Decimal."""
    client = _blocking(origin)
    assert len(client.market.klines(symbol="BTCUSDT", interval="1m", limit=answers.ROWS)) == answers.ROWS

    def run(count: int) -> None:
        for _ in range(count):
            client.market.klines(symbol="BTCUSDT", interval="1m", limit=answers.ROWS)

    return run


def exchange_info(origin: str) -> Callable[[int], None]:
    """The exchange's rules as typed objects with Decimal."""
    client = _blocking(origin)
    assert len(client.market.exchange_info().symbols or ()) == answers.SYMBOLS

    def run(count: int) -> None:
        for _ in range(count):
            client.market.exchange_info()

    return run
