"""Keys: read them, keep them unseen, sign with them, store them encrypted."""

from typing import TYPE_CHECKING

from .._lazy import load

if TYPE_CHECKING:
    from ._credentials import Credentials
    from ._keyring import KeyringStore
    from ._secret import Secret
    from ._signing import Ed25519Signer, HmacSigner, KeyKind, RsaSigner, Signer, ws_payload
    from ._store import FileStore
    from ._stored import KeyEntry, KeyStore, StoredKey

# Hashes, files and the packages of the extra `keys` load with the first name that needs them.
_HOME = {
    "Credentials": "._credentials",
    "Ed25519Signer": "._signing",
    "FileStore": "._store",
    "HmacSigner": "._signing",
    "KeyEntry": "._stored",
    "KeyKind": "._signing",
    "KeyStore": "._stored",
    "KeyringStore": "._keyring",
    "RsaSigner": "._signing",
    "Secret": "._secret",
    "Signer": "._signing",
    "StoredKey": "._stored",
    "ws_payload": "._signing",
}

__all__ = [
    "Credentials",
    "Ed25519Signer",
    "FileStore",
    "HmacSigner",
    "KeyEntry",
    "KeyKind",
    "KeyStore",
    "KeyringStore",
    "RsaSigner",
    "Secret",
    "Signer",
    "StoredKey",
    "ws_payload",
]


def __getattr__(name: str) -> object:
    return load(globals(), _HOME, name)


def __dir__() -> list[str]:
    return sorted(__all__)
