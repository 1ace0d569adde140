"""Models and enums through openapi-python-client, driven in-process with our templates.

The generator of that package is not a library with promises, so nothing is taken on trust: its version is pinned, every
warning stops the run, and classes, members and properties are counted against the catalogue, because it drops what it
does not understand without failing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser import properties as parser
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.properties import (
    AnyProperty,
    EnumProperty,
    ModelProperty,
    Property,
)
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.schema import Schema
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import ClassName, PythonIdentifier

from binance_usdm_codegen._catalogue import Catalogue, Enum, Field, Model
from binance_usdm_codegen._schema import sdk_schemas
from binance_usdm_codegen._types import TypeExpression
from binance_usdm_codegen._words import field_words, member_words

__all__ = ["GenerationError", "Rendered", "render_models"]

PINNED = "0.29.1"
TEMPLATES = Path(__file__).parent / "templates"

Rendered = dict[str, str]


class GenerationError(Exception):
    """The code generator and the catalogue disagree; nothing was written."""


class _DecimalProperty(StringProperty):
    """A text that holds a decimal number; upstream drops the format."""

    _type_string = "Decimal"


class _TextFlagProperty(StringProperty):
    """A truth value written as text."""

    _type_string = "TextFlag"


_FORMATS: dict[str, type[StringProperty]] = {"decimal": _DecimalProperty, "text-flag": _TextFlagProperty}


@contextmanager
def _formats_kept() -> Iterator[None]:
    original = parser._string_based_property

    def string_property(name: UntrustedString, required: bool, data: Schema, config: Config) -> Any:
        wanted = data.schema_format
        text = wanted.get_untrusted_value() if isinstance(wanted, UntrustedString) else wanted
        made = _FORMATS.get(text or "")
        if made is None:
            return original(name=name, required=required, data=data, config=config)
        return made(
            name=name, required=required, default=None, description=None, example=None,
            python_name=PythonIdentifier(value=name, prefix=config.field_prefix),
        )  # fmt: skip

    parser._string_based_property = string_property
    try:
        yield
    finally:
        parser._string_based_property = original


def render_models(catalogue: Catalogue) -> tuple[Rendered, Rendered]:
    """Source text of every model and enum class.

    Returns:
        Models by name and enums by name.

    Raises:
        GenerationError: openapi-python-client warned, dropped something or read a type differently.
    """
    if version("openapi-python-client") != PINNED:
        raise GenerationError(f"openapi-python-client {PINNED} is needed, not {version('openapi-python-client')}")
    config = _config()
    view = {
        "openapi": "3.1.0",
        "info": {"title": "Binance USD-M", "version": "1"},
        "paths": {},
        "components": {"schemas": sdk_schemas(catalogue)},
    }
    with _formats_kept():
        data = GeneratorData.from_dict(view, config=config)
    if isinstance(data, GeneratorError):
        raise GenerationError(f"openapi-python-client refused the document: {data.header} {data.detail}")
    if data.errors:
        raise GenerationError("\n".join(f"openapi-python-client: {e.header} {e.detail}" for e in data.errors))
    parsed = _by_name((model for model in catalogue.models.values() if model.kind != "union"), data.models)
    enums = _by_name(catalogue.enums.values(), data.enums)
    _compare(catalogue, enums)
    project = Project(openapi=data, config=config, custom_template_path=TEMPLATES)
    project.env.globals.update(
        catalogue=catalogue,
        annotation=annotation,
        plain_fields=_plain_fields(catalogue),
        input_annotation=input_annotation,
        field_words=field_words,
        member_words=member_words,
    )
    model_template = project.env.get_template("model.py.jinja")
    enum_template = project.env.get_template("str_enum.py.jinja")
    models = {
        name: model_template.render(model=parsed[name], entry=entry, fields=_pairs(entry, parsed[name], catalogue))
        for name, entry in catalogue.models.items()
        if entry.kind != "union"
    }
    return models, {
        name: enum_template.render(enum=enums[name], entry=entry) for name, entry in catalogue.enums.items()
    }


def _config() -> Config:
    return Config.from_sources(
        ConfigFile(post_hooks=[]), MetaType.NONE, Path("catalogue"), "utf-8", overwrite=True, output_path=Path("unused")
    )


def _read_as(name: str) -> str:
    """The class name that openapi-python-client makes of a name: it insists on its own idea of PascalCase."""
    return str(ClassName(name, "field_"))


def _by_name(expected: Iterable[Model | Enum], found: Iterable[Any]) -> dict[str, Any]:
    names = {_read_as(entry.name): entry.name for entry in expected}
    read = {str(item.class_info.name): item for item in found}
    if set(read) != set(names):
        raise GenerationError(f"classes lost or invented: {sorted(set(read) ^ set(names))}")
    return {names[key]: item for key, item in read.items()}


def _compare(catalogue: Catalogue, enums: dict[str, Any]) -> None:
    for name, enum in catalogue.enums.items():
        found = enums[name]
        members = {member.name: member.wire for member in enum.members}
        if not isinstance(found, EnumProperty) or dict(found.values) != members:
            raise GenerationError(f"{name}: members were read as {getattr(found, 'values', found)}")


def _pairs(entry: Model, parsed: ModelProperty, catalogue: Catalogue) -> list[tuple[Field, Property]]:
    properties = {
        prop.name.get_untrusted_value(): prop
        for prop in (*(parsed.required_properties or ()), *(parsed.optional_properties or ()))
    }
    if sorted(properties) != sorted(field.wire for field in entry.fields):
        raise GenerationError(f"{entry.name}: properties were read as {sorted(properties)}")
    for field in entry.fields:
        found = properties[field.wire]
        if found.required != field.required or not _agrees(field.type, found, catalogue):
            raise GenerationError(f"{entry.name}.{field.wire}: {field.type} was read as {type(found).__name__}")
    return [(field, properties[field.wire]) for field in entry.fields]


def _agrees(kind: TypeExpression, found: PropertyProtocol, catalogue: Catalogue) -> bool:
    name = kind.name
    if name == "list" and kind.item is not None:
        return isinstance(found, ListProperty) and _agrees(kind.item, found.inner_property, catalogue)
    if name in ("map", "Any"):
        return isinstance(found, AnyProperty)
    if name in catalogue.enums:
        return isinstance(found, EnumProperty) and found.class_info.name == _read_as(name)
    if name in catalogue.models:
        if catalogue.models[name].kind == "union":
            return isinstance(found, UnionProperty)
        return isinstance(found, ModelProperty) and found.class_info.name == _read_as(name)
    scalars: dict[str, type[Any]] = {
        "Bool": BooleanProperty, "Decimal": _DecimalProperty, "Int": IntProperty, "Ms": IntProperty,
        "TextFlag": _TextFlagProperty,
    }  # fmt: skip
    return type(found) is scalars.get(name, StringProperty)


_ANNOTATIONS = {"Bool": "bool", "Int": "int", "Ms": "int", "String": "str", "Symbol": "str", "ClientId": "str"}


def annotation(kind: TypeExpression) -> str:
    """The Python type of a decoded field."""
    if kind.item is not None:
        inner = annotation(kind.item)
        made = f"list[{inner}]" if kind.name == "list" else f"dict[str, {inner}]"
    else:
        made = _ANNOTATIONS.get(kind.name, kind.name)
    return f"{made} | None" if kind.nullable and made != "Any" else made


def input_annotation(catalogue: Catalogue, kind: TypeExpression) -> str:
    """The Python types a caller may give for a field or parameter."""
    if kind.item is not None:
        return f"Sequence[{input_annotation(catalogue, kind.item)}]"
    if kind.name == "Decimal":
        return "Number"
    if kind.name == "Ms":
        return "Instant"
    if kind.name in catalogue.enums:
        values = ", ".join(f'"{value}"' for value in catalogue.enums[kind.name].request_values)
        return f"{kind.name} | Literal[{values}]"
    if kind.name in catalogue.models:
        return f"{kind.name} | Mapping[str, object]"
    return _ANNOTATIONS.get(kind.name, kind.name)


def _plain_fields(catalogue: Catalogue) -> frozenset[str]:
    """Models whose values the garbage collector need not look at: no field can hold a container."""
    scalars = {"Bool", "Decimal", "Int", "Ms", "String", "Symbol", "TextFlag", "ClientId", *catalogue.enums}
    plain: set[str] = set()
    while True:
        more = {
            model.name for model in catalogue.models.values()
            if model.kind != "union" and not model.input and model.name not in plain
            and all(field.type.item is None and field.type.name in scalars | plain for field in model.fields)
        }  # fmt: skip
        if not more:
            return frozenset(plain)
        plain |= more
