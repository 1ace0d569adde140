"""The official SDK over WebSockets: pydantic models to a callback, orders over its WebSocket API.

It does not connect again after a connection was lost without a word, so there is nothing of that kind to measure.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from binance_common.configuration import ConfigurationWebSocketAPI, ConfigurationWebSocketStreams
from binance_sdk_derivatives_trading_usds_futures.derivatives_trading_usds_futures import DerivativesTradingUsdsFutures
from binance_sdk_derivatives_trading_usds_futures.websocket_streams.models import (
    AggregateTradeStreamsResponse,
    IndividualSymbolBookTickerStreamsResponse,
)
from harness import answers, bursts, many


async def _streams(origin: str) -> Any:
    configuration = ConfigurationWebSocketStreams(stream_url=origin.replace("http", "ws", 1))
    streams = DerivativesTradingUsdsFutures(config_ws_streams=configuration).websocket_streams
    await streams.create_connection()
    return streams


class _Counter:
    """Takes events by callback; done when there are as many as were wanted."""

    def __init__(self) -> None:
        self.left = 0
        self.done: asyncio.Future[None] | None = None

    def __call__(self, _event: object) -> None:
        self.left -= 1
        if not self.left and self.done is not None:
            self.done.set_result(None)

    async def take(self, count: int) -> None:
        self.left = count
        self.done = asyncio.get_running_loop().create_future()
        await self.done


async def _called_back(origin: str, handle: Any, stream: str) -> Callable[[int], Awaitable[None]]:
    # The event that came with the subscription was before the callback.
    await asyncio.sleep(0.2)
    counter = _Counter()
    handle.on("message", counter)
    return bursts.in_bursts(origin, stream, counter.take)


async def agg_trades(origin: str) -> Callable[[int], Awaitable[None]]:
    """Aggregate trades."""
    handle = await (await _streams(origin)).aggregate_trade_streams("btcusdt")
    return await _called_back(origin, handle, bursts.AGG_TRADE)


async def book_tickers(origin: str) -> Callable[[int], Awaitable[None]]:
    """Best bid and ask."""
    handle = await (await _streams(origin)).individual_symbol_book_ticker_streams("btcusdt")
    return await _called_back(origin, handle, bursts.BOOK_TICKER)


async def depths(origin: str) -> Callable[[int], Awaitable[None]]:
    """Depth events."""
    handle = await (await _streams(origin)).diff_book_depth_streams("btcusdt", update_speed="100ms")
    return await _called_back(origin, handle, bursts.DEPTH)


async def order_socket(origin: str) -> Callable[[int], Awaitable[None]]:
    """Signed orders over its WebSocket API, one after the other."""
    configuration = ConfigurationWebSocketAPI(
        api_key=answers.API_KEY,
        api_secret=answers.API_SECRET,
        stream_url=origin.replace("http", "ws", 1) + "/ws-fapi/v1",
    )
    api = DerivativesTradingUsdsFutures(config_ws_api=configuration).websocket_api
    await api.create_connection()

    async def place() -> Any:
        answer = await api.new_order(
            symbol="BTCUSDT", side="BUY", type="LIMIT", quantity=0.01, price=60000, time_in_force="GTC"
        )
        return answer.data()

    assert (await place()).result.order_id == answers.ORDER_ID

    async def run(count: int) -> None:
        for _ in range(count):
            await place()

    return run


async def memory_streams(origin: str) -> Callable[[int], Awaitable[dict[str, float]]]:
    """A thousand streams by the names of many at once, one connection for each route."""
    before = many.resident_mb()
    streams = await _streams(origin)
    models = {"market": AggregateTradeStreamsResponse, "public": IndividualSymbolBookTickerStreamsResponse}
    for route, names in many.ROUTES.items():
        await streams.subscribe(names, models[route], route)
        for name in names:
            streams.on("message", lambda _event: None, name)
    await asyncio.sleep(0.5)
    return many.settled(before)
