"""Fixtures of the streams' tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from binance_usdm import AsyncClient
from binance_usdm.streams import agg_trade, book_ticker, depth

from .scripted_streams import StreamServer, serving


@pytest.fixture
async def server() -> AsyncIterator[StreamServer]:
    async with serving() as running:
        yield running


@pytest.fixture
async def client(server: StreamServer) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(environment=server.url) as made:
        yield made


@pytest.fixture
async def flowing(server: StreamServer) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(
        server.flow(agg_trade("BTCUSDT").name, book_ticker("ETHUSDT").name, depth("BTCUSDT").name)
    )
    yield task
    task.cancel()
    await asyncio.wait([task])
