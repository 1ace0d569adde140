"""This project's client over WebSockets: typed events through the public iterator, orders over the WebSocket API."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from harness import bursts, many
from harness.answers import ORDER_ID

from binance_usdm import AsyncClient
from binance_usdm.streams import StreamSettings, Subscription, agg_trade, book_ticker, depth

from .binance_usdm_client import ORDER, asynchronous

# The canned server says nothing between its bursts; that is no sign of a dead stream here.
_PATIENT = StreamSettings(silence=3600.0, silence_max=3600.0)


async def iterate(origin: str, *subscriptions: Subscription) -> AsyncIterator[Any]:
    """The events of a stream that has begun."""
    client = AsyncClient(environment=origin)
    # Book tickers are coalesced unless asked for: here all are to be delivered.
    events = aiter(client.streams.subscribe(*subscriptions, policy="lossless", settings=_PATIENT))
    await anext(events)
    return events


async def _delivered(origin: str, subscription: Subscription, stream: str) -> Callable[[int], Awaitable[None]]:
    events = await iterate(origin, subscription)

    async def take(count: int) -> None:
        async for _ in events:
            count -= 1
            if not count:
                return

    return bursts.in_bursts(origin, stream, take)


async def agg_trades(origin: str) -> Callable[[int], Awaitable[None]]:
    """Aggregate trades."""
    return await _delivered(origin, agg_trade(bursts.SYMBOL), bursts.AGG_TRADE)


async def book_tickers(origin: str) -> Callable[[int], Awaitable[None]]:
    """Best bid and ask."""
    return await _delivered(origin, book_ticker(bursts.SYMBOL), bursts.BOOK_TICKER)


async def depths(origin: str) -> Callable[[int], Awaitable[None]]:
    """Depth events with fifty levels a side."""
    return await _delivered(origin, depth(bursts.SYMBOL, speed="100ms"), bursts.DEPTH)


async def order_socket(origin: str) -> Callable[[int], Awaitable[None]]:
    """Signed orders over the WebSocket API, one after the other."""
    client = asynchronous(origin)
    await client.connect()
    reply: Any = await client.call("new_order", ORDER)
    assert (reply.result.order_id, reply.carrier) == (ORDER_ID, "ws")

    async def run(count: int) -> None:
        for _ in range(count):
            await client.trade.new_order(**ORDER)

    return run


class _Live:
    """A hundred streams through the public iterator."""

    def __init__(self, client: AsyncClient, events: AsyncIterator[Any]) -> None:
        self._client = client
        self._events = events

    async def take(self) -> object:
        async for event in self._events:
            # Before the first event after a loss comes word of what was lost.
            if getattr(event, "event_type", None) == "aggTrade":
                return event
        raise AssertionError("the stream ended")

    async def close(self) -> None:
        await self._client.aclose()


async def _reconnect(origin: str, how: str) -> Callable[[int], Awaitable[dict[str, float]]]:
    async def begin() -> _Live:
        client = AsyncClient(environment=origin)
        wanted = [agg_trade(name.partition("@")[0].upper()) for name in many.TRADES]
        live = _Live(client, aiter(client.streams.subscribe(*wanted)))
        for _ in wanted:
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
    """A thousand streams with one event of each."""
    before = many.resident_mb()
    wanted = [make(symbol) for make in (agg_trade, book_ticker) for symbol in many.SYMBOLS]
    events = await iterate(origin, *wanted)
    for _ in range(many.MANY - 1):
        await anext(events)
    return many.settled(before)
