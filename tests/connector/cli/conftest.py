"""Runs commands in this process and as processes of their own, away from the developer's keys and files."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from binance_usdm.cli import main
from binance_usdm_mock import MockServer


class Ran(NamedTuple):
    """What became of a command."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


class MemoryKeyring(KeyringBackend):
    """A keyring that ends with the test."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def no_keys_of_the_developer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No keyring, and a home of its own."""
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "100")
    yield
    keyring.set_keyring(before)


@pytest.fixture
def memory_keyring() -> MemoryKeyring:
    """A keyring in memory, in use."""
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


@pytest.fixture(scope="module")
def exchange() -> Iterator[MockServer]:
    """One exchange for the tests of a module."""
    with MockServer(seed=7) as running:
        yield running


@pytest.fixture
def server(exchange: MockServer) -> MockServer:
    """The exchange, without the faults of the test before."""
    exchange.faults.clear()
    return exchange


@pytest.fixture
def keyed(server: MockServer, monkeypatch: pytest.MonkeyPatch) -> MockServer:
    """The exchange, and the environment names its key."""
    monkeypatch.setenv("BINANCE_API_KEY", server.api_key)
    monkeypatch.setenv("BINANCE_API_SECRET", server.api_secret)
    return server


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def run_here(*words: str) -> Ran:
        capsys.readouterr()
        code = main(words)
        return Ran(code, *capsys.readouterr())

    return run_here


def command(*words: str) -> list[str]:
    """The words that start a command as a process."""
    return [sys.executable, "-m", "binance_usdm", *words]


@pytest.fixture
def run_process() -> Run:
    """Run a command as a process of its own, with nothing on standard input."""

    def run_there(*words: str, **more: str) -> Ran:
        done = subprocess.run(
            command(*words), capture_output=True, text=True, stdin=subprocess.DEVNULL, env={**os.environ, **more},
            timeout=60, check=False, encoding="utf-8",
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    return run_there
