"""Changes to a true answer: other values, fields left out or added, lists turned round or cut. Pure."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

import msgspec

from ..faults import Alter
from .message import encode

__all__ = ["altered"]

_DECODER = msgspec.json.Decoder(float_hook=Decimal)


class _Set:
    def __init__(self, raw: msgspec.Raw) -> None:
        self._raw = raw

    def __call__(self, holder: dict[str, Any], name: str) -> None:
        holder[name] = self._raw


def _drop(holder: dict[str, Any], name: str) -> None:
    holder.pop(name, None)


def altered(body: bytes, action: Alter) -> bytes:
    """The body with the changes; a body that is no JSON stays as it is."""
    try:
        value = _DECODER.decode(body)
    except msgspec.DecodeError:
        return body
    for path, text in action.set:
        _at(value, path.split("."), _Set(msgspec.Raw(text.encode())))
    for path in action.drop:
        _at(value, path.split("."), _drop)
    if isinstance(value, list):
        rows: list[Any] = value  # pyright: ignore[reportUnknownVariableType] - JSON
        value = [row for n, row in enumerate(rows) if n not in action.remove] if action.remove else rows
        if action.reverse:
            value.reverse()
        if action.keep is not None:
            del value[action.keep :]
    return encode(value)


def _at(value: Any, path: list[str], act: Callable[[dict[str, Any], str], object]) -> None:
    """Let ``act`` have each object that a path leads to, and the name in it."""
    name, *rest = path
    if isinstance(value, list):
        rows: list[Any] = value  # pyright: ignore[reportUnknownVariableType] - JSON
        chosen = rows if name == "*" else rows[int(name) : int(name) + 1] if name.isdigit() else []
        for item in chosen:
            if rest:
                _at(item, rest, act)
    elif isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        if not rest:
            act(fields, name)
        else:
            _at(fields.get(name), rest, act)
