"""The connector's types as users see them: mypy --strict and pyright strict accept this file; it is never run."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import assert_type

from binance_usdm import AsyncClient, CallOptions, Client, Credentials, Reply, Settings, SymbolRules
from binance_usdm.streams import (
    BlockingListener,
    BlockingStream,
    ControlEvent,
    Gap,
    Listener,
    Stream,
    StreamEvent,
    agg_trade,
    all_tickers,
    book_ticker,
    depth,
    kline,
)
from binance_usdm.user_data import BlockingUserStream, ReconciledOrder, UserEvent, UserStream
from binance_usdm_api import UnknownEvent
from binance_usdm_api.models import (
    AggTradeEvent,
    AlgoOrderAck,
    BookTickerEvent,
    DepthEvent,
    KlineEvent,
    OrderAck,
    OrderTradeUpdate,
    OrderUpdate,
    PositionUpdate,
    TickerEvent,
)


def blocking() -> None:
    """The blocking client."""
    with Client(
        environment="testnet", credentials=Credentials("key", "secret"), settings=Settings(timeout=5)
    ) as client:
        assert_type(client, Client)
        assert_type(client.trade.new_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity="1"), OrderAck)
        placed = client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity=Decimal(1), price="60000")
        assert_type(placed, OrderAck | AlgoOrderAck)
        assert_type(client.symbol("BTCUSDT"), SymbolRules)
        assert_type(client.symbol("BTCUSDT").round_price("1", "ROUND_DOWN"), Decimal)
        assert_type(client.sync_clock(), tuple[float, float])
        client.call("ping", {}, CallOptions(timeout=1))


async def asynchronous() -> None:
    """The asynchronous client."""
    async with AsyncClient(environment="testnet", proxy=None) as client:
        assert_type(client, AsyncClient)
        ack = await client.trade.new_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity=1)
        assert_type(ack, OrderAck)
        assert_type(await client.symbol("BTCUSDT"), SymbolRules)


def replies(reply: Reply[OrderAck]) -> int:
    """A reply carries its result's type."""
    assert_type(reply.result, OrderAck)
    return reply.result.order_id


async def streams(client: AsyncClient, some: list[str], loud: bool) -> None:
    """A stream hands out what is subscribed; gaps unless told otherwise, control events if asked for."""
    async for trade in client.streams.subscribe(agg_trade("BTCUSDT"), gaps=False):
        assert_type(trade, AggTradeEvent | UnknownEvent)
    async for event in client.streams.subscribe(agg_trade("BTCUSDT")):
        assert_type(event, AggTradeEvent | UnknownEvent | Gap)
        if isinstance(event, AggTradeEvent):
            assert_type(event.price, Decimal)
    async for either in client.streams.subscribe(agg_trade("BTCUSDT"), book_ticker("BTCUSDT"), policy="lossless"):
        assert_type(either, AggTradeEvent | BookTickerEvent | UnknownEvent | Gap)
    async with client.streams.subscribe(*map(depth, some), all_tickers(), gaps=True) as mixed:
        assert_type(mixed, Stream[DepthEvent | list[TickerEvent] | UnknownEvent | Gap])
        assert_type(await anext(mixed), DepthEvent | list[TickerEvent] | UnknownEvent | Gap)
        async for batch in mixed.batches():
            assert_type(batch, list[DepthEvent | list[TickerEvent] | UnknownEvent | Gap])
    async for anything in client.streams.subscribe(agg_trade("BTCUSDT"), control=loud):
        assert_type(anything, AggTradeEvent | UnknownEvent | Gap | ControlEvent)
    together = [agg_trade("BTCUSDT"), book_ticker("BTCUSDT")]
    async for one in client.streams.subscribe(*together, gaps=False):
        assert_type(one, AggTradeEvent | BookTickerEvent | UnknownEvent)


def _trade(event: AggTradeEvent | UnknownEvent) -> None: ...


def _trade_or_gap(event: AggTradeEvent | UnknownEvent | Gap) -> None: ...


async def _anything(event: StreamEvent) -> None: ...


async def callbacks(client: AsyncClient, blocking: Client) -> None:
    """A callback takes what is handed out, or more."""
    listener = client.streams.listen(agg_trade("BTCUSDT"), callback=_trade, gaps=False)
    assert_type(listener, Listener[AggTradeEvent | UnknownEvent])
    client.streams.listen(agg_trade("BTCUSDT"), callback=_trade_or_gap)
    client.streams.listen(agg_trade("BTCUSDT"), book_ticker("BTCUSDT"), callback=_anything, control=True)
    assert_type(
        blocking.streams.listen(agg_trade("BTCUSDT"), callback=_trade_or_gap, repair=True),
        BlockingListener[AggTradeEvent | UnknownEvent | Gap],
    )
    blocking.streams.listen(agg_trade("BTCUSDT"), callback=print, control=True)


def blocking_streams(client: Client) -> None:
    """The same without an event loop."""
    for trade in client.streams.subscribe(agg_trade("BTCUSDT"), gaps=False):
        assert_type(trade, AggTradeEvent | UnknownEvent)
    with client.streams.subscribe(kline("BTCUSDT", "1m"), book_ticker("BTCUSDT")) as stream:
        assert_type(stream, BlockingStream[KlineEvent | BookTickerEvent | UnknownEvent | Gap])
        assert_type(stream.next(1.0), KlineEvent | BookTickerEvent | UnknownEvent | Gap)
    for event in client.streams.subscribe(kline("BTCUSDT", "1m"), control=True):
        assert_type(event, KlineEvent | UnknownEvent | Gap | ControlEvent)


def unnamed(stream: Stream) -> AsyncIterator[StreamEvent]:
    """Without an argument a stream hands out any event."""
    return aiter(stream)


async def account(client: AsyncClient, blocking: Client) -> None:
    """The account's own events, for both clients."""
    async with client.streams.user(symbols=["BTCUSDT"]) as stream:
        assert_type(stream, UserStream)
        assert_type(stream.open_orders, tuple[OrderUpdate, ...])
        assert_type(stream.position("BTCUSDT"), PositionUpdate | None)
        async for event in stream:
            assert_type(event, UserEvent)
            if isinstance(event, ReconciledOrder):
                assert_type(event.source, str)
            if isinstance(event, OrderTradeUpdate):
                assert_type(event.order, OrderUpdate)
    with blocking.streams.user() as waiting:
        assert_type(waiting, BlockingUserStream)
        assert_type(waiting.next(timeout=1.0), UserEvent)
