"""``binance-usdm keys``: store, list and remove API keys in the system's keyring or an encrypted file.

No secret is ever an argument: others on the machine can read arguments. Secrets are asked for without echo, or read
from standard input where that is no terminal.
"""

import argparse
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from binance_usdm_api.errors import BinanceUsdmError, CredentialsError, printable

from ._connect import default_key_file
from ._exit import ExitCode
from ._terminal import Terminal
from ._usage import Parser, UsageError, suggestion

if TYPE_CHECKING:
    from ..auth import KeyStore, Secret

__all__ = ["run"]

_ABOUT = """\
Store, list and remove API keys: HMAC, RSA or Ed25519, in the system's keyring or an encrypted file.

  binance-usdm keys add [NAME] [--file [PATH]] [--private-key PATH] [--replace]
  binance-usdm keys list [--file [PATH]]
  binance-usdm keys remove NAME [--file [PATH]]

'keys add' asks for the API key and its secret without showing them. Where standard input is no terminal they are read
from it: the API key on the first line, then the secret or the private key. They are never arguments."""
_ADD = """\
Store an API key. It asks for the key and for the secret without showing them; the kind of key is found out.

Where standard input is no terminal: first line the API key, after it the HMAC secret or a private key in PEM form.
An encrypted file is opened with a passphrase: BINANCE_PRIVATE_KEY_PASSPHRASE, or asked for."""
_LONGEST = 100_000
_ACTIONS = ("add", "list", "remove")
_SECRET_WORDS = ("secret", "api", "password", "passphrase", "token")


class _KeysParser(Parser):
    def refuse(self, surplus: list[str]) -> None:  # type: ignore[override]
        if any(mark in word.partition("=")[0].lower() for word in surplus for mark in _SECRET_WORDS):
            raise UsageError(
                "Keys and secrets are not arguments: others on this machine can read those.",
                "Run 'binance-usdm keys add' and type them when asked, or send them to its standard input. "
                "Change a secret that was typed as an argument.",
            )
        if not any(word.startswith("-") for word in surplus):
            # What is surplus may be a secret, so it is not repeated.
            raise UsageError("There are too many words.", f"Try '{self.prog} --help'.")
        super().refuse(surplus)


def run(words: list[str], terminal: Terminal) -> int:
    """Run the command."""
    if not words or words[0].startswith("-"):
        Parser("keys", terminal.out, _ABOUT, usage="binance-usdm keys add|list|remove ...").read(words)
        raise UsageError("What to do with keys?", "Say add, list or remove; try 'binance-usdm keys --help'.")
    actions: dict[str, Callable[[list[str], Terminal], int]] = {"add": _add, "list": _list, "remove": _remove}
    action = actions.get(words[0])
    if action is None:
        hint = suggestion(words[0], _ACTIONS, "Say add, list or remove.")
        raise UsageError(f"There is no 'keys {printable(words[0], 30)}'.", hint)
    return action(words[1:], terminal)


def _add(words: list[str], terminal: Terminal) -> int:
    parser = _KeysParser("keys add", terminal.out, _ADD)
    parser.add_argument("name", metavar="NAME", nargs="?", default="default", help="name of the key; 'default' if none")
    _add_file(parser)
    parser.add_argument("--private-key", metavar="PATH", help="a PEM file with the RSA or Ed25519 private key")
    parser.add_argument("--replace", action="store_true", help="take the place of a key of the same name")
    arguments = parser.read(words)
    from ..auth._stored import key_name

    key_name(arguments.name)
    store = _store(arguments.file, new=True)
    if not arguments.replace and arguments.name in [entry.name for entry in store.entries()]:
        from ..auth._stored import taken_name

        raise taken_name(arguments.name, repr(store))
    from ..auth import StoredKey

    api_key, secret = _read_key(arguments.private_key)
    key = StoredKey.checked(arguments.name, api_key, secret, _passphrase(secret))
    store.add(key, replace=arguments.replace)
    terminal.out(
        f"Stored the {key.entry.kind.value} key {key.entry.shown} as {arguments.name!r} in {_place(arguments)}."
    )
    option = "" if arguments.name == "default" and arguments.file is None else f" --key {arguments.name}"
    option += (
        ""
        if arguments.file is None
        else f" --key-file {shlex.quote(arguments.file) if arguments.file else ''}".rstrip()
    )
    terminal.out(f"Check it: binance-usdm doctor{option}")
    return ExitCode.OK


def _list(words: list[str], terminal: Terminal) -> int:
    parser = _KeysParser("keys list", terminal.out, "List the stored keys; nothing in the list is secret.")
    _add_file(parser)
    arguments = parser.read(words)
    entries = _store(arguments.file).entries()
    if not entries:
        terminal.out(f"No keys are stored in {_place(arguments)}. Add one: binance-usdm keys add")
        return ExitCode.OK
    width = max(4, *(len(entry.name) for entry in entries))
    terminal.out(terminal.paint(f"{'NAME':<{width}}  {'KIND':<8}  API KEY", "bold"))
    for entry in entries:
        terminal.out(f"{printable(entry.name, 64):<{width}}  {entry.kind.value:<8}  {printable(entry.shown, 12)}")
    return ExitCode.OK


def _remove(words: list[str], terminal: Terminal) -> int:
    parser = _KeysParser("keys remove", terminal.out, "Forget a stored key. It stays valid on the exchange.")
    parser.add_argument("name", metavar="NAME", help="name of the key")
    _add_file(parser)
    arguments = parser.read(words)
    _store(arguments.file).remove(arguments.name)
    terminal.out(
        f"Removed {arguments.name!r} from {_place(arguments)}. Delete it on the exchange too when it is done with."
    )
    return ExitCode.OK


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--file",
        metavar="PATH",
        nargs="?",
        const="",
        help=f"an encrypted file instead of the system's keyring; {_tilde(default_key_file())} when no path is given",
    )


def _store(file: str | None, *, new: bool = False) -> "KeyStore":
    if file is None:
        from ..auth import KeyringStore

        return KeyringStore()
    from ..auth import FileStore

    path = Path(file).expanduser() if file else default_key_file()
    if new and not file:
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CredentialsError(
                f"The folder {str(path.parent)!r} could not be made: {error.strerror}.",
                hint="Name a path after --file.",
            ) from None
    return FileStore(path, ask=_ask_twice if new else _ask)


def _place(arguments: argparse.Namespace) -> str:
    if arguments.file is None:
        return "the system's keyring"
    return f"the key file {str(arguments.file or _tilde(default_key_file()))!r}"


def _tilde(path: Path) -> str:
    try:
        return f"~/{path.relative_to(Path.home()).as_posix()}"
    except (ValueError, RuntimeError):
        return str(path)


def _ask(question: str) -> str | None:
    if sys.stdin is None or not sys.stdin.isatty():  # pyright: ignore[reportUnnecessaryComparison] - None under pythonw
        return None
    from getpass import getpass

    try:
        return getpass(question)
    except EOFError:
        raise CredentialsError("The input ended before everything was typed.", hint="Nothing was stored.") from None


def _ask_twice(question: str) -> str | None:
    first = _ask(question)
    if first is not None and _ask("The same again: ") != first:
        raise CredentialsError("The two passphrases differ.", hint="Nothing was stored; try again.")
    return first


def _read_key(private_key: str | None) -> "tuple[Secret, Secret]":
    """Return the API key and its secret, from the terminal or standard input."""
    from ..auth import Secret
    from ..auth._private_file import read_private

    text = read_private(Path(private_key).expanduser(), "The private key file") if private_key is not None else None
    asked = _ask("API key (not shown): ")
    if asked is not None:
        key = Secret(asked.strip())
        return key, text or _ask_secret()
    given = Secret(sys.stdin.read(_LONGEST) if sys.stdin is not None else "", remembered=False)  # pyright: ignore[reportUnnecessaryComparison]
    lines = given.reveal().strip().split("\n", 1)
    key = Secret(lines[0].strip())
    if text is None and len(lines) < 2:
        del lines
        raise CredentialsError(
            "Standard input does not hold a key and its secret.",
            hint="First line: the API key. After it: the HMAC secret, or the private key in PEM form.",
        )
    return key, text or Secret(lines[1].strip())


def _ask_secret() -> "Secret":
    from ..auth import Secret

    first = Secret((_ask("Secret, or the path of a private key (not shown): ") or "").strip())
    path = Path(first.reveal()).expanduser() if 0 < len(first.reveal()) < 400 else None
    try:
        is_file = path is not None and path.is_file()
    except (OSError, ValueError):
        is_file = False
    if is_file and path is not None:
        from ..auth._private_file import read_private

        return read_private(path, "The private key file")
    if first.reveal().startswith("-----BEGIN"):
        lines = [first.reveal()]
        while not lines[-1].startswith("-----END") and len(lines) < 200:
            lines.append((_ask("") or "-----END").strip())
        return Secret("\n".join(lines), remembered=False)
    return first


def _passphrase(secret: "Secret") -> "Secret | None":
    """Return what opens an encrypted private key, where one is given."""
    from ..auth._passphrase import passphrase_variable, required
    from ..auth._pem import is_encrypted, is_pem

    if not is_pem(secret.reveal()) or not is_encrypted(secret.reveal()):
        return None
    try:
        return required(None, passphrase_variable(), _ask, "The private key")
    except BinanceUsdmError as error:
        raise error from None
