"""What the demo stands on: sections, the Python line a user would type, and what comes of it."""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from binance_usdm_api.errors import BinanceUsdmError

from ._terminal import Terminal

__all__ = ["Stage", "picked"]

T = TypeVar("T")


class Stage:
    """Shows one thing after another.

    Args:
        terminal: Where it is shown.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._number = 0

    @property
    def width(self) -> int:
        """Columns to fill; narrow enough to be read."""
        return min(100, self._terminal.width)

    def section(self, title: str, words: str) -> None:
        """Begin a section with a line of explanation."""
        self._number += 1
        self._terminal.out()
        self._terminal.out(self._terminal.paint(f"{self._number}. {title}", "bold"))
        for line in textwrap.wrap(words, self.width - 3):
            self._terminal.out(f"   {self._terminal.paint(line, 'dim')}")
        self._terminal.flush()

    def code(self, line: str) -> None:
        """Show what a user would type."""
        self._terminal.out(f"   {self._terminal.paint('>>> ' + line, 'cyan')}")

    def show(self, text: str) -> None:
        """Show what comes of it."""
        for line in text.splitlines():
            self._terminal.out(f"   {line}".rstrip())
        self._terminal.flush()

    def table(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Show rows."""
        from ..display import table

        self.show(table(rows, width=self.width - 3))

    def chart(self, klines: Sequence[object]) -> None:
        """Show candlesticks."""
        from ..display import candles

        self.show(candles(klines, width=min(80, self.width - 3), height=10, colour=self._terminal.colourful))

    def do(self, line: str, action: Callable[[], T]) -> T:
        """Show a line and do it."""
        self.code(line)
        return action()

    def refused(self, line: str, action: Callable[[], object]) -> None:
        """Show a line and the error that it ends in.

        Raises:
            AssertionError: It was not refused.
        """
        self.code(line)
        try:
            action()
        except BinanceUsdmError as error:
            name = type(error).__name__
            first, *rest = textwrap.wrap(f"{name}: {error}", self.width - 5, subsequent_indent="  ")
            self.show("\n".join([first.replace(name, self._terminal.paint(name, "red"), 1), *rest]))
        else:
            raise AssertionError(f"it was not refused: {line}")


def picked(row: object, *names: str) -> dict[str, object]:
    """Return some fields of an answer, by their Python names, for a table that fits a screen."""
    return {name: getattr(row, name) for name in names}
