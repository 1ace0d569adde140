"""S1, U1: the demo's live part on a screen: drawn in colour, ended by Ctrl-C or by itself, leaving it clean."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from tests.connector.cli.conftest import command

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals in the standard library"
)

ON, OFF = b"\x1b[?1049h\x1b[?25l", b"\x1b[?25h\x1b[?1049l"


class Screen:
    """The demo on a pseudo-terminal of 100 columns and 30 lines."""

    def __init__(self, *words: str, term: str = "xterm-256color") -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.shown = b""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        clean = {name: text for name, text in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
        self.process = subprocess.Popen(
            command("demo", *words), stdin=slave, stdout=slave, stderr=slave, env={**clean, "TERM": term}
        )
        os.close(slave)

    def read(self, until: bytes = b"\0no such bytes", seconds: float = 90.0) -> None:
        """Read until these bytes were shown or the demo has ended."""
        end = time.monotonic() + seconds
        while until not in self.shown and time.monotonic() < end:
            try:
                piece = os.read(self._master, 65536)
            except OSError:  # EIO: the other side is closed
                piece = b""
            if not piece:
                break
            self.shown += piece

    def end(self) -> int:
        """Read the rest and return the exit code."""
        self.read()
        code = self.process.wait(30)
        os.close(self._master)
        return code


def test_ctrl_c_ends_the_picture_and_leaves_the_terminal_clean() -> None:
    """The screen before comes back with its cursor, the story stays, the demo says goodbye; no traceback, code 0."""
    screen = Screen("--live", "600")
    screen.read(b"filled 0")
    assert screen.shown.count(ON) == 1
    screen.process.send_signal(signal.SIGINT)
    assert 0 == screen.end()
    picture, _, after = screen.shown.partition(OFF)
    assert b"\x1b[32m" in picture
    assert b"\x1b[H" in picture
    text = after.decode()
    assert "BUY 0.010 LIMIT at" in text
    assert "That was all" in text
    for left in ("\x1b[?", "\x1b[H", "Traceback", "Interrupted", "error"):
        assert left not in text


def test_it_ends_by_itself() -> None:
    """Without Ctrl-C too, with the whole life of the order told."""
    screen = Screen("--live", "2")
    assert 0 == screen.end()
    after = screen.shown.partition(OFF)[2].decode()
    for told in ("NEW, moved from", "NEW -> FILLED", "SELL 0.010 MARKET", "That was all"):
        assert told in after


def test_a_terminal_that_cannot_redraw_gets_lines() -> None:
    """TERM=dumb: no control sequence at all."""
    screen = Screen("--live", "2", term="dumb")
    assert 0 == screen.end()
    assert b"\x1b" not in screen.shown
    assert b"NEW -> FILLED" in screen.shown
