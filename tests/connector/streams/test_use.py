"""M4: what users of streams do, over real sockets: iterate, call back, add, remove, close, and make mistakes."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import msgspec
import pytest
from picows import WSMsgType

from binance_usdm import AsyncClient, ConfigError, InvalidParameter, StreamClosed, StreamError
from binance_usdm.streams import (
    StreamSettings,
    agg_trade,
    book_ticker,
    depth,
)

from .scripted_streams import Peer, StreamServer, ids, take, until
from .world import START_MS, agg_trade_data, frame

TRADES, TICKER, BOOK = agg_trade("BTCUSDT"), book_ticker("ETHUSDT"), depth("BTCUSDT")
QUICK = StreamSettings(
    ping_interval=0.2, pong_timeout=0.1, silence=0.5, reconnect_delay=0.01, reconnect_delay_max=0.05, ack_timeout=1.0
)


async def test_events_of_two_routes_come_typed_through_one_iterator(
    client: AsyncClient, server: StreamServer, flowing: asyncio.Task[None]
) -> None:
    async with client.streams.subscribe(TRADES, TICKER) as stream:
        events = await take(stream, 40)
        assert {TRADES.name, TICKER.name} == stream.live
    assert {"AggTradeEvent", "BookTickerEvent"} == {type(each).__name__ for each in events}
    assert ["/market/stream", "/public/stream"] == sorted(server.paths)
    by_path = {peer.path: peer.requests[0]["params"] for peer in server.peers}
    assert {"/market/stream": [TRADES.name], "/public/stream": [TICKER.name]} == by_path


async def test_leaving_a_loop_over_a_subscription_closes_its_connections(
    client: AsyncClient, server: StreamServer, flowing: asyncio.Task[None]
) -> None:
    async with asyncio.timeout(20):
        async for event in client.streams.subscribe(TRADES):
            assert "aggTrade" == event.event_type  # type: ignore[union-attr]
            break
        await server.last.closed.wait()


async def test_an_iteration_inside_a_block_can_be_taken_up_again(
    client: AsyncClient, flowing: asyncio.Task[None]
) -> None:
    async with client.streams.subscribe(TRADES) as stream:
        first = await take(stream, 5)
        second = await anext(stream)
        third = await take(stream, 5)
        numbers = ids([*first, second, *third])
    assert list(range(numbers[0], numbers[0] + 11)) == numbers


async def test_messages_in_pieces_in_binary_and_malformed_ones(client: AsyncClient, server: StreamServer) -> None:
    async with client.streams.subscribe(TRADES) as stream:
        stream.open()
        await until(lambda: bool(server.peers) and bool(server.last.names))
        send = server.last.transport.send
        whole = [frame(TRADES.name, agg_trade_data("BTCUSDT", number, START_MS + number)) for number in range(1, 7)]
        send(WSMsgType.TEXT, whole[0])
        send(WSMsgType.TEXT, whole[1][:50], fin=False)
        send(WSMsgType.CONTINUATION, whole[1][50:60], fin=False)
        send(WSMsgType.CONTINUATION, whole[1][60:])
        send(WSMsgType.BINARY, whole[2])
        send(WSMsgType.TEXT, b"not json")
        send(WSMsgType.TEXT, whole[3][:-20])
        # The last piece begins like a message of its own.
        cut = whole[3].index(b"{", 1)
        send(WSMsgType.TEXT, whole[3][:cut], fin=False)
        send(WSMsgType.CONTINUATION, whole[3][cut:])
        send(WSMsgType.TEXT, b"x" * (20 * 1024 * 1024))
        send(WSMsgType.TEXT, whole[4])
        assert [1, 2, 3, 4, 5] == ids(await take(stream, 5))
        assert 3 == stream.counters.malformed
        assert [20 * 1024 * 1024] == [each.size for each in stream.quarantine if each.size > 1000]
        assert 1 == len(server.peers)


async def test_a_frame_beyond_the_limit_costs_only_the_connection(
    client: AsyncClient, server: StreamServer, flowing: asyncio.Task[None]
) -> None:
    settings = StreamSettings(max_frame=100_000, reconnect_delay=0.01)
    async with client.streams.subscribe(TRADES, settings=settings) as stream:
        await take(stream, 3)
        server.last.send(b"x" * 200_000)
        await until(lambda: len(server.peers) == 2)
        await take(stream, 3)
        assert 1 == stream.counters.disconnects


async def test_subscriptions_come_and_go_on_a_running_stream(
    client: AsyncClient, server: StreamServer, flowing: asyncio.Task[None]
) -> None:
    async with client.streams.subscribe(TRADES) as stream:
        await take(stream, 3)
        stream.add(TICKER, TRADES)
        await until(lambda: {TRADES.name, TICKER.name} == stream.live)
        stream.remove(TRADES, "unknown@stream")
        await until(lambda: stream.live == {TICKER.name})
        assert {TICKER.name} == stream.names
        events = await take(stream, 30)
        assert "bookTicker" == events[-1].event_type
        assert ["bookTicker"] * 10 == [each.event_type for each in events[-10:]]


@pytest.mark.parametrize("style", ["function", "coroutine"])
async def test_callbacks_get_every_event_and_their_errors_are_counted(
    client: AsyncClient, flowing: asyncio.Task[None], style: str, caplog: pytest.LogCaptureFixture
) -> None:
    got: list[Any] = []

    def callback(event: Any) -> None:
        got.append(event)
        if len(got) == 3:
            raise ValueError("of the user")

    async def coroutine(event: Any) -> None:
        await asyncio.sleep(0)
        callback(event)

    listener = client.streams.listen(TRADES, callback=callback if style == "function" else coroutine)
    await until(lambda: len(got) >= 10)
    await listener.aclose()
    await listener.aclose()
    await listener.wait()
    numbers = ids(got)
    assert list(range(numbers[0], numbers[0] + len(numbers))) == numbers
    assert 1 == listener.stream.counters.callback_errors
    assert "of the user" in caplog.text


async def test_an_error_in_on_control_is_counted_and_harmless(client: AsyncClient, flowing: asyncio.Task[None]) -> None:
    def broken(_event: object) -> None:
        raise ValueError("of the user")

    async with client.streams.subscribe(TRADES, on_control=broken) as stream:
        await take(stream, 3)
        assert stream.counters.callback_errors >= 2


async def test_control_events_come_in_order_among_the_others(client: AsyncClient, flowing: asyncio.Task[None]) -> None:
    async with client.streams.subscribe(TRADES, control=True) as stream:
        events = await take(stream, 4)
    assert ["Connected", "Live", "AggTradeEvent", "AggTradeEvent"] == [type(each).__name__ for each in events]


async def test_closing_the_client_ends_every_iteration(server: StreamServer, flowing: asyncio.Task[None]) -> None:
    client = AsyncClient(environment=server.url)
    stream = client.streams.subscribe(TRADES)
    events: list[Any] = []

    async def consume() -> None:
        async for event in stream:
            events.append(event)  # noqa: PERF401 what came before the end is looked at meanwhile

    consumer = asyncio.create_task(consume())
    await until(lambda: len(events) > 3)
    await client.aclose()
    async with asyncio.timeout(10):
        await consumer
    assert stream.closed
    await server.last.closed.wait()
    with pytest.raises(StreamClosed):
        stream.open()
    with pytest.raises(StreamClosed):
        client.streams.subscribe(TRADES)
    await stream.aclose()


async def test_a_cancelled_consumer_can_be_followed_by_another(
    client: AsyncClient, flowing: asyncio.Task[None]
) -> None:
    async with client.streams.subscribe(TRADES) as stream:
        first = await take(stream, 3)
        waiting = asyncio.create_task(take(stream, 1_000_000))
        await asyncio.sleep(0.05)
        waiting.cancel()
        await asyncio.wait([waiting])
        second = await take(stream, 3)
    assert ids(second)[0] > ids(first)[-1]


async def test_two_consumers_of_one_stream_are_refused(client: AsyncClient, flowing: asyncio.Task[None]) -> None:
    async with client.streams.subscribe(TRADES) as stream:
        async with asyncio.timeout(20):
            async for _ in stream:
                with pytest.raises(StreamError, match="iterated already"):
                    await take(stream, 1)
                break


async def test_refused_subscriptions_end_the_iteration_when_none_is_left(
    client: AsyncClient, server: StreamServer
) -> None:
    server.acknowledges = False

    def refuse(peer: Peer, request: dict[str, Any]) -> None:
        peer.send(json.dumps({"error": {"code": 2, "msg": "Invalid request"}, "id": request["id"]}).encode())

    server.on_request = refuse
    with pytest.raises(StreamError, match=r"refused btcusdt@aggTrade: Invalid request"):
        await take(client.streams.subscribe(TRADES), 1)


async def test_wrong_use_is_refused_before_anything_is_opened(client: AsyncClient, server: StreamServer) -> None:
    with pytest.raises(InvalidParameter, match="at least one"):
        client.streams.subscribe()
    with pytest.raises(InvalidParameter, match="builders"):
        client.streams.subscribe("btcusdt@aggTrade")  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="gaps of btcusdt@depth"):
        client.streams.subscribe(BOOK, gaps=False)
    with pytest.raises(ConfigError, match="builds on the one before"):
        client.streams.subscribe(BOOK, policy="latest")
    with pytest.raises(ConfigError, match="messages_per_second may be 10"):
        StreamSettings(messages_per_second=11)
    assert [] == server.paths


async def test_a_proxy_is_refused_in_plain_words(server: StreamServer) -> None:
    async with AsyncClient(environment=server.url, proxy="http://user:hidden@127.0.0.1:9") as client:
        with pytest.raises(ConfigError, match="cannot go through a proxy") as caught:
            await take(client.streams.subscribe(TRADES), 1)
    assert "hidden" not in str(caught.value)


async def test_frames_are_read_by_a_decoder_of_ones_own(client: AsyncClient, server: StreamServer) -> None:
    class Seen(msgspec.Struct, rename={"agg_trade_id": "a", "trade_time": "T", "event_time": "E"}):
        agg_trade_id: int
        trade_time: int
        event_time: int

    frames = msgspec.json.Decoder(msgspec.defstruct("Frame", [("data", Seen)]))

    stream = client.streams.subscribe(TRADES, gaps=False)
    stream.read_as(Seen, frames.decode)
    async with stream:
        with pytest.raises(StreamError, match="open already"):
            stream.read_as(Seen, frames.decode)
        stream.add(agg_trade("ETHUSDT"))
        flow = asyncio.create_task(server.flow(TRADES.name, agg_trade("ETHUSDT").name, every=0.002))
        try:
            seen = [type(await anext(stream)) for _ in range(20)]
        finally:
            flow.cancel()
    assert {Seen} == set(seen)
