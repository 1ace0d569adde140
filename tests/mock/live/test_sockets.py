"""M4, M5, T6, S2: the live side over real sockets, on the port of REST, with faults on command."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest
from tests.contract.signed import SignedClient

from binance_usdm_api import decode_event
from binance_usdm_api.models import stream as models
from binance_usdm_mock import MockServer
from binance_usdm_mock import faults as fault

ORDER = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.01"}
LIMIT_S = 20
Socket = aiohttp.ClientWebSocketResponse


@pytest.fixture
def server() -> Iterator[MockServer]:
    with MockServer(seed=7) as running:
        yield running


@pytest.fixture
async def http(server: MockServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as made:
        yield made


async def take(socket: Socket) -> Any:
    message = await asyncio.wait_for(socket.receive(), LIMIT_S)
    assert aiohttp.WSMsgType.TEXT == message.type, message
    return json.loads(message.data)


async def ended(socket: Socket) -> int | None:
    while True:
        message = await asyncio.wait_for(socket.receive(), LIMIT_S)
        if message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR):
            return socket.close_code


def signed(server: MockServer, params: dict[str, Any]) -> dict[str, Any]:
    with server.lock:
        given = {**params, "apiKey": server.api_key, "timestamp": server.exchange.now}
    payload = "&".join(f"{name}={given[name]}" for name in sorted(given))
    return {**given, "signature": hmac.new(server.api_secret.encode(), payload.encode(), hashlib.sha256).hexdigest()}


async def call(socket: Socket, method: str, params: dict[str, Any], *, identity: Any = 1) -> Any:
    await socket.send_json({"id": identity, "method": method, "params": params})
    return await take(socket)


async def test_an_order_over_the_websocket_api_is_seen_over_rest(
    server: MockServer, http: aiohttp.ClientSession
) -> None:
    async with http.ws_connect(server.ws_api) as socket:
        told = await call(socket, "order.place", signed(server, ORDER), identity="mine")
    assert ("mine", 200) == (told["id"], told["status"])
    client = SignedClient(server)
    order = await asyncio.to_thread(
        client.ok, "query_order", {"symbol": "BTCUSDT", "orderId": told["result"]["orderId"]}
    )
    client.close()
    assert "FILLED" == order["status"]
    record = server.requests[0]
    assert ("WS", "order.place", "new_order", True, 200) == (
        record.method,
        record.path,
        record.operation,
        record.executed,
        record.status,
    )
    assert server.api_key not in repr(server.requests) + str(record.params)


async def test_account_events_of_a_rest_order(server: MockServer, http: aiohttp.ClientSession) -> None:
    client = SignedClient(server)
    key = (await asyncio.to_thread(client.ok, "start_user_stream"))["listenKey"]
    async with http.ws_connect(f"{server.streams}/private/ws/{key}") as socket:
        await asyncio.to_thread(client.ok, "new_order", ORDER)
        kinds = [(await take(socket))["e"] for _ in range(4)]
    client.close()
    assert ["ORDER_TRADE_UPDATE", "TRADE_LITE", "ACCOUNT_UPDATE", "ORDER_TRADE_UPDATE"] == kinds


async def test_market_streams_flow(server: MockServer, http: aiohttp.ClientSession) -> None:
    url = f"{server.streams}/market/stream?streams=btcusdt@markPrice@1s/btcusdt@aggTrade"
    seen: set[type[Any]] = set()
    async with http.ws_connect(url) as socket:
        while len(seen) < 2:
            message = await asyncio.wait_for(socket.receive(), LIMIT_S)
            seen.add(type(decode_event(message.data)))
    assert {models.MarkPriceEvent, models.AggTradeEvent} == seen


async def test_subscribing_and_pinging(server: MockServer, http: aiohttp.ClientSession) -> None:
    async with http.ws_connect(f"{server.streams}/public/ws", autoping=False) as socket:
        await socket.send_json({"method": "SUBSCRIBE", "params": ["btcusdt@bookTicker"], "id": 5})
        assert {"result": None, "id": 5} == await take(socket)
        assert "bookTicker" == (await take(socket))["e"]
        await socket.ping(b"hello")
        while (message := await asyncio.wait_for(socket.receive(), LIMIT_S)).type is not aiohttp.WSMsgType.PONG:
            pass
        assert b"hello" == bytes(message.data)


async def test_too_many_messages_end_the_connection(server: MockServer, http: aiohttp.ClientSession) -> None:
    async with http.ws_connect(f"{server.streams}/public/ws") as socket:
        for n in range(40):
            await socket.send_json({"method": "LIST_SUBSCRIPTIONS", "id": n})
        assert 1008 == await ended(socket)


@pytest.mark.parametrize(("code", "seen"), [(None, 1006), (1012, 1012), (1000, 1000)])
async def test_cut_connections(code: int | None, seen: int, server: MockServer, http: aiohttp.ClientSession) -> None:
    async with http.ws_connect(f"{server.streams}/market/ws/btcusdt@markPrice@1s") as socket:
        await socket.send_json({"method": "LIST_SUBSCRIPTIONS", "id": 1})
        await take(socket)
        assert 1 == server.live.cut(code=code)
        assert seen == await ended(socket)


async def test_announced_restart_and_broken_frames(server: MockServer, http: aiohttp.ClientSession) -> None:
    async with http.ws_connect(f"{server.streams}/market/ws") as socket:
        server.live.shutdown_notice()
        assert "serverShutdown" == (await take(socket))["e"]
        async with http.ws_connect(server.ws_api) as api:
            server.live.shutdown_notice()
            assert "serverShutdown" == (await take(api))["event"]["e"]
            assert "serverShutdown" == (await take(socket))["e"]
        server.live.inject(b"{broken")
        message = await asyncio.wait_for(socket.receive(), LIMIT_S)
        assert "{broken" == message.data


@pytest.mark.parametrize("executed", [True, False])
async def test_a_lost_reply_hides_whether_it_was_executed(
    executed: bool, server: MockServer, http: aiohttp.ClientSession
) -> None:
    server.faults.add(fault.drop(executed=executed), method="WS", path="order.place")
    async with http.ws_connect(server.ws_api) as socket:
        await socket.send_json({"id": 1, "method": "order.place", "params": signed(server, ORDER)})
        assert 1006 == await ended(socket)
    assert (1 if executed else 0) == len(server.exchange.ledger.of("order"))


@pytest.mark.parametrize("executed", [True, False])
async def test_an_error_instead_of_the_reply(executed: bool, server: MockServer, http: aiohttp.ClientSession) -> None:
    text = "Timeout waiting for response from backend server. Send status unknown; execution status unknown."
    server.faults.add(fault.error(-1007, text, status=408, executed=executed), method="WS", path="order.place")
    async with http.ws_connect(server.ws_api) as socket:
        told = await call(socket, "order.place", signed(server, ORDER))
        assert (1, 408, -1007) == (told["id"], told["status"], told["error"]["code"])
        assert 200 == (await call(socket, "ticker.price", {"symbol": "BTCUSDT"}))["status"]
    assert (1 if executed else 0) == len(server.exchange.ledger.of("order"))


async def test_a_late_reply_comes_after_a_faster_one(server: MockServer, http: aiohttp.ClientSession) -> None:
    server.faults.add(fault.delay(0.5), method="WS", path="ticker.price")
    async with http.ws_connect(server.ws_api) as socket:
        await socket.send_json({"id": "late", "method": "ticker.price", "params": {"symbol": "BTCUSDT"}})
        await socket.send_json({"id": "fast", "method": "depth", "params": {"symbol": "BTCUSDT", "limit": 5}})
        assert ["fast", "late"] == [(await take(socket))["id"] for _ in range(2)]


async def test_unknown_paths(server: MockServer, http: aiohttp.ClientSession) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError, match="404"):
        await http.ws_connect(f"{server.streams}/nowhere")


async def test_a_banned_address_gets_no_connection(server: MockServer, http: aiohttp.ClientSession) -> None:
    with server.lock:
        server.gate.limits.ban("127.0.0.1", server.exchange.now + 60_000)
    with pytest.raises(aiohttp.WSServerHandshakeError, match="418"):
        await http.ws_connect(server.ws_api)


async def test_stopping_the_server_ends_the_connections(http: aiohttp.ClientSession) -> None:
    with MockServer(seed=7) as running:
        socket = await http.ws_connect(f"{running.streams}/public/ws")
        await asyncio.to_thread(running.stop)
    assert await ended(socket) in (1001, 1006)


async def test_replies_are_doubled_delayed_and_get_other_ids(server: MockServer, http: aiohttp.ClientSession) -> None:
    server.live.rule("duplicate", stream="ws_api", event="ticker.price", nth=1)
    server.live.rule("swap", stream="ws_api", event="ticker.book", nth=1)
    server.live.rule("replace", stream="ws_api", nth=4, change=lambda frame: frame.replace(b'"id":4', b'"id":99'))
    async with http.ws_connect(server.ws_api) as socket:
        for n, method in enumerate(("ticker.price", "ticker.book", "ticker.price", "ticker.price"), 1):
            await socket.send_json({"id": n, "method": method, "params": {"symbol": "BTCUSDT"}})
        assert [1, 1, 3, 2, 99] == [(await take(socket))["id"] for _ in range(5)]


async def test_events_of_ones_own_making(server: MockServer, http: aiohttp.ClientSession) -> None:
    client = SignedClient(server)
    key = (await asyncio.to_thread(client.ok, "start_user_stream"))["listenKey"]
    client.close()
    async with http.ws_connect(f"{server.streams}/private/ws/{key}") as socket:
        await asyncio.sleep(0)
        server.live.tell({"e": "STRATEGY_UPDATE", "T": 1, "E": 2, "su": {"si": 3}})
        assert 3 == (await take(socket))["su"]["si"]


async def test_what_a_request_causes_goes_out_with_it(server: MockServer, http: aiohttp.ClientSession) -> None:
    woken: list[int] = []
    flush = server.shell.sockets.requested
    server.shell.sockets.requested = lambda: (woken.append(len(server.exchange.ledger.entries)), flush())[1]  # type: ignore[method-assign]
    client = SignedClient(server)
    before = len(server.exchange.ledger.entries)
    await asyncio.to_thread(client.ok, "new_order", ORDER)
    client.close()
    assert [True] == [before < seen for seen in woken]
