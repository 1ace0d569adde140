"""S1: other keys, a clock that is off, too many requests and lost answers reach ccxt as they do from the exchange."""

from __future__ import annotations

from typing import Any

import ccxt
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from tests.peers.ccxt_client.pointing import BTC, point
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer
from binance_usdm_mock.faults import drop, preset


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_other_kinds_of_keys(kind: str, exchange: MockServer, truth: Truth) -> None:
    key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ed25519.Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    exchange.exchange.add_key("k" * 64, public.decode())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    client = point(ccxt.binanceusdm({"apiKey": "k" * 64, "secret": private}), exchange)
    placed = client.create_order(BTC, "market", "buy", 0.01)
    assert "FILLED" == truth.order(placed["id"])["status"]


def test_a_clock_that_is_off(binance: Any, exchange: MockServer) -> None:
    exchange.gate.set_clock(60_000)
    with pytest.raises(ccxt.InvalidNonce, match="-1021"):
        binance.fetch_balance()
    binance.options["adjustForTimeDifference"] = True
    binance.load_time_difference()
    assert binance.fetch_balance()


def test_too_many_requests(binance: Any, exchange: MockServer) -> None:
    exchange.gate.limits.overrides["request_weight"] = 1
    with pytest.raises(ccxt.DDoSProtection, match=r"429.*-1003"):
        binance.fetch_order_book(BTC, 1000)


def test_an_order_whose_answer_is_lost_was_placed(binance: Any, exchange: MockServer, truth: Truth) -> None:
    exchange.faults.add(drop(executed=True), method="POST", path="/fapi/v1/order", times=1)
    price = float(truth.price(away=-0.1))
    with pytest.raises(ccxt.NetworkError):
        binance.create_order(BTC, "limit", "buy", 0.01, price, {"clientOrderId": "lost-1"})
    [order] = truth.orders()
    assert str(order["id"]) == binance.fetch_order(None, BTC, {"clientOrderId": "lost-1"})["id"]


def test_an_overloaded_exchange_did_not_place_the_order(binance: Any, exchange: MockServer, truth: Truth) -> None:
    exchange.faults.add(preset("overload_503"), method="POST", path="/fapi/v1/order", times=1)
    with pytest.raises(ccxt.ExchangeError, match="-1008"):
        binance.create_order(BTC, "limit", "buy", 0.01, float(truth.price(away=-0.1)))
    assert [] == truth.orders()
