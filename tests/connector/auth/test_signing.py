"""A2: signatures of all three kinds of key over percent-encoded and raw payloads are those the exchange expects."""

import hashlib
import hmac
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given
from hypothesis import strategies as st

from binance_usdm.auth import Ed25519Signer, HmacSigner, KeyKind, RsaSigner, Secret, Signer, ws_payload

PUBLISHED = yaml.safe_load((Path(__file__).parent / "signatures.yaml").read_text(encoding="utf-8"))
PAYLOAD = "symbol=测试USDT&timestamp=1"


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.mark.parametrize("vector", PUBLISHED["documented"], ids=lambda vector: vector["name"])
def test_documented_signatures(vector: dict[str, Any]) -> None:
    """The examples of the exchange's documentation."""
    payload = (vector["query"] + vector["body"]).encode("ascii")
    assert vector["signature"] == HmacSigner(Secret(vector["secret"])).sign(payload)


@pytest.mark.parametrize("vector", PUBLISHED["client_tests"], ids=lambda vector: vector["signature"][:8])
def test_signatures_of_the_official_client(vector: dict[str, Any]) -> None:
    """What the exchange's own client is tested with."""
    payload = (vector["query"] + vector["body"]).encode("ascii")
    assert vector["signature"] == HmacSigner(Secret("secretKey")).sign_query(payload)


@given(secret=st.text(st.characters(codec="utf-8"), max_size=200), payload=st.binary(max_size=300))
def test_hmac_is_that_of_the_standard_library(secret: str, payload: bytes) -> None:
    """Secrets shorter and longer than a block of SHA-256, and any payload."""
    signer = HmacSigner(Secret(secret))
    expected = hmac.new(secret.encode(), payload, hashlib.sha256).hexdigest()
    assert (expected, expected) == (signer.sign(payload), signer.sign_query(payload))


def test_one_signer_serves_many_threads() -> None:
    """Signing leaves the prepared key as it was, also when threads do it at once."""
    signer = HmacSigner(Secret("secretKey"))
    payloads = [str(number).encode() * 50 for number in range(400)]
    expected = [hmac.new(b"secretKey", payload, hashlib.sha256).hexdigest() for payload in payloads]
    with ThreadPoolExecutor(8) as pool:
        assert expected == list(pool.map(signer.sign, payloads))


def test_rsa_signatures_verify(rsa_key: rsa.RSAPrivateKey) -> None:
    """The public half accepts the signature: PKCS1 v1.5 with SHA-256, in base64."""
    payload = quote(PAYLOAD, safe="=&").encode("ascii")
    signature = b64decode(RsaSigner(rsa_key).sign(payload), validate=True)
    # Raises if the signature is wrong.
    rsa_key.public_key().verify(signature, payload, padding.PKCS1v15(), SHA256())
    assert 2048 // 8 == len(signature)


def test_ed25519_signatures_verify() -> None:
    """The public half accepts the signature, in base64."""
    key = ed25519.Ed25519PrivateKey.generate()
    payload = PAYLOAD.encode()
    signature = b64decode(Ed25519Signer(key).sign(payload), validate=True)
    # Raises if the signature is wrong.
    key.public_key().verify(signature, payload)
    assert 64 == len(signature)


def test_ed25519_signs_the_example_of_its_standard() -> None:
    """RFC 8032, section 7.1, test 2: key, one byte of payload and signature are given there."""
    key = ed25519.Ed25519PrivateKey.from_private_bytes(
        bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    )
    expected = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert expected == b64decode(Ed25519Signer(key).sign(b"\x72"))


def test_base64_is_encoded_once_for_a_url(rsa_key: rsa.RSAPrivateKey) -> None:
    """The form for a URL has no character that a URL changes, and decodes to the plain form."""
    signer = RsaSigner(rsa_key)
    seen = set()
    for number in range(60):
        payload = str(number).encode()
        plain, encoded = signer.sign(payload), signer.sign_query(payload)
        seen |= set(plain) & set("+/=")
        assert (plain, quote(plain, safe="")) == (unquote(encoded), encoded)
    assert {"+", "/", "="} == seen


def test_an_ed25519_signature_for_a_url() -> None:
    """The same for Ed25519, whose signatures repeat for the same payload."""
    signer = Ed25519Signer(ed25519.Ed25519PrivateKey.generate())
    assert quote(signer.sign(b"a"), safe="") == signer.sign_query(b"a")


def test_the_documented_rsa_signature_is_encoded_as_ours() -> None:
    """Its private key was never published; the encoding of its signature in a URL can be checked."""
    in_url = (
        "aap36wD5loVXizxvvPI3wz9Cjqwmb3KVbxoym0XeWG1jZq8umqrnSk8H8dkLQeySjgVY91Ufs%2BBGCW%2B4sZjQEpgAfjM76riNxjlD3coG"
        "GEsPsT2lG39R%2F1q72zpDs8pYcQ4A692NgHO1zXcgScTGgdkjp%2Brp2bcddKjyz5XBrBM%3D"
    )

    class Replayed:
        def sign(self, payload: bytes, *_: object) -> bytes:
            return b64decode(unquote(in_url))

    assert in_url == RsaSigner(Replayed()).sign_query(b"")  # type: ignore[arg-type]


def test_every_signer_is_one(rsa_key: rsa.RSAPrivateKey) -> None:
    """They follow the protocol and know their kind."""
    signers: list[Signer] = [
        HmacSigner(Secret("s")),
        RsaSigner(rsa_key),
        Ed25519Signer(ed25519.Ed25519PrivateKey.generate()),
    ]
    assert [KeyKind.HMAC, KeyKind.RSA, KeyKind.ED25519] == [signer.kind for signer in signers]
    assert all(isinstance(signer, Signer) for signer in signers)


def test_ws_payload_is_sorted_and_raw() -> None:
    """A2, row 98: names sorted, UTF-8 as it is, the signature left out, booleans as JSON writes them."""
    params = {"timestamp": 1, "symbol": "测试USDT", "signature": "x", "apiKey": "a b/c", "reduceOnly": True}
    assert "apiKey=a b/c&reduceOnly=true&symbol=测试USDT&timestamp=1".encode() == ws_payload(params)


def test_ws_payload_of_the_documented_request() -> None:
    """The documented order of the WebSocket API, from parameters in another order."""
    vector = next(each for each in PUBLISHED["documented"] if each["name"] == "spot_ws_api_hmac_sorted")
    params = dict(pair.split("=", 1) for pair in reversed(vector["query"].split("&")))
    assert vector["query"].encode() == ws_payload(params)
    assert vector["signature"] == HmacSigner(Secret(vector["secret"])).sign(ws_payload(params))
