"""A1: keys in the system's keyring, here one in memory; a system without a keyring is told what to install."""

import sys

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.errors import KeyringLocked, NoKeyringError, PasswordSetError

from binance_usdm.auth import Credentials, KeyEntry, KeyKind, KeyringStore, StoredKey
from binance_usdm_api.errors import CredentialsError, MissingExtra

KEY = "Kcanary" + "k" * 57
SECRET = "Scanary" + "s" * 57


class InMemory(keyring.backend.KeyringBackend):
    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


class PlaintextKeyring(InMemory):
    pass


class Forgetful(InMemory):
    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Failing(InMemory):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error


@pytest.fixture
def backend() -> InMemory:
    return InMemory()


def test_a_stored_key_comes_back(backend: InMemory) -> None:
    """Under the service name that keyring programs show."""
    store = KeyringStore(backend)
    store.add(StoredKey.checked("default", KEY, SECRET))
    loaded = store.load()
    assert (KEY, SECRET) == (loaded.api_key.reveal(), loaded.secret.reveal())
    assert {"binance-usdm"} == {service for service, _ in backend.held}


def test_credentials_from_the_keyring(backend: InMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keyring that the package chooses is used."""
    KeyringStore(backend).add(StoredKey.checked("second", KEY, SECRET))
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    assert KEY == Credentials.from_keyring("second").api_key
    with pytest.raises(CredentialsError) as caught:
        Credentials.from_keyring()
    assert "There is no key named 'default' in the system's keyring." == caught.value.what
    assert "Stored there: second. Add one with 'binance-usdm keys add'." == caught.value.hint


def test_names_are_listed(backend: InMemory) -> None:
    """What another program removed is not, and the list of names holds nothing secret."""
    store = KeyringStore(backend)
    for name in ("b", "a", "c"):
        store.add(StoredKey.checked(name, KEY, SECRET))
    del backend.held["binance-usdm", "b"]
    assert (KeyEntry("a", KeyKind.HMAC, "Kcan…"), KeyEntry("c", KeyKind.HMAC, "Kcan…")) == store.entries()
    assert KEY not in backend.held["binance-usdm", "*names*"]


def test_a_lost_list_of_names(backend: InMemory) -> None:
    """The keys still load."""
    store = KeyringStore(backend)
    store.add(StoredKey.checked("default", KEY, SECRET))
    backend.held["binance-usdm", "*names*"] = "broken"
    assert ((), KEY) == (store.entries(), store.load().api_key.reveal())


def test_replacing_and_removing(backend: InMemory) -> None:
    """A taken name is refused unless replacing is asked for; an unknown name is told."""
    store = KeyringStore(backend)
    store.add(StoredKey.checked("default", KEY, SECRET))
    with pytest.raises(CredentialsError, match="There already is a key named 'default'"):
        store.add(StoredKey.checked("default", "other", SECRET))
    store.add(StoredKey.checked("default", "other", SECRET), replace=True)
    assert "other" == store.load().api_key.reveal()
    store.remove("default")
    assert () == store.entries()
    with pytest.raises(CredentialsError, match="There is no key named 'default'"):
        store.remove("default")


@pytest.mark.parametrize("backend", [keyring.backends.fail.Keyring(), keyring.backends.null.Keyring()])
def test_a_system_without_a_keyring(backend: keyring.backend.KeyringBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install and what to do instead."""
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    with pytest.raises(CredentialsError) as caught:
        Credentials.from_keyring()
    assert "There is no keyring on this system." == caught.value.what
    assert (
        "On Linux install and unlock a Secret Service such as gnome-keyring or KWallet; or keep the keys in an "
        "encrypted file: binance-usdm keys add --file, Credentials.from_file()." == caught.value.hint
    )


def test_a_keyring_in_clear_is_not_used() -> None:
    """A1: keys are never stored in clear."""
    with pytest.raises(CredentialsError, match="The keyring PlaintextKeyring would keep the keys in clear"):
        KeyringStore(PlaintextKeyring())


def test_a_keyring_that_forgets() -> None:
    """A key is read back before it counts as stored."""
    with pytest.raises(CredentialsError, match="The keyring did not keep the key"):
        KeyringStore(Forgetful()).add(StoredKey.checked("default", KEY, SECRET))


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (NoKeyringError("x"), "There is no keyring on this system."),
        (KeyringLocked("x"), "The keyring is locked."),
        (PasswordSetError(f"cannot set {SECRET}"), "The keyring refused: PasswordSetError."),
        (RuntimeError(f"bus gone {SECRET}"), "The keyring failed: RuntimeError."),
    ],
)
def test_a_keyring_that_fails(error: Exception, what: str) -> None:
    """Whatever a backend raises becomes one clear error, without the backend's text and frames."""
    with pytest.raises(CredentialsError) as caught:
        KeyringStore(Failing(error)).load()
    assert what == caught.value.what
    assert (None, None) == (caught.value.__cause__, caught.value.__context__)


@pytest.mark.parametrize("text", ["", "secret", "{}", '{"kind": "hmac", "api_key": 1, "secret": "s"}'])
def test_foreign_content(backend: InMemory, text: str) -> None:
    """What another program stored under the name is told as such."""
    backend.held["binance-usdm", "default"] = text
    with pytest.raises(CredentialsError, match="is not a key of binance-usdm"):
        KeyringStore(backend).load()


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(MissingExtra, match="pip install 'binance-usdm\\[keys\\]'"):
        Credentials.from_keyring()
