"""Tells whether a JSON value has a type of the catalogue; used for the catalogue's own examples.

Stricter than the decoders: unknown fields and unknown enum members are mistakes in an example of ours.
"""

from __future__ import annotations

import re
from typing import Any

from binance_usdm_codegen._catalogue import Catalogue, Model
from binance_usdm_codegen._types import TypeExpression

__all__ = ["misfits"]

_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")


def misfits(catalogue: Catalogue, expected: TypeExpression, value: Any, path: str) -> list[tuple[str, str, str]]:
    """Every place where a value does not have a type.

    Returns:
        (path, what is wrong, what is allowed) of each.
    """
    if expected.nullable and value in (None, ""):
        return []
    if expected.name == "list" and expected.item is not None:
        if not isinstance(value, list):
            return [(path, f"holds {_shown(value)}", "a list")]
        return [
            found for i, item in enumerate(value) for found in misfits(catalogue, expected.item, item, f"{path}[{i}]")
        ]
    if expected.name == "map" and expected.item is not None:
        if not isinstance(value, dict):
            return [(path, f"holds {_shown(value)}", "a mapping")]
        return [found for k, item in value.items() for found in misfits(catalogue, expected.item, item, f"{path}.{k}")]
    if expected.name in catalogue.enums:
        members = [member.wire for member in catalogue.enums[expected.name].members]
        return (
            []
            if str(value) in members and isinstance(value, str)
            else [(path, f"holds {_shown(value)}", ", ".join(members))]
        )
    if expected.name in catalogue.models:
        return _model(catalogue, catalogue.models[expected.name], value, path)
    return [] if _scalar(expected.name, value) else [(path, f"holds {_shown(value)}", _SCALARS.get(expected.name, "?"))]


_SCALARS = {
    "Bool": "true or false",
    "ClientId": "a text",
    "Decimal": "a decimal number or its text",
    "Int": "a whole number",
    "Ms": "whole milliseconds",
    "String": "a text",
    "Symbol": "a symbol",
    "TextFlag": '"true" or "false"',
}


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "..."


def _scalar(name: str, value: Any) -> bool:
    if name in ("Int", "Ms"):
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "Decimal":
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return number or (isinstance(value, str) and _DECIMAL.fullmatch(value) is not None)
    if name == "Bool":
        return isinstance(value, bool)
    if name == "TextFlag":
        return value in ("true", "false")
    return isinstance(value, str) if name in ("String", "Symbol", "ClientId") else True


def _model(catalogue: Catalogue, model: Model, value: Any, path: str) -> list[tuple[str, str, str]]:
    if model.kind == "union":
        if not isinstance(value, dict):
            return [(path, f"holds {_shown(value)}", "a mapping")]
        members = [catalogue.models[name] for name in model.union if name in catalogue.models]
        chosen = next((m for m in members if m.tag_value == value.get(model.tag_field)), None)
        if chosen is None:
            tags = ", ".join(str(member.tag_value) for member in members)
            return [(f"{path}.{model.tag_field}", f"holds {_shown(value.get(model.tag_field))}", tags)]
        return _model(catalogue, chosen, value, path)
    if model.kind == "row":
        return _row(catalogue, model, value, path)
    if not isinstance(value, dict):
        return [(path, f"holds {_shown(value)}", "a mapping")]
    fields = {field.wire: field for field in model.fields}
    found: list[tuple[str, str, str]] = []
    for key, item in value.items():
        if model.kind == "tagged" and key == model.tag_field:
            if item != model.tag_value:
                found.append((f"{path}.{key}", f"holds {_shown(item)}", str(model.tag_value)))
        elif str(key) not in fields:
            found.append((f"{path}.{key}", "is no field of the model", ", ".join(fields)))
        else:
            found.extend(misfits(catalogue, fields[str(key)].type, item, f"{path}.{key}"))
    missing = [field.wire for field in model.fields if field.required and field.wire not in value]
    found.extend((f"{path}.{name}", "is missing", "every required field") for name in missing)
    return found


def _row(catalogue: Catalogue, model: Model, value: Any, path: str) -> list[tuple[str, str, str]]:
    if not isinstance(value, list):
        return [(path, f"holds {_shown(value)}", "a list")]
    needed = sum(field.required for field in model.fields)
    if not needed <= len(value) <= len(model.fields):
        return [(path, f"has {len(value)} positions", f"{needed} to {len(model.fields)}")]
    pairs = zip(model.fields, value, strict=False)
    return [
        found for i, (field, item) in enumerate(pairs) for found in misfits(catalogue, field.type, item, f"{path}[{i}]")
    ]
