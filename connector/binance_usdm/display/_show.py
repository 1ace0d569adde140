"""Printing a result."""

from __future__ import annotations

import sys
from typing import TextIO

from ._candles import candles
from ._table import table

__all__ = ["show", "show_candles"]


def _write(text: str, stream: TextIO) -> None:
    encoding = stream.encoding or "utf-8"
    # A terminal that cannot write a character shows its escape instead of failing.
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def show(result: object, *, stream: TextIO | None = None, width: int | None = None, max_rows: int = 40) -> None:
    """Print a result as a table.

    Args:
        result: A Struct, a list of Structs, mappings or plain values, columns of history.
        stream: Where to; standard output when not given.
        width: Cells of a line; the terminal's when not given.
        max_rows: Most rows.
    """
    _write(table(result, width=width, max_rows=max_rows), stream if stream is not None else sys.stdout)


def show_candles(
    klines: object, *, stream: TextIO | None = None, width: int = 80, height: int = 16, colour: bool = True
) -> None:
    """Print candlesticks as a small chart; colour only on a terminal.

    Args:
        klines: Candlesticks or columns of history.
        stream: Where to; standard output when not given.
        width: Cells of a line.
        height: Lines of the chart.
        colour: Paint them where the stream is a terminal.
    """
    out = stream if stream is not None else sys.stdout
    painted = colour and out.isatty()
    rows: list[object] = klines  # type: ignore[assignment]
    _write(candles(rows, width=width, height=height, colour=painted), out)
