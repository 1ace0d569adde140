"""F74: a stream whose contract is over ends with a word, and the watchdog leaves it alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from binance_usdm import AsyncClient, StreamClosed
from binance_usdm.book import Books
from binance_usdm.streams import (
    Ended,
    Gap,
    Silence,
    StreamSettings,
    agg_trade,
    composite_index,
    contract_info,
    force_order,
    kline,
)
from binance_usdm.streams._endings import symbol_of
from binance_usdm_mock import MockServer

from .scripted_streams import until
from .world import World, make_lane

# Some trades a second are usual, so that this much silence is none of chance.
QUICK = StreamSettings(silence=2.0, silence_max=2.5, reconnect_delay=0.01, reconnect_delay_max=0.05)
ASKING = StreamSettings(silence=2.0, silence_max=2.5, reconnect_delay=0.01, check_symbols=True)
ETH, BTC = agg_trade("ETHUSDT"), agg_trade("BTCUSDT")


@pytest.fixture
def server() -> Iterator[MockServer]:
    with MockServer(seed=7) as running:
        yield running


@pytest.fixture
async def client(server: MockServer) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(environment=server.rest) as made:
        yield made


def turn(server: MockServer, symbol: str, status: str) -> None:
    with server.lock:
        contract = server.exchange.markets[symbol].symbol
        contract.status, contract.listed = status, status != "CLOSE"


def asked(server: MockServer) -> int:
    return len([each for each in server.requests if each.operation == "exchange_info"])


@pytest.mark.parametrize("status", ["CLOSE", "DELIVERED"])
async def test_news_of_a_contract_end_its_streams_and_no_other(
    server: MockServer, client: AsyncClient, status: str
) -> None:
    subscriptions = [ETH, force_order("ETHUSDT"), BTC, contract_info()]
    ended: list[Any] = []
    async with client.streams.subscribe(*subscriptions, settings=QUICK, control=True) as stream, asyncio.timeout(60):
        await stream.wait_live()
        turn(server, "ETHUSDT", status)
        later = 0
        async for event in stream:
            if isinstance(event, Ended):
                ended.append(event)
            elif len(ended) == 2 and getattr(event, "event_type", "") == "aggTrade":
                assert "BTCUSDT" == event.symbol  # type: ignore[union-attr]
                later += 1
                if later == 2:
                    break
        assert {BTC.name, "!contractInfo"} == stream.names
        # On a busy machine trades may be late enough to be asked for once more.
        await until(lambda: stream.names == stream.live)
        await until(lambda: [] == server.live.connections(stream=ETH.name))
    assert {(ETH.name, "ETHUSDT", status), ("ethusdt@forceOrder", "ETHUSDT", status)} == {
        (each.stream, each.symbol, each.status) for each in ended
    }
    assert 0 == asked(server)


async def test_a_contract_that_is_being_settled_ends_what_is_silent(server: MockServer, client: AsyncClient) -> None:
    said: list[Any] = []
    async with (
        client.streams.subscribe(ETH, contract_info(), settings=QUICK, on_control=said.append) as stream,
        asyncio.timeout(60),
    ):
        await stream.wait_live()
        turn(server, "ETHUSDT", "SETTLING")
        async for event in stream:
            assert not isinstance(event, Ended)
            if ETH.name not in stream.names:
                break
            if getattr(event, "event_type", "") == "contractInfo":
                assert ETH.name in stream.names
                break
        await until(lambda: ETH.name not in stream.names)
    kinds = [type(each) for each in said if isinstance(each, (Silence, Ended))]
    assert Ended is kinds[-1]
    assert Silence in kinds
    assert 0 == asked(server)


async def test_the_list_of_the_exchange_ends_a_silent_stream_and_the_loop(
    server: MockServer, client: AsyncClient
) -> None:
    turn(server, "ETHUSDT", "CLOSE")
    said: list[Any] = []
    async with asyncio.timeout(60):
        async for event in client.streams.subscribe(ETH, settings=ASKING, on_control=said.append):
            raise AssertionError(event)
    assert [(ETH.name, "ETHUSDT", None)] == [
        (each.stream, each.symbol, each.status) for each in said if isinstance(each, Ended)
    ]
    assert 1 == asked(server)


async def test_a_silent_stream_of_a_contract_that_is_traded_goes_on(server: MockServer, client: AsyncClient) -> None:
    server.live.silence(ETH.name)
    said: list[Any] = []
    async with (
        client.streams.subscribe(ETH, BTC, settings=ASKING, on_control=said.append) as stream,
        asyncio.timeout(60),
    ):
        taking = asyncio.ensure_future(_drain(stream))
        await until(lambda: bool(asked(server)) and len([each for each in said if isinstance(each, Silence)]) >= 2)
        server.live.unsilence(ETH.name)
        await stream.wait_live()
        taking.cancel()
        assert {ETH.name, BTC.name} == stream.names
    assert [] == [each for each in said if isinstance(each, Ended)]
    # At most once a minute, however many silences there are.
    assert 1 == asked(server)


async def test_an_exchange_that_does_not_answer_ends_nothing(server: MockServer, client: AsyncClient) -> None:
    from binance_usdm_mock.faults import error

    server.faults.add(error(-1121, "no", status=400), path="/fapi/v1/exchangeInfo")
    server.live.silence(ETH.name)
    async with client.streams.subscribe(ETH, settings=ASKING) as stream, asyncio.timeout(60):
        taking = asyncio.ensure_future(_drain(stream))
        await until(lambda: bool(asked(server)))
        server.live.unsilence(ETH.name)
        await stream.wait_live()
        taking.cancel()
        assert {ETH.name} == stream.names


async def _drain(stream: Any) -> None:
    async for _ in stream:
        pass


async def test_streams_may_be_added_after_the_end_of_all(server: MockServer, client: AsyncClient) -> None:
    async with client.streams.subscribe(ETH, settings=ASKING) as stream, asyncio.timeout(60):
        turn(server, "ETHUSDT", "CLOSE")
        async for event in stream:
            assert not isinstance(event, Gap)
        stream.add(BTC)
        async for event in stream:
            assert "BTCUSDT" == event.symbol  # type: ignore[union-attr]
            break


async def test_the_book_of_a_contract_that_is_over_cannot_be_read(server: MockServer, client: AsyncClient) -> None:
    async with Books(client, "ETHUSDT", "BTCUSDT") as books, asyncio.timeout(60):
        await books.ready()
        for name in ("ethusdt@depth@100ms", "dogeusdt@depth@100ms"):
            books._control(Ended(stream=name, symbol="ETHUSDT", status="SETTLING"))
        assert not books["ETHUSDT"].valid
        with pytest.raises(StreamClosed, match="ETHUSDT is over: SETTLING"):
            await books["ETHUSDT"].ready()
        await books["BTCUSDT"].ready()


def test_what_waits_of_a_stream_that_ended_is_still_handed_out() -> None:
    trades = agg_trade("BTCUSDT")
    world = World(trades)
    world.run(2.0)
    before = len(world.of(trades))
    world.at(world.now + 0.5, lambda: world.session.unsubscribe([trades.name], world.now, deliver=True))
    # Nobody takes anything meanwhile.
    events, world.feed.events = world.feed.events, lambda limit=0: iter(())  # type: ignore[method-assign, misc]
    world.run(10.0)
    waiting = list(events())
    assert 2 <= len(waiting) <= 3
    last = world.of(trades)[-1].agg_trade_id if before else 0
    assert [last + 1, last + 2] == [each.agg_trade_id for each in waiting][:2]
    assert {} == world.connections


def test_which_contract_a_stream_is_about() -> None:
    lanes = [make_lane(each) for each in (ETH, kline("测试USDT", "1m"), contract_info(), composite_index("DEFIUSDT"))]
    assert ["ETHUSDT", "测试USDT", None, None] == [symbol_of(lane) for lane in lanes]
