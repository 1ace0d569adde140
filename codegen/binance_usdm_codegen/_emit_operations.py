"""Operation constants as Python text."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from binance_usdm_codegen._catalogue import Catalogue, Operation, Param, Rule, Weight
from binance_usdm_codegen._names import constant_name
from binance_usdm_codegen._python import call, literal, pairs, tuple_of
from binance_usdm_codegen._schema import CLIENT_ID_PATTERN
from binance_usdm_codegen._types import TypeExpression
from binance_usdm_codegen._words import page_url

__all__ = ["model_names", "operation_view", "parameter", "recv_window", "result_type", "shared_parameters"]

KINDS = {
    "Bool": "BOOL", "ClientId": "CLIENT_ID", "Decimal": "DECIMAL", "Int": "INT", "Ms": "INSTANT", "String": "STRING",
    "Symbol": "SYMBOL",
}  # fmt: skip
SHAPES = {
    "object": "object",
    "list": "array",
    "one_or_list": "object_or_array",
    "always_list": "always_array",
    "batch": "batch",
}


def text_or_none(value: Any) -> str | None:
    """A Python literal, or None for what is absent."""
    return None if value in (None, "", (), False) else literal(value)


def parameter(catalogue: Catalogue, param: Param) -> str:
    """A parameter as a ``Parameter(...)`` expression."""
    kind = param.type
    known = catalogue.vocabulary.get(param.name, {})
    enum: str | None = None
    values: tuple[str, ...] = param.values
    items: str | None = None
    scalar_items: str | None = None
    pattern = param.pattern
    if kind.name == "list":
        wire_kind = "LIST"
        item = kind.item or TypeExpression("String")
        model = catalogue.models.get(item.name)
        if model is not None:
            enum = item.name
            items = tuple_of(parameter(catalogue, entry) for entry in model.params)
        else:
            element = Param(wire="", name=param.name, type=item, mark=param.mark)
            items, scalar_items = tuple_of([parameter(catalogue, element)]), "True"
    elif kind.name in catalogue.enums:
        wire_kind, enum, values = "ENUM", kind.name, catalogue.enums[kind.name].request_values
    else:
        wire_kind = KINDS[kind.name]
        if kind.name == "ClientId" and pattern is None:
            pattern = CLIENT_ID_PATTERN.strip("^$")
    example = param.example
    return call(
        "Parameter",
        name=literal(param.wire),
        python_name=literal(param.name),
        kind=f"Kind.{wire_kind}",
        required=text_or_none(param.required),
        enum=text_or_none(enum),
        values=text_or_none(values),
        minimum=text_or_none(param.minimum),
        maximum=text_or_none(param.maximum),
        pattern=text_or_none(pattern),
        default=text_or_none(param.default),
        items=items,
        scalar_items=scalar_items,
        max_items=text_or_none(param.max_items),
        unit=text_or_none(param.unit or known.get("unit") or ("ms" if kind.name == "Ms" else None)),
        doc=text_or_none(param.doc or known.get("doc")),
        example=text_or_none(example if isinstance(example, str) or example is None else json.dumps(example)),
    )


def recv_window(catalogue: Catalogue) -> str:
    """The parameter that every signed operation takes."""
    bounds = catalogue.documents["service"].plain()["timing"]["recv_window"]
    return call(
        "Parameter",
        name='"recvWindow"',
        python_name='"recv_window"',
        kind="Kind.INT",
        minimum='"1"',
        maximum=literal(str(bounds["max"])),
        default=literal(str(bounds["default"])),
        unit='"ms"',
        doc='"How long after its timestamp the exchange may accept the request"',
    )


def _weight(weight: Weight) -> str:
    base = call(
        "Weight",
        pool=None if weight.pool == "request_weight" else literal(weight.pool),
        ip=literal(weight.ip) if weight.ip else None,
        orders_10s=literal(weight.orders_10s) if weight.orders_10s else None,
        orders_1m=literal(weight.orders_1m) if weight.orders_1m else None,
    )
    if weight.kind == "constant":
        return call("WeightRule", base=base)
    if weight.kind == "by_presence":
        return call(
            "WeightRule",
            kind="WeightKind.BY_PRESENCE",
            base=base,
            parameter=literal(weight.parameter),
            present=literal(weight.present),
            absent=literal(weight.absent),
        )
    return call(
        "WeightRule",
        kind=f"WeightKind.{weight.kind.upper()}",
        base=base,
        parameter=literal(weight.parameter),
        default=literal(weight.default),
        steps=literal([(step.first, step.last, step.ip) for step in weight.steps]),
    )


def _rule(rule: Rule) -> str:
    return call(
        "Rule",
        f"RuleKind.{rule.kind.upper()}",
        literal(rule.names),
        value=text_or_none(rule.value),
        limit_ms=text_or_none(rule.limit_ms),
    )


def type_rules(catalogue: Catalogue, table: str) -> list[str]:
    """What each order type needs, as ``TypeRule(...)`` expressions."""
    types = catalogue.documents["order_rules"].plain()["types"][table]
    return [
        call(
            "TypeRule",
            literal(name),
            required=text_or_none(tuple(rule.get("required", ()))),
            one_of=text_or_none(tuple(tuple(group) for group in rule.get("one_of", ()))),
        )
        for name, rule in types.items()
    ]


def result_type(operation: Operation) -> str:
    """The Python type of a result."""
    shape, model = operation.result.shape, operation.result.model
    if shape == "object":
        return model
    if shape == "one_or_list":
        return f"{model} | list[{model}]"
    return f"list[{model} | BatchError]" if shape == "batch" else f"list[{model}]"


def model_names(operations: list[Operation]) -> list[str]:
    """Models that results are made of."""
    names = {operation.result.model for operation in operations}
    if any(operation.result.shape == "batch" for operation in operations):
        names.add("BatchError")
    return sorted(names)


def shared_parameters(catalogue: Catalogue, operations: list[Operation]) -> dict[str, str]:
    """Names for the parameters that stand in more than one operation of a module, by their expression."""
    counts = Counter(parameter(catalogue, param) for operation in operations for param in operation.params)
    names: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for operation in operations:
        for param in operation.params:
            text = parameter(catalogue, param)
            if counts[text] > 1 and text not in names:
                name = f"_{constant_name(param.name.rstrip('_'))}"
                taken[name] += 1
                names[text] = name if taken[name] == 1 else f"{name}_{taken[name]}"
    return names


def operation_view(catalogue: Catalogue, operation: Operation, shared: dict[str, str]) -> dict[str, Any]:
    """What the template of operation constants needs of one operation."""
    docs_base = catalogue.documents["service"].plain()["docs_base"]
    texts = [parameter(catalogue, param) for param in operation.params]
    params = [shared.get(text, text) for text in texts]
    if operation.signed and operation.recv_window:
        params.append("RECV_WINDOW")
    retry = call(
        "Retry",
        f"RetryClass.{operation.retry.upper()}",
        by=text_or_none(operation.retry_by),
        query=text_or_none(operation.retry_query),
    )
    paging = operation.paging
    arguments = pairs(
        id=literal(operation.id),
        group=literal(operation.group),
        summary=literal(operation.summary),
        rest=call("Rest", literal(operation.method), literal(operation.path)) if operation.method else "None",
        ws_api=literal(operation.ws_api),
        security=f"Security.{operation.security.upper()}",
        weight_rule=_weight(operation.weight),
        retry=retry,
        params=tuple_of(params),
        result=call("Result", literal(SHAPES[operation.result.shape]), literal(operation.result.model)),
        rules=tuple_of(map(_rule, operation.rules)) if operation.rules else None,
        type_rules=tuple_of(type_rules(catalogue, operation.types)) if operation.types else None,
        errors=text_or_none(operation.errors),
        page=literal(page_url(docs_base, operation.page)),
        deprecated=text_or_none(operation.deprecated),
        stop=text_or_none(operation.stop),
        paging=call(
            "Paging",
            key=literal(paging["key"]),
            cursor=text_or_none(paging.get("cursor")),
            time=text_or_none(paging.get("time")),
            step=text_or_none(paging.get("step")),
            unique=text_or_none(tuple(filter(None, paging.get("unique", "").split(",")))),
        )
        if paging
        else None,
        history=text_or_none(operation.history),
    )
    return {
        "id": operation.id,
        "ws_api": operation.ws_api,
        "constant": constant_name(operation.id),
        "result_type": result_type(operation),
        "arguments": arguments,
    }
