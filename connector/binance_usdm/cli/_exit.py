"""Exit codes, and which error becomes which."""

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from binance_usdm_api.errors import BinanceUsdmError

__all__ = ["ExitCode", "Stopped", "exit_code"]


class ExitCode(IntEnum):
    """What a command ends with."""

    OK = 0
    REFUSED = 1
    """The exchange said no, or answered with what cannot be used."""
    BAD_INPUT = 2
    """An argument, setting or file is wrong; nothing was sent."""
    AUTHENTICATION = 3
    """A key is missing, malformed or rejected."""
    NOT_SENT = 4
    """The network, or a budget, stood in the way; nothing was changed."""
    UNKNOWN = 5
    """A state-changing request may or may not have been executed."""
    BUG = 70
    """A mistake of this program."""
    OUTPUT = 74
    """The answer could not be written where it should go."""
    INTERRUPTED = 130


def exit_code(error: "BinanceUsdmError", changes: bool) -> ExitCode:
    """Return the exit code of an error.

    Args:
        error: What was raised.
        changes: True when the operation changes something, so that an unknown outcome matters.
    """
    from binance_usdm_api import errors

    if isinstance(error, (errors.CredentialsError, errors.AuthRejected)):
        return ExitCode.AUTHENTICATION
    if isinstance(error, (errors.ConfigError, errors.InvalidParameter)):
        return ExitCode.BAD_INPUT
    if isinstance(error, errors.OutcomeUnknown) or (changes and error.outcome is errors.Outcome.UNKNOWN):
        return ExitCode.UNKNOWN
    if error.outcome is errors.Outcome.NOT_SENT or isinstance(error, (errors.TransportError, errors.StreamError)):
        return ExitCode.NOT_SENT
    return ExitCode.REFUSED


class Stopped(Exception):
    """A command ends here.

    Args:
        sentence: What to tell.
        code: What to end with.
    """

    def __init__(self, sentence: str, code: ExitCode) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
