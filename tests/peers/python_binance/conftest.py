"""python-binance, pointed at the mock exchange by its base URLs only."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from binance_usdm_mock import MockServer

with warnings.catch_warnings():
    # It still uses names that its WebSocket library has deprecated.
    warnings.simplefilter("ignore", DeprecationWarning)
    from binance import AsyncClient, BinanceSocketManager, Client


def urls(exchange: MockServer) -> dict[str, str]:
    """The base URLs of both clients; the names are theirs."""
    return {
        "API_URL": f"{exchange.rest}/api",
        "MARGIN_API_URL": f"{exchange.rest}/sapi",
        "FUTURES_URL": f"{exchange.rest}/fapi",
        "FUTURES_DATA_URL": f"{exchange.rest}/futures/data",
        "WS_FUTURES_URL": exchange.ws_api,
    }


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """The event loop that the blocking client finds and never closes."""
    made = asyncio.new_event_loop()
    asyncio.set_event_loop(made)
    yield made
    left = asyncio.all_tasks(made)
    for task in left:
        task.cancel()
    made.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    # One more turn, so that what was closed is gone.
    made.run_until_complete(asyncio.sleep(0))
    made.close()
    asyncio.set_event_loop(None)


@pytest.fixture
def binance(exchange: MockServer, loop: asyncio.AbstractEventLoop) -> Iterator[Any]:
    """The blocking client; it pings when it is made."""
    made: Any = type("Pointed", (Client,), urls(exchange))
    client = made(exchange.api_key, exchange.api_secret)
    assert loop is client.loop
    yield client
    client.close_connection()


@pytest.fixture
async def async_binance(exchange: MockServer) -> AsyncIterator[Any]:
    """The asynchronous client; it pings and asks the time when it is made."""
    made: Any = type("Pointed", (AsyncClient,), urls(exchange))
    client = await made.create(exchange.api_key, exchange.api_secret)
    yield client
    await client.close_connection()


@pytest.fixture
def sockets(exchange: MockServer, async_binance: Any) -> Any:
    """Its streams."""
    made = type("Pointed", (BinanceSocketManager,), {"FSTREAM_URL": f"{exchange.streams}/"})
    return made(async_binance)
