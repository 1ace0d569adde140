"""Standard output and standard error, with everything that can go wrong with them.

Rules of this module:

- A reader that goes away (``| head``) is no error. A disk that is full is one, and is told.
- Nothing is left in a buffer that Python would try to write again while it ends.
- What the terminal's encoding cannot show is escaped, never a crash.
- Colours only for a person: on a terminal, unless NO_COLOR is set.
"""

import contextlib
import errno
import os
import sys
from collections.abc import Generator, Sequence
from typing import TextIO

__all__ = ["OutputLost", "ReaderGone", "Terminal"]

# The alternate screen without a cursor, and back.
_SCREEN_ON, _SCREEN_OFF = "\x1b[?1049h\x1b[?25l\x1b[2J", "\x1b[?25h\x1b[?1049l"
_HOME, _REST_OF_LINE, _REST_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
# For terminals without the characters of tables and charts.
_PLAINER = str.maketrans("─│█▒▀▄╵╷Ⓢ", "-|#:'.',S", "") | str.maketrans({"…": "..."})


class ReaderGone(Exception):
    """Nobody reads standard output any more."""


class OutputLost(Exception):
    """Standard output does not take what is written."""


class Terminal:
    """The two streams of the process, as they are at the time of use."""

    def __init__(self) -> None:
        self._abandoned = False

    @property
    def interactive(self) -> bool:
        """True when a person reads standard output."""
        return _is_tty(sys.stdout)

    @property
    def can_ask(self) -> bool:
        """True when a person can answer a question."""
        return _is_tty(sys.stdin) and _is_tty(sys.stderr)

    @property
    def width(self) -> int:
        """Columns to fill."""
        import shutil

        return max(40, min(160, shutil.get_terminal_size((100, 24)).columns))

    @property
    def plain_ascii(self) -> bool:
        """True when standard output cannot show letters beyond ASCII."""
        try:
            "ⓈБ█比".encode(getattr(sys.stdout, "encoding", None) or "utf-8")
        except (UnicodeEncodeError, LookupError):
            return True
        return False

    @property
    def colourful(self) -> bool:
        """True when standard output takes colours."""
        return _coloured(sys.stdout)

    def paint(self, text: str, style: str, *, error: bool = False) -> str:
        """Return a text in a colour, where colours are wanted."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if _coloured(sys.stderr if error else sys.stdout) else text

    def out(self, text: str = "", end: str = "\n") -> None:
        """Write a line to standard output.

        Raises:
            ReaderGone: The pipe is closed.
            OutputLost: It could not be written.
        """
        if not self._abandoned:
            _write(sys.stdout, text + end)

    def note(self, text: str = "", end: str = "\n") -> None:
        """Write a line to standard error; never fails, because there is nowhere left to tell."""
        with contextlib.suppress(ReaderGone, OutputLost):
            _write(sys.stderr, text + end)
            _flush(sys.stderr)

    @property
    def redrawable(self) -> bool:
        """True when standard output is a screen whose lines can be written again."""
        return _is_tty(sys.stdout) and os.environ.get("TERM") != "dumb"

    @property
    def height(self) -> int:
        """Lines of the screen."""
        import shutil

        return max(8, shutil.get_terminal_size((100, 24)).lines)

    @contextlib.contextmanager
    def screen(self) -> Generator[None]:
        """Give a screen of its own to what is redrawn; the one before comes back at the end, whatever happens."""
        self.out(_SCREEN_ON, end="")
        try:
            yield
        finally:
            with contextlib.suppress(ReaderGone, OutputLost):
                self.out(_SCREEN_OFF, end="")
                self.flush()

    def draw(self, lines: Sequence[str]) -> None:
        """Write all lines of the screen; one more than fit are left out.

        Raises:
            ReaderGone: The pipe is closed.
            OutputLost: It could not be written.
        """
        shown = lines[: self.height - 1]
        self.out(_HOME + "\n".join(line + _REST_OF_LINE for line in shown) + _REST_OF_SCREEN, end="")
        self.flush()

    def flush(self) -> None:
        """Make sure that all of it has arrived.

        Raises:
            ReaderGone: The pipe is closed.
            OutputLost: It could not be written.
        """
        if not self._abandoned:
            _flush(sys.stdout)

    def abandon(self) -> None:
        """Write nothing more to standard output; what is still buffered goes nowhere."""
        self._abandoned = True
        # Python flushes at its end and would fail once more; a stream without a descriptor (in tests) does not.
        with contextlib.suppress(OSError, ValueError, AttributeError):
            null = os.open(os.devnull, os.O_WRONLY)
            try:
                os.dup2(null, sys.stdout.fileno())
            finally:
                os.close(null)


def _write(stream: TextIO | None, text: str) -> None:
    # None: the descriptor was closed before this process started, as by `>&-`.
    if stream is None:
        return
    try:
        try:
            stream.write(text)
        except UnicodeEncodeError:
            encoding = stream.encoding or "ascii"
            stream.write(text.translate(_PLAINER).encode(encoding, "backslashreplace").decode(encoding))
    except (OSError, ValueError) as error:
        _lost(error)


def _flush(stream: TextIO | None) -> None:
    if stream is None:
        return
    try:
        stream.flush()
    except (OSError, ValueError) as error:
        _lost(error)


def _lost(error: OSError | ValueError) -> None:
    # A closed stream is a ValueError; a pipe closed on Windows is EINVAL.
    if isinstance(error, ValueError) or error.errno in (errno.EPIPE, errno.EBADF, errno.ESHUTDOWN):
        raise ReaderGone from None
    if os.name == "nt" and error.errno == errno.EINVAL:
        raise ReaderGone from None
    raise OutputLost(error.strerror or type(error).__name__) from None


def _is_tty(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def _coloured(stream: TextIO | None) -> bool:
    return _is_tty(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
