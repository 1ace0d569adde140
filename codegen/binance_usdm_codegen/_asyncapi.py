"""The published AsyncAPI 3.0 document: market streams, the account's stream and the WebSocket API."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from binance_usdm_codegen._catalogue import Catalogue, Operation, Param, Stream
from binance_usdm_codegen._openapi import rule_data, weight_data
from binance_usdm_codegen._schema import param_schema, schemas
from binance_usdm_codegen._words import param_words, stream_speed

__all__ = ["asyncapi_document"]

_REF = "#/components/schemas/"
_HOLE = re.compile(r"<([A-Za-z]+)>")


def asyncapi_document(catalogue: Catalogue) -> dict[str, Any]:
    """The document as JSON data."""
    service = catalogue.documents["service"].plain()
    channels = {stream.id: _channel(catalogue, stream) for stream in catalogue.streams.values()}
    operations: dict[str, Any] = {
        f"receive_{stream.id}": {
            "action": "receive",
            "channel": {"$ref": f"#/channels/{stream.id}"},
            "summary": stream.summary,
            "messages": [{"$ref": f"#/channels/{stream.id}/messages/{stream.event}"}],
        }
        for stream in catalogue.streams.values()
    }
    events = {event.event: _message(event.event, event.id) for event in catalogue.user_events.values()}
    channels["user_data"] = {
        "address": "{listenKey}",
        "title": "Events of the account's own stream.",
        "servers": _servers_of(service, "private"),
        "parameters": {"listenKey": {"description": "Key made by the operations of the group user_stream."}},
        "messages": events,
    }
    operations["receive_user_data"] = {
        "action": "receive",
        "channel": {"$ref": "#/channels/user_data"},
        "messages": [{"$ref": f"#/channels/user_data/messages/{name}"} for name in events],
    }
    _add_ws_api(catalogue, service, channels, operations)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"{service['title']}: streams and WebSocket API",
            "version": service["facts"]["pages"],
            "description": "Written by hand from published sources; not a document of the exchange.",
            "license": {"name": "MIT"},
            "x-catalogue-digest": catalogue.digest,
            "x-generated-by": "binance-usdm-codegen generate; DO NOT EDIT",
        },
        "servers": _servers(service),
        "channels": channels,
        "operations": operations,
        "components": {"schemas": {name: _draft7(schema) for name, schema in schemas(catalogue).items()}},
    }


def _server(url: str, path: str, description: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "host": parts.netloc,
        "pathname": f"{parts.path}{path}" or "/",
        "protocol": parts.scheme,
        "description": description,
    }


def _servers(service: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, entry in service["environments"].items():
        for route, detail in service["routes"].items():
            made[f"{name}_{route}"] = _server(
                entry["streams"], f"{detail['path']}/ws", f"{name}: {detail.get('carries', route)}"
            )
        made[f"{name}_ws_api"] = _server(entry["ws_api"], "", f"{name}: requests and answers")
    return made


def _servers_of(service: dict[str, Any], route: str) -> list[dict[str, str]]:
    return [{"$ref": f"#/servers/{name}_{route}"} for name in service["environments"]]


def _message(model: str, name: str, *, many: bool = False) -> dict[str, Any]:
    payload: dict[str, Any] = {"$ref": f"{_REF}{model}"}
    return {
        "name": name,
        "contentType": "application/json",
        "payload": {"type": "array", "items": payload} if many else payload,
    }


def _channel(catalogue: Catalogue, stream: Stream) -> dict[str, Any]:
    service = catalogue.documents["service"].plain()
    fixed = stream.pattern.partition("[")[0]
    names = set(_HOLE.findall(fixed))
    made: dict[str, Any] = {
        "address": _HOLE.sub(r"{\1}", fixed),
        "title": stream.summary,
        "description": f"Sent {stream_speed(stream)}. {' '.join(stream.notes)}".strip(),
        "servers": _servers_of(service, stream.route),
        "messages": {stream.event: _message(stream.event, stream.event_types[0], many=stream.shape == "array")},
        "x-pattern": stream.pattern,
        "x-event-types": list(stream.event_types),
    }
    parameters = {param.wire: _parameter(catalogue, param) for param in stream.params if param.wire in names}
    if parameters:
        made["parameters"] = parameters
    if not stream.documented:
        made["x-undocumented"] = True
    return made


def _parameter(catalogue: Catalogue, param: Param) -> dict[str, Any]:
    words = param_words(catalogue, param)
    made: dict[str, Any] = {"description": f"{words} In lower case." if param.lower else words or "Part of the name."}
    enum = catalogue.enums.get(param.type.name)
    if enum is not None:
        made["enum"] = list(enum.request_values)
    return made


def _add_ws_api(
    catalogue: Catalogue, service: dict[str, Any], channels: dict[str, Any], operations: dict[str, Any]
) -> None:
    served = [operation for operation in catalogue.all_operations() if operation.ws_api]
    messages: dict[str, Any] = {}
    for operation in served:
        messages[f"{operation.id}_request"] = _request(catalogue, operation)
        messages[f"{operation.id}_answer"] = _answer(operation)
        channel = {"$ref": "#/channels/ws_api"}
        operations[f"send_{operation.id}"] = {
            "action": "send",
            "channel": channel,
            "summary": operation.summary,
            "messages": [{"$ref": f"#/channels/ws_api/messages/{operation.id}_request"}],
            "reply": {"channel": channel, "messages": [{"$ref": f"#/channels/ws_api/messages/{operation.id}_answer"}]},
            "x-weight": weight_data(operation),
            "x-rules": rule_data(operation),
            "x-security": operation.security,
        }
    channels["ws_api"] = {
        "address": None,
        "title": "Requests and answers of the WebSocket API.",
        "servers": _servers_of(service, "ws_api"),
        "messages": messages,
    }


def _request(catalogue: Catalogue, operation: Operation) -> dict[str, Any]:
    properties = {param.wire: _draft7(param_schema(catalogue, param)) for param in operation.params}
    if operation.signed:
        properties |= {"apiKey": {"type": "string"}, "timestamp": {"type": "integer"}, "signature": {"type": "string"}}
    params: dict[str, Any] = {"type": "object", "properties": properties}
    required = [param.wire for param in operation.params if param.required]
    if required:
        params["required"] = required
    return {
        "name": operation.ws_api,
        "contentType": "application/json",
        "payload": {
            "type": "object",
            "properties": {
                "id": {"type": ["integer", "string", "null"]},
                "method": {"const": operation.ws_api},
                "params": params,
            },
            "required": ["id", "method"],
        },
    }


def _answer(operation: Operation) -> dict[str, Any]:
    one: dict[str, Any] = {"$ref": f"{_REF}{operation.result.model}"}
    many = {"type": "array", "items": one}
    shapes = {"object": one, "one_or_list": {"anyOf": [one, many]}, "always_list": {"anyOf": [one, many]}}
    return {
        "name": f"{operation.ws_api} answer",
        "contentType": "application/json",
        "payload": {
            "type": "object",
            "properties": {
                "id": {"type": ["integer", "string", "null"]},
                "status": {"type": "integer"},
                "result": shapes.get(operation.result.shape, many),
                "error": {"type": "object", "properties": {"code": {"type": "integer"}, "msg": {"type": "string"}}},
                "rateLimits": {"type": "array", "items": {"type": "object"}},
            },
            "required": ["id", "status"],
        },
    }


def _draft7(schema: Any) -> Any:
    # AsyncAPI's schemas are draft 7: tuples are `items`, and a $ref stands alone.
    if isinstance(schema, list):
        return [_draft7(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: (value if key in ("examples", "example") else _draft7(value)) for key, value in schema.items()}
    if "prefixItems" in made:
        made["items"] = made.pop("prefixItems")
    if "discriminator" in made and isinstance(made["discriminator"], dict):
        made["discriminator"] = made["discriminator"]["propertyName"]
    if "$ref" in made and len(made) > 1:
        made = {"allOf": [{"$ref": made.pop("$ref")}], **made}
    return made
