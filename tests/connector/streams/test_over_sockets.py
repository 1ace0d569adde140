"""M4, T5: streams over real sockets, with the faults that a network and an exchange bring."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from binance_usdm import AsyncClient, StreamError, StreamOverflow
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

from .scripted_streams import StreamServer, ids, serving, take, until

TRADES, TICKER, BOOK = agg_trade("BTCUSDT"), book_ticker("ETHUSDT"), depth("BTCUSDT")
QUICK = StreamSettings(
    ping_interval=0.2, pong_timeout=0.1, silence=0.5, reconnect_delay=0.01, reconnect_delay_max=0.05, ack_timeout=1.0
)


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
