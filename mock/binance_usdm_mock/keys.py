"""API keys and the signatures they make: HMAC-SHA256, RSA (PKCS #1 v1.5, SHA-256) and Ed25519."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Callable

import attrs

__all__ = ["ApiKey", "KeyRing"]


@attrs.frozen
class ApiKey:
    """A key, its account, and how its signatures are checked."""

    name: str = attrs.field(repr=False)
    account: str
    kind: str
    verify: Callable[[bytes, str], bool] = attrs.field(repr=False)


class KeyRing:
    """The keys the exchange knows."""

    def __init__(self) -> None:
        self._keys: dict[str, ApiKey] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, name: str, secret: str, account: str) -> None:
        """Register a key; a PEM text makes it an RSA or Ed25519 one.

        Raises:
            ValueError: The PEM text holds another kind of key.
        """
        kind, verify = _public(secret) if "-----BEGIN" in secret else ("HMAC", _shared(secret))
        self._keys[name] = ApiKey(name, account, kind, verify)

    def remove(self, name: str) -> None:
        """Revoke a key."""
        self._keys.pop(name, None)

    def get(self, name: str) -> ApiKey | None:
        """A key by its name."""
        return self._keys.get(name)


def _shared(secret: str) -> Callable[[bytes, str], bool]:
    raw = secret.encode()

    def verify(payload: bytes, signature: str) -> bool:
        made = hmac.digest(raw, payload, "sha256").hex()
        return hmac.compare_digest(made.encode(), signature.lower().encode())

    return verify


def _public(pem: str) -> tuple[str, Callable[[bytes, str], bool]]:
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ModuleNotFoundError as error:
        raise ValueError("RSA and Ed25519 keys need an optional package: pip install 'binance-usdm[keys]'") from error
    key = load_pem_public_key(pem.encode())

    def verify(payload: bytes, signature: str) -> bool:
        try:
            raw = base64.b64decode(signature, validate=True)
            if isinstance(key, rsa.RSAPublicKey):
                key.verify(raw, payload, padding.PKCS1v15(), hashes.SHA256())
            elif isinstance(key, ed25519.Ed25519PublicKey):
                key.verify(raw, payload)
        except (InvalidSignature, binascii.Error):
            return False
        return True

    if isinstance(key, rsa.RSAPublicKey):
        return "RSA", verify
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "ED25519", verify
    raise ValueError(f"{type(key).__name__} is neither an RSA nor an Ed25519 public key")
