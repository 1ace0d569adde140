"""A1, S1: keys are stored, listed, used and removed from the command line, and never seen there."""

import io
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from tests.connector.cli.conftest import MemoryKeyring, Ran, Run, command

from binance_usdm.auth import FileStore, KeyringStore
from binance_usdm_mock import MockServer

KEY, SECRET = "Ak" * 32, "Sz" * 32
PASSPHRASE = "correct horse battery"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a person types when asked, in order; asking more is an error."""
    answers: list[str] = []

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda question: answers.pop(0))
    return answers


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch, run: Run):  # type: ignore[no-untyped-def]  # a function of a function
    """Run a command with a text on standard input."""

    def run_with(text: str, *words: str) -> Ran:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        return run(*words)

    return run_with


def pem(kind: str, passphrase: str | None = None) -> str:
    """A new private key."""
    key = Ed25519PrivateKey.generate() if kind == "ed25519" else generate_private_key(65537, 2048)
    how: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase is not None:
        how = serialization.BestAvailableEncryption(passphrase.encode())
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how).decode()


def test_a_typed_key_goes_to_the_keyring_and_signs(
    typed: list[str], memory_keyring: MemoryKeyring, server: MockServer, run: Run
) -> None:
    """Added, listed, used by name and as default, removed."""
    typed += [server.api_key, server.api_secret]
    added = run("keys", "add")
    assert 0 == added.code
    assert [] == typed
    assert "hmac" in added.out
    assert 0 == run("call", "account_balance", "--env", server.rest).code
    assert 0 == run("call", "account_balance", "--key", "default", "--env", server.rest).code
    listed = run("keys", "list")
    assert ["default", "hmac", f"{server.api_key[:4]}…"] == listed.out.splitlines()[1].split()
    assert 3 == run("call", "account_balance", "--key", "other", "--env", server.rest).code
    assert 0 == run("keys", "remove", "default").code
    assert 3 == run("call", "account_balance", "--env", server.rest).code
    for text in (*added, *listed):
        assert server.api_secret not in str(text)
        assert server.api_key not in str(text)


@pytest.mark.parametrize("kind", ["hmac", "ed25519", "rsa"])
def test_standard_input_feeds_all_kinds(kind: str, piped, run: Run, memory_keyring: MemoryKeyring) -> None:  # type: ignore[no-untyped-def]
    """First line the key, after it the secret; the kind is found out."""
    secret = SECRET if kind == "hmac" else pem(kind)
    ran = piped(f"{KEY}\n{secret}\n", "keys", "add", f"{kind}-key")
    assert (0, "") == (ran.code, ran.err)
    assert kind == KeyringStore().entries()[0].kind.value
    assert secret.splitlines()[min(1, secret.count(chr(10)))] not in ran.out
    again = piped(f"{KEY}\n{secret}\n", "keys", "add", f"{kind}-key")
    assert 3 == again.code
    assert "already" in again.err
    assert 0 == piped(f"{KEY}\n{secret}\n", "keys", "add", f"{kind}-key", "--replace").code


def test_an_encrypted_file(
    piped, run: Run, server: MockServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    """Made with a passphrase, readable by its owner alone, and usable at once; a wrong passphrase is not."""
    monkeypatch.setenv("BINANCE_PRIVATE_KEY_PASSPHRASE", PASSPHRASE)
    path = tmp_path / "my keys.json"
    text = f"{server.api_key}\n{server.api_secret}\n"
    assert 0 == piped(text, "keys", "add", "main", "--file", str(path)).code
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert server.api_secret not in path.read_text()
    assert "main" in run("keys", "list", "--file", str(path)).out
    words = ("call", "account_balance", "--env", server.rest, "--key-file", str(path), "--key", "main")
    assert 0 == run(*words).code
    monkeypatch.setenv("BINANCE_PRIVATE_KEY_PASSPHRASE", "wrong")
    wrong = run(*words)
    assert 3 == wrong.code
    assert "passphrase" in wrong.err
    monkeypatch.delenv("BINANCE_PRIVATE_KEY_PASSPHRASE")
    assert 3 == run(*words).code
    assert 0 == run("keys", "remove", "main", "--file", str(path)).code
    assert "No keys" in run("keys", "list", "--file", str(path)).out


def test_the_file_without_a_path(piped, run: Run, server: MockServer, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """It has a place of its own, which `call --key-file` knows too."""
    monkeypatch.setenv("BINANCE_PRIVATE_KEY_PASSPHRASE", PASSPHRASE)
    assert "No keys" in run("keys", "list", "--file").out
    assert 0 == piped(f"{server.api_key}\n{server.api_secret}\n", "keys", "add", "--file").code
    assert 0 == run("call", "account_balance", "--env", server.rest, "--key-file").code
    assert 0 == run("call", "--key-file", "account_balance", "--env", server.rest).code


def test_a_new_passphrase_is_typed_twice(typed: list[str], run: Run, tmp_path: Path) -> None:
    """A mistyped passphrase would lock the key away."""
    path = str(tmp_path / "keys.json")
    typed += [KEY, SECRET, PASSPHRASE, "another"]
    differ = run("keys", "add", "--file", path)
    assert 3 == differ.code
    assert "differ" in differ.err
    typed += [KEY, SECRET, PASSPHRASE, PASSPHRASE]
    assert 0 == run("keys", "add", "--file", path).code
    assert "default" == FileStore(path).entries()[0].name


def test_private_key_files(typed: list[str], run: Run, memory_keyring: MemoryKeyring, tmp_path: Path) -> None:
    """By path, as an option or when asked; an encrypted one asks for its passphrase."""
    plain, locked = tmp_path / "plain.pem", tmp_path / "locked.pem"
    plain.write_text(pem("ed25519"))
    locked.write_text(pem("ed25519", PASSPHRASE))
    for path in (plain, locked):
        path.chmod(0o600)
    typed += [KEY]
    assert 0 == run("keys", "add", "one", "--private-key", str(plain)).code
    typed += [KEY, str(plain)]
    assert 0 == run("keys", "add", "two").code
    typed += [KEY, PASSPHRASE]
    assert 0 == run("keys", "add", "three", "--private-key", str(locked)).code
    assert [] == typed
    typed += [KEY, "wrong"]
    assert 3 == run("keys", "add", "four", "--private-key", str(locked)).code
    assert {"ed25519"} == {entry.kind.value for entry in KeyringStore().entries()}


@pytest.mark.parametrize(
    "words",
    [
        ("keys", "add", "--secret", SECRET),
        ("keys", "add", f"--api-secret={SECRET}"),
        ("keys", "add", "--api-key", KEY, "--secret", SECRET),
        ("keys", "add", "main", SECRET),
        ("call", "account_balance", "--api-secret", SECRET),
    ],
)
def test_secrets_are_never_arguments(words: tuple[str, ...], run: Run) -> None:
    """They are refused, and not repeated in the refusal."""
    ran = run(*words)
    assert (2, "") == (ran.code, ran.out)
    assert SECRET not in ran.err
    assert KEY not in ran.err


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "does not hold"), (f"{KEY}\n", "does not hold"), (f"{KEY}\n{KEY}\n", "same"),
     (f"{KEY}\nzwei Worte\n", "space"),
     (f"{KEY}\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "private key")],
)  # fmt: skip
def test_what_cannot_be_a_key(text: str, told: str, piped, memory_keyring: MemoryKeyring) -> None:  # type: ignore[no-untyped-def]
    """Refused before anything is stored."""
    ran = piped(text, "keys", "add")
    assert 3 == ran.code
    assert told in ran.err
    assert {} == memory_keyring.kept


def test_without_a_keyring(piped, run: Run) -> None:  # type: ignore[no-untyped-def]
    """It says what to install, and that a file does as well."""
    ran = piped(f"{KEY}\n{SECRET}\n", "keys", "add")
    assert 3 == ran.code
    assert "--file" in ran.err
    assert 3 == run("keys", "list").code


def test_words_that_are_no_commands(run: Run) -> None:
    """`keys` alone, and misspelt."""
    assert 2 == run("keys").code
    assert "Did you mean remove" in run("keys", "remve", "x").err
    assert 0 == run("keys", "--help").code
    assert 2 == run("keys", "remove").code
    assert 3 == run("keys", "add", "no/slashes").code


def test_nothing_is_asked_where_nobody_is(memory_keyring: MemoryKeyring) -> None:
    """Without terminal and input it ends, instead of waiting."""
    done = subprocess.run(
        command("keys", "add", "--file", "x.json"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert 3 == done.returncode
