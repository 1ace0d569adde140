"""Where the passphrase of a key file comes from: the caller, the environment, or a question on the terminal."""

import os
import sys
from collections.abc import Callable, Mapping

from binance_usdm_api.errors import CredentialsError

from ._secret import NotText, Secret

VARIABLE = "BINANCE_PRIVATE_KEY_PASSPHRASE"
"""Name of the environment variable."""

Ask = Callable[[str], "str | None"]
"""Asks a question without echo; None when there is nobody to ask."""


def passphrase_variable(environ: Mapping[str, str] | None = None) -> Secret | None:
    """Return the passphrase of the environment, sealed; None when it is not set or empty."""
    text = (os.environ if environ is None else environ).get(VARIABLE)
    return Secret(text) if text else None


def required(given: Secret | NotText | None, variable: Secret | None, ask: Ask, what: str) -> Secret:
    """Return the passphrase to use.

    Args:
        given: What the caller passed.
        variable: What the environment holds.
        ask: Asked when there is neither.
        what: What it opens, such as "key file 'keys.json'".

    Raises:
        CredentialsError: There is none, and no terminal to ask on.
    """
    if isinstance(given, NotText):
        raise CredentialsError(f"The passphrase must be text, got {given.given}.", hint="Pass it as a str.")
    found = given or variable or _asked(ask, what)
    if found is None:
        raise CredentialsError(
            f"{what} is encrypted, and there is neither a passphrase nor a terminal to ask for it.",
            hint=f"Pass passphrase=, or set {VARIABLE}.",
        )
    if not found.reveal():
        raise CredentialsError("The passphrase is empty.", hint="Choose one that is not easily guessed.")
    return found


def _asked(ask: Ask, what: str) -> Secret | None:
    try:
        text = ask(f"Passphrase for {what}: ")
    except EOFError:
        return None
    return None if text is None else Secret(text)


def ask_on_terminal(question: str) -> str | None:
    """Ask without echo on the terminal; None where there is no terminal."""
    if sys.stdin is None or not sys.stdin.isatty():  # pyright: ignore[reportUnnecessaryComparison] - None under pythonw
        return None
    from getpass import getpass

    return getpass(question)
