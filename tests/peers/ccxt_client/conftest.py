"""ccxt's `binanceusdm`, pointed at the mock exchange by its base URLs only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import ccxt
import ccxt.async_support
import ccxt.pro
import pytest
from tests.peers.ccxt_client.pointing import point

from binance_usdm_mock import MockServer


def settings(exchange: MockServer) -> dict[str, Any]:
    """Its keys; its own throttle would only make the tests slower."""
    return {"apiKey": exchange.api_key, "secret": exchange.api_secret, "enableRateLimit": False}


@pytest.fixture
def binance(exchange: MockServer) -> Any:
    """The blocking client, with its markets loaded."""
    client = point(ccxt.binanceusdm(settings(exchange)), exchange)
    client.load_markets()
    return client


@pytest.fixture
async def async_binance(exchange: MockServer) -> AsyncIterator[Any]:
    """The asynchronous client, with its markets loaded."""
    client = point(ccxt.async_support.binanceusdm(settings(exchange)), exchange)
    await client.load_markets()
    yield client
    await client.close()


@pytest.fixture
async def watching(exchange: MockServer) -> AsyncIterator[Any]:
    """The client of the streams, with its markets loaded."""
    client = point(ccxt.pro.binanceusdm(settings(exchange)), exchange)
    await client.load_markets()
    yield client
    await client.close()
