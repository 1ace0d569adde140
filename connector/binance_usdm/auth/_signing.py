"""Signatures over the bytes that are sent.

Rules of this module:

- Pure: a signer is made of a prepared key and knows no clock, no request and no environment.
- What is signed is what is sent. On REST that is the percent-encoded query followed directly by the body; on the
  WebSocket API the parameters sorted by name in raw UTF-8. Nothing here encodes a payload a second time.
- `sign` gives the signature as JSON carries it, `sign_query` the same made safe for a URL: base64 has `+`, `/` and `=`.
- No signer keeps the plain secret. HMAC keeps the two hash states that RFC 2104 makes of it.
- Signers may be shared between threads.
"""

import hashlib
from binascii import b2a_base64
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, final, runtime_checkable

from ._secret import Confidential, Secret

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_BLOCK = 64
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))


class KeyKind(StrEnum):
    """The kinds of API key that the exchange knows."""

    HMAC = "hmac"
    RSA = "rsa"
    ED25519 = "ed25519"


@runtime_checkable
class Signer(Protocol):
    """Signs payloads with one prepared key."""

    @property
    def kind(self) -> KeyKind:
        """The kind of key."""
        ...

    def sign(self, payload: bytes) -> str:
        """Return the signature of a payload: hex for HMAC, base64 otherwise."""
        ...

    def sign_query(self, payload: bytes) -> str:
        """Return the signature ready to follow `&signature=` in a URL or a form body."""
        ...


def _base64(raw: bytes) -> str:
    return b2a_base64(raw, newline=False).decode("ascii")


def _for_url(text: str) -> str:
    return text.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")


@final
class HmacSigner(Confidential):
    """Signs with HMAC-SHA256, in hex.

    Args:
        secret: The API secret.
    """

    __slots__ = ("_inner", "_outer")

    kind = KeyKind.HMAC

    def __init__(self, secret: Secret) -> None:
        # Copying two states that have already taken the key in costs half of what `hmac.digest` does.
        self._inner = hashlib.sha256(_padded(secret).translate(_INNER)).copy
        self._outer = hashlib.sha256(_padded(secret).translate(_OUTER)).copy

    def sign(self, payload: bytes) -> str:
        """Return the signature in hex."""
        inner = self._inner()
        inner.update(payload)
        outer = self._outer()
        outer.update(inner.digest())
        return outer.hexdigest()

    # Hex needs no encoding in a URL.
    sign_query = sign

    def __repr__(self) -> str:
        return "HmacSigner(***)"


def _padded(secret: Secret) -> bytes:
    key = secret.reveal().encode("utf-8", "surrogatepass")
    if len(key) > _BLOCK:
        key = hashlib.sha256(key).digest()
    return key.ljust(_BLOCK, b"\0")


@final
class RsaSigner(Confidential):
    """Signs with RSASSA-PKCS1-v1_5 and SHA-256, in base64.

    Args:
        key: The private key, as the package cryptography loaded it.
    """

    __slots__ = ("_digest", "_padding", "_sign")

    kind = KeyKind.RSA

    def __init__(self, key: "RSAPrivateKey") -> None:
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        self._sign = key.sign
        self._padding = PKCS1v15()
        self._digest = SHA256()

    def sign(self, payload: bytes) -> str:
        """Return the signature in base64."""
        return _base64(self._sign(payload, self._padding, self._digest))

    def sign_query(self, payload: bytes) -> str:
        """Return the signature in percent-encoded base64."""
        return _for_url(self.sign(payload))

    def __repr__(self) -> str:
        return "RsaSigner(***)"


@final
class Ed25519Signer(Confidential):
    """Signs with Ed25519, in base64.

    Args:
        key: The private key, as the package cryptography loaded it.
    """

    __slots__ = ("_sign",)

    kind = KeyKind.ED25519

    def __init__(self, key: "Ed25519PrivateKey") -> None:
        self._sign = key.sign

    def sign(self, payload: bytes) -> str:
        """Return the signature in base64."""
        return _base64(self._sign(payload))

    def sign_query(self, payload: bytes) -> str:
        """Return the signature in percent-encoded base64."""
        return _for_url(self.sign(payload))

    def __repr__(self) -> str:
        return "Ed25519Signer(***)"


def ws_payload(params: Mapping[str, str | int]) -> bytes:
    """Return what is signed for a request of the WebSocket API.

    Args:
        params: The parameters under their wire names, `apiKey` and `timestamp` included; a `signature` is left out.
    """
    return "&".join(f"{name}={_plain(params[name])}" for name in sorted(params) if name != "signature").encode()


def _plain(value: str | int) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
