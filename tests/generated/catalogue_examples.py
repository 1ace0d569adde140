"""The catalogue's own examples, and ways to change one value in them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from binance_usdm_api import models
from binance_usdm_codegen._catalogue import Catalogue, Model
from binance_usdm_codegen._load import load
from binance_usdm_codegen._types import TypeExpression

PROJECT = Path(__file__).parents[2]
CATALOGUE: Catalogue = load(PROJECT / "spec")
DECODED = {name: model for name, model in CATALOGUE.models.items() if model.kind != "union" and not model.input}

Path_ = tuple[str | int, ...]


def struct(name: str) -> type[msgspec.Struct]:
    """The generated class of a model."""
    found: type[msgspec.Struct] = getattr(models, name)
    return found


def places(kind: TypeExpression, value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, TypeExpression, Any]]:
    """Every value inside an example with its type and place."""
    yield path, kind, value
    if kind.item is not None and isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(kind.item, item, (*path, index))
    elif kind.item is not None and isinstance(value, dict):
        for key, item in value.items():
            yield from places(kind.item, item, (*path, key))
    elif kind.name in CATALOGUE.models and value is not None:
        yield from _inside(CATALOGUE.models[kind.name], value, path)


def _inside(model: Model, value: Any, path: Path_) -> Iterator[tuple[Path_, TypeExpression, Any]]:
    if model.kind == "union":
        member = next(name for name in model.union if CATALOGUE.models[name].tag_value == value[model.tag_field])
        yield from _inside(CATALOGUE.models[member], value, path)
    elif model.kind == "row":
        for index, (field, item) in enumerate(zip(model.fields, value, strict=False)):
            yield from places(field.type, item, (*path, index))
    else:
        for field in model.fields:
            if field.wire in value:
                yield from places(field.type, value[field.wire], (*path, field.wire))


def replaced(value: Any, path: Path_, new: Any) -> Any:
    """A copy with the value at a place replaced."""
    if not path:
        return new
    whole = copy.deepcopy(value)
    target = whole
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = new
    return whole


def body(value: Any) -> bytes:
    """JSON bytes."""
    return json.dumps(value, ensure_ascii=False).encode()


def with_surplus(value: Any) -> Any:
    """A copy with an unknown field in every object, and an unknown position at the end of no row."""
    if isinstance(value, dict):
        return {**{key: with_surplus(item) for key, item in value.items()}, "addedTomorrow": {"x": [1]}}
    return [with_surplus(item) for item in value] if isinstance(value, list) else value
