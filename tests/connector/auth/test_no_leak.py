"""A1, row 102: whatever goes wrong with a key, no message, traceback, local variable or log line shows any of it."""

import logging
import os
import traceback
from collections.abc import Callable
from pathlib import Path

import keyring.errors
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from binance_usdm.auth import Credentials, FileStore, KeyringStore, Secret, StoredKey
from binance_usdm.auth._envelope import Cost
from binance_usdm.environment import Environment
from binance_usdm_api.errors import BinanceUsdmError

CANARY = "c4n4ryQ7xZ"
GOOD_KEY = "goodKey" + "g" * 57
LOCKED = (
    ed25519.Ed25519PrivateKey.generate()
    .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(CANARY.encode()))
    .decode()
)
BODY = LOCKED.splitlines()[1]


def everything_shown(error: BaseException) -> str:
    """What a crash reporter could write: the chain of exceptions, suppressed ones too, with all local variables.

    The first frame is the caller's own, in this file, and its variables are the caller's affair.
    """
    parts: list[str] = []
    todo: list[BaseException | None] = [error]
    while todo:
        each = todo.pop()
        if each is None:
            continue
        frames = each.__traceback__.tb_next if each is error and each.__traceback__ else each.__traceback__
        shown = traceback.TracebackException(type(each), each, frames, capture_locals=True)
        parts += [*shown.format(chain=False), repr(each), repr(each.__dict__)]
        todo += [each.__cause__, each.__context__]
    return "".join(parts)


def without_our_frames(text: str) -> str:
    """The same without frames of this file, whose stand-ins hold the canary by nature."""
    kept, ours = [], False
    for line in text.splitlines():
        if line.startswith("  File "):
            ours = Path(__file__).name in line
        if not ours:
            kept.append(line)
    return "\n".join(kept)


class Leaky:
    """A keyring whose errors and frames are full of what it was given."""

    def get_password(self, service: str, username: str) -> str | None:
        found = CANARY
        raise keyring.errors.KeyringError(f"cannot read {found}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.PasswordSetError(f"cannot write {password}")

    def delete_password(self, service: str, username: str) -> None:
        raise RuntimeError(CANARY)


class Empty(Leaky):
    def get_password(self, service: str, username: str) -> str | None:
        return None


def file_with(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "file"
    path.write_text(content)
    path.chmod(0o600)
    return path


def store_with(tmp_path: Path, passphrase: str) -> FileStore:
    path = tmp_path / "store.json"
    store = FileStore(path, passphrase, cost=Cost(n=1024, p=1))
    store.add(StoredKey.checked("default", CANARY + "k", CANARY + "s"))
    return store


PEM = "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n"
FAILURES: dict[str, Callable[[Path], object]] = {
    "key with a space": lambda _: Credentials(f"{CANARY} ", f"{CANARY}s"),
    "key of bytes in a list": lambda _: Credentials([CANARY], CANARY),  # type: ignore[arg-type]
    "key missing": lambda _: Credentials(None, CANARY),  # type: ignore[arg-type]
    "secret quoted": lambda _: Credentials(CANARY, f'"{CANARY}"'),
    "secret non-ASCII": lambda _: Credentials(CANARY, f"{CANARY}é"),
    "secret a surrogate": lambda _: Credentials(CANARY, f"{CANARY}\udc80"),
    "secret too long": lambda _: Credentials(CANARY, CANARY * 100),
    "secret the same": lambda _: Credentials(CANARY, CANARY),
    "secret a path": lambda _: Credentials(GOOD_KEY, f"/{CANARY}.pem"),
    "pem damaged": lambda _: Credentials(CANARY, PEM.format(CANARY)),
    "pem cut off": lambda _: Credentials(CANARY, PEM.format(CANARY)[:50]),
    "pem as a key": lambda _: Credentials(PEM.format(CANARY), "secret"),
    "pem locked": lambda _: Credentials(CANARY, LOCKED),
    "pem wrong passphrase": lambda _: Credentials.from_private_key(CANARY, LOCKED, CANARY + "wrong"),
    "pem of bytes": lambda _: Credentials.from_private_key(CANARY, PEM.format(CANARY).encode() + b"\xff"),
    "pem no pem": lambda _: Credentials.from_private_key(CANARY, CANARY),
    "pem a number": lambda _: Credentials.from_private_key(CANARY, 12, CANARY),  # type: ignore[arg-type]
    "pem passphrase a list": lambda _: Credentials.from_private_key(CANARY, LOCKED, [CANARY]),  # type: ignore[arg-type]
    "environment quoted": lambda _: Credentials.from_env(
        {"BINANCE_API_KEY": CANARY, "BINANCE_API_SECRET": f"'{CANARY}'"}
    ),
    "environment without key": lambda _: Credentials.from_env({"BINANCE_API_SECRET": CANARY}),
    "environment with both": lambda _: Credentials.from_env(
        {"BINANCE_API_KEY": CANARY, "BINANCE_API_SECRET": CANARY, "BINANCE_PRIVATE_KEY_FILE": "x"}
    ),
    "environment file missing": lambda _: Credentials.from_env(
        {"BINANCE_API_KEY": CANARY, "BINANCE_PRIVATE_KEY_FILE": "missing", "BINANCE_PRIVATE_KEY_PASSPHRASE": CANARY}
    ),
    "environment file damaged": lambda path: Credentials.from_env(
        {"BINANCE_API_KEY": CANARY, "BINANCE_PRIVATE_KEY_FILE": str(file_with(path, PEM.format(CANARY)))}
    ),
    "environment name": lambda _: Environment.resolve("liv", {"BINANCE_API_SECRET": CANARY}),
    "file of another kind": lambda path: Credentials.from_file(file_with(path, f'{{"a": "{CANARY}"}}'), CANARY),
    "file damaged": lambda path: Credentials.from_file(
        file_with(path, f'{{"format": "binance-usdm-keys", "version": 1, "keys": {{"a": "{CANARY}"}}}}'), CANARY
    ),
    "file of secrets": lambda path: Credentials.from_file(file_with(path, CANARY), CANARY),
    "store wrong passphrase": lambda path: Credentials.from_file(store_with(path, CANARY)._path, CANARY + "x"),
    "store unknown name": lambda path: store_with(path, CANARY).load("other"),
    "store passphrase a list": lambda path: FileStore(path / "new", [CANARY]).add(  # type: ignore[arg-type]
        StoredKey.checked("default", CANARY + "k", CANARY)
    ),
    "store no folder": lambda path: FileStore(path / "no" / "new", CANARY, cost=Cost(n=1024)).add(
        StoredKey.checked("default", CANARY + "k", CANARY)
    ),
    "stored key": lambda _: StoredKey.checked("default", CANARY, f"{CANARY}\n"),
    "stored name": lambda _: StoredKey.checked("a b", CANARY + "k", CANARY),
    "keyring reading": lambda _: KeyringStore(Leaky()).load(),
    "keyring writing": lambda _: KeyringStore(Empty()).add(StoredKey.checked("default", CANARY + "k", CANARY)),
}


@pytest.mark.parametrize("fail", FAILURES.values(), ids=FAILURES.keys())
def test_failures_show_nothing(
    fail: Callable[[Path], object], tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each mistake, with a canary in every secret it was given, and in the process environment."""
    monkeypatch.setenv("BINANCE_API_SECRET", CANARY)
    caplog.set_level(logging.DEBUG)
    with pytest.raises(BinanceUsdmError) as caught:
        fail(tmp_path)
    assert CANARY not in str(caught.value)
    assert CANARY not in without_our_frames(everything_shown(caught.value))
    logging.getLogger("binance_usdm").error("it failed", exc_info=caught.value)
    assert CANARY not in caplog.text


@pytest.mark.parametrize("url", ["https://u:{}@x.org", "wss://fstream.binance.com/ws/{}", "https://a.b?signature={}"])
def test_messages_about_addresses_show_nothing(url: str) -> None:
    """A password, listen key or signature in an address that is refused stays out of the message."""
    with pytest.raises(BinanceUsdmError) as caught:
        Environment.resolve(url.format(CANARY), {})
    assert CANARY not in str(caught.value)


def test_the_search_finds_what_is_there() -> None:
    """A local variable with the canary, in a frame below, would be found."""

    def careless(text: str) -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no") as caught:
        careless(CANARY)
    assert CANARY in everything_shown(caught.value)


@given(
    text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=80),
    position=st.integers(0, 80),
    as_key=st.booleans(),
    pem=st.booleans(),
)
def test_random_mistakes_show_nothing(text: str, position: int, as_key: bool, pem: bool) -> None:
    """Any text around a canary, as key or secret, in PEM or plain: used or refused, never shown."""
    value = text[:position] + CANARY + text[position:]
    if pem:
        value = PEM.format(value)
    try:
        credentials = Credentials(value, "secret") if as_key else Credentials(GOOD_KEY, value)
    except BinanceUsdmError as error:
        shown = without_our_frames(everything_shown(error)) + str(error)
    else:
        shown = f"{credentials} {credentials!r} {credentials.notes} {credentials.signer}"
    assert CANARY not in shown


@given(payload=st.one_of(st.text(), st.none(), st.integers()))
def test_a_failing_signature_shows_nothing(payload: object) -> None:
    """Signing what is no bytes fails in a frame without the secret."""
    signer = Credentials(GOOD_KEY, CANARY).signer
    with pytest.raises((TypeError, BufferError)) as caught:
        signer.sign(payload)  # type: ignore[arg-type]
    assert CANARY not in without_our_frames(everything_shown(caught.value))


def test_live_objects_show_nothing(tmp_path: Path) -> None:
    """Local variables of a frame that holds credentials, a store and a stored key, as a crash reporter prints them."""

    def crash() -> None:
        store = store_with(tmp_path, CANARY)
        stored = store.load()
        credentials = Credentials(stored.api_key, stored.secret)
        entries, signer, secret = store.entries(), credentials.signer, Secret(CANARY)
        raise RuntimeError(len(entries) + bool(signer) + bool(secret))

    with pytest.raises(RuntimeError) as caught:
        crash()
    shown = everything_shown(caught.value)
    assert ("credentials = Credentials(c4n4… hmac)" in shown, CANARY in shown) == (True, False)


def test_the_environment_is_not_kept_in_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """The repr of os.environ shows every variable, so no frame that fails may hold it."""
    monkeypatch.setenv("BINANCE_API_SECRET", CANARY)
    for fail in (lambda: Credentials.from_env(os.environ), lambda: Environment.resolve("liv", os.environ)):
        with pytest.raises(BinanceUsdmError) as caught:
            fail()
        assert CANARY not in without_our_frames(everything_shown(caught.value))
