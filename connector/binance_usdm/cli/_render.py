"""Answers as text for people and as JSON for programs; text of the exchange never reaches a terminal unescaped."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from binance_usdm_api.errors import printable

from ._terminal import Terminal

__all__ = ["as_json", "as_text"]

_WIDEST_VALUE = 400
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
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return format(value, "f") if isinstance(value, Decimal) else value


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def as_text(content: object, terminal: Terminal) -> str:
    """Return an answer for people: a table of many rows, or a record of one.

    Args:
        content: An answer.
        terminal: Where it goes.
    """
    if isinstance(content, list | tuple):
        return _table(content)
    plain = msgspec.to_builtins(content, builtin_types=(Decimal,))
    if isinstance(plain, Mapping):
        return "\n".join(_record(content, plain, terminal, "")) if plain else "Done; the answer is empty."
    return _cell(plain)


def _record(content: object, plain: Mapping[str, Any], terminal: Terminal, indent: str) -> Iterator[str]:
    names = _fields(content)
    width = min(34, max(len(name) for name in plain))
    for name, value in plain.items():
        original = getattr(content, names[name]) if name in names else value
        head = f"{indent}{terminal.paint(f'{_cell(name):<{width}}', 'dim')}"
        if isinstance(value, Mapping) and value:
            yield head.rstrip()
            yield from _record(original, value, terminal, indent + "  ")
        elif isinstance(value, Sequence) and value and not isinstance(value, str):
            if isinstance(value[0], Mapping | Sequence) and not isinstance(value[0], str):
                yield f"{head}  {len(value)} rows"
                yield "\n".join(f"{indent}  {line}" for line in _table(original).splitlines())
            else:
                yield f"{head}  {', '.join(_cell(each) for each in value)}"
        else:
            yield f"{head}  {_cell(value)}"


def _fields(content: object) -> dict[str, str]:
    if isinstance(content, msgspec.Struct):
        return {field.encode_name: field.name for field in msgspec.structs.fields(content)}
    return {}


def _table(rows: Any) -> str:
    from ..display import table

    return table(list(rows)) if rows else "No rows."


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bool):
        return "true" if value else "false"
    return printable("" if value is None else value, _WIDEST_VALUE)
