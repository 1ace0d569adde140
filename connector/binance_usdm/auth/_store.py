"""The key store in one encrypted file, readable as JSON: who has it learns the names of the keys and no more."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from binance_usdm_api.errors import CredentialsError

from ._envelope import Cost, Envelope, damage, disclose, enclose, require_cryptography
from ._format import Complaint
from ._passphrase import Ask, ask_on_terminal, passphrase_variable, required
from ._pem import is_pem
from ._private_file import read_private, replace_private
from ._secret import NotText, Secret, seal
from ._stored import KeyEntry, StoredKey, key_name, taken_name, unknown_name

if TYPE_CHECKING:
    from ._stored import KeyStore

_FORMAT = "binance-usdm-keys"
_VERSION = 1


class _Head(msgspec.Struct, frozen=True):
    format: str
    version: int


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: str = _FORMAT
    version: int = _VERSION
    keys: dict[str, Envelope] = {}


class FileStore:
    """Keys in an encrypted file.

    Args:
        path: The file; made by the first `add`.
        passphrase: Opens and encrypts keys; else `BINANCE_PRIVATE_KEY_PASSPHRASE`, else a question on the terminal.
        ask: How to ask for a passphrase; returns None when there is nobody to ask.
        cost: What one guess at the passphrase of a newly stored key costs.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        passphrase: str | Secret | NotText | None = None,
        *,
        ask: Ask = ask_on_terminal,
        cost: Cost | None = None,
    ) -> None:
        self._passphrase = None if passphrase is None else seal(passphrase)
        del passphrase
        self._path = Path(path).expanduser()
        self._where = f"key file {str(self._path)!r}"
        self._ask = ask
        self._cost = cost or Cost()

    def __repr__(self) -> str:
        return f"FileStore({str(self._path)!r})"

    def entries(self) -> tuple[KeyEntry, ...]:
        """Return what is stored, by name, without opening anything."""
        if not self._path.exists():
            return ()
        _, file = self._read()
        return tuple(KeyEntry(name, each.kind, each.shown) for name, each in sorted(file.keys.items()))

    def load(self, name: str = "default") -> StoredKey:
        """Return a stored key.

        Args:
            name: Its name.

        Raises:
            CredentialsError: The file or the name is missing, the passphrase is wrong, or the file was changed.
            MissingExtra: The package cryptography is not installed.
        """
        _, file = self._read()
        envelope = file.keys.get(name)
        if envelope is None:
            raise unknown_name(name, self._where, tuple(sorted(file.keys)))
        complaint = damage(name, envelope, self._where)
        if complaint is not None:
            raise complaint.error()
        require_cryptography()
        passphrase = required(self._passphrase, passphrase_variable(), self._ask, self._where)
        opened = disclose(name, envelope, passphrase, self._where)
        if isinstance(opened, Complaint):
            raise opened.error()
        return StoredKey(KeyEntry(name, envelope.kind, envelope.shown), *opened)

    def add(self, key: StoredKey, *, replace: bool = False) -> None:
        """Store a key, encrypted with the passphrase.

        Args:
            key: What to store.
            replace: Take the place of a key of the same name.

        Raises:
            CredentialsError: The name is taken, there is no passphrase, or the file cannot be written.
            MissingExtra: The package cryptography is not installed.
        """
        require_cryptography()
        before, file = self._read() if self._path.exists() else (None, _File())
        name = key_name(key.entry.name)
        if name in file.keys and not replace:
            raise taken_name(name, self._where)
        passphrase = required(self._passphrase, passphrase_variable(), self._ask, self._where)
        envelope = enclose(key.entry, (key.api_key, key.secret), passphrase, os.urandom(16), os.urandom(12), self._cost)
        self._write(before, _File(keys={**file.keys, name: envelope}))

    def remove(self, name: str) -> None:
        """Forget a key; needs no passphrase.

        Args:
            name: Its name.

        Raises:
            CredentialsError: There is none of that name, or the file cannot be written.
        """
        before, file = self._read()
        if name not in file.keys:
            raise unknown_name(name, self._where, tuple(sorted(file.keys)))
        self._write(before, _File(keys={key: each for key, each in file.keys.items() if key != name}))

    def _read(self) -> tuple[Secret, _File]:
        text = read_private(self._path, "The key file")
        parsed = _parsed(text.reveal(), self._where)
        if isinstance(parsed, Complaint):
            raise parsed.error()
        return text, parsed

    def _write(self, before: Secret | None, file: _File) -> None:
        now = read_private(self._path, "The key file") if self._path.exists() else None
        if now != before:
            raise CredentialsError(
                f"The {self._where} was changed by another program in the meantime.",
                hint="Nothing was written; try again.",
            )
        replace_private(self._path, msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n", "The key file")


def _parsed(text: str, where: str) -> _File | Complaint:
    if is_pem(text):
        return Complaint(
            f"The {where} is a PEM file, not an encrypted key file.",
            "Use Credentials.from_private_key, or set BINANCE_API_KEY and BINANCE_PRIVATE_KEY_FILE.",
        )
    foreign = Complaint(
        f"The {where} is not an encrypted key file of binance-usdm.", "Make one with 'binance-usdm keys add --file'."
    )
    data = text.encode("utf-8", "replace")
    try:
        head = msgspec.json.decode(data, type=_Head)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return foreign
    if head.format != _FORMAT:
        return foreign
    if head.version != _VERSION:
        return Complaint(
            f"The {where} has version {head.version}; this program knows version {_VERSION}.",
            "Upgrade: pip install --upgrade binance-usdm",
        )
    try:
        return msgspec.json.decode(data, type=_File)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        return Complaint(
            f"The {where} is damaged: {error}.", "Restore it from a copy, or remove it and store the keys again."
        )


if TYPE_CHECKING:
    _proof: type[KeyStore] = FileStore
