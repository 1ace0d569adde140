"""T6: one method, two carriers: the WebSocket API where it is connected and serves the operation, else REST."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.connector.ws_api.exchange import ScriptedApi

from binance_usdm import (
    AsyncClient,
    CallOptions,
    Client,
    ConfigError,
    Credentials,
    Environment,
    NotSent,
    OutcomeUnknown,
    Settings,
)
from binance_usdm.auth import ws_payload
from binance_usdm_mock import MockServer

LIMITS = [
    {"rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": 2400, "count": 321},
    {"rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": 300, "count": 12},
]
ORDER = {
    "symbol": "BTCUSDT",
    "side": "BUY",
    "type": "LIMIT",
    "quantity": "0.010",
    "price": "50000",
    "time_in_force": "GTC",
}


def answer(asked: dict[str, Any]) -> dict[str, Any] | str | None:
    """A venue that accepts everything."""
    params = asked.get("params", {})
    if asked["method"] == "ticker.price":
        return {"result": {"symbol": params["symbol"], "price": "60000.10"}, "rateLimits": LIMITS}
    if asked["method"] == "order.place":
        order = {
            "orderId": 42,
            "symbol": params["symbol"],
            "status": "NEW",
            "clientOrderId": params["newClientOrderId"],
        }
        return {"result": order, "rateLimits": LIMITS}
    return {"result": {}}


@pytest.fixture
def rest() -> Iterator[MockServer]:
    """The REST side."""
    with MockServer(seed=3) as server:
        yield server


def place(rest: MockServer, api: ScriptedApi) -> Environment:
    """Both carriers as one environment."""
    return Environment(name="test", rest=rest.rest, ws_api=api.url, streams=rest.streams)


def keys(rest: MockServer) -> Credentials:
    """HMAC credentials."""
    return Credentials(rest.api_key, rest.api_secret)


async def test_the_socket_carries_what_it_serves_and_rest_the_rest(rest: MockServer) -> None:
    """T6: visible in the reply's metadata; usage feeds the same budget."""
    with ScriptedApi(answer) as api:
        async with AsyncClient(environment=place(rest, api), credentials=keys(rest)) as client:
            assert "rest" == (await client.call("ticker_price", {"symbol": "BTCUSDT"})).carrier
            await client.connect()
            reply = await client.call("ticker_price", {"symbol": "BTCUSDT"})
            assert ("ws", "60000.10") == (reply.carrier, str(reply.result.price))
            used = {pool.name: pool.used for pool in client.limits}
            assert (321, 12) == (used["request_weight"], used["orders_10s"])
            assert "rest" == (await client.call("klines", {"symbol": "BTCUSDT", "interval": "1h"})).carrier
            forced = await client.call("ticker_price", {"symbol": "BTCUSDT"}, CallOptions(carrier="rest"))
            assert "rest" == forced.carrier


async def test_each_request_is_signed_over_its_sorted_parameters(rest: MockServer) -> None:
    """A2, T6: HMAC keys sign every request; decimals are text, integers are numbers."""
    with ScriptedApi(answer) as api:
        async with AsyncClient(environment=place(rest, api), credentials=keys(rest), carrier="ws") as client:
            ack = await client.trade.new_order(**ORDER)
            assert 42 == ack.order_id
        (asked,) = [r for r in api.requests if r["method"] == "order.place"]
        params = dict(asked["params"])
        signature = params.pop("signature")
        expected = keys(rest).signer.sign(ws_payload({k: str(v) for k, v in params.items()}))
        assert expected == signature
        assert ("0.010", 5000, rest.api_key) == (params["quantity"], params["recvWindow"], params["apiKey"])
        # Corrections 13: the default of REST, because the carrier must not change what an order does.
        assert "EXPIRE_MAKER" == params["selfTradePreventionMode"]
        assert isinstance(params["timestamp"], int)


async def test_an_ed25519_session_is_logged_on(rest: MockServer) -> None:
    """T6: after the logon neither key nor signature is sent; after a loss the logon comes first again."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with ScriptedApi(answer) as api:
        mine = Credentials.from_private_key("e" * 64, pem)
        async with AsyncClient(environment=place(rest, api), credentials=mine) as client:
            await client.connect()
            await client.trade.new_order(**ORDER)
            api.cut()
            for _ in range(200):
                await asyncio.sleep(0.02)
                if api.connections == 2 and client._core.socket is not None and client._core.socket.ready:
                    break
            await client.trade.new_order(**ORDER)
        methods = [r["method"] for r in api.requests]
        assert ["session.logon", "order.place", "session.logon", "order.place"] == methods
        placed = [r["params"] for r in api.requests if r["method"] == "order.place"]
        assert not any("signature" in params or "apiKey" in params for params in placed)
        assert all("timestamp" in params for params in placed)


async def test_a_refused_logon_falls_back_to_signing_each_request(rest: MockServer) -> None:
    """FAILURES 88: per-request signing as the fallback."""

    def refuse(asked: dict[str, Any]) -> dict[str, Any] | str | None:
        if asked["method"] == "session.logon":
            return {"status": 401, "error": {"code": -1022, "msg": "Signature for this request is not valid."}}
        return answer(asked)

    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with ScriptedApi(refuse) as api:
        mine = Credentials.from_private_key("e" * 64, pem)
        async with AsyncClient(environment=place(rest, api), credentials=mine) as client:
            await client.connect()
            await client.trade.new_order(**ORDER)
        assert "signature" in api.requests[-1]["params"]


async def test_an_order_in_flight_when_the_socket_drops_is_settled(rest: MockServer) -> None:
    """T5, T6: UNKNOWN, resolved by a query over whatever carrier is there; never sent again."""

    def drop(asked: dict[str, Any]) -> dict[str, Any] | str | None:
        return "drop" if asked["method"] == "order.place" else answer(asked)

    with ScriptedApi(drop) as api:
        settings = Settings(resolve_timeout=1.0)
        async with AsyncClient(environment=place(rest, api), credentials=keys(rest), settings=settings) as client:
            await client.connect()
            with pytest.raises(OutcomeUnknown) as caught:
                await client.trade.new_order(**ORDER, new_client_order_id="gone")
        assert ("gone",) == caught.value.client_order_ids
        assert 1 == sum(r["method"] == "order.place" for r in api.requests)
        assert not [r for r in rest.requests if (r.method, r.path) == ("POST", "/fapi/v1/order")]
        assert [r for r in rest.requests if (r.method, r.path) == ("GET", "/fapi/v1/order")] or [
            r for r in api.requests if r["method"] == "order.status"
        ]


async def test_errors_are_the_same_exceptions(rest: MockServer) -> None:
    """T6: code, message and status as over REST."""

    def refuse(asked: dict[str, Any]) -> dict[str, Any] | str | None:
        return {"status": 400, "error": {"code": -1121, "msg": "Invalid symbol."}}

    with ScriptedApi(refuse) as api:
        async with AsyncClient(environment=place(rest, api)) as client:
            await client.connect()
            with pytest.raises(Exception, match="Invalid symbol") as caught:
                await client.market.ticker_price(symbol="NOPE")
    assert "UnknownSymbol" == type(caught.value).__name__


async def test_strange_frames_do_not_end_the_connection(rest: MockServer) -> None:
    """FAILURES 70, 89: not JSON, unknown ids, arrays, twice answered; the next call works."""
    with ScriptedApi(answer) as api:
        async with AsyncClient(environment=place(rest, api)) as client:
            await client.connect()
            for text in (
                "",
                "{",
                "[1,2]",
                '{"id":"zzz","status":200,"result":{}}',
                '{"status":"x"}',
                '{"event":7}',
                '{"event":{"e":"somethingNew"}}',
                "\x00",
                "9" * 5000,
            ):
                api.say(text)
            assert "ws" == (await client.call("ticker_price", {"symbol": "BTCUSDT"})).carrier
        assert 1 == api.connections


async def test_server_shutdown_moves_to_a_fresh_connection(rest: MockServer) -> None:
    """FAILURES 61: the new connection is ready before the old one goes; nothing fails meanwhile."""
    with ScriptedApi(answer) as api:
        async with AsyncClient(environment=place(rest, api)) as client:
            await client.connect()
            api.say('{"e":"serverShutdown","E":1767225600000}')
            carriers = set()
            for _ in range(500):
                carriers.add((await client.call("ticker_price", {"symbol": "BTCUSDT"})).carrier)
                await asyncio.sleep(0.01)
                if api.connections >= 2:
                    break
            assert {"ws"} == carriers
            assert api.connections >= 2


@pytest.mark.parametrize(
    "notice", ['{"e":"serverShutdown","E":1767225600000}', '{"event":{"e":"serverShutdown","E":1767225600000}}']
)
async def test_a_shutdown_told_with_the_handshake_is_heard(rest: MockServer, notice: str) -> None:
    """FAILURES 61: the notice may come before the connection is the present one; no call is needed to notice it."""
    with ScriptedApi(answer, greet=lambda number: notice if number == 1 else None) as api:
        async with AsyncClient(environment=place(rest, api)) as client:
            await client.connect()
            for _ in range(500):
                if api.connections >= 2:
                    break
                await asyncio.sleep(0.01)
            assert api.connections >= 2
            assert "ws" == (await client.call("ticker_price", {"symbol": "BTCUSDT"})).carrier


async def test_a_server_that_always_leaves_is_not_stormed(rest: MockServer) -> None:
    """FAILURES 61, 62: connections that greet with their end are made with growing pauses."""
    notice = '{"e":"serverShutdown","E":1767225600000}'
    with ScriptedApi(answer, greet=lambda _: notice) as api:
        async with AsyncClient(environment=place(rest, api)) as client:
            await client.connect()
            await asyncio.sleep(0.5)
            assert "ws" == (await client.call("ticker_price", {"symbol": "BTCUSDT"})).carrier
        assert 2 <= api.connections <= 20


async def test_without_a_server_rest_carries_everything(rest: MockServer) -> None:
    """T6: transparent; connect() itself says so."""
    nowhere = Environment(name="test", rest=rest.rest, ws_api="ws://127.0.0.1:9/ws-fapi/v1", streams=rest.streams)
    settings = Settings(timeout=0.5)
    async with AsyncClient(environment=nowhere, settings=settings, carrier="ws") as client:
        assert "rest" == (await client.call("ticker_price", {"symbol": "BTCUSDT"})).carrier
        with pytest.raises(NotSent, match="WebSocket API"):
            await client.connect()


def test_the_blocking_client_has_both_carriers(rest: MockServer) -> None:
    """T6: works in the sync client too, from several calls, and leaves no thread behind."""
    import threading

    with ScriptedApi(answer) as api:
        before = threading.active_count()
        with Client(environment=place(rest, api), credentials=keys(rest)) as client:
            client.connect()
            client.connect()
            assert "ws" == client.call("ticker_price", {"symbol": "BTCUSDT"}).carrier
            assert "rest" == client.call("klines", {"symbol": "BTCUSDT", "interval": "1h"}).carrier
            assert 42 == client.trade.new_order(**ORDER).order_id
        for _ in range(100):
            if threading.active_count() <= before:
                break
            time.sleep(0.02)
        assert threading.active_count() <= before


def test_an_unknown_carrier_is_refused() -> None:
    """Bad input: names what is allowed."""
    with pytest.raises(ConfigError, match="auto, rest, ws"):
        Client(environment="http://127.0.0.1:1", carrier="pigeon")


async def test_a_timeout_leaves_the_connection_usable(rest: MockServer) -> None:
    """FAILURES 89: a late answer is counted, never fatal."""
    asked: list[dict[str, Any]] = []

    def slow(request: dict[str, Any]) -> dict[str, Any] | str | None:
        asked.append(request)
        return None if len(asked) == 1 else answer(request)

    with ScriptedApi(slow) as api:
        async with AsyncClient(environment=place(rest, api), settings=Settings(timeout=0.3)) as client:
            await client.connect()
            reply = await client.call("ticker_price", {"symbol": "BTCUSDT"})
            assert (2, "ws") == (reply.attempts, reply.carrier)
