"""C3: the package alone, with the plain caller, calls operations over HTTP."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from urllib.parse import parse_qsl

import httpx
import pytest

from binance_usdm_api import CallOptions, errors
from binance_usdm_api.aio import AsyncMarketMethods, AsyncTradeMethods
from binance_usdm_api.api import MarketMethods, TradeMethods
from binance_usdm_api.plain import AsyncPlainCaller, PlainCaller

BASE = "http://127.0.0.1:1"
Answer = Callable[[httpx.Request], httpx.Response]


def _sign(query: bytes) -> str:
    return hmac.new(b"made-up", query, hashlib.sha256).hexdigest()


def _sync(answer: Answer, key: str | None = None) -> PlainCaller:
    client = httpx.Client(transport=httpx.MockTransport(answer))
    return PlainCaller(BASE, key, _sign if key else None, client, now_ms=lambda: 1_700_000_000_000)


def _async(answer: Answer, key: str | None = None) -> AsyncPlainCaller:
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return AsyncPlainCaller(BASE, key, _sign if key else None, client, now_ms=lambda: 1_700_000_000_000)


def _time(request: httpx.Request) -> httpx.Response:
    assert "GET http://127.0.0.1:1/fapi/v1/time" == f"{request.method} {request.url}"
    assert "x-mbx-apikey" not in request.headers
    return httpx.Response(200, content=b'{"serverTime": 7}')


async def test_public_calls() -> None:
    """C3: a public call sends no key and decodes its answer, sync and async."""
    with _sync(_time) as call:
        assert 7 == MarketMethods(call).time().server_time
    async with _async(_time) as later:
        assert 7 == (await AsyncMarketMethods(later).time()).server_time


def _order(request: httpx.Request) -> httpx.Response:
    query, _, signature = request.url.query.decode().rpartition("&signature=")
    assert _sign(query.encode()) == signature
    assert "key" == request.headers["x-mbx-apikey"]
    assert ["symbol", "side", "type", "quantity", "recvWindow", "timestamp"] == [name for name, _ in parse_qsl(query)]
    return httpx.Response(200, content=b'{"orderId": 1, "symbol": "BTCUSDT", "status": "NEW"}')


async def test_signed_calls() -> None:
    """C3: a signed call stamps, signs the sent text and puts the signature last."""
    options = CallOptions(recv_window=3000)
    with _sync(_order, "key") as call:
        ack = TradeMethods(call).new_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity="1", options=options)
        assert (1, "NEW") == (ack.order_id, ack.status)
    async with _async(_order, "key") as later:
        methods = AsyncTradeMethods(later)
        ack = await methods.new_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity="1", options=options)
        assert 1 == ack.order_id


def test_refusals_become_their_exceptions() -> None:
    """A3: codes become the specific exception with name, status and hint."""
    refusal = httpx.Response(400, content=b'{"code": -1121, "msg": "Invalid symbol."}')
    with _sync(lambda _: refusal) as call, pytest.raises(errors.UnknownSymbol) as caught:
        MarketMethods(call).klines(symbol="NONESUCH", interval="1h")
    assert (-1121, 400, "BAD_SYMBOL", "klines") == (
        caught.value.code, caught.value.status, caught.value.name, caught.value.operation
    )  # fmt: skip
    with _sync(lambda _: httpx.Response(502, content=b"<html>")) as call, pytest.raises(errors.ServerError):
        MarketMethods(call).ping()


def test_credentials_are_needed_for_signed_calls() -> None:
    """C3: a signed call without a key is refused before anything is sent."""

    def never(request: httpx.Request) -> httpx.Response:
        raise AssertionError("sent")

    with _sync(never) as call, pytest.raises(errors.CredentialsError):
        TradeMethods(call).new_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity="1")


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (httpx.ConnectError, errors.NotSent),
        (httpx.ReadTimeout, errors.OutcomeUnknown),
        (httpx.RemoteProtocolError, errors.OutcomeUnknown),
    ],
)
def test_lost_answers(fault: type[httpx.TransportError], expected: type[errors.TransportError]) -> None:
    """A3: no connection proves that nothing was sent; a lost answer of an order proves nothing."""

    def lose(request: httpx.Request) -> httpx.Response:
        raise fault("lost", request=request)

    with _sync(lose, "key") as call, pytest.raises(errors.TransportError) as caught:
        TradeMethods(call).new_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity="1")
    assert expected is type(caught.value)
    with _sync(lose) as call, pytest.raises(errors.TransportError) as read:
        MarketMethods(call).ping()
    assert read.value.retryable
