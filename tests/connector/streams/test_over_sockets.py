"""M4, T5: streams over real sockets, with the faults that a network and an exchange bring."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from picows import WSMsgType

from binance_usdm import AsyncClient, ConfigError, InvalidParameter, StreamClosed, StreamError, StreamOverflow
from binance_usdm.streams import (
    Connected,
    ControlEvent,
    Disconnected,
    Gap,
    GapReason,
    Live,
    Overflow,
    Reconnected,
    Rotated,
    Silence,
    StreamSettings,
    agg_trade,
    book_ticker,
    contract_info,
    depth,
)

from .scripted_streams import Peer, StreamServer, serving, until

TRADES, TICKER, BOOK = agg_trade("BTCUSDT"), book_ticker("ETHUSDT"), depth("BTCUSDT")
QUICK = StreamSettings(
    ping_interval=0.2, pong_timeout=0.1, silence=0.5, reconnect_delay=0.01, reconnect_delay_max=0.05, ack_timeout=1.0
)


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
    task = asyncio.create_task(server.flow(TRADES.name, TICKER.name, BOOK.name))
    yield task
    task.cancel()
    await asyncio.wait([task])


async def take(stream: Any, count: int) -> list[Any]:
    events: list[Any] = []
    async with asyncio.timeout(20):
        async for event in stream:
            events.append(event)
            if len(events) == count:
                break
    return events


def ids(events: list[Any]) -> list[int]:
    return [each.agg_trade_id for each in events if not isinstance(each, (Gap, ControlEvent))]


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


@pytest.mark.parametrize("end", ["reset", 1000, 1001, 1008, 1011, 1012])
async def test_any_end_of_a_connection_is_a_gap_and_a_new_connection(
    client: AsyncClient, server: StreamServer, flowing: asyncio.Task[None], end: str | int
) -> None:
    controls: list[Any] = []
    async with client.streams.subscribe(TRADES, settings=QUICK, on_control=controls.append) as stream:
        before = await take(stream, 10)
        if isinstance(end, int):
            server.last.close(end)
        else:
            server.last.reset()
        after: list[Any] = []
        async for event in stream:
            after.append(event)
            if after[-5:-4] and isinstance(after[-5], Gap):
                break
    numbers = ids([*before, *after])
    gap = next(each for each in after if isinstance(each, Gap))
    at = numbers.index(gap.last_id or 0)
    assert (GapReason.DISCONNECT, numbers[at], numbers[at + 1]) == (gap.reason, gap.last_id, gap.first_id)
    assert gap.missed == numbers[at + 1] - numbers[at] - 1
    assert sorted(set(numbers)) == numbers
    assert [Connected, Live, Gap, Disconnected, Reconnected, Live] == [type(each) for each in controls]
    if isinstance(end, int):
        assert f"close {end} as scripted" == next(e.reason for e in controls if isinstance(e, Disconnected))


async def test_gaps_are_filled_over_rest_when_asked_for(
    client: AsyncClient, server: StreamServer, flowing: asyncio.Task[None]
) -> None:
    async with client.streams.subscribe(TRADES, settings=QUICK, repair=True) as stream:
        before = await take(stream, 10)
        server.last.names.clear()
        server.last.reset()
        server.publish(TRADES.name, 2500)
        after = await take(stream, 2600)
    numbers = ids([*before, *after])
    assert list(range(numbers[0], numbers[0] + len(numbers))) == numbers
    assert {"/fapi/v1/aggTrades"} == {path for path, _ in server.rest}
    assert 2500 <= stream.counters.repaired
    assert 3 <= len(server.rest) <= 4


async def test_a_stream_that_falls_silent_is_seen_and_replaced(client: AsyncClient, server: StreamServer) -> None:
    controls: list[Any] = []
    async with client.streams.subscribe(TRADES, settings=QUICK, on_control=controls.append) as stream:
        stream.open()
        await until(lambda: bool(server.peers) and bool(server.last.names))
        server.publish(TRADES.name, 3)
        await take(stream, 3)
        await until(lambda: len(server.peers) == 2)
    assert [(TRADES.name, True)] == [(e.stream, e.started) for e in controls if isinstance(e, Silence)][:1]


async def test_an_acknowledgement_followed_by_nothing_is_no_life(client: AsyncClient, server: StreamServer) -> None:
    controls: list[Any] = []
    async with client.streams.subscribe(TRADES, settings=QUICK, on_control=controls.append) as stream:
        with pytest.raises(StreamError, match="btcusdt@aggTrade"):
            await stream.wait_live(1.0)
        assert [(TRADES.name, False)] == [(e.stream, e.started) for e in controls if isinstance(e, Silence)][:1]
        assert frozenset() == stream.live


async def test_a_quiet_stream_is_live_without_data(client: AsyncClient, server: StreamServer) -> None:
    async with client.streams.subscribe(contract_info(), settings=QUICK) as stream:
        await stream.wait_live(10.0)
        await until(lambda: len(server.last.pings) >= 5)
        assert 0 == stream.counters.silences


@pytest.mark.parametrize("reason", ["shutdown", "age"])
async def test_a_planned_replacement_loses_and_doubles_nothing(
    client: AsyncClient, server: StreamServer, flowing: asyncio.Task[None], reason: str
) -> None:
    controls: list[Any] = []
    chosen = QUICK if reason == "shutdown" else StreamSettings(rotate_after=0.6)
    async with client.streams.subscribe(TRADES, BOOK, settings=chosen, on_control=controls.append) as stream:
        events = await take(stream, 20)
        if reason == "shutdown":
            for peer in list(server.peers):
                peer.send(b'{"e":"serverShutdown","E":1767225600000}')
        async with asyncio.timeout(20):
            async for event in stream:
                events.append(event)
                if len([each for each in controls if isinstance(each, Rotated)]) >= (2 if reason == "shutdown" else 6):
                    break
    trades = [each.agg_trade_id for each in events if each.event_type == "aggTrade"]
    books = [each.final_update_id for each in events if each.event_type == "depthUpdate"]
    assert list(range(trades[0], trades[0] + len(trades))) == trades
    assert list(range(books[0], books[0] + 10 * len(books), 10)) == books
    assert [] == [each for each in controls if isinstance(each, (Gap, Disconnected))]
    assert {"server_shutdown" if reason == "shutdown" else "age"} == {
        each.reason for each in controls if isinstance(each, Rotated)
    }


async def test_a_ping_of_the_server_is_answered_with_its_payload(client: AsyncClient, server: StreamServer) -> None:
    async with client.streams.subscribe(TRADES) as stream:
        stream.open()
        await until(lambda: bool(server.peers))
        for payload in (b"1767225600000", b"", b"{not json}"):
            server.last.transport.send_ping(payload)
        await until(lambda: len(server.last.pongs) == 3)
    assert [b"1767225600000", b"", b"{not json}"] == server.last.pongs


async def test_a_consumer_that_never_takes_does_not_hold_up_pings(client: AsyncClient, server: StreamServer) -> None:
    async with client.streams.subscribe(TRADES, settings=StreamSettings(queue=10, stall=0.2)) as stream:
        stream.open()
        await until(lambda: bool(server.peers) and bool(server.last.names))
        for _ in range(5):
            server.publish(TRADES.name, 50)
            server.last.transport.send_ping(b"now")
            await asyncio.sleep(0.05)
        await until(lambda: len(server.last.pongs) == 5)
        assert stream.counters.overflowed > 0


async def test_a_peer_that_answers_nothing_is_left(client: AsyncClient, server: StreamServer) -> None:
    controls: list[Any] = []
    server.answers_pings = False
    async with client.streams.subscribe(contract_info(), settings=QUICK, on_control=controls.append) as stream:
        stream.open()
        await until(lambda: len(server.peers) == 2)
        assert "no pong" == next(each.reason for each in controls if isinstance(each, Disconnected))
        assert 2 <= stream.counters.missed_pongs


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
async def test_a_refused_handshake_is_tried_again(
    client: AsyncClient, server: StreamServer, flowing: asyncio.Task[None], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("binance_usdm.streams._socket._ASKED_TO_WAIT", 0.05)
    server.refusals = [status] * 3
    controls: list[Any] = []
    async with client.streams.subscribe(TRADES, settings=QUICK, on_control=controls.append) as stream:
        await take(stream, 3)
    assert [f"handshake refused: HTTP {status}"] * 3 == [e.reason for e in controls if isinstance(e, Disconnected)]
    assert 3 == stream.counters.failed_connects


async def test_nobody_listening_is_tried_again_until_someone_does() -> None:
    async with serving() as gone:
        url = gone.url
    controls: list[Any] = []
    async with (
        AsyncClient(environment=url) as client,
        client.streams.subscribe(TRADES, settings=QUICK, on_control=controls.append) as stream,
    ):
        await until(lambda: len(controls) >= 5)
        assert 5 <= stream.counters.failed_connects
    assert all("Connect" in each.reason or "refused" in each.reason for each in controls)


async def test_a_redirect_is_not_followed(client: AsyncClient, server: StreamServer) -> None:
    controls: list[Any] = []
    async with serving() as elsewhere:
        server.redirect_to = elsewhere.url.replace("http", "ws")
        async with client.streams.subscribe(TRADES, settings=QUICK, on_control=controls.append):
            await until(lambda: len(controls) >= 2)
        assert [] == elsewhere.paths
    assert {"handshake refused: HTTP 302"} == {each.reason for each in controls}


# -- slow consumers ---------------------------------------------------------------------------------------------------


async def test_a_slow_consumer_stops_the_reader_and_loses_nothing(client: AsyncClient, server: StreamServer) -> None:
    settings = StreamSettings(queue=100)
    async with client.streams.subscribe(TRADES, settings=settings) as stream:
        stream.open()
        await until(lambda: bool(server.peers) and bool(server.last.names))
        server.publish(TRADES.name, 20_000)
        events: list[Any] = []
        async with asyncio.timeout(30):
            async for event in stream:
                events.append(event)
                if len(events) % 500 == 0:
                    await asyncio.sleep(0.005)
                if len(events) == 20_000:
                    break
        counters = stream.counters
    assert list(range(1, 20_001)) == ids(events)
    assert (0, 0) == (counters.overflowed, counters.gaps)
    assert counters.pauses >= 1


async def test_a_consumer_that_is_too_slow_for_too_long_learns_what_it_lost(
    client: AsyncClient, server: StreamServer
) -> None:
    settings = StreamSettings(queue=50, stall=0.1)
    async with client.streams.subscribe(TRADES, settings=settings, control=True) as stream:
        stream.open()
        await until(lambda: bool(server.peers) and bool(server.last.names))
        server.publish(TRADES.name, 5)
        events = [each for each in await take(stream, 7) if not isinstance(each, ControlEvent)]
        server.publish(TRADES.name, 2_000)
        await until(lambda: stream.counters.overflowed > 0)
        server.publish(TRADES.name, 1)
        async with asyncio.timeout(20):
            async for event in stream:
                events.append(event)
                if isinstance(event, type(events[0])) and event.agg_trade_id == server.numbers[TRADES.name]:
                    break
    gaps = [each for each in events if isinstance(each, Gap)]
    assert {GapReason.OVERFLOW} == {each.reason for each in gaps}
    assert [each for each in events if isinstance(each, Overflow)]
    numbers = ids(events)
    missing = (numbers[-1] - numbers[0] + 1) - len(numbers)
    assert missing == sum(each.missed or 0 for each in gaps)
    assert missing == stream.counters.overflowed


async def test_the_policy_fail_ends_the_iteration(client: AsyncClient, server: StreamServer) -> None:
    settings = StreamSettings(queue=50, stall=0.05)
    async with client.streams.subscribe(TRADES, settings=settings, policy="fail") as stream:
        stream.open()
        await until(lambda: bool(server.peers) and bool(server.last.names))
        server.publish(TRADES.name, 2_000)
        await until(lambda: stream.counters.overflowed > 0)
        with pytest.raises(StreamOverflow, match="too slow"):
            await take(stream, 3_000)


async def test_book_tickers_are_coalesced_and_end_with_the_newest(client: AsyncClient, server: StreamServer) -> None:
    async with client.streams.subscribe(TICKER, settings=StreamSettings(keep_latest=3)) as stream:
        stream.open()
        await until(lambda: bool(server.peers) and bool(server.last.names))
        server.publish(TICKER.name, 1_000)
        await until(lambda: stream.counters.frames >= 1_001)
        events: list[Any] = await take(stream, 3)
    assert [998, 999, 1000] == [each.book_update_id for each in events]
    assert 997 == stream.counters.coalesced


# -- framings ---------------------------------------------------------------------------------------------------------


async def test_messages_in_pieces_in_binary_and_malformed_ones(client: AsyncClient, server: StreamServer) -> None:
    from .world import START_MS, agg_trade_data, frame

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


# -- life and use -----------------------------------------------------------------------------------------------------


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
