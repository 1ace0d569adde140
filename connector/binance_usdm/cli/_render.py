"""Answers as text for people and as JSON for programs; text of the exchange never reaches a terminal unescaped."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

import msgspec

from ._terminal import Terminal

__all__ = ["as_json", "as_text"]

_ENDLESS = 1_000_000
# Letters that a terminal obeys instead of showing: control characters, and those that change the reading order.
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]")


def as_json(content: object, terminal: Terminal) -> str:
    """Return JSON: one line for programs, indented for people.

    Args:
        content: An answer, or a mapping with one in it.
        terminal: Where it goes.
    """
    data = msgspec.json.encode(_plain(msgspec.to_builtins(content, builtin_types=(Decimal,))))
    if terminal.interactive:
        data = msgspec.json.format(data, indent=2)
    text = data.decode()
    if terminal.plain_ascii:
        return json.dumps(
            json.loads(text, parse_float=Decimal), ensure_ascii=True, indent=2 if terminal.interactive else None
        )
    return _OBEYED.sub(_escaped, text)


def _plain(value: Any) -> Any:
    # Decimal("0E-8") is the 0.00000000 of the exchange, and is written so.
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in cast("dict[str, Any]", value).items()}
    rows = _rows(value)
    if rows is not None:
        return [_plain(each) for each in rows]
    return format(value, "f") if isinstance(value, Decimal) else value


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def as_text(content: object, terminal: Terminal) -> str:
    """Return an answer for people: a table of many rows, or a record of one.

    Args:
        content: An answer.
        terminal: Where it goes.
    """
    rows = _rows(content)
    if rows is not None:
        return _table(rows, terminal, 0)
    return "\n".join(_record(content, terminal, 0)) or "Done; the answer is empty."


def _record(content: Any, terminal: Terminal, depth: int) -> Iterator[str]:
    from ..display._grid import cell

    fields = [(name, value) for name, value in _fields(content) if value is not None]
    width = max((len(name) for name, _ in fields), default=0)
    indent = "  " * depth
    for name, value in fields:
        head = indent + terminal.paint(f"{cell('', name):<{width}}", "dim")
        rows = _rows(value)
        if rows and _fields(rows[0]):
            yield f"{head}  {len(rows)} rows"
            yield from (f"{indent}  {line}" for line in _table(rows, terminal, depth + 1).splitlines())
        elif _fields(value):
            yield head.rstrip()
            yield from _record(value, terminal, depth + 1)
        else:
            yield f"{head}  {cell(name, value) or 'none'}"


def _rows(value: object) -> Sequence[Any] | None:
    return cast("Sequence[Any]", value) if isinstance(value, list | tuple) else None


def _fields(content: Any) -> list[tuple[str, Any]]:
    if isinstance(content, msgspec.Struct):
        return [(name, getattr(content, name)) for name in content.__struct_fields__]
    if isinstance(content, Mapping):
        return [(str(name), value) for name, value in cast("Mapping[str, Any]", content).items()]
    return []


def _table(rows: Sequence[Any], terminal: Terminal, depth: int) -> str:
    from ..display import table

    if not rows:
        return "No rows."
    if terminal.interactive:
        return table(rows, width=terminal.width - 2 * depth)
    # A pipe has no width, and who searches in it wants all of it.
    return table(rows, width=_ENDLESS, max_rows=_ENDLESS)
