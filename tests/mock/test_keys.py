"""A3, S1: the mock exchange verifies HMAC, RSA and Ed25519 signatures, the published vectors included."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from tests.mock.world import NOW

from binance_usdm_mock import MockExchange
from binance_usdm_mock.keys import KeyRing

PAYLOAD = (
    "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943"
)


def pem(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> str:
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, kind).decode()


def verify(ring: KeyRing, payload: str, signature: str) -> bool:
    key = ring.get("key")
    assert key is not None
    return key.verify(payload.encode(), signature)


def test_published_hmac_example() -> None:
    ring = KeyRing()
    ring.add("key", "2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9", "main")
    signature = "3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9"
    assert (True, True, False) == (
        verify(ring, PAYLOAD, signature),
        verify(ring, PAYLOAD, signature.upper()),
        verify(ring, PAYLOAD + " ", signature),
    )


def test_rsa() -> None:
    key, ring = rsa.generate_private_key(65537, 2048), KeyRing()
    ring.add("key", pem(key), "main")
    signature = base64.b64encode(key.sign(PAYLOAD.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()
    assert (True, False, False) == (
        verify(ring, PAYLOAD, signature),
        verify(ring, PAYLOAD, signature.lower()),
        verify(ring, PAYLOAD, "not base64"),
    )


def test_ed25519() -> None:
    key, ring = ed25519.Ed25519PrivateKey.generate(), KeyRing()
    ring.add("key", pem(key), "main")
    signature = base64.b64encode(key.sign(PAYLOAD.encode())).decode()
    assert (True, False) == (verify(ring, PAYLOAD, signature), verify(ring, PAYLOAD + "0", signature))


def test_other_kinds_of_key_are_refused() -> None:
    with pytest.raises(ValueError, match="neither an RSA nor an Ed25519"):
        KeyRing().add("key", pem(ec.generate_private_key(ec.SECP256R1())), "main")


def test_keys_belong_to_an_account() -> None:
    exchange = MockExchange(7, NOW)
    with pytest.raises(ValueError, match="there is no account 'other'"):
        exchange.add_key("key", "secret", "other")
    exchange.add_account("other", {"USDT": "10"})
    exchange.add_key("key", "secret", "other")
    key = exchange.keys.get("key")
    assert key is not None
    assert ("other", "HMAC") == (key.account, key.kind)
    assert "secret" not in repr(key)
