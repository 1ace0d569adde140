"""From --env and --key to a client: which exchange, whose key, and an embedded mock exchange where one is asked for."""

import argparse
import os
from collections.abc import Generator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import attrs

from binance_usdm_api.errors import BinanceUsdmError, CredentialsError, MissingExtra

if TYPE_CHECKING:
    from .. import Client, Credentials, Settings
    from ..environment import Environment

__all__ = [
    "Choice",
    "NoKey",
    "Target",
    "add_options",
    "default_key_file",
    "may_move_money",
    "stored_credentials",
    "target",
]

_NO_KEYS = (
    "Set BINANCE_API_KEY and BINANCE_API_SECRET (or BINANCE_PRIVATE_KEY_FILE), or store a key with "
    "'binance-usdm keys add'. '--env mock' brings a key of its own."
)


class NoKey(CredentialsError):
    """No key was named and none is stored."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose exchange and key."""
    parser.add_argument("--env", metavar="ENV", help="live, testnet, mock (embedded for this command) or a URL")
    parser.add_argument("--key", metavar="NAME", help="the name of a stored key")
    parser.add_argument(
        "--key-file",
        metavar="PATH",
        nargs="?",
        const="",
        help="an encrypted file of 'keys add --file'",
    )


@attrs.frozen
class Choice:
    """What the command line says about exchange and key."""

    env: str | None
    key: str | None
    key_file: str | None

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> "Choice":
        """Return the choice that parsed arguments make."""
        return cls(arguments.env, arguments.key, arguments.key_file)


@attrs.frozen
class Target:
    """An exchange to talk to."""

    environment: "Environment"
    mock_credentials: "Credentials | None"
    choice: Choice

    def credentials(self) -> "Credentials":
        """Return the key to sign with.

        Raises:
            CredentialsError: There is none, or it cannot be used.
        """
        if self.choice.key is None and self.choice.key_file is None and self.mock_credentials is not None:
            return self.mock_credentials
        return stored_credentials(self.choice.key, self.choice.key_file)

    def client(self, credentials: "Credentials | None", settings: "Settings | None" = None) -> "Client":
        """Return a client of it."""
        from .. import Client

        return Client(environment=self.environment, credentials=credentials, settings=settings)


@contextmanager
def target(choice: Choice) -> Generator[Target]:
    """Find the exchange; starts an embedded mock exchange for ``mock`` and stops it at the end.

    Raises:
        ConfigError: There is no such environment.
        MissingExtra: The mock exchange is not installed.
    """
    from ..environment import Environment

    named = choice.env if choice.env is not None else os.environ.get("BINANCE_USDM_ENV", "")
    if named.strip() == "mock" and not os.environ.get("BINANCE_USDM_MOCK_URL", "").strip():
        from ._embedded import embedded

        with embedded() as server:
            from ..auth import Credentials

            environment = attrs.evolve(Environment.resolve(server.rest), name="mock", ws_api=server.ws_api)
            yield Target(environment, Credentials(server.api_key, server.api_secret), choice)
    else:
        yield Target(Environment.resolve(choice.env), None, choice)


def may_move_money(environment: "Environment") -> bool:
    """Say whether orders may be real: on live, and on hosts of which nothing is known, such as a gateway."""
    if environment.live:
        return True
    host = urlsplit(environment.rest).hostname or ""
    if environment.official or host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return True


def stored_credentials(key: str | None, key_file: str | None) -> "Credentials":
    """Return the key that options, else variables, else the system's keyring name.

    Raises:
        CredentialsError: There is none, or it cannot be used.
        MissingExtra: It needs an optional package.
    """
    from ..auth import Credentials

    if key_file is not None:
        return Credentials.from_file(key_file or default_key_file(), name=key or "default")
    if key is not None:
        return Credentials.from_keyring(key)
    if any(os.environ.get(f"BINANCE_{name}") for name in ("API_KEY", "API_SECRET", "PRIVATE_KEY_FILE")):
        return Credentials.from_env()
    try:
        return Credentials.from_keyring()
    except MissingExtra:
        pass
    except CredentialsError as error:
        if _is_there():
            raise error from None
    raise NoKey("There is no API key: the environment names none and none is stored.", hint=_NO_KEYS)


def _is_there() -> bool:
    """Say whether the keyring holds a key of the default name, which then is what is wrong."""
    from ..auth import KeyringStore

    try:
        return any(entry.name == "default" for entry in KeyringStore().entries())
    except BinanceUsdmError:
        return False


def default_key_file() -> Path:
    """Return where keys are kept in a file when no path is given."""
    if os.name == "nt":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "binance-usdm" / "keys.json"
