"""A result as a table of plain text."""

from __future__ import annotations

from shutil import get_terminal_size

from ._grid import Grid, grid_of
from ._width import clip, pad, width_of

__all__ = ["table"]

_GAP = 2
_NARROWEST = 6


def table(result: object, *, width: int | None = None, max_rows: int = 40) -> str:
    """A result as a table of plain text, without any control character.

    Args:
        result: A Struct, a list of Structs, mappings or plain values, columns of history.
        width: Cells of a line; the terminal's when not given.
        max_rows: Most rows; of more, the first and the last are shown and a line says how many are left out.

    Returns:
        Lines without a final newline.
    """
    room = width if width is not None else get_terminal_size((100, 40)).columns
    grid = grid_of(result, max(max_rows, 2))
    if not grid.rows:
        return "(no rows)"
    widths = [
        max(width_of(grid.header[column]), *(width_of(row[column]) for row in grid.rows))
        for column in range(len(grid.header))
    ]
    shown = _fit(widths, room)
    lines = [_line(grid.header, shown, grid.right), _line(["─" * w for w in shown], shown, grid.right)]
    for index, row in enumerate(grid.rows):
        if grid.left_out and index == grid.after:
            lines.append(clip(f"… {grid.left_out} more rows …", room))
        lines.append(_line(row, shown, grid.right))
    hidden = len(widths) - len(shown)
    if hidden:
        lines.append(clip(_hidden(grid, len(shown)), room))
    return "\n".join(lines)


def _hidden(grid: Grid, shown: int) -> str:
    names = ", ".join(grid.header[shown:])
    return f"… {len(grid.header) - shown} more columns: {names}"


def _line(cells: tuple[str, ...] | list[str], widths: list[int], right: tuple[bool, ...]) -> str:
    pieces = [
        pad(clip(text, width), width, right=side) for text, width, side in zip(cells, widths, right, strict=False)
    ]
    return (" " * _GAP).join(pieces).rstrip()


def _fit(widths: list[int], room: int) -> list[int]:
    """The widths of the columns that fit: wide ones give way first, then the last columns."""
    fitted = list(widths)
    while sum(fitted) + _GAP * (len(fitted) - 1) > room:
        surplus = sum(fitted) + _GAP * (len(fitted) - 1) - room
        widest = max(fitted)
        # Shortening a number would show another number: only what is wider than any number gives way.
        if widest > 24:
            second = max([24, *(w for w in fitted if w < widest)])
            fitted[fitted.index(widest)] = max(second, widest - surplus)
        elif len(fitted) > 1:
            fitted.pop()
        else:
            return [max(room, _NARROWEST)]
    return fitted
