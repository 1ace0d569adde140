"""F48, F61, F88: a WebSocket handshake that fails or is given up leaves nothing behind."""

from __future__ import annotations

import asyncio
import gc
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.connector.streams.scripted_streams import until

from binance_usdm import AsyncClient, Environment, NotSent, Settings
from binance_usdm._handshake import Handshake
from binance_usdm.streams import Disconnected, StreamSettings, agg_trade


class Address:
    """Where a server is."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self.host = host
        self.port = port


class Mute:
    """A server that takes connections and never says a word."""

    def __init__(self) -> None:
        self.hangs_up = False
        self.taken = 0
        self.port = 0

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.taken += 1
        try:
            await reader.read(1)
            while not self.hangs_up and await reader.read(1024):
                pass
        finally:
            writer.close()


@pytest.fixture
async def mute() -> AsyncIterator[Mute]:
    server = Mute()
    async with await asyncio.start_server(server.take, "127.0.0.1", 0) as running:
        server.port = running.sockets[0].getsockname()[1]
        yield server


def _client(mute: Mute) -> AsyncClient:
    at = f"127.0.0.1:{mute.port}"
    place = Environment(name="t", rest=f"http://{at}", ws_api=f"ws://{at}/ws-fapi/v1", streams=f"ws://{at}")
    return AsyncClient(environment=place, settings=Settings(timeout=20.0, connect_timeout=20.0))


async def test_a_client_closed_during_a_handshake_of_the_websocket_api_leaves_no_socket_open(mute: Mute) -> None:
    client = _client(mute)
    connecting = asyncio.create_task(client.connect())
    await until(lambda: mute.taken > 0)
    async with asyncio.timeout(10):
        await client.aclose()
    connecting.cancel()
    await asyncio.wait([connecting])
    gc.collect()  # a socket that was left open would say so now


async def test_a_client_closed_during_a_handshake_of_a_stream_leaves_no_socket_open(mute: Mute) -> None:
    client = _client(mute)
    client.streams.subscribe(agg_trade("BTCUSDT"), settings=StreamSettings(connect_timeout=20.0)).open()
    await until(lambda: mute.taken > 0)
    async with asyncio.timeout(10):
        await client.aclose()
    gc.collect()


async def test_a_server_that_hangs_up_during_the_handshake_of_the_websocket_api_is_told_at_once(mute: Mute) -> None:
    mute.hangs_up = True
    async with _client(mute) as client:
        with pytest.raises(NotSent, match="ended during the handshake"):
            await client.connect()


async def test_a_server_that_hangs_up_during_the_handshake_of_a_stream_is_tried_again(mute: Mute) -> None:
    mute.hangs_up = True
    told: list[Any] = []
    quick = StreamSettings(connect_timeout=20.0, reconnect_delay=0.01, reconnect_delay_max=0.02)
    async with _client(mute) as client:
        client.streams.subscribe(agg_trade("BTCUSDT"), on_control=told.append, settings=quick).open()
        await until(lambda: mute.taken > 2)
    reasons = {each.reason for each in told if isinstance(each, Disconnected)}
    assert {"ConnectionResetError: the connection ended during the handshake"} == reasons


async def test_an_attempt_that_takes_too_long_is_given_up(mute: Mute) -> None:
    handshake, let_go = Handshake(), asyncio.Event()

    async def work() -> None:
        loop = asyncio.get_running_loop()
        sock = await handshake.dial(Address(mute.port))
        assert b"" == await loop.sock_recv(sock, 1)
        sock.close()

    with pytest.raises(TimeoutError):
        await handshake.within(0.05, work(), let_go.set)
    assert let_go.is_set()


async def test_where_nobody_listens_the_error_says_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(ConnectionRefusedError):
            await Handshake().dial(Address(taken.getsockname()[1]))
