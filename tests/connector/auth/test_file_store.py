"""A1: keys in an encrypted file: nothing in clear, written whole, and every way of failing told apart."""

import errno
import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from binance_usdm.auth import Credentials, FileStore, KeyEntry, KeyKind, StoredKey
from binance_usdm.auth._envelope import Cost
from binance_usdm_api.errors import CredentialsError, MissingExtra

CHEAP = Cost(n=1024, r=8, p=1)
KEY = "Kcanary" + "k" * 57
SECRET = "Scanary" + "s" * 57
PASSPHRASE = "correct horse battery"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.fixture
def store(path: Path) -> FileStore:
    made = FileStore(path, PASSPHRASE, cost=CHEAP)
    made.add(StoredKey.checked("default", KEY, SECRET))
    return made


def edited(path: Path, change: dict[str, Any]) -> None:
    """Put values into the entry "default" as somebody would who knows the digest."""
    import msgspec

    from binance_usdm.auth._envelope import Envelope, _digest

    document = json.loads(path.read_text())
    entry = {**document["keys"]["default"], **change}
    envelope = msgspec.convert(entry, Envelope)
    document["keys"]["default"] = {**entry, "digest": _digest("default", envelope)}
    path.write_text(json.dumps(document))


def test_a_stored_key_comes_back(store: FileStore, path: Path) -> None:
    """With the passphrase, as it was."""
    loaded = store.load()
    assert (KEY, SECRET) == (loaded.api_key.reveal(), loaded.secret.reveal())
    credentials = Credentials.from_file(path, PASSPHRASE)
    assert Credentials(KEY, SECRET).signer.sign(b"x") == credentials.signer.sign(b"x")


def test_nothing_of_it_is_in_clear(store: FileStore, path: Path) -> None:
    """Neither the key nor the secret nor the passphrase; the file is its owner's alone."""
    content = path.read_text()
    assert [] == [text for text in (KEY, SECRET, PASSPHRASE) if text in content]
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)


def test_the_default_cost_is_a_costly_one(path: Path) -> None:
    """A guess takes 64 MiB; the file says so, so that a later default does not lock it."""
    FileStore(path, PASSPHRASE).add(StoredKey.checked("default", KEY, SECRET))
    assert {"n": 65536, "r": 8, "p": 2} == json.loads(path.read_text())["keys"]["default"]["cost"]
    assert KEY == FileStore(path, PASSPHRASE).load().api_key.reveal()


def test_several_keys_with_names(store: FileStore, path: Path) -> None:
    """They are listed without a passphrase, and each is loaded by its name."""
    private = ed25519.Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"its own")).decode()
    store.add(StoredKey.checked("testnet", "T" * 64, pem, "its own"))
    unopened = FileStore(path, ask=lambda _: pytest.fail("listing needs no passphrase"))
    assert (
        KeyEntry("default", KeyKind.HMAC, "Kcan…"),
        KeyEntry("testnet", KeyKind.ED25519, "TTTT…"),
    ) == unopened.entries()
    assert KeyKind.ED25519 == Credentials.from_file(path, PASSPHRASE, name="testnet").kind


def test_salt_and_nonce_are_new_each_time(store: FileStore, path: Path) -> None:
    """The same key encrypted twice has nothing in common."""
    before = json.loads(path.read_text())["keys"]["default"]
    store.add(StoredKey.checked("default", KEY, SECRET), replace=True)
    after = json.loads(path.read_text())["keys"]["default"]
    assert {"kind", "shown", "cipher", "cost"} == {field for field in before if before[field] == after[field]}


def test_a_taken_name(store: FileStore, path: Path) -> None:
    """Only replaced when that is asked for."""
    with pytest.raises(CredentialsError, match="There already is a key named 'default'"):
        store.add(StoredKey.checked("default", "other", "secret"))
    store.add(StoredKey.checked("default", "other", "secret"), replace=True)
    assert "other" == store.load().api_key.reveal()


def test_removing(store: FileStore, path: Path) -> None:
    """It needs no passphrase, and an unknown name is told."""
    without = FileStore(path, ask=lambda _: pytest.fail("removing needs no passphrase"))
    without.remove("default")
    assert () == without.entries()
    with pytest.raises(CredentialsError, match="There is no key named 'default'") as caught:
        without.remove("default")
    assert "Nothing is stored there. Add one with 'binance-usdm keys add'." == caught.value.hint


def test_an_unknown_name_lists_the_known(store: FileStore) -> None:
    """What there is is said."""
    with pytest.raises(CredentialsError) as caught:
        store.load("testnet")
    assert "Stored there: default. Add one with 'binance-usdm keys add'." == caught.value.hint


def test_a_missing_file(path: Path) -> None:
    """Nothing is stored, and loading says where it looked."""
    assert () == FileStore(path).entries()
    with pytest.raises(CredentialsError, match="does not exist"):
        Credentials.from_file(path, PASSPHRASE)


def test_a_wrong_passphrase(path: Path, store: FileStore) -> None:
    """It is told from damage."""
    with pytest.raises(CredentialsError) as caught:
        Credentials.from_file(path, "incorrect")
    assert f"The passphrase for key 'default' in key file {str(path)!r} is wrong." == caught.value.what


def test_an_edited_file(path: Path, store: FileStore) -> None:
    """Any change of any field is noticed before the passphrase is asked for."""
    document = json.loads(path.read_text())
    entry = document["keys"]["default"]
    changes = {
        "kind": "rsa", "shown": "Zcan…", "salt": entry["nonce"], "proof": entry["data"], "nonce": entry["salt"],
        "data": entry["proof"], "cost": {"n": 2048, "r": 8, "p": 1}, "digest": "0" * 64,
    }  # fmt: skip
    seen = set()
    for field, value in changes.items():
        path.write_text(json.dumps({**document, "keys": {"default": {**entry, field: value}}}))
        with pytest.raises(CredentialsError) as caught:
            FileStore(path, ask=lambda _: pytest.fail("asked for a passphrase")).load()
        seen.add(caught.value.what)
    assert {f"Key 'default' in key file {str(path)!r} is damaged or was changed by hand."} == seen


def test_a_renamed_entry(path: Path, store: FileStore) -> None:
    """An entry moved to another name is not taken for that name's."""
    document = json.loads(path.read_text())
    document["keys"] = {"live": document["keys"]["default"]}
    path.write_text(json.dumps(document))
    with pytest.raises(CredentialsError, match="is damaged or was changed by hand"):
        store.load("live")


@pytest.mark.parametrize("field", ["kind", "shown", "nonce", "data"])
def test_tampering_with_care(path: Path, store: FileStore, field: str) -> None:
    """Whoever mends the digest too is found out by the authenticated encryption, and the message says so."""
    entry = json.loads(path.read_text())["keys"]["default"]
    other = {"kind": "rsa", "shown": "Zcan…", "nonce": "AAAAAAAAAAAAAAAA", "data": entry["data"][:-8] + "AAAAAAA="}
    edited(path, {field: other[field]})
    with pytest.raises(CredentialsError, match="was tampered with") as caught:
        store.load()
    assert "replace the key at the exchange" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("n", "r", "p"),
    [
        (1 << 30, 8, 1),
        (1000, 8, 1),
        (1 << 20, 64, 1),
        (0, 8, 1),
        (1, 8, 1),
        (1024, 0, 1),
        (1024, 8, 1 << 20),
        (-2, 1, 1),
    ],
)
def test_a_hostile_cost(path: Path, store: FileStore, n: int, r: int, p: int) -> None:
    """Row 109: a file cannot make the program use up memory or time."""
    edited(path, {"cost": {"n": n, "r": r, "p": p}})
    with pytest.raises(CredentialsError, match="asks for an impossible amount of work"):
        store.load()


def test_another_cipher(path: Path, store: FileStore) -> None:
    """A newer kind of encryption is not taken for damage."""
    edited(path, {"cipher": "argon2id+xchacha20"})
    with pytest.raises(CredentialsError, match="in a way that this version does not know") as caught:
        store.load()
    assert "Upgrade: pip install --upgrade binance-usdm" == caught.value.hint


FOREIGN = {
    "empty": ("", "is not an encrypted key file of binance-usdm"),
    "text": ("hello", "is not an encrypted key file of binance-usdm"),
    "other JSON": ('{"format": "other", "version": 1}', "is not an encrypted key file of binance-usdm"),
    "deep JSON": ("[" * 100000, "is not an encrypted key file of binance-usdm"),
    "PEM": ("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n", "is a PEM file, not an encrypted key file"),
    "newer": ('{"format": "binance-usdm-keys", "version": 2}', "has version 2; this program knows version 1"),
    "half": ('{"format": "binance-usdm-keys", "version": 1, "keys": {"a": {}}}', "is damaged: Object missing"),
    "binary": ("\x00\ufffd", "is not an encrypted key file of binance-usdm"),
}


@pytest.mark.parametrize(("content", "what"), FOREIGN.values(), ids=FOREIGN.keys())
def test_files_that_are_something_else(path: Path, content: str, what: str) -> None:
    """Each is told as what it is, and `add` leaves it alone."""
    path.write_text(content)
    path.chmod(0o600)
    store = FileStore(path, PASSPHRASE, cost=CHEAP)
    with pytest.raises(CredentialsError, match=what):
        store.load()
    with pytest.raises(CredentialsError, match=what):
        store.add(StoredKey.checked("default", KEY, SECRET))
    assert content == path.read_text()


def test_a_cut_file(path: Path, store: FileStore) -> None:
    """Whatever is left of it, there is one clear error and no guess."""
    content = path.read_bytes()
    for length in range(0, len(content) - 2, 7):
        path.write_bytes(content[:length])
        with pytest.raises(CredentialsError):
            store.load()


def test_a_full_disk(path: Path, store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says so, the old file is untouched and nothing is left behind."""
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CredentialsError) as caught:
        store.add(StoredKey.checked("testnet", KEY, SECRET))
    assert f"The key file {str(path)!r} could not be written: No space left on device." == caught.value.what
    assert "What was there before is unchanged" in (caught.value.hint or "")
    assert (before, [path]) == (path.read_bytes(), list(path.parent.iterdir()))


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A missing folder is told like any other failure to write."""
    store = FileStore(tmp_path / "none" / "keys.json", PASSPHRASE, cost=CHEAP)
    with pytest.raises(CredentialsError, match="could not be written: No such file or directory"):
        store.add(StoredKey.checked("default", KEY, SECRET))


def test_two_programs_at_once(path: Path, store: FileStore) -> None:
    """A key that another program stores in the meantime is not lost."""

    def meanwhile(_: str) -> str:
        FileStore(path, PASSPHRASE, cost=CHEAP).add(StoredKey.checked("theirs", KEY, SECRET))
        return PASSPHRASE

    with pytest.raises(CredentialsError, match="was changed by another program in the meantime"):
        FileStore(path, ask=meanwhile, cost=CHEAP).add(StoredKey.checked("ours", KEY, SECRET))
    assert ["default", "theirs"] == [entry.name for entry in store.entries()]


def test_a_link_stays_a_link(path: Path, store: FileStore, tmp_path: Path) -> None:
    """The file behind it is replaced."""
    link = tmp_path / "link.json"
    link.symlink_to(path)
    FileStore(link, PASSPHRASE, cost=CHEAP).add(StoredKey.checked("second", KEY, SECRET))
    assert (True, 2) == (link.is_symlink(), len(store.entries()))


@pytest.mark.parametrize("name", ["", "../x", "a b", "é", "-a", "a" * 65, "a\n", "*names*"])
def test_names_that_cannot_be(name: str) -> None:
    """Row 108: a name is plain text that every store can use."""
    with pytest.raises(CredentialsError, match="cannot name a key"):
        StoredKey.checked(name, KEY, SECRET)


def test_a_key_that_cannot_work_is_not_stored() -> None:
    """It is checked like any credentials."""
    with pytest.raises(CredentialsError, match="The API secret is empty"):
        StoredKey.checked("default", KEY, "")


def test_where_the_passphrase_comes_from(path: Path, store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The argument, then the variable, then the question; without a terminal the message names the other two."""
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return PASSPHRASE

    monkeypatch.setenv("BINANCE_PRIVATE_KEY_PASSPHRASE", "wrong")
    assert KEY == FileStore(path, PASSPHRASE, ask=ask).load().api_key.reveal()
    with pytest.raises(CredentialsError, match="is wrong"):
        FileStore(path, ask=ask).load()
    assert [] == asked
    monkeypatch.delenv("BINANCE_PRIVATE_KEY_PASSPHRASE")
    assert KEY == FileStore(path, ask=ask).load().api_key.reveal()
    assert [f"Passphrase for key file {str(path)!r}: "] == asked
    with pytest.raises(CredentialsError) as caught:
        Credentials.from_file(path)
    assert "Pass passphrase=, or set BINANCE_PRIVATE_KEY_PASSPHRASE." == caught.value.hint


@pytest.mark.parametrize(("passphrase", "what"), [("", "The passphrase is empty"), (12, "must be text, got int")])
def test_passphrases_that_cannot_be(path: Path, store: FileStore, passphrase: str, what: str) -> None:
    """Nothing is stored under them either."""
    with pytest.raises(CredentialsError, match=what):
        FileStore(path, passphrase, cost=CHEAP).add(StoredKey.checked("second", KEY, SECRET))


def test_a_closed_terminal(path: Path, store: FileStore) -> None:
    """Ctrl-D at the question is an answer too."""

    def closed(_: str) -> str:
        raise EOFError

    with pytest.raises(CredentialsError, match="neither a passphrase nor a terminal"):
        FileStore(path, ask=closed).load()


def test_without_cryptography(path: Path, store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install; listing needs nothing."""
    monkeypatch.setitem(sys.modules, "cryptography", None)
    assert 1 == len(store.entries())
    with pytest.raises(MissingExtra, match="pip install 'binance-usdm\\[keys\\]'"):
        store.load()
