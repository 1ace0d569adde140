"""The key store in the operating system's keyring.

Keyrings cannot list what they hold, so the names are kept in an entry of their own; a key missing there still loads.
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from binance_usdm_api.errors import CredentialsError, MissingExtra

from ._format import Complaint, shown
from ._secret import Secret
from ._signing import KeyKind
from ._stored import KeyEntry, StoredKey, key_name, taken_name, unknown_name

if TYPE_CHECKING:
    from ._stored import KeyStore

SERVICE = "binance-usdm"
"""The service name under which keyrings show the keys."""

_NAMES = "*names*"
_WHERE = "the system's keyring"
_T = TypeVar("_T")
_INSTALL = (
    "On Linux install and unlock a Secret Service such as gnome-keyring or KWallet; "
    "or keep the keys in an encrypted file: binance-usdm keys add --file, Credentials.from_file()."
)


class Backend(Protocol):
    """What is used of a keyring backend."""

    def get_password(self, service: str, username: str, /) -> str | None:
        """Return what is stored."""
        ...

    def set_password(self, service: str, username: str, password: str, /) -> None:
        """Store something."""
        ...

    def delete_password(self, service: str, username: str, /) -> None:
        """Forget something."""
        ...


class _Content(msgspec.Struct, frozen=True):
    kind: KeyKind
    api_key: str
    secret: str

    def __repr__(self) -> str:
        return "_Content(***)"


class _Listed(msgspec.Struct, frozen=True):
    kind: KeyKind
    shown: str


class KeyringStore:
    """Keys in the operating system's keyring: Keychain, Credential Manager, Secret Service or KWallet.

    Args:
        backend: The keyring to use; the one that the package keyring chooses by default.

    Raises:
        CredentialsError: There is no keyring, or only one that keeps its content in clear.
        MissingExtra: The package keyring is not installed.
    """

    def __init__(self, backend: Backend | None = None) -> None:
        if find_spec("keyring") is None:
            raise MissingExtra("The system's keyring", "keys")
        self._backend = _chosen() if backend is None else backend
        kind = type(self._backend)
        if kind.__module__ in {"keyring.backends.fail", "keyring.backends.null"}:
            raise CredentialsError("There is no keyring on this system.", hint=_INSTALL)
        if "Plaintext" in kind.__name__:
            raise CredentialsError(
                f"The keyring {kind.__name__} would keep the keys in clear, so it is not used.", hint=_INSTALL
            )

    def __repr__(self) -> str:
        return f"KeyringStore({type(self._backend).__name__})"

    def entries(self) -> tuple[KeyEntry, ...]:
        """Return what is stored, by name."""
        names = self._names()
        return tuple(
            KeyEntry(name, each.kind, each.shown) for name, each in sorted(names.items()) if self._get(name) is not None
        )

    def load(self, name: str = "default") -> StoredKey:
        """Return a stored key.

        Args:
            name: Its name.

        Raises:
            CredentialsError: There is none of that name, or the keyring cannot be used.
        """
        text = self._get(key_name(name))
        if text is None:
            raise unknown_name(name, _WHERE, tuple(sorted(self._names())))
        stored = _unpacked(name, text.reveal())
        if isinstance(stored, Complaint):
            raise stored.error()
        return stored

    def add(self, key: StoredKey, *, replace: bool = False) -> None:
        """Store a key.

        Args:
            key: What to store.
            replace: Take the place of a key of the same name.

        Raises:
            CredentialsError: The name is taken, or the keyring cannot be written.
        """
        name = key_name(key.entry.name)
        if not replace and self._get(name) is not None:
            raise taken_name(name, _WHERE)
        content = _packed(key)
        self._set(name, content)
        if self._get(name) != content:
            raise CredentialsError("The keyring did not keep the key.", hint=_INSTALL)
        self._set_names({**self._names(), name: _Listed(key.entry.kind, key.entry.shown)})

    def remove(self, name: str) -> None:
        """Forget a key.

        Args:
            name: Its name.

        Raises:
            CredentialsError: There is none of that name, or the keyring cannot be written.
        """
        names = self._names()
        if self._get(key_name(name)) is None:
            raise unknown_name(name, _WHERE, tuple(sorted(names)))
        _guarded(lambda: self._backend.delete_password(SERVICE, name))
        self._set_names({key: each for key, each in names.items() if key != name})

    def _names(self) -> dict[str, _Listed]:
        text = self._get(_NAMES)
        try:
            return {} if text is None else msgspec.json.decode(text.reveal(), type=dict[str, _Listed])
        except (msgspec.MsgspecError, ValueError):
            # The list only serves to be shown.
            return {}

    def _set_names(self, names: dict[str, _Listed]) -> None:
        self._set(_NAMES, Secret(msgspec.json.encode(names).decode(), remembered=False))

    def _get(self, name: str) -> Secret | None:
        return _guarded(lambda: _hidden(self._backend.get_password(SERVICE, name)))

    def _set(self, name: str, content: Secret) -> None:
        _guarded(lambda: self._backend.set_password(SERVICE, name, content.reveal()))


def _guarded(action: Callable[[], _T]) -> _T:
    # The exception of a backend leads to frames that hold the plain text, so it is told here and not chained.
    from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError

    try:
        return action()
    except (NoKeyringError, InitError):
        failure = CredentialsError("There is no keyring on this system.", hint=_INSTALL)
    except KeyringLocked:
        failure = CredentialsError("The keyring is locked.", hint="Unlock it and try again.")
    except KeyringError as error:
        failure = CredentialsError(f"The keyring refused: {type(error).__name__}.", hint=_INSTALL)
    except Exception as error:  # noqa: BLE001 - backends raise what their system raises
        failure = CredentialsError(f"The keyring failed: {type(error).__name__}.", hint=_INSTALL)
    raise failure


def _chosen() -> Backend:
    import keyring

    return _guarded(keyring.get_keyring)


def _hidden(text: str | None) -> Secret | None:
    return None if text is None else Secret(text, remembered=False)


def _packed(key: StoredKey) -> Secret:
    content = _Content(key.entry.kind, key.api_key.reveal(), key.secret.reveal())
    return Secret(msgspec.json.encode(content).decode(), remembered=False)


def _unpacked(name: str, text: str) -> StoredKey | Complaint:
    try:
        content = msgspec.json.decode(text, type=_Content)
    except (msgspec.MsgspecError, ValueError):
        return Complaint(
            f"What {_WHERE} holds under {name!r} is not a key of binance-usdm.", "Remove it and store the key again."
        )
    key = Secret(content.api_key)
    return StoredKey(KeyEntry(name, content.kind, shown(key)), key, Secret(content.secret))


if TYPE_CHECKING:
    _proof: type[KeyStore] = KeyringStore
