"""What columns the rows of a model make.

Pure. The generated model is the only description: its types tell numbers from texts, and a sibling of it that keeps
decimals as the text they came as is what bulk reading decodes to, since a column needs no million Decimals on the way.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Any

import attrs
import msgspec
from msgspec import inspect

from binance_usdm_api import late_fields

__all__ = ["ColumnKind", "Field", "plain_model", "schema_of"]


class ColumnKind(StrEnum):
    """What a column holds."""

    INT = "int"
    INSTANT = "instant"
    DECIMAL = "decimal"
    BOOL = "bool"
    TEXT = "text"


@attrs.frozen
class Field:
    """One column: its name and what it holds."""

    name: str
    kind: ColumnKind


def _kind(kind: inspect.Type) -> ColumnKind:
    if isinstance(kind, inspect.UnionType):
        return next((_kind(t) for t in kind.types if not isinstance(t, inspect.NoneType)), ColumnKind.TEXT)
    if isinstance(kind, inspect.DecimalType):
        return ColumnKind.DECIMAL
    if isinstance(kind, inspect.BoolType):
        return ColumnKind.BOOL
    if isinstance(kind, inspect.IntType):
        return ColumnKind.INT
    return ColumnKind.TEXT


def _struct(model: Any) -> inspect.StructType:
    found = inspect.type_info(model)
    if not isinstance(found, inspect.StructType):
        raise TypeError(f"{model!r} is no Struct")
    return found


@cache
def schema_of(model: Any, instants: tuple[str, ...] = ()) -> tuple[Field, ...]:
    """The columns of a model, in the order of its fields.

    Args:
        model: A generated model.
        instants: Fields that are instants, ms.
    """
    return tuple(
        Field(field.name, ColumnKind.INSTANT if field.name in instants else _kind_in(model, field))
        for field in _struct(model).fields
    )


def _kind_in(model: Any, field: inspect.Field) -> ColumnKind:
    # Some models keep the text of their decimals; what they hold is a number all the same.
    return ColumnKind.DECIMAL if field.name in late_fields(model) else _kind(field.type)


_PLAIN: dict[ColumnKind, Any] = {
    ColumnKind.INT: int,
    ColumnKind.DECIMAL: str,
    ColumnKind.BOOL: bool,
    ColumnKind.TEXT: str,
}


@cache
def plain_model(model: Any) -> type[msgspec.Struct]:
    """The model with decimals and enums as text."""
    fields: list[tuple[str, Any, Any]] = []
    for field in _struct(model).fields:
        kind = _PLAIN[_kind_in(model, field)]
        if field.required:
            fields.append((field.name, kind, msgspec.field(name=field.encode_name)))
        else:
            fields.append((field.name, kind | None, msgspec.field(default=None, name=field.encode_name)))
    config = model.__struct_config__
    return msgspec.defstruct(
        f"Plain{model.__name__}", fields, frozen=True, gc=False, array_like=config.array_like,
        kw_only=not config.array_like, omit_defaults=config.omit_defaults,
    )  # fmt: skip
