"""S1: the mock exchange takes what the official SDK signs with RSA and Ed25519 keys, and its log-on of a session."""

from __future__ import annotations

from typing import Any

import pytest
from binance_common.configuration import ConfigurationRestAPI, ConfigurationWebSocketAPI
from binance_common.signature import Signers
from binance_sdk_derivatives_trading_usds_futures.derivatives_trading_usds_futures import DerivativesTradingUsdsFutures
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer

NAME = "k" * 64


def registered(exchange: MockServer, key: Any) -> str:
    """Let a key sign for the account; its private half as text."""
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    exchange.exchange.add_key(NAME, public.decode())
    return str(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_a_signed_order(kind: str, exchange: MockServer, truth: Truth) -> None:
    key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ed25519.Ed25519PrivateKey.generate()
    configuration = ConfigurationRestAPI(
        api_key=NAME, private_key=registered(exchange, key), base_path=exchange.rest, timeout=30_000
    )
    rest = DerivativesTradingUsdsFutures(config_rest_api=configuration).rest_api
    placed = rest.new_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity=0.01).data()
    assert "FILLED" == truth.order(placed.order_id)["status"]


async def test_a_session_that_is_logged_on_signs_nothing_more(exchange: MockServer, truth: Truth) -> None:
    private = registered(exchange, ed25519.Ed25519PrivateKey.generate())
    configuration = ConfigurationWebSocketAPI(api_key=NAME, private_key=private, stream_url=exchange.ws_api)
    connection = await DerivativesTradingUsdsFutures(config_ws_api=configuration).websocket_api.create_connection()
    try:
        logged_on = await connection.send_signed_message(
            {"method": "session.logon", "params": {}}, signer=Signers.get_signer(private, None), session_logon=True
        )
        assert NAME == logged_on.data()["result"]["apiKey"]
        placed = (await connection.new_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity=0.01)).data()
        assert "FILLED" == truth.order(placed.result.order_id)["status"]
        asked = exchange.requests[-1].params
        assert ("order.place", False) == (exchange.requests[-1].path, "signature" in asked)
    finally:
        await connection.close_connection()
