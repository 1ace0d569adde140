"""Python expressions as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["call", "literal", "pairs", "tuple_of"]


def literal(value: Any) -> str:
    """A value as a Python expression; mappings become plain dicts, lists become tuples."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return tuple_of(literal(item) for item in value)
    return repr(value)


def tuple_of(items: Iterable[str]) -> str:
    """Expressions as a tuple."""
    listed = list(items)
    return "(" + ", ".join(listed) + ("," if len(listed) == 1 else "") + ")"


def pairs(**values: str | None) -> list[tuple[str, str]]:
    """Keyword arguments, those that are None left out."""
    return [(name, value) for name, value in values.items() if value is not None]


def call(function: str, *positional: str, **values: str | None) -> str:
    """A call, arguments that are None left out."""
    return f"{function}({', '.join([*positional, *(f'{name}={value}' for name, value in pairs(**values))])})"
