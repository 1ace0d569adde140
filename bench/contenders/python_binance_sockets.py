"""python-binance over WebSockets: events are dicts, its queue is made large enough for a burst."""

from collections.abc import Awaitable, Callable
from typing import Any

from binance import AsyncClient, BinanceSocketManager
from harness import answers, bursts, many

# With its own size of 100 a longer burst ends the stream.
_QUEUE = 1_000_000


def _sockets(origin: str) -> Any:
    manager = BinanceSocketManager(AsyncClient(answers.API_KEY, answers.API_SECRET), max_queue_size=_QUEUE)
    manager.FSTREAM_URL = origin.replace("http", "ws", 1) + "/"
    return manager


async def _open(socket: Any) -> Any:
    stream = await socket.__aenter__()
    await stream.recv()
    return stream


async def _received(origin: str, socket: Any, stream: str) -> Callable[[int], Awaitable[None]]:
    opened = await _open(socket)

    async def take(count: int) -> None:
        for _ in range(count):
            await opened.recv()

    return bursts.in_bursts(origin, stream, take)


async def agg_trades(origin: str) -> Callable[[int], Awaitable[None]]:
    """Aggregate trades."""
    return await _received(origin, _sockets(origin).aggtrade_futures_socket(bursts.SYMBOL), bursts.AGG_TRADE)


async def book_tickers(origin: str) -> Callable[[int], Awaitable[None]]:
    """Best bid and ask."""
    return await _received(origin, _sockets(origin).symbol_ticker_futures_socket(bursts.SYMBOL), bursts.BOOK_TICKER)


async def depths(origin: str) -> Callable[[int], Awaitable[None]]:
    """Depth events; its own method for them knows snapshots only, so they come by the name of the stream."""
    socket = _sockets(origin).futures_multiplex_socket([bursts.DEPTH], category="public")
    return await _received(origin, socket, bursts.DEPTH)


async def order_socket(origin: str) -> Callable[[int], Awaitable[None]]:
    """Signed orders over the WebSocket API, one after the other."""
    client = AsyncClient(answers.API_KEY, answers.API_SECRET)
    client.ws_future._url = origin.replace("http", "ws", 1) + "/ws-fapi/v1"
    order = {
        "symbol": "BTCUSDT",
        "side": "BUY",
        "type": "LIMIT",
        "quantity": "0.01",
        "price": "60000",
        "timeInForce": "GTC",
    }
    assert (await client.ws_futures_create_order(**order))["orderId"] == answers.ORDER_ID

    async def run(count: int) -> None:
        for _ in range(count):
            await client.ws_futures_create_order(**order)

    return run


class _Live:
    """A hundred streams on one of its sockets; it says that the connection was lost, and connects again by itself."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def take(self) -> object:
        while "data" not in (event := await self._stream.recv()):
            pass
        return event

    async def close(self) -> None:
        await self._stream.close()


async def _reconnect(origin: str, how: str) -> Callable[[int], Awaitable[dict[str, float]]]:
    async def begin() -> _Live:
        live = _Live(await _open(_sockets(origin).futures_multiplex_socket(many.TRADES)))
        for _ in many.TRADES[1:]:
            await live.take()
        return live

    return many.reconnections(origin, how, begin)


async def reconnect_rst(origin: str) -> Callable[[int], Awaitable[dict[str, float]]]:
    """A hundred streams whose connection is reset."""
    return await _reconnect(origin, "rst")


async def reconnect_fin(origin: str) -> Callable[[int], Awaitable[dict[str, float]]]:
    """A hundred streams whose connection is closed without a close frame."""
    return await _reconnect(origin, "fin")


async def memory_streams(origin: str) -> Callable[[int], Awaitable[dict[str, float]]]:
    """A thousand streams, one socket for each route."""
    before = many.resident_mb()
    manager = _sockets(origin)
    for route, names in many.ROUTES.items():
        stream = await _open(manager.futures_multiplex_socket(names, category=route))
        for _ in names[1:]:
            await stream.recv()
    return many.settled(before)
