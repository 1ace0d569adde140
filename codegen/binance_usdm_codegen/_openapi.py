"""The published OpenAPI 3.1 document."""

from __future__ import annotations

from typing import Any

from binance_usdm_codegen._catalogue import GROUPS, Catalogue, Operation, Param
from binance_usdm_codegen._emit_methods import SUMMARIES
from binance_usdm_codegen._schema import param_schema, schemas
from binance_usdm_codegen._words import page_url, param_words, weight_words

__all__ = ["openapi_document", "rule_data", "weight_data"]

_TIMESTAMP: dict[str, Any] = {"type": "integer", "format": "int64", "minimum": 0, "x-unit": "ms"}
_SIGNATURE: dict[str, Any] = {"type": "string", "minLength": 1}
_REF = "#/components/schemas/"


def openapi_document(catalogue: Catalogue) -> dict[str, Any]:
    """The document as JSON data."""
    service = catalogue.documents["service"].plain()
    paths: dict[str, dict[str, Any]] = {}
    for operation in catalogue.operations.values():
        if operation.path is not None and operation.method is not None:
            paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(catalogue, operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": service["title"],
            "version": service["facts"]["pages"],
            "description": "Written by hand from published sources; not a document of the exchange. "
            "Requests that change something also take their parameters in the query.",
            "license": {"name": "MIT", "identifier": "MIT"},
            "x-catalogue-digest": catalogue.digest,
            "x-generated-by": "binance-usdm-codegen generate; DO NOT EDIT",
        },
        "externalDocs": {"url": service["docs_base"]},
        "servers": [{"url": entry["rest"], "description": name} for name, entry in service["environments"].items()],
        "tags": [{"name": group, "description": SUMMARIES[group]} for group in GROUPS],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {**schemas(catalogue), "Error": _error_schema()},
            "responses": {"Error": _error_response()},
            "headers": _headers(service),
            "securitySchemes": {
                "apiKey": {"type": "apiKey", "in": "header", "name": service["headers"]["api_key"]},
            },
        },
        "x-pools": service["pools"],
    }


def _error_schema() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "What the exchange answers when it refuses.",
        "properties": {"code": {"type": "integer"}, "msg": {"type": "string"}},
        "required": ["code", "msg"],
        "examples": [{"code": -1121, "msg": "Invalid symbol."}],
    }


def _error_response() -> dict[str, Any]:
    return {
        "description": "The request was refused, or its outcome is unknown; see x-errors and the status.",
        "content": {
            "application/json": {
                "schema": {"$ref": f"{_REF}Error"},
                "example": {"code": -1121, "msg": "Invalid symbol."},
            }
        },
    }


def _headers(service: dict[str, Any]) -> dict[str, Any]:
    whole: dict[str, Any] = {"schema": {"type": "integer"}}
    return {
        "UsedWeight": {"description": f"{service['headers']['used_weight']}: used weight of the address.", **whole},
        "OrderCount10s": {"description": "Orders of the account in 10 seconds.", **whole},
        "OrderCount1m": {"description": "Orders of the account in a minute.", **whole},
    }


def _operation(catalogue: Catalogue, operation: Operation) -> dict[str, Any]:
    service = catalogue.documents["service"].plain()
    words = [operation.summary, f"Weight: {weight_words(operation)}."]
    words += [f"History: {operation.history}."] if operation.history else []
    words += [note.rstrip(".") + "." for note in operation.notes]
    made: dict[str, Any] = {
        "operationId": operation.id,
        "tags": [operation.group],
        "summary": operation.summary,
        "description": " ".join(words),
        "externalDocs": {"url": page_url(service["docs_base"], operation.page)},
    }
    if operation.deprecated:
        made["deprecated"] = True
        made["x-deprecated-because"] = operation.deprecated
    if operation.method in ("POST", "PUT"):
        body = _body(catalogue, operation)
        if body is not None:
            made["requestBody"] = body
    else:
        parameters = _parameters(catalogue, operation)
        if parameters:
            made["parameters"] = parameters
    made["responses"] = {"200": _answer(catalogue, operation), "default": {"$ref": "#/components/responses/Error"}}
    made["security"] = [] if operation.security == "none" else [{"apiKey": []}]
    made["x-security"] = operation.security
    made["x-weight"] = weight_data(operation)
    retry: dict[str, Any] = {"class": operation.retry}
    if operation.retry == "resolve":
        retry.update({"by": list(operation.retry_by), "query": operation.retry_query})
    made["x-retry"] = retry
    if operation.ws_api:
        made["x-ws-api"] = operation.ws_api
    if operation.rules:
        made["x-rules"] = rule_data(operation)
    if operation.types:
        made["x-order-types"] = catalogue.documents["order_rules"].plain()["types"][operation.types]
    if operation.errors:
        made["x-errors"] = list(operation.errors)
    if operation.paging:
        made["x-paging"] = dict(operation.paging)
    if operation.stop:
        made["x-reduces-risk"] = True
    return made


def weight_data(operation: Operation) -> dict[str, Any]:
    """The weight rule as JSON data."""
    weight = operation.weight
    made: dict[str, Any] = {"rule": weight.kind, "pool": weight.pool}
    if weight.kind == "constant":
        made["ip"] = weight.ip
    elif weight.kind == "by_presence":
        made.update({"parameter": weight.parameter, "present": weight.present, "absent": weight.absent})
    else:
        steps = [{"from": step.first, "to": step.last, "ip": step.ip} for step in weight.steps]
        made.update({"parameter": weight.parameter, "default": weight.default, "steps": steps})
    made.update({"orders_10s": weight.orders_10s, "orders_1m": weight.orders_1m})
    return made


def rule_data(operation: Operation) -> list[dict[str, Any]]:
    """The relations between parameters as JSON data."""
    made: list[dict[str, Any]] = []
    for rule in operation.rules:
        if rule.kind == "required_when":
            made.append({"required_when": rule.names[0], "equals": {rule.names[1]: rule.value}})
        else:
            entry: dict[str, Any] = {rule.kind: list(rule.names)}
            if rule.limit_ms is not None:
                entry["max_ms"] = rule.limit_ms
            made.append(entry)
    return made


def _described(catalogue: Catalogue, param: Param) -> tuple[str, dict[str, Any]]:
    known = catalogue.vocabulary.get(param.name, {})
    extra: dict[str, Any] = {"x-python-name": param.name}
    unit = param.unit or known.get("unit") or ("ms" if param.type.name == "Ms" else None)
    if unit:
        extra["x-unit"] = unit
    return param_words(catalogue, param), extra


def _parameters(catalogue: Catalogue, operation: Operation) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for param in operation.params:
        words, extra = _described(catalogue, param)
        entry: dict[str, Any] = {"name": param.wire, "in": "query", "required": param.required}
        if words:
            entry["description"] = words
        schema = param_schema(catalogue, param)
        # A list travels as JSON text, not as a repeated parameter.
        entry.update(
            {"content": {"application/json": {"schema": schema}}} if param.type.name == "list" else {"schema": schema}
        )
        if param.example is not None and param.type.name != "list":
            entry["example"] = param.example
        entry.update(extra)
        made.append(entry)
    for name, schema, required in _signing(catalogue, operation):
        made.append({"name": name, "in": "query", "required": required, "schema": schema})
    return made


def _signing(catalogue: Catalogue, operation: Operation) -> list[tuple[str, dict[str, Any], bool]]:
    if not operation.signed:
        return []
    bounds = catalogue.documents["service"].plain()["timing"]["recv_window"]
    window = {"type": "integer", "minimum": 1, "maximum": bounds["max"], "default": bounds["default"], "x-unit": "ms"}
    made: list[tuple[str, dict[str, Any], bool]] = [("recvWindow", window, False)] if operation.recv_window else []
    return [*made, ("timestamp", _TIMESTAMP, True), ("signature", _SIGNATURE, True)]


def _body(catalogue: Catalogue, operation: Operation) -> dict[str, Any] | None:
    properties: dict[str, Any] = {}
    encoding: dict[str, Any] = {}
    required: list[str] = []
    for param in operation.params:
        words, extra = _described(catalogue, param)
        properties[param.wire] = {
            **param_schema(catalogue, param),
            **({"description": words} if words else {}),
            **extra,
        }
        if param.example is not None:
            properties[param.wire]["examples"] = [param.example]
        if param.type.name == "list":
            encoding[param.wire] = {"contentType": "application/json"}
        if param.required:
            required.append(param.wire)
    for name, added, needed in _signing(catalogue, operation):
        properties[name] = added
        if needed:
            required.append(name)
    if not properties:
        return None
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    if required:
        schema["required"] = required
    media: dict[str, Any] = {"schema": schema}
    if encoding:
        media["encoding"] = encoding
    return {"required": bool(required), "content": {"application/x-www-form-urlencoded": media}}


def _answer(catalogue: Catalogue, operation: Operation) -> dict[str, Any]:
    model = catalogue.models[operation.result.model]
    one: dict[str, Any] = {"$ref": f"{_REF}{model.name}"}
    many = {"type": "array", "items": one}
    schema: dict[str, Any]
    example: Any = model.example
    if operation.result.shape == "object":
        schema = one
    elif operation.result.shape == "one_or_list":
        schema = {"oneOf": [one, many]}
    elif operation.result.shape == "batch":
        schema = {"type": "array", "items": {"anyOf": [one, {"$ref": f"{_REF}BatchError"}]}}
        example = [model.example]
    else:
        schema = many if operation.result.shape == "list" else {"anyOf": [many, one]}
        example = [model.example]
    headers = {"X-MBX-USED-WEIGHT-1M": {"$ref": "#/components/headers/UsedWeight"}}
    if operation.weight.orders_10s or operation.weight.orders_1m:
        headers["X-MBX-ORDER-COUNT-10S"] = {"$ref": "#/components/headers/OrderCount10s"}
        headers["X-MBX-ORDER-COUNT-1M"] = {"$ref": "#/components/headers/OrderCount1m"}
    return {
        "description": model.summary,
        "headers": headers,
        "content": {"application/json": {"schema": schema, "example": example}},
    }
