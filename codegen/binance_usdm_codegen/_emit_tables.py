"""Error codes, service, filters and order rules as template views."""

from __future__ import annotations

from typing import Any

from binance_usdm_codegen._catalogue import Catalogue
from binance_usdm_codegen._emit_operations import text_or_none, type_rules
from binance_usdm_codegen._python import call, literal, tuple_of

__all__ = ["errors_view", "filters_view", "order_rules_view", "service_view"]

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "M": 31 * 86_400}


def errors_view(catalogue: Catalogue) -> dict[str, Any]:
    """What the template of the error table needs."""
    categories = [
        {
            "id": name,
            "value": call(
                "Category",
                literal(name),
                f"errors.{entry['class']}",
                f"errors.Outcome.{str(entry['outcome']).upper()}",
                literal(bool(entry.get("retry", False))),
            ),
        }
        for name, entry in catalogue.categories.items()
    ]
    codes = [
        call(
            "ErrorCode",
            literal(code.code),
            literal(code.name),
            literal(code.category),
            f"errors.{code.error_class}",
            retryable=text_or_none(code.retryable),
            fatal=text_or_none(code.fatal),
            if_read_only=text_or_none(code.if_read_only),
            idempotent_success=text_or_none(code.idempotent_success),
            hint=text_or_none(code.hint),
        )
        for code in catalogue.errors.values()
    ]
    bodies = [
        call("BodyOf503", literal(entry["message"]), literal(entry["category"]), code=text_or_none(entry.get("code")))
        for entry in catalogue.http_503
    ]
    http = {status: category for status, category in catalogue.http.items() if category != "see_bodies"}
    return {"categories": categories, "codes": codes, "http": literal(http), "http_503": bodies}


def _value(name: str, kind: str, text: str, doc: str) -> dict[str, str]:
    return {"name": name, "type": kind, "text": text, "doc": doc}


def _mapping(entries: dict[str, str]) -> str:
    return "MappingProxyType({" + ", ".join(f"{literal(key)}: {text}" for key, text in entries.items()) + "})"


def _attributes(function: str, entry: dict[str, Any]) -> str:
    values = {key: literal(tuple(value.items()) if isinstance(value, dict) else value) for key, value in entry.items()}
    return call(function, **values)


def service_view(catalogue: Catalogue) -> dict[str, Any]:
    """What the template of the service description needs."""
    service = catalogue.documents["service"].plain()
    environments = {}
    for name, entry in service["environments"].items():
        others = [(kind, url) for kind, urls in entry.get("alternatives", {}).items() for url in urls]
        environments[name] = call(
            "Environment",
            rest=literal(entry["rest"]),
            ws_api=literal(entry["ws_api"]),
            streams=literal(entry["streams"]),
            alternatives=text_or_none(tuple(others)),
        )
    pools = {
        name: call(
            "Pool",
            id=literal(name),
            kind=literal(entry["kind"]),
            scope=literal(entry["scope"]),
            code=literal(entry["code"]),
            windows=tuple_of(_window(window) for window in entry["windows"]),
            testnet_limit=text_or_none(entry.get("testnet_limit")),
        )
        for name, entry in service["pools"].items()
    }
    routes = {
        name: call("Route", path=literal(entry["path"]), carries=literal(entry.get("carries", "")))
        for name, entry in service["routes"].items()
    }
    timing = {
        "recv_window_default": service["timing"]["recv_window"]["default"],
        "recv_window_max": service["timing"]["recv_window"]["max"],
        **{key: value for key, value in service["timing"].items() if key != "recv_window"},
    }
    ws_api = {key: value for key, value in service["websocket_api"].items() if key not in ("request", "answer")}
    return {
        "summary": "Hosts, routes, budgets, headers, time bounds and connection rules of the exchange.",
        "imports": [
            "from ._service import Environment, Headers, ListenKeyRules, Pool, Route",
            "from ._service import StreamRules, Timing, Window, WsApiRules",
        ],
        "values": [
            _value("DOCS_BASE", "str", literal(service["docs_base"]), "Where the source pages live."),
            _value("FACTS", "Mapping[str, str]", f"MappingProxyType({literal(service.get('facts', {}))})",
                   "Sources of the catalogue and when they were checked."),
            _value("ENVIRONMENTS", "Mapping[str, Environment]", _mapping(environments), "Hosts of each environment."),
            _value("WS_API_PATH", "str", literal(service["ws_api_path"]), "Path of the WebSocket API under its host."),
            _value("ROUTES", "Mapping[str, Route]", _mapping(routes), "Paths of the stream connections."),
            _value("POOLS", "Mapping[str, Pool]", _mapping(pools), "Budgets that requests draw on."),
            _value("HEADERS", "Headers", _attributes("Headers", service["headers"]), "Names of headers."),
            _value("TIMING", "Timing", _attributes("Timing", timing), "Bounds of timestamps, in milliseconds."),
            _value("STREAM_RULES", "StreamRules", _attributes("StreamRules", service["websocket_streams"]),
                   "Rules of stream connections."),
            _value("WS_API_RULES", "WsApiRules", _attributes("WsApiRules", ws_api),
                   "Rules of WebSocket-API connections."),
            _value("LISTEN_KEY", "ListenKeyRules", _attributes("ListenKeyRules", service["listen_key"]),
                   "Rules of listen keys."),
            _value("MAX_CONDITIONAL_ORDERS", "int", literal(service["max_conditional_orders"]),
                   "Most open conditional orders of an account."),
            _value("BOOK_SNAPSHOT_LIMIT", "int", literal(service["local_order_book"]["snapshot_limit"]),
                   "Levels of the snapshot that a local order book starts from."),
        ],
    }  # fmt: skip


def _window(window: dict[str, Any]) -> str:
    interval = str(window["interval"])
    seconds = int(interval[:-1]) * _SECONDS[interval[-1]]
    return call("Window", limit=literal(window["limit"]), interval=literal(interval), seconds=literal(seconds))


def filters_view(catalogue: Catalogue) -> dict[str, Any]:
    """What the template of filters needs."""
    rules: dict[str, str] = {}
    for name, entry in catalogue.documents["filters"].plain().items():
        checks = []
        for check in entry["checks"]:
            kind = next(key for key in check if key not in ("code", "codes", "side", "from"))
            codes = check.get("codes", [check["code"]] if "code" in check else [])
            checks.append(
                call(
                    "FilterCheck",
                    kind=literal(kind),
                    field=literal(check[kind]),
                    codes=literal(codes),
                    origin=text_or_none(check.get("from")),
                    side=text_or_none(check.get("side")),
                )
            )
        rules[name] = call(
            "FilterRule",
            filter_type=literal(name),
            model=literal(entry["model"]),
            checks=tuple_of(checks),
            **{
                key: text_or_none(tuple(value) if isinstance(value, list) else value)
                for key, value in entry.items()
                if key not in ("model", "checks")
            },
        )
    return {
        "summary": "Trading rules of a symbol: what each filter checks and which code answers a breach.",
        "imports": ["from ._service import FilterCheck, FilterRule"],
        "values": [
            _value("FILTERS", "Mapping[str, FilterRule]", _mapping(rules), "Rules by the text of ``filterType``.")
        ],
    }


def order_rules_view(catalogue: Catalogue) -> dict[str, Any]:
    """What the template of order rules needs."""
    rules = catalogue.documents["order_rules"].plain()
    tables = {
        table: _mapping(dict(zip(entry, type_rules(catalogue, table), strict=True)))
        for table, entry in rules["types"].items()
    }
    algo = sorted(name for name, target in rules["endpoints"].items() if target == "new_algo_order")
    own = ("types", "endpoints", "renames", "always", "wrong_endpoint_code")
    rest = {key: value for key, value in rules.items() if key not in own}
    renames = {name: f"MappingProxyType({literal(entry)})" for name, entry in rules.get("renames", {}).items()}
    always = {name: f"MappingProxyType({literal(entry)})" for name, entry in rules.get("always", {}).items()}
    return {
        "summary": "What each order type needs, where it goes, and what the exchange promises about orders.",
        "imports": ["from ._rules import TypeRule"],
        "values": [
            _value("TYPE_RULES", "Mapping[str, Mapping[str, TypeRule]]", _mapping(tables),
                   "What each order type needs, by operation, by wire names."),
            _value("ENDPOINTS", "Mapping[str, str]", f"MappingProxyType({literal(rules['endpoints'])})",
                   "Operation that takes each order type."),
            _value("ALGO_TYPES", "frozenset[str]", f"frozenset({{{', '.join(map(literal, algo))}}})",
                   "Order types that go to the conditional-order endpoint."),
            _value("RENAMES", "Mapping[str, Mapping[str, str]]", _mapping(renames),
                   "For each operation: the other endpoint's parameter names and what they are called here."),
            _value("ALWAYS", "Mapping[str, Mapping[str, str]]", _mapping(always),
                   "Parameters that always have one value."),
            _value("WRONG_ENDPOINT_CODE", "int", literal(rules["wrong_endpoint_code"]),
                   "Code for an order type sent to the wrong endpoint."),
            _value("RULES", "Mapping[str, Any]", f"MappingProxyType({literal(rest)})",
                   "All other rules, as the catalogue has them."),
        ],
    }  # fmt: skip
