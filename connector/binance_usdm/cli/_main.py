"""Find the command, run it, and turn whatever happens into a sentence and an exit code."""

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from ._exit import ExitCode, Stopped, exit_code
from ._terminal import OutputLost, ReaderGone, Terminal
from ._usage import UsageError, suggestion

if TYPE_CHECKING:
    import logging

__all__ = ["COMMANDS", "run"]


class _Command(NamedTuple):
    module: str
    about: str


COMMANDS = {
    "demo": _Command("_demo", "show the main things on an embedded mock exchange"),
    "call": _Command("_call", "call one operation of the exchange"),
    "stream": _Command("_stream", "print events of market streams as they come"),
    "operations": _Command("_operations", "list or search the operations"),
    "doctor": _Command("_doctor", "check network, clock, limits and keys, and say what to do"),
    "keys": _Command("_keys", "store, list and remove API keys"),
    "mock": _Command("_mock", "serve a mock exchange"),
}
"""The commands, in the order of the help; each module has ``run(words, terminal)``."""

_HELP = """\
usage: binance-usdm [-v] COMMAND ...

Binance USDⓈ-M futures from the command line.

commands:
{commands}

options:
  -h, --help    this text; 'binance-usdm COMMAND --help' for one command
  --version     print the version
  -v, -vv       log to stderr; -vv logs everything and shows tracebacks

exit codes: 0 ok, 1 refused by the exchange, 2 bad input, 3 authentication, 4 not sent, 5 outcome unknown,
130 interrupted; 70 a bug of this program, 74 output could not be written.
"""


def run(argv: Sequence[str] | None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    terminal = Terminal()
    verbosity = _verbosity(words)
    try:
        with _logging(verbosity, terminal):
            code = _run(words, terminal, verbosity)
        terminal.flush()
    except ReaderGone:
        terminal.abandon()
        code = ExitCode.OK
    except OutputLost as error:
        terminal.abandon()
        _tell(terminal, f"Standard output could not be written: {error}. What is printed so far is incomplete.")
        code = ExitCode.OUTPUT
    except KeyboardInterrupt:
        if terminal.can_ask:
            # The terminal shows ^C, perhaps behind a question.
            terminal.note()
        _tell(terminal, "Interrupted.")
        code = ExitCode.INTERRUPTED
    return int(code)


def _run(words: list[str], terminal: Terminal, verbosity: int) -> int:
    try:
        return _dispatch(words, terminal)
    except (ReaderGone, OutputLost, KeyboardInterrupt):
        raise
    except UsageError as error:
        _tell(terminal, str(error))
        return ExitCode.BAD_INPUT
    except SystemExit as end:
        # argparse ends so after --help.
        return end.code if isinstance(end.code, int) else ExitCode.OK
    except Exception as error:  # noqa: BLE001 - no traceback unless it is asked for
        return _explain(error, terminal, verbosity)


def _explain(error: Exception, terminal: Terminal, verbosity: int) -> int:
    from binance_usdm_api.errors import BinanceUsdmError

    if verbosity > 1:
        import traceback

        from ..observe import redact

        text = "".join(traceback.format_exception(error))
        terminal.note(redact(text, keep_lines=True))
    if isinstance(error, Stopped):
        _tell(terminal, error.sentence)
        return error.code
    if isinstance(error, BinanceUsdmError):
        _tell(terminal, str(error))
        return exit_code(error, True)
    _tell(
        terminal,
        f"This is a bug in binance-usdm: {f'{type(error).__name__}: {error}'.rstrip('. ')}. "
        + ("Please report it with the lines above." if verbosity > 1 else "Run it again with -vv to see where."),
    )
    return ExitCode.BUG


def _tell(terminal: Terminal, sentence: str) -> None:
    from ..observe import redact

    terminal.note(f"{terminal.paint('error:', 'red', error=True)} {redact(sentence)}")


def _dispatch(words: list[str], terminal: Terminal) -> int:
    rest = list(words)
    while rest and rest[0] in ("-v", "-vv", "-vvv", "--verbose"):
        rest.pop(0)
    if not rest:
        terminal.note(_help(), end="")
        return ExitCode.BAD_INPUT
    name = rest.pop(0)
    if name in ("-h", "--help", "help"):
        if name == "help" and rest:
            return _command(rest[0])(["--help"], terminal)
        terminal.out(_help(), end="")
        return ExitCode.OK
    if name == "--version":
        from .. import __version__

        terminal.out(f"binance-usdm {__version__}")
        return ExitCode.OK
    if name.startswith("-"):
        raise UsageError(f"There is no option {_quoted(name)} before the command.", "Try 'binance-usdm --help'.")
    return _command(name)(rest, terminal)


def _command(name: str) -> Callable[[list[str], Terminal], int]:
    found = COMMANDS.get(name)
    if found is None:
        otherwise = f"The commands are {', '.join(COMMANDS)}."
        raise UsageError(
            f"There is no command {_quoted(name)}.",
            f"{suggestion(name, COMMANDS, otherwise)} Try 'binance-usdm --help'.",
        )
    command: Callable[[list[str], Terminal], int] = import_module(f".{found.module}", __package__).run
    return command


def _quoted(word: str) -> str:
    from binance_usdm_api.errors import printable

    return printable(repr(word), 60)


def _help() -> str:
    return _HELP.format(commands="\n".join(f"  {name:<13} {each.about}" for name, each in COMMANDS.items()))


def _verbosity(words: Sequence[str]) -> int:
    found = 0
    for word in words:
        if word == "--verbose":
            found += 1
        elif len(word) > 1 and word[0] == "-" and not word.strip("-v"):
            found += word.count("v")
    return found


@contextmanager
def _logging(verbosity: int, terminal: Terminal) -> Generator[None]:
    import logging

    from ..observe import RedactingFilter, get_logger

    handler: logging.Handler
    if verbosity:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        handler.addFilter(RedactingFilter())
    else:
        handler = _waiting_notes(terminal)
    logger = get_logger()
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if verbosity > 1 else logging.INFO if verbosity else logging.WARNING)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


def _waiting_notes(terminal: Terminal) -> "logging.Handler":
    """A handler for those who asked for no log: it only says what a command waits for, when it may wait for long."""
    import logging

    class Notes(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            facts: dict[str, object] = getattr(record, "usdm", None) or {}
            if facts.get("event") == "outcome_unknown":
                terminal.note(
                    "The answer was lost. Asking the exchange what became of the request, "
                    f"for up to {str(facts.get('asking_for_s')).removesuffix('.0')} s; nothing is sent again."
                )

    return Notes(logging.WARNING)
