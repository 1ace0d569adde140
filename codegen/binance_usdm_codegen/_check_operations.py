"""Checks operations: carriers of their own, weights without gaps, defaults within bounds, rules of known names."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from binance_usdm_codegen._catalogue import Catalogue, Operation, Param
from binance_usdm_codegen._check_models import check_type
from binance_usdm_codegen._mistake import Report
from binance_usdm_codegen._types import PARAMETER_SCALARS

__all__ = ["check_operations", "check_param"]

RESERVED = frozenset({"recvWindow", "timestamp", "signature", "apiKey"})
TAKEN_NAMES = frozenset({"self", "options"})


def check_operations(catalogue: Catalogue, report: Report) -> None:
    """Report what is wrong with operations."""
    routes: dict[tuple[str, str], str] = {}
    methods: dict[str, str] = {}
    for operation in catalogue.all_operations():
        if operation.method and operation.path:
            first = routes.setdefault((operation.method, operation.path), operation.id)
            if first != operation.id:
                wrong = f"{operation.method} {operation.path} belongs to {first}"
                report.add(operation.mark, f"{operation.id}.rest", wrong, "a method and path of its own")
        if operation.ws_api:
            first = methods.setdefault(operation.ws_api, operation.id)
            if first != operation.id:
                report.add(operation.mark, f"{operation.id}.ws_api", f"{operation.ws_api} belongs to {first}",
                           "a method of its own")  # fmt: skip
        for param in operation.params:
            where = f"{operation.id}.params.{param.wire}"
            check_param(catalogue, param, where, report)
            if param.wire in RESERVED:
                report.add(param.mark, where, "is added by the generator", "not in the catalogue")
            if param.name in TAKEN_NAMES:
                report.add(
                    param.mark, where, f"the Python name {param.name} is taken", "another name; set it with `name:`"
                )
        _check_result(catalogue, operation, report)
        _check_weight(operation, report)
        _check_retry(catalogue, operation, report)
        _check_rules(operation, report)
        _check_references(catalogue, operation, report)


def check_param(catalogue: Catalogue, param: Param, where: str, report: Report) -> None:
    """Report what is wrong with one parameter."""
    kind = param.type
    if kind.name == "map" or kind.nullable:
        report.add(param.mark, where, f"a parameter cannot be {kind}", "a scalar, an enum or a list")
        return
    leaf = catalogue.models.get(kind.leaf)
    if leaf is not None and leaf.input and kind.name == "list":
        for item in leaf.params:
            check_param(catalogue, item, f"{where}[].{item.wire}", report)
    elif leaf is not None:
        report.add(param.mark, where, f"{kind} cannot be sent", "list[Model] where the model is `input: true`")
    else:
        check_type(catalogue, kind, param.mark, where, report, scalars=PARAMETER_SCALARS, models=False)
    if param.max_items is not None and kind.name != "list":
        report.add(param.mark, f"{where}.max_items", f"does not go with {kind}", "only with list[...]")
    numeric = kind.name in ("Int", "Decimal", "Ms")
    for name, bound in (("min", param.minimum), ("max", param.maximum)):
        if bound is not None and not numeric:
            report.add(param.mark, f"{where}.{name}", f"does not go with {kind}", "only with Int, Decimal and Ms")
    if param.values and kind.name != "Int":
        report.add(param.mark, f"{where}.values", f"does not go with {kind}", "only with Int")
    if param.minimum and param.maximum and Decimal(param.minimum) > Decimal(param.maximum):
        report.add(param.mark, f"{where}.min", f"{param.minimum} is above max {param.maximum}", "min not above max")
    if param.pattern is not None:
        try:
            re.compile(param.pattern)
        except (re.error, RecursionError, OverflowError) as error:
            report.add(param.mark, f"{where}.pattern", f"is no regular expression: {error}", "a regular expression")
    _check_default(catalogue, param, where, report)


def _check_default(catalogue: Catalogue, param: Param, where: str, report: Report) -> None:
    default = param.default
    if default is None:
        return
    where = f"{where}.default"
    if param.required:
        report.add(param.mark, where, "goes with an optional parameter only", "required or default, not both")
    enum = catalogue.enums.get(param.type.name)
    if enum is not None:
        if default not in enum.request_values:
            report.unknown(param.mark, where, f"member of {enum.name}", default, enum.request_values)
    elif param.type.name == "Bool":
        if default not in ("true", "false"):
            report.add(param.mark, where, f"is {default!r}", "true or false")
    elif param.values:
        if default not in param.values:
            report.unknown(param.mark, where, "value", default, param.values)
    elif param.type.name in ("Int", "Decimal", "Ms"):
        _check_bounds(param, default, where, report)


def _check_bounds(param: Param, text: str, where: str, report: Report) -> None:
    allowed = f"{param.minimum or 'any'} to {param.maximum or 'any'}"
    try:
        number = Decimal(text)
    except InvalidOperation:
        report.add(param.mark, where, f"{text!r} is no number", allowed)
        return
    if (param.minimum and number < Decimal(param.minimum)) or (param.maximum and number > Decimal(param.maximum)):
        report.add(param.mark, where, f"{text} is out of bounds", allowed)


def _check_result(catalogue: Catalogue, operation: Operation, report: Report) -> None:
    model = catalogue.models.get(operation.result.model)
    if model is None or model.input or model.kind == "union":
        names = (m.name for m in catalogue.models.values() if not m.input and m.kind != "union")
        report.unknown(operation.mark, f"{operation.id}.result", "model", operation.result.model, names)
    if operation.result.shape == "one_or_list":
        if operation.when is None or operation.param(operation.when) is None:
            report.unknown(operation.mark, f"{operation.id}.when", "parameter", str(operation.when),
                           (param.wire for param in operation.params))  # fmt: skip
    elif operation.when is not None:
        report.add(operation.mark, f"{operation.id}.when", "goes with one_or_list only", "leave it out")


def _check_weight(operation: Operation, report: Report) -> None:
    weight = operation.weight
    where = f"{operation.id}.weight"
    if weight.kind == "constant":
        return
    param = operation.param(weight.parameter)
    if param is None:
        report.unknown(weight.mark, where, "parameter", weight.parameter, (p.wire for p in operation.params))
        return
    if weight.kind == "by_presence":
        if param.required:
            report.add(weight.mark, where, f"{param.wire} is always present", "an optional parameter")
        return
    if not weight.steps:
        report.add(weight.mark, where, "has no steps", "at least one")
        return
    if param.default is not None and param.default != str(weight.default):
        report.add(weight.mark, f"{where}.default", f"is {weight.default}, the parameter's default is {param.default}",
                   "the same number")  # fmt: skip
    if weight.kind == "by_value":
        _check_table(operation, param, report)
    else:
        _check_steps(operation, param, report)


def _check_table(operation: Operation, param: Param, report: Report) -> None:
    weight, where = operation.weight, f"{operation.id}.weight.table"
    listed = [step.first for step in weight.steps]
    twice = sorted({value for value in listed if listed.count(value) > 1})
    if twice:
        report.add(weight.mark, where, f"lists {twice[0]} twice", "each value once")
    if param.values and sorted(map(str, set(listed))) != sorted(set(param.values)):
        report.add(
            weight.mark, where, f"covers {sorted(set(listed))}", f"the parameter's values {', '.join(param.values)}"
        )
    if weight.default not in listed:
        report.add(
            weight.mark, f"{operation.id}.weight.default", f"{weight.default} is not in the table", "a listed value"
        )


def _check_steps(operation: Operation, param: Param, report: Report) -> None:
    weight, where = operation.weight, f"{operation.id}.weight.steps"
    steps = weight.steps
    for step in steps:
        if step.first > step.last:
            report.add(step.mark, where, f"from {step.first} is above to {step.last}", "from not above to")
    for before, after in pairwise(steps):
        if after.first > before.last + 1:
            report.add(after.mark, where, f"leaves a gap between {before.last} and {after.first}",
                       f"from: {before.last + 1}")  # fmt: skip
        elif after.first <= before.last:
            report.add(after.mark, where, f"overlaps the step that ends at {before.last}", f"from: {before.last + 1}")
    bounds = (("min", param.minimum, steps[0].first), ("max", param.maximum, steps[-1].last))
    for name, bound, edge in bounds:
        if bound is None:
            report.add(
                param.mark, f"{operation.id}.params.{param.wire}.{name}", "is missing", "bounds that the weight covers"
            )
        elif Decimal(bound) != edge:
            report.add(
                weight.mark,
                where,
                f"{'start' if name == 'min' else 'end'} at {edge}",
                f"{name} of {param.wire}: {bound}",
            )
    if not steps[0].first <= weight.default <= steps[-1].last:
        report.add(weight.mark, f"{operation.id}.weight.default", f"{weight.default} is in no step", "a covered value")


def _check_retry(catalogue: Catalogue, operation: Operation, report: Report) -> None:
    where = f"{operation.id}.retry"
    known = _names_in_batches(catalogue, operation)
    for name in operation.retry_by:
        if name not in known:
            report.unknown(operation.mark, f"{where}.by", "parameter", name, known)
    if operation.retry_query is None:
        return
    query = catalogue.operations.get(operation.retry_query)
    if query is None:
        report.unknown(operation.mark, f"{where}.query", "operation", operation.retry_query, catalogue.operations)
    elif query.retry != "safe":
        report.add(
            operation.mark, f"{where}.query", f"{query.id} is not safe to repeat", "an operation with retry class safe"
        )


def _names_in_batches(catalogue: Catalogue, operation: Operation) -> set[str]:
    names: set[str] = set()
    for param in operation.params:
        names.add(param.wire)
        model = catalogue.models.get(param.type.leaf)
        if model is not None and model.input:
            names.update(field.wire for field in model.fields)
    return names


def _check_rules(operation: Operation, report: Report) -> None:
    known = {param.wire: param for param in operation.params}
    for rule in operation.rules:
        where = f"{operation.id}.rules.{rule.kind}"
        for name in rule.names:
            if name not in known:
                report.unknown(rule.mark, where, "parameter", name, known)
            elif rule.kind == "one_of" and known[name].required:
                report.add(rule.mark, where, f"{name} is required", "optional parameters")
            elif rule.kind == "window" and known[name].type.name != "Ms":
                report.add(rule.mark, where, f"{name} is no instant", "parameters of type Ms")
        if len(set(rule.names)) != len(rule.names):
            report.add(rule.mark, where, "names a parameter twice", "each once")


def _check_references(catalogue: Catalogue, operation: Operation, report: Report) -> None:
    for code in operation.errors:
        if code not in catalogue.errors:
            report.unknown(
                operation.mark, f"{operation.id}.errors", "error code", str(code), map(str, catalogue.errors)
            )
    model = catalogue.models.get(operation.result.model)
    if operation.paging:
        cursor = operation.paging.get("cursor") or operation.paging.get("time", "")
        if operation.param(cursor) is None:
            report.unknown(
                operation.mark, f"{operation.id}.paging", "parameter", cursor, (p.wire for p in operation.params)
            )
        step = operation.paging.get("step")
        if step is not None and operation.param(step) is None:
            report.unknown(
                operation.mark, f"{operation.id}.paging.step", "parameter", step, (p.wire for p in operation.params)
            )
        fields = {field.name for field in model.fields} if model is not None else set[str]()
        for name in (operation.paging.get("key", ""), *filter(None, operation.paging.get("unique", "").split(","))):
            if name not in fields:
                report.unknown(
                    operation.mark, f"{operation.id}.paging", f"field of {operation.result.model}", name, fields
                )
    if operation.page is not None and operation.page.startswith(("http:", "/")):
        report.add(
            operation.mark,
            f"{operation.id}.page",
            "is no page under docs_base",
            "a path below docs_base, or an https address",
        )
