"""S1: other keys, a clock that is off, too many requests and a dying listen key reach python-binance as they should."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from binance.exceptions import BinanceAPIException
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer

S = "BTCUSDT"


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_other_kinds_of_keys(kind: str, binance: Any, exchange: MockServer, truth: Truth) -> None:
    key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ed25519.Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    exchange.exchange.add_key("k" * 64, public.decode())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    client = type(binance)("k" * 64, private_key=private)
    placed = client.futures_create_order(symbol=S, side="BUY", type="MARKET", quantity="0.01")
    assert "FILLED" == truth.order(placed["orderId"])["status"]
    assert placed["orderId"] == client.futures_get_order(symbol=S, orderId=placed["orderId"])["orderId"]


async def test_the_clock_is_asked_for_when_the_client_is_made(async_binance: Any, exchange: MockServer) -> None:
    exchange.gate.set_clock(60_000)
    with pytest.raises(BinanceAPIException) as refused:
        await async_binance.futures_account()
    assert -1021 == refused.value.code
    client = await type(async_binance).create(exchange.api_key, exchange.api_secret)
    try:
        assert await client.futures_account()
    finally:
        await client.close_connection()


def test_too_many_requests(binance: Any, exchange: MockServer) -> None:
    exchange.gate.limits.overrides["request_weight"] = 1
    with pytest.raises(BinanceAPIException) as refused:
        binance.futures_order_book(symbol=S, limit=1000)
    assert (429, -1003) == (refused.value.status_code, refused.value.code)
    assert 0 < int(refused.value.response.headers["Retry-After"]) <= 60


async def test_a_listen_key_that_dies_is_told(sockets: Any, async_binance: Any, exchange: MockServer) -> None:
    socket = sockets.futures_user_socket()
    async with socket:
        exchange.live.expire_listen_key()
        told = await asyncio.wait_for(socket.recv(), 60)
        assert "listenKeyExpired" == told["e"]
        # So that it need not wait for a message when it ends.
        await async_binance.futures_stream_get_listen_key()
        exchange.live.cut(route="private", code=1000)
