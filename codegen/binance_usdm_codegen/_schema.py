"""JSON schemas of types and models, in two views.

The *published* view is what OpenAPI and AsyncAPI readers see: rows are arrays with ``prefixItems``, decimals are texts
with a format, nullable types say so. The *SDK* view is what openapi-python-client understands: it flattens
``prefixItems`` and invents classes for maps, so rows are objects there and maps have no schema; the templates take what
is missing from the catalogue.
"""

from __future__ import annotations

from typing import Any

from binance_usdm_codegen._catalogue import Catalogue, Enum, Field, Model, Param
from binance_usdm_codegen._types import TypeExpression

__all__ = ["enum_schema", "model_schema", "param_schema", "schemas", "sdk_schemas", "type_schema"]

DECIMAL_PATTERN = r"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$"
CLIENT_ID_PATTERN = r"^[.A-Z:/a-z0-9_-]{1,36}$"

_PUBLISHED: dict[str, dict[str, Any]] = {
    "Any": {},
    "Bool": {"type": "boolean"},
    "ClientId": {"type": "string", "pattern": CLIENT_ID_PATTERN},
    "Decimal": {"type": ["string", "number"], "format": "decimal"},
    "Int": {"type": "integer", "format": "int64"},
    "Ms": {"type": "integer", "format": "int64", "x-unit": "ms"},
    "String": {"type": "string"},
    "Symbol": {"type": "string"},
    "TextFlag": {"type": "string", "enum": ["true", "false"]},
}
_SDK: dict[str, dict[str, Any]] = {
    **_PUBLISHED,
    "Decimal": {"type": "string", "format": "decimal"},
    "Ms": {"type": "integer"},
    "ClientId": {"type": "string"},
    "TextFlag": {"type": "string", "format": "text-flag"},
}


def _described(schema: dict[str, Any], doc: str | None, unit: str | None) -> dict[str, Any]:
    made = dict(schema)
    if doc:
        made["description"] = doc
    if unit:
        made["x-unit"] = unit
    return made


def type_schema(kind: TypeExpression, prefix: str = "#/components/schemas/") -> dict[str, Any]:
    """The published schema of a type."""
    if kind.item is not None:
        inner = type_schema(kind.item, prefix)
        made: dict[str, Any] = (
            {"type": "array", "items": inner}
            if kind.name == "list"
            else {"type": "object", "additionalProperties": inner}
        )
    elif kind.name in _PUBLISHED:
        made = dict(_PUBLISHED[kind.name])
    else:
        made = {"$ref": prefix + kind.name}
    if not kind.nullable or not made:
        return made
    # A server that has no value writes null or an empty text.
    empty: list[dict[str, Any]] = [{"type": "null"}]
    if kind.leaf not in ("String", "Symbol", "ClientId", "TextFlag"):
        empty.append({"const": ""})
    return {"anyOf": [made, *empty]}


def _field_schema(field: Field) -> dict[str, Any]:
    schema = _described(type_schema(field.type), field.doc, field.unit)
    if field.deprecated:
        schema["deprecated"] = True
    if field.undocumented:
        schema["x-undocumented"] = True
    return schema


def param_schema(catalogue: Catalogue, param: Param) -> dict[str, Any]:
    """The published schema of a parameter, with bounds and default; lists of objects describe their elements."""
    kind = param.type
    if kind.name == "list":
        item = kind.item or TypeExpression("Any")
        schema: dict[str, Any] = {"type": "array", "items": type_schema(item), "minItems": 1}
        if param.max_items is not None:
            schema["maxItems"] = param.max_items
        return schema
    if kind.name in catalogue.enums:
        values = list(catalogue.enums[kind.name].request_values)
        schema = {"type": "string", "enum": values}
    elif kind.name == "Decimal":
        schema = {"type": "string", "format": "decimal", "pattern": r"^[0-9]+(\.[0-9]+)?$"}
        for key, bound in (("x-minimum", param.minimum), ("x-maximum", param.maximum)):
            if bound is not None:
                schema[key] = bound
        schema.setdefault("x-exclusive-minimum", "0")
    else:
        schema = dict(_PUBLISHED.get(kind.name, {"type": "string"}))
        if kind.name in ("Int", "Ms"):
            schema["minimum"] = int(param.minimum) if param.minimum else 0
            if param.maximum:
                schema["maximum"] = int(param.maximum)
        if param.values:
            schema = {"type": "integer", "enum": [int(value) for value in param.values]}
    if param.pattern:
        schema["pattern"] = f"^(?:{param.pattern})$"
    if param.default is not None:
        schema["default"] = _default(kind.name, param.default)
    return schema


def _default(kind: str, text: str) -> Any:
    if kind in ("Int", "Ms"):
        return int(text)
    return text == "true" if kind == "Bool" else text


def enum_schema(enum: Enum) -> dict[str, Any]:
    """The published schema of an enum in answers: open ones list known members without forbidding others."""
    values = [member.wire for member in enum.members]
    schema: dict[str, Any] = {"type": "string", "description": enum.summary}
    schema["x-known-values" if enum.open else "enum"] = values
    schema["x-enum-varnames"] = [member.name for member in enum.members]
    return schema


def model_schema(catalogue: Catalogue, model: Model) -> dict[str, Any]:
    """The published schema of a model."""
    if model.kind == "union":
        return {
            "description": model.summary,
            "oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in model.union],
            "discriminator": {
                "propertyName": model.tag_field,
                "mapping": {
                    str(catalogue.models[name].tag_value): f"#/components/schemas/{name}" for name in model.union
                },
            },
        }
    if model.kind == "row":
        needed = sum(field.required for field in model.fields)
        return {
            "type": "array",
            "description": model.summary,
            "prefixItems": [{**_field_schema(field), "title": field.wire} for field in model.fields],
            "minItems": needed,
            **({"examples": [model.example]} if model.example is not None else {}),
        }
    if model.input:
        properties = {
            param.wire: _described(param_schema(catalogue, param), param.doc, param.unit) for param in model.params
        }
        schema: dict[str, Any] = {
            "type": "object", "description": model.summary, "properties": properties, "additionalProperties": False,
        }  # fmt: skip
        required = [param.wire for param in model.params if param.required]
    else:
        properties = {field.wire: _field_schema(field) for field in model.fields}
        required = [field.wire for field in model.fields if field.required]
        if model.kind == "tagged" and model.tag_field is not None:
            properties = {model.tag_field: {"type": "string", "const": model.tag_value}, **properties}
            required = [model.tag_field, *required]
        schema = {"type": "object", "description": model.summary, "properties": properties}
    if required:
        schema["required"] = required
    if model.example is not None:
        schema["examples"] = [model.example]
    return schema


def schemas(catalogue: Catalogue) -> dict[str, Any]:
    """All published schemas, sorted by name."""
    found = {enum.name: enum_schema(enum) for enum in catalogue.enums.values()}
    found.update({model.name: model_schema(catalogue, model) for model in catalogue.models.values()})
    return dict(sorted(found.items()))


def _sdk_type(kind: TypeExpression) -> dict[str, Any]:
    if kind.item is not None:
        return {"type": "array", "items": _sdk_type(kind.item)} if kind.name == "list" else {}
    if kind.name in _SDK:
        return dict(_SDK[kind.name])
    return {"$ref": f"#/components/schemas/{kind.name}"}


def sdk_schemas(catalogue: Catalogue) -> dict[str, Any]:
    """All schemas of the SDK view, sorted by name."""
    found: dict[str, Any] = {}
    for enum in catalogue.enums.values():
        found[enum.name] = {
            "type": "string",
            "enum": [member.wire for member in enum.members],
            "x-enum-varnames": [member.name for member in enum.members],
        }
    for model in catalogue.models.values():
        if model.kind == "union":
            found[model.name] = {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in model.union]}
            continue
        found[model.name] = {
            "type": "object",
            "properties": {field.wire: _sdk_type(field.type) for field in model.fields},
            "required": [field.wire for field in model.fields if field.required],
            "additionalProperties": False,
        }
    return dict(sorted(found.items()))
