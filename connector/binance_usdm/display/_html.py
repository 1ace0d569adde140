"""A result as a table for notebooks."""

from __future__ import annotations

from html import escape

from ._grid import grid_of

__all__ = ["html_table"]


def html_table(result: object, *, max_rows: int = 40, caption: str = "") -> str:
    """A result as an HTML table; all text from outside is escaped.

    Args:
        result: A Struct, a list of Structs, mappings or plain values, columns of history.
        max_rows: Most rows; of more, the first and the last are shown.
        caption: Text above the table.
    """
    grid = grid_of(result, max(max_rows, 2))
    sides = ["right" if right else "left" for right in grid.right]

    def line(cells: tuple[str, ...], tag: str) -> str:
        made = "".join(
            f'<{tag} style="text-align:{side}">{escape(text)}</{tag}>' for text, side in zip(cells, sides, strict=True)
        )
        return f"<tr>{made}</tr>"

    body: list[str] = []
    for index, row in enumerate(grid.rows):
        if grid.left_out and index == grid.after:
            body.append(f'<tr><td colspan="{len(sides)}">… {grid.left_out} more rows …</td></tr>')
        body.append(line(row, "td"))
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead>{line(grid.header, 'th')}</thead><tbody>{''.join(body)}</tbody></table>"
