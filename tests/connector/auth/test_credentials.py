"""A1, A2: credentials come from arguments, the environment or files; a wrong format is told before anything is sent."""

import os
from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from binance_usdm.auth import Credentials, FileStore, HmacSigner, KeyKind, Secret, StoredKey
from binance_usdm.auth._envelope import Cost
from binance_usdm_api.errors import ConfigError, CredentialsError, Outcome

KEY = "Abcd" + "k" * 60
SECRET = "s" * 64
PRIVATE = ed25519.Ed25519PrivateKey.generate()
PEM = PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
LOCKED = PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"open sesame")).decode()
PUBLIC = PRIVATE.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.fixture
def pem_file(tmp_path: Path) -> Path:
    path = tmp_path / "key.pem"
    path.write_text(PEM)
    path.chmod(0o600)
    return path


def test_a_key_and_a_secret() -> None:
    """The usual pair signs with HMAC."""
    credentials = Credentials(KEY, SECRET)
    assert (KEY, KeyKind.HMAC, ()) == (credentials.api_key, credentials.kind, credentials.notes)
    assert HmacSigner(Secret(SECRET)).sign(b"a=1") == credentials.signer.sign(b"a=1")


def test_the_repr_shows_four_characters_and_the_kind() -> None:
    """Enough to tell keys apart, of no use to others."""
    assert "Credentials(Abcd… hmac)" == repr(Credentials(KEY, SECRET))
    assert "Credentials(… hmac)" == repr(Credentials("k", "s"))


def test_a_pem_secret_makes_its_own_kind() -> None:
    """What the secret is decides how it signs."""
    credentials = Credentials(KEY, PEM)
    assert KeyKind.ED25519 == credentials.kind
    assert "Credentials(Abcd… ed25519)" == repr(credentials)


def test_a_pem_in_one_line() -> None:
    """Environment files write line breaks as backslash and n."""
    assert KeyKind.ED25519 == Credentials(KEY, PEM.replace("\n", "\\n")).kind


def test_unusual_lengths_are_noted_and_taken() -> None:
    """Test keys may have any length."""
    notes = Credentials("test-key", "test-secret").notes
    assert (
        "The API key has 8 characters; those of the exchange have 64.",
        "The API secret has 11 characters; those of the exchange have 64.",
    ) == notes


KEY_COMPLAINTS = {
    "empty": ("", "The API key is empty."),
    "blank": (" \t", "The API key is blank."),
    "space behind": (KEY + " ", "The API key has a space or line break at its start or end."),
    "line break behind": (KEY + "\n", "The API key has a space or line break at its start or end."),
    "space before": (" " + KEY, "The API key has a space or line break at its start or end."),
    "quoted": (f'"{KEY}"', "The API key is wrapped in quotes."),
    "half quoted": (f"{KEY}'", "The API key is wrapped in quotes."),
    "typographic quotes": (f"“{KEY}”", "The API key is wrapped in quotes."),
    "space within": ("ab cd", "The API key has a space at position 3; only printable ASCII can be in it."),
    "control": ("ab\x00cd", "The API key has a control character at position 3; only printable ASCII can be in it."),
    "header split": (
        "ab\r\nX: y",
        "The API key has a control character at position 3; only printable ASCII can be in it.",
    ),
    "non-ASCII": ("abcdé", "The API key has a non-ASCII character at position 5; only printable ASCII can be in it."),
    "zero width": (
        "ab\u200bc",
        "The API key has a non-ASCII character at position 3; only printable ASCII can be in it.",
    ),
    "too long": ("k" * 257, "The API key has 257 characters, which is too long."),
    "swapped with a PEM": (
        PEM,
        "The API key is a PEM block, which belongs where the secret goes: were the two swapped?",
    ),
    "nothing": (None, "The API key must be text, got nothing."),
    "a number": (12, "The API key must be text, got int."),
}


@pytest.mark.parametrize(("key", "what"), KEY_COMPLAINTS.values(), ids=KEY_COMPLAINTS.keys())
def test_what_is_wrong_with_an_api_key(key: str, what: str) -> None:
    """Each mistake has its own sentence, and nothing of the key is in it."""
    with pytest.raises(CredentialsError) as caught:
        Credentials(key, SECRET)
    assert what == caught.value.what
    assert caught.value.hint
    assert Outcome.NOT_SENT == caught.value.outcome


SECRET_COMPLAINTS = {
    "empty": ("", "The API secret is empty."),
    "line break behind": (SECRET + "\r\n", "The API secret has a space or line break at its start or end."),
    "quoted": (f"'{SECRET}'", "The API secret is wrapped in quotes."),
    "non-ASCII": ("ключ", "The API secret has a non-ASCII character at position 1; only printable ASCII can be in it."),
    "too long": ("s" * 513, "The API secret has 513 characters, which is too long."),
    "a path": ("/etc/keys/my.pem", "The API secret looks like the path of a file."),
    "a file name": ("key.PEM", "The API secret looks like the path of a file."),
    "the key again": (KEY, "The API key and its secret are the same text."),
    "public": (PUBLIC, "The API secret is the public half; requests are signed with the private half."),
    "encrypted": (LOCKED, "The API secret is encrypted and no passphrase was given."),
    "nothing": (None, "The API secret must be text, got nothing."),
}


@pytest.mark.parametrize(("secret", "what"), SECRET_COMPLAINTS.values(), ids=SECRET_COMPLAINTS.keys())
def test_what_is_wrong_with_a_secret(secret: str, what: str) -> None:
    """Each mistake has its own sentence."""
    with pytest.raises(CredentialsError) as caught:
        Credentials(KEY, secret)
    assert what == caught.value.what
    assert caught.value.hint


def test_the_message_says_what_to_do_and_that_nothing_was_sent() -> None:
    """One sentence each."""
    with pytest.raises(ConfigError) as caught:
        Credentials(KEY, "")
    assert (
        "The API secret is empty. Copy it again from the API management page of the exchange. Nothing was sent."
        == str(caught.value)
    )


def test_the_environment_gives_an_hmac_key() -> None:
    """`BINANCE_API_KEY` and `BINANCE_API_SECRET`."""
    credentials = Credentials.from_env({"BINANCE_API_KEY": KEY, "BINANCE_API_SECRET": SECRET})
    assert (KEY, KeyKind.HMAC) == (credentials.api_key, credentials.kind)


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an argument the variables of the process count."""
    monkeypatch.setenv("BINANCE_API_KEY", KEY)
    monkeypatch.setenv("BINANCE_API_SECRET", SECRET)
    assert KEY == Credentials.from_env().api_key


def test_the_environment_names_a_key_file(pem_file: Path) -> None:
    """`BINANCE_API_KEY` and `BINANCE_PRIVATE_KEY_FILE`; an empty secret is as good as none."""
    credentials = Credentials.from_env(
        {"BINANCE_API_KEY": KEY, "BINANCE_API_SECRET": "", "BINANCE_PRIVATE_KEY_FILE": str(pem_file)}
    )
    assert PRIVATE.sign(b"x") == b64decode(credentials.signer.sign(b"x"))


def test_the_environment_opens_an_encrypted_key_file(pem_file: Path) -> None:
    """With `BINANCE_PRIVATE_KEY_PASSPHRASE`."""
    pem_file.write_text(LOCKED)
    variables = {
        "BINANCE_API_KEY": KEY,
        "BINANCE_PRIVATE_KEY_FILE": str(pem_file),
        "BINANCE_PRIVATE_KEY_PASSPHRASE": "open sesame",
    }
    assert KeyKind.ED25519 == Credentials.from_env(variables).kind


def test_the_environment_names_an_encrypted_store(tmp_path: Path) -> None:
    """A file of `binance-usdm keys` brings its own API key."""
    path = tmp_path / "keys.json"
    FileStore(path, "open sesame", cost=Cost(n=1024)).add(StoredKey.checked("default", KEY, SECRET))
    variables = {"BINANCE_PRIVATE_KEY_FILE": str(path), "BINANCE_PRIVATE_KEY_PASSPHRASE": "open sesame"}
    assert KEY == Credentials.from_env(variables).api_key
    with pytest.raises(CredentialsError, match="holds an API key of its own, and BINANCE_API_KEY is set too"):
        Credentials.from_env({**variables, "BINANCE_API_KEY": KEY})


ENVIRONMENTS = {
    "nothing": ({}, "There are no keys in the environment"),
    "key only": ({"BINANCE_API_KEY": KEY}, "BINANCE_API_KEY is set, and neither"),
    "secret only": ({"BINANCE_API_SECRET": SECRET}, "BINANCE_API_SECRET is set and BINANCE_API_KEY is not"),
    "file only": ({"BINANCE_PRIVATE_KEY_FILE": "@"}, "BINANCE_PRIVATE_KEY_FILE is set and BINANCE_API_KEY is not"),
    "both": (
        {"BINANCE_API_KEY": KEY, "BINANCE_API_SECRET": SECRET, "BINANCE_PRIVATE_KEY_FILE": "@"},
        "Both BINANCE_API_SECRET and BINANCE_PRIVATE_KEY_FILE are set",
    ),
    "empty key": ({"BINANCE_API_KEY": "", "BINANCE_API_SECRET": SECRET}, "BINANCE_API_KEY is empty"),
    "quoted secret": (
        {"BINANCE_API_KEY": KEY, "BINANCE_API_SECRET": f'"{SECRET}"'},
        "BINANCE_API_SECRET is wrapped in quotes",
    ),
    "same": ({"BINANCE_API_KEY": KEY, "BINANCE_API_SECRET": KEY}, "The API key and its secret are the same text"),
}


@pytest.mark.parametrize(("variables", "what"), ENVIRONMENTS.values(), ids=ENVIRONMENTS.keys())
def test_what_is_wrong_with_the_environment(variables: dict[str, str], what: str, pem_file: Path) -> None:
    """The message names the variable."""
    with pytest.raises(CredentialsError) as caught:
        Credentials.from_env({name: str(pem_file) if value == "@" else value for name, value in variables.items()})
    assert caught.value.what.startswith(what)


def test_from_a_private_key(pem_file: Path) -> None:
    """As text, as bytes, sealed, or as the path of its file."""
    forms: list[str | bytes | Secret | Path] = [PEM, PEM.encode(), Secret(PEM), pem_file]
    assert {KeyKind.ED25519} == {Credentials.from_private_key(KEY, form).kind for form in forms}


def test_a_private_key_that_is_no_pem() -> None:
    """It is not taken for an HMAC secret."""
    with pytest.raises(CredentialsError, match="is not in PEM form"):
        Credentials.from_private_key(KEY, SECRET)


def test_a_file_that_others_can_write(pem_file: Path) -> None:
    """Whoever can change the key decides what is signed."""
    pem_file.chmod(0o620)
    with pytest.raises(CredentialsError, match="can be changed by other users") as caught:
        Credentials.from_private_key(KEY, pem_file)
    assert f"Run: chmod 600 {pem_file}" == caught.value.hint


def test_a_file_that_others_can_read(pem_file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It is used, with a warning in the log that says what to do."""
    pem_file.chmod(0o644)
    Credentials.from_private_key(KEY, pem_file)
    assert ["key_file_readable_by_others"] == [record.usdm["event"] for record in caplog.records]  # type: ignore[attr-defined]
    # A long folder may be masked in the log like any text that could be a key; the advice itself stands.
    assert 'advice="chmod 600 ' in caplog.text


def test_a_private_file_gives_no_warning(pem_file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The usual case is silent."""
    Credentials.from_private_key(KEY, pem_file)
    assert [] == caplog.records


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Missing, a directory, a pipe, too large, and an impossible name are told apart."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(b"x" * ((1 << 20) + 1))
    (tmp_path / "large").chmod(0o600)
    seen = []
    for name in ("missing", ".", "pipe", "large", "a\0b"):
        with pytest.raises(CredentialsError) as caught:
            Credentials.from_private_key(KEY, tmp_path / name)
        seen.append(caught.value.what.split("' ", 1)[1])
    assert [
        "does not exist.",
        "is a directory.",
        "is not a regular file.",
        "has 1048577 bytes, which is too large for keys.",
        "cannot be read (ValueError).",
    ] == seen
