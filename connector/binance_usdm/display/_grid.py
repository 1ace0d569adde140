"""Any result as rows of cells: Structs, lists of them, columns, mappings, plain rows.

Pure. A table has a header and rows of text; numbers stand at the right. Of a long result only the head and the tail are
made into text, so showing a million rows costs no more than showing fifty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, cast

import attrs
import msgspec

from ._width import harmless

__all__ = ["Grid", "grid_of"]

_CELL = 200
_TIME = ("time", "_date")
_FROM, _TO = 946_684_800_000, 4_102_444_800_000  # years 2000 to 2100 in ms: anything else is no instant


@attrs.frozen
class Grid:
    """Cells of a table.

    Attributes:
        header: Names of the columns.
        rows: Cells, a row each.
        right: Whether each column is of numbers.
        left_out: Rows left out, and after how many rows they would come.
        total: All rows.
    """

    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    right: tuple[bool, ...]
    left_out: int
    after: int
    total: int


def cell(name: str, value: object) -> str:
    """A value as text; an instant, told by its name and size, as a date and time in UTC."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and name.endswith(_TIME) and _FROM <= value <= _TO:
        moment = datetime.fromtimestamp(value / 1000, UTC)
        whole = value % 1000 == 0
        return f"{moment:%Y-%m-%d %H:%M:%S}" + ("" if whole else f".{value % 1000:03d}")
    if isinstance(value, Decimal):
        return format(value, "f") if -20 <= value.adjusted() <= 20 else str(value)
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, msgspec.Struct):
        parts = (getattr(value, field) for field in value.__struct_fields__)
        value = "(" + ", ".join(cell("", part) for part in parts if part is not None) + ")"
    elif isinstance(value, (list, tuple)):
        items = cast("Sequence[object]", value)
        shown = ", ".join(cell("", item) for item in items[:5])
        value = f"{shown}, … {len(items)}" if len(items) > 5 else shown
    text = value if isinstance(value, str) else str(value)
    return harmless(text[:_CELL] + "…" if len(text) > _CELL else text)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _is_columns(value: object) -> bool:
    return hasattr(value, "names") and hasattr(value, "row")


def _keys(mapping: Any) -> tuple[str, ...]:
    return tuple(map(str, mapping))


def _fields(row: object) -> tuple[str, ...] | None:
    if isinstance(row, msgspec.Struct):
        return row.__struct_fields__
    if isinstance(row, Mapping):
        return _keys(cast("object", row))
    kind: Any = type(row)
    if attrs.has(kind):
        return tuple(field.name for field in attrs.fields(kind) if not field.name.startswith("_"))
    return None


def _reader(row: object) -> Callable[[Any, str], object]:
    if isinstance(row, Mapping):
        return lambda entry, name: entry.get(name)
    return lambda entry, name: getattr(entry, name, None)


def _choose(total: int, most: int) -> tuple[list[int], int]:
    if total <= most:
        return list(range(total)), total
    head = (most + 1) // 2
    return [*range(head), *range(total - (most - head), total)], head


def _make(header: Sequence[str], values: list[list[object]], total: int, after: int, keep_empty: bool) -> Grid:
    used = [
        index
        for index in range(len(header))
        if keep_empty or not values or any(row[index] is not None for row in values)
    ]
    names = tuple(harmless(header[index]) for index in used)
    rows = [tuple(cell(header[index], row[index]) for index in used) for row in values]
    right = tuple(any(_is_number(row[index]) for row in values) and not header[index].endswith(_TIME) for index in used)
    return Grid(names, rows, right, total - len(values), after, total)


def grid_of(result: object, most: int) -> Grid:
    """The cells of a result.

    Args:
        result: A Struct, a list of Structs, mappings or plain values, columns of history.
        most: Most rows.
    """
    if _is_columns(result):
        columns: Any = result
        chosen, after = _choose(len(columns), most)
        entries = [columns.row(index) for index in chosen]
        names = tuple(columns.names)
        return _make(names, [[entry[name] for name in names] for entry in entries], len(columns), after, True)
    if isinstance(result, (list, tuple)) and not isinstance(result, str):
        return _of_rows(cast("Sequence[object]", result), most)
    names = _fields(result) or ()
    if not names:
        return _make(("value",), [[result]], 1, 1, True)
    read = _reader(result)
    pairs: list[tuple[str, object]] = [(name, read(result, name)) for name in names]
    tall = [(name, value) for name, value in pairs if value is not None]
    chosen, after = _choose(len(tall), most)
    rows: list[tuple[str, ...]] = [(harmless(tall[index][0]), cell(*tall[index])) for index in chosen]
    return Grid(("field", "value"), rows, (False, False), len(tall) - len(rows), after, len(tall))


def _of_rows(rows: Sequence[object], most: int) -> Grid:
    chosen, after = _choose(len(rows), most)
    shown = [rows[index] for index in chosen]
    header = dict.fromkeys(name for row in shown for name in (_fields(row) or ()))
    if not header:
        return _make(("value",), [[row] for row in shown], len(rows), after, True)
    values = [_row_values(row, tuple(header)) for row in shown]
    return _make(tuple(header), values, len(rows), after, False)


def _row_values(row: object, names: Iterable[str]) -> list[object]:
    if _fields(row) is None:
        first, *others = names
        return [row, *(None for _ in others)] if first else []
    read = _reader(row)
    return [read(row, name) for name in names]
