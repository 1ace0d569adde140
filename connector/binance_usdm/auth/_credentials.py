"""An API key with what signs for it, from wherever the user keeps it.

Every function here that can raise holds sealed values only: arguments are sealed in its first statement and the plain
names deleted, and an environment mapping, whose repr shows every variable, is read in one place and then dropped.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self, TypeVar

import attrs

from binance_usdm_api.errors import CredentialsError

from ._format import shown, some_text
from ._passphrase import ask_on_terminal, passphrase_variable, required
from ._pem import is_encrypted, is_pem, load_signer
from ._prepare import prepare
from ._private_file import read_private
from ._secret import Confidential, NotText, Secret, seal
from ._signing import KeyKind, Signer

_KEY = "BINANCE_API_KEY"
_SECRET = "BINANCE_API_SECRET"  # noqa: S105 - the name of a variable
_FILE = "BINANCE_PRIVATE_KEY_FILE"

_C = TypeVar("_C", bound="Credentials")


@attrs.frozen(init=False, repr=False, eq=False, getstate_setstate=False)
class Credentials(Confidential):
    """An API key and its signer.

    Args:
        api_key: The key, as the exchange shows it.
        api_secret: The secret of an HMAC key, or the PEM text of an unencrypted RSA or Ed25519 private key.

    Raises:
        CredentialsError: The key or the secret cannot be one; the message says why without showing it.
        MissingExtra: An RSA or Ed25519 key needs the package cryptography.
    """

    _api_key: Secret
    signer: Signer
    """Signs payloads; safe to share between threads."""
    notes: tuple[str, ...]
    """Remarks that are no errors, such as an unusual length."""

    def __init__(self, api_key: str | Secret, api_secret: str | Secret) -> None:
        key, secret = seal(api_key), seal(api_secret)
        del api_key, api_secret
        _fill(self, key, secret)

    @property
    def api_key(self) -> str:
        """The API key, in plain text: the value of the key header."""
        return self._api_key.reveal()

    @property
    def kind(self) -> KeyKind:
        """The kind of key."""
        return self.signer.kind

    @property
    def shown(self) -> str:
        """The first four characters of the key, to tell keys apart in messages."""
        return shown(self._api_key)

    def __repr__(self) -> str:
        # A crash report of a failing constructor renders what is not complete.
        if not hasattr(self, "notes"):
            return "Credentials(***)"
        return f"Credentials({self.shown} {self.kind.value})"

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Return the credentials that the environment names.

        `BINANCE_API_KEY` with either `BINANCE_API_SECRET` or `BINANCE_PRIVATE_KEY_FILE`, a PEM file; or
        `BINANCE_PRIVATE_KEY_FILE` alone, naming an encrypted file of `binance-usdm keys`.

        Args:
            environ: The variables; those of the process by default.

        Raises:
            CredentialsError: A variable is missing or wrong, or two contradict each other.
            MissingExtra: The key needs the package cryptography.
        """
        key, secret, file, passphrase = _variables(environ)
        del environ
        if secret is not None and file is not None:
            raise CredentialsError(f"Both {_SECRET} and {_FILE} are set.", hint="Unset the one that is not meant.")
        if file is not None:
            return cls._from_named_file(key, Path(file).expanduser(), passphrase)
        if key is None or secret is None:
            raise _missing(key is not None, secret is not None)
        return _fill(cls.__new__(cls), key, secret, _KEY, _SECRET)

    @classmethod
    def _from_named_file(cls, key: Secret | None, path: Path, passphrase: Secret | None) -> Self:
        text = read_private(path, f"The file that {_FILE} names,")
        if not is_pem(text.reveal()) and text.reveal().lstrip().startswith("{"):
            if key is not None:
                raise CredentialsError(
                    f"{_FILE} names an encrypted key file, which holds an API key of its own, and {_KEY} is set too.",
                    hint=f"Unset {_KEY}, or name a PEM file.",
                )
            return cls.from_file(path, passphrase)
        if key is None:
            raise CredentialsError(f"{_FILE} is set and {_KEY} is not.", hint=f"Set {_KEY} to the key's identifier.")
        if is_encrypted(text.reveal()):
            passphrase = required(None, passphrase, ask_on_terminal, f"The private key {str(path)!r}")
        return _fill(cls.__new__(cls), key, text, _KEY, f"The private key {str(path)!r}", passphrase)

    @classmethod
    def from_private_key(
        cls, api_key: str | Secret, pem: str | bytes | Secret | Path, passphrase: str | Secret | None = None
    ) -> Self:
        """Return the credentials of an RSA or Ed25519 key.

        Args:
            api_key: The key's identifier, as the exchange shows it.
            pem: The private key in PEM form, or the path of its file.
            passphrase: Opens an encrypted key.

        Raises:
            CredentialsError: The key cannot be used; the message says why.
            MissingExtra: The package cryptography is not installed.
        """
        key, opener = seal(api_key), None if passphrase is None else seal(passphrase)
        text = pem if isinstance(pem, Path) else seal(pem)
        del api_key, pem, passphrase
        if isinstance(text, Path):
            text = read_private(text, "The private key file")
        private = some_text(text, "The private key")
        if not is_pem(private.reveal()):
            # Raises: what is no PEM text is explained there.
            load_signer(private, None)
        return _fill(
            cls.__new__(cls),
            key,
            private,
            "The API key",
            "The private key",
            None if opener is None else some_text(opener, "The passphrase"),
        )

    @classmethod
    def from_keyring(cls, name: str = "default") -> Self:
        """Return the credentials stored in the operating system's keyring by `binance-usdm keys add`.

        Args:
            name: Under which name they were stored.

        Raises:
            CredentialsError: There are none of that name, or the keyring cannot be used.
            MissingExtra: The package keyring is not installed.
        """
        from ._keyring import KeyringStore

        stored = KeyringStore().load(name)
        return _fill(cls.__new__(cls), stored.api_key, stored.secret)

    @classmethod
    def from_file(
        cls, path: str | os.PathLike[str], passphrase: str | Secret | None = None, *, name: str = "default"
    ) -> Self:
        """Return the credentials stored in an encrypted file by `binance-usdm keys add --file`.

        Args:
            path: The file.
            passphrase: Opens it; else `BINANCE_PRIVATE_KEY_PASSPHRASE`, else a question on the terminal.
            name: Under which name they were stored.

        Raises:
            CredentialsError: The file or the name is missing, the passphrase is wrong, or the file was changed.
            MissingExtra: The package cryptography is not installed.
        """
        from ._store import FileStore

        opener = None if passphrase is None else seal(passphrase)
        del passphrase
        stored = FileStore(path, opener).load(name)
        return _fill(cls.__new__(cls), stored.api_key, stored.secret)


def _fill(
    made: _C,
    key: Secret | NotText,
    secret: Secret | NotText,
    key_label: str = "The API key",
    secret_label: str = "The API secret",  # noqa: S107 - what messages call it
    passphrase: Secret | None = None,
) -> _C:
    checked, signer, notes = prepare(key, secret, key_label, secret_label, passphrase)
    # The class is frozen and has no __init__ of this shape, because its public one takes plain texts.
    object.__setattr__(made, "_api_key", checked)
    object.__setattr__(made, "signer", signer)
    object.__setattr__(made, "notes", notes)
    return made


def _variables(environ: Mapping[str, str] | None) -> tuple[Secret | None, Secret | None, str | None, Secret | None]:
    source = os.environ if environ is None else environ
    key, secret = source.get(_KEY), source.get(_SECRET)
    # A key that is set and empty is told as such; of the two ways to give a secret, an empty one is not meant.
    return (
        None if key is None else Secret(key),
        Secret(secret) if secret else None,
        source.get(_FILE) or None,
        passphrase_variable(source),
    )


def _missing(has_key: bool, has_secret: bool) -> CredentialsError:
    if has_key:
        return CredentialsError(f"{_KEY} is set, and neither {_SECRET} nor {_FILE} is.", hint="Set one of the two.")
    if has_secret:
        return CredentialsError(f"{_SECRET} is set and {_KEY} is not.", hint=f"Set {_KEY}.")
    return CredentialsError(
        f"There are no keys in the environment: neither {_KEY} nor {_SECRET} nor {_FILE} is set.",
        hint=f"Set {_KEY} and {_SECRET}, or run 'binance-usdm keys add' and use Credentials.from_keyring().",
    )
