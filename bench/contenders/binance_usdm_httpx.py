"""This project's client over httpx, the transport for those who configure, mock or need a proxy."""

from collections.abc import Awaitable, Callable

import httpx

from . import binance_usdm_client as client


def order_sync(origin: str) -> Callable[[int], None]:
    """Signed orders one after the other."""
    return client.order_sync(origin, httpx.Client(base_url=origin))


async def order_async(origin: str) -> Callable[[int], Awaitable[None]]:
    """Signed orders one after the other in asyncio."""
    return await client.order_async(origin, httpx.AsyncClient(base_url=origin))


async def orders_in_flight(origin: str) -> Callable[[int], Awaitable[None]]:
    """Fifty tasks placing signed orders."""
    return await client.orders_in_flight(origin, httpx.AsyncClient(base_url=origin))
