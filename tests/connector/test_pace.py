"""F62: all WebSockets of a client together attempt no more connections than the exchange allows an address."""

from __future__ import annotations

import asyncio
import itertools
from threading import Barrier, Lock, Thread

import pytest
from tests.connector.streams.world import make_lane
from tests.connector.ws_api.exchange import ScriptedApi

from binance_usdm import AsyncClient, Client, Environment, NotSent, Settings
from binance_usdm._pace import Pace
from binance_usdm.streams import StreamSettings, agg_trade
from binance_usdm.streams._feed import Feed
from binance_usdm.streams._outputs import Dial
from binance_usdm.streams._session import Session
from binance_usdm_api.service import STREAM_RULES


def test_the_limit_is_the_catalogues() -> None:
    pace = Pace()
    allowed = sum(pace.take(1.0) for _ in range(1000))
    assert STREAM_RULES.max_connections_per_5m == allowed == 300
    assert not pace.take(300.9)
    assert pace.take(301.0)


def test_a_look_ahead_forgets_no_attempt() -> None:
    pace = Pace(limit=2, window=10.0)
    assert pace.take(0.0)
    assert pace.take(1.0)
    assert 30.0 == pace.earliest(30.0)
    assert 10.0 == pace.earliest(2.0)
    assert not pace.take(9.9)


def test_sessions_that_wait_for_the_same_turn_take_it_one_by_one() -> None:
    pace = Pace(limit=3, window=10.0)
    numbers = itertools.count(1)
    sessions = [
        Session("market", "/market/stream", Feed(), lambda: 0.5, settings=StreamSettings(), pace=pace, numbers=numbers)
        for _ in range(10)
    ]
    dialled: list[float] = []
    now = 0.0
    for session in sessions:
        session.subscribe([make_lane(agg_trade("BTCUSDT"))], now)
    while len(dialled) < len(sessions):
        now = min(deadline for each in sessions if (deadline := each.next_deadline()) is not None)
        for session in sessions:
            session.advance(now)
            dialled += [now for output in session.data_to_send(now) if isinstance(output, Dial)]
    assert [0.0] * 3 + [10.0] * 3 + [20.0] * 3 + [30.0] == dialled


def test_threads_do_not_take_the_same_turn() -> None:
    pace = Pace(limit=50, lock=Lock())
    ready, taken = Barrier(4), []

    def take() -> None:
        ready.wait()
        taken.extend(pace.take(0.0) for _ in range(100))

    threads = [Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (400, 50) == (len(taken), sum(taken))


def test_streams_and_the_websocket_api_share_one_limit() -> None:
    asynchronous, blocking = AsyncClient(environment="testnet"), Client(environment="testnet")
    assert asynchronous.streams.surroundings.pace is asynchronous._pace
    assert blocking.streams.streams.surroundings.pace is blocking._pace


async def test_the_websocket_api_waits_when_the_limit_is_reached() -> None:
    """F62: a server that closes at once is dialled as often as is left, and the error says what is being waited for."""
    with ScriptedApi(lambda _: {"result": {}}) as api:
        place = Environment(name="test", rest="http://127.0.0.1:9", ws_api=api.url, streams="ws://127.0.0.1:9")
        async with AsyncClient(environment=place, settings=Settings(timeout=1.0)) as client:
            now = client._core.ambient.monotonic()
            for _ in range(298):
                client._pace.take(now)
            await client.connect()
            for _ in range(2000):
                api.cut()
                await asyncio.sleep(0.01)
                if "too many" in ((client._socket and client._socket.last_error) or ""):
                    break
            with pytest.raises(NotSent, match="too many connection attempts"):
                await client.connect()
            assert api.connections <= 2
