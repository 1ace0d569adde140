"""What a key store holds, and what every key store can do."""

import re
from typing import Protocol, Self

import attrs

from binance_usdm_api.errors import CredentialsError, printable

from ._format import shown, some_text
from ._pem import canonical, is_pem, unfold
from ._prepare import prepare
from ._secret import Confidential, Secret, seal
from ._signing import KeyKind

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@attrs.frozen
class KeyEntry:
    """One line of a list of stored keys; nothing in it is secret."""

    name: str
    """The name under which the key is loaded."""
    kind: KeyKind
    """The kind of key."""
    shown: str
    """The first characters of the API key."""


@attrs.frozen(eq=False, getstate_setstate=False)
class StoredKey(Confidential):
    """A key as a store keeps it."""

    entry: KeyEntry
    """What may be shown of it."""
    api_key: Secret
    """The key's identifier."""
    secret: Secret
    """The HMAC secret, or the PEM text of an unencrypted private key."""

    @classmethod
    def checked(
        cls, name: str, api_key: str | Secret, secret: str | Secret, passphrase: str | Secret | None = None
    ) -> Self:
        """Return a key that is known to work.

        Args:
            name: Letters, digits, `.`, `_` and `-`, at most 64.
            api_key: The key's identifier, as the exchange shows it.
            secret: The HMAC secret, or the PEM text of a private key.
            passphrase: Opens an encrypted private key, which the store then encrypts in its own way.

        Raises:
            CredentialsError: The name, the key or the secret cannot be used.
            MissingExtra: An RSA or Ed25519 key needs the package cryptography.
        """
        key, hidden, opener = seal(api_key), seal(secret), None if passphrase is None else seal(passphrase)
        del api_key, secret, passphrase
        text = some_text(hidden, "The API secret")
        if is_pem(text.reveal()):
            text = canonical(unfold(text), None if opener is None else some_text(opener, "The passphrase"))
        identifier = some_text(key, "The API key")
        checked, signer, _ = prepare(identifier, text)
        return cls(KeyEntry(key_name(name), signer.kind, shown(checked)), identifier, text)


class KeyStore(Protocol):
    """Keeps API keys under names."""

    def entries(self) -> tuple[KeyEntry, ...]:
        """Return what is stored, by name, without opening anything."""
        ...

    def load(self, name: str = "default") -> StoredKey:
        """Return a stored key.

        Raises:
            CredentialsError: There is none of that name, or it cannot be opened.
        """
        ...

    def add(self, key: StoredKey, *, replace: bool = False) -> None:
        """Store a key.

        Raises:
            CredentialsError: The name is taken and `replace` is False, or the store cannot be written.
        """
        ...

    def remove(self, name: str) -> None:
        """Forget a key.

        Raises:
            CredentialsError: There is none of that name, or the store cannot be written.
        """
        ...


def key_name(name: object) -> str:
    """Return a name that every store can use.

    Raises:
        CredentialsError: It has other characters, or too many.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise CredentialsError(
            f"{printable(repr(name), 80)} cannot name a key.",
            hint="Use at most 64 letters, digits, '.', '_' and '-', the first a letter or digit.",
        )
    return name


def unknown_name(name: str, where: str, known: tuple[str, ...]) -> CredentialsError:
    """Return the exception for a name that a store does not have."""
    there = f"Stored there: {', '.join(known)}." if known else "Nothing is stored there."
    return CredentialsError(
        f"There is no key named {name!r} in {where}.", hint=f"{there} Add one with 'binance-usdm keys add'."
    )


def taken_name(name: str, where: str) -> CredentialsError:
    """Return the exception for a name that a store has already."""
    return CredentialsError(
        f"There already is a key named {name!r} in {where}.",
        hint="Remove it first, ask to replace it, or choose another.",
    )
