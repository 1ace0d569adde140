"""Reads operations: carriers, cost, retry class, parameters, rules and result."""

from __future__ import annotations

import re
from typing import Any

from binance_usdm_codegen._catalogue import GROUPS, Operation, Param, Rule, Weight, WeightStep
from binance_usdm_codegen._mistake import Mark
from binance_usdm_codegen._names import is_python_name
from binance_usdm_codegen._read_params import read_param
from binance_usdm_codegen._section import Section
from binance_usdm_codegen._types import RESULT_SHAPES, ResultExpression, parse_result
from binance_usdm_codegen._yaml import Node

__all__ = ["duration_ms", "read_operations"]

METHODS = ("GET", "POST", "PUT", "DELETE")
SECURITY = ("none", "market_data", "user_stream", "user_data", "trade")
RETRY = ("safe", "idempotent", "resolve", "never")
WEIGHT_FORMS = "ip, by_limit, by_value or by_presence"
RULE_KINDS = ("one_of", "exclusive", "requires", "required_when", "window")
_UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_DURATION = re.compile(r"([1-9][0-9]{0,9})(ms|s|m|h|d)")


def duration_ms(text: str) -> int | None:
    """``7d`` in milliseconds; None when the text is no duration."""
    found = _DURATION.fullmatch(text)
    return None if found is None else int(found[1]) * _UNITS[found[2]]


def read_operations(group: str, top: Section) -> dict[str, Operation]:
    """One file of operations; ``group`` is ``session`` for session methods."""
    operations: dict[str, Operation] = {}
    for name, node in top.entries():
        if not isinstance(name, str) or not is_python_name(name) or name != name.lower():
            top.report.add(top.mark_of(name), str(name), "is no operation id", "a name such as new_order")
            continue
        operations[name] = _read_operation(Section(node, name, top.report), name, group, top.mark_of(name))
    return operations


def _read_operation(entry: Section, name: str, group: str, mark: Mark) -> Operation:
    session = group not in GROUPS
    method, path = _read_rest(entry, required=not session)
    result, when = _read_result(entry)
    retry, by, query = _read_retry(entry)
    operation = Operation(
        id=name,
        group=group,
        summary=entry.text("summary", required=True),
        method=method,
        path=path,
        ws_api=entry.text("ws_api", required=session) or None,
        security=entry.choice("security", SECURITY, required=True, default="none"),
        weight=_read_weight(entry),
        retry=retry,
        retry_by=by,
        retry_query=query,
        stop=entry.flag("stop"),
        recv_window=entry.flag("recv_window", default=True),
        params=_read_params(entry),
        rules=_read_rules(entry),
        types=entry.optional_text("types"),
        result=result,
        when=when,
        paging=_read_paging(entry),
        history=entry.optional_text("history"),
        notes=tuple(text for text, _ in entry.texts("notes", allow_one=True)),
        errors=tuple(code for code, _ in entry.integers("errors")),
        page=entry.optional_text("page"),
        deprecated=entry.optional_text("deprecated"),
        source=entry.optional_text("source"),
        mark=mark,
    )
    entry.finish()
    return operation


def _read_rest(entry: Section, *, required: bool) -> tuple[str | None, str | None]:
    rest = entry.section("rest", required=required)
    if rest is None:
        return None, None
    method = rest.choice("method", METHODS, required=True, default="GET")
    path = rest.text("path", required=True)
    if path and not path.startswith("/"):
        rest.wrong("path", f"{path!r} does not start at the root", "a path such as /fapi/v1/order")
    rest.finish()
    return method, path or None


def _read_result(entry: Section) -> tuple[ResultExpression, str | None]:
    node = entry.raw("result")
    when = entry.optional_text("when")
    allowed = f"a model, or {', '.join(f'{shape}[Model]' for shape in RESULT_SHAPES)}"
    fallback = ResultExpression("object", "Empty")
    if node is None:
        entry.report.add(entry.mark, entry.path("result"), "is missing", allowed)
        return fallback, when
    if isinstance(node.value, dict):
        detail = Section(node, entry.path("result"), entry.report)
        text = detail.text("type", required=True)
        when = detail.optional_text("when") or when
        detail.finish()
    else:
        text = node.value if isinstance(node.value, str) else ""
    parsed = parse_result(text)
    if parsed is None:
        entry.report.add(node.mark, entry.path("result"), f"{node.text or node.kind!r} is no result", allowed)
        return fallback, when
    return parsed, when


def _read_retry(entry: Section) -> tuple[str, tuple[str, ...], str | None]:
    retry = entry.section("retry", required=True)
    if retry is None:
        return "never", (), None
    kind = retry.choice("class", RETRY, required=True, default="never")
    by = tuple(text for text, _ in retry.texts("by", allow_one=True))
    query = retry.optional_text("query")
    if kind == "resolve" and not (by and query):
        retry.wrong(
            "by" if not by else "query", "is missing", "resolve needs `by` (wire names) and `query` (an operation)"
        )
    if kind != "resolve" and (by or query):
        retry.wrong("by" if by else "query", f"does not go with class {kind}", "only with class resolve")
    retry.finish()
    return kind, by, query


def _read_weight(entry: Section) -> Weight:
    weight = entry.section("weight", required=True)
    if weight is None:
        return Weight(mark=entry.mark)
    forms = [form for form in ("ip", "by_limit", "by_value", "by_presence") if weight.has(form)]
    if len(forms) != 1:
        entry.report.add(weight.mark, weight.where, f"has {len(forms)} of the forms", f"exactly one of {WEIGHT_FORMS}")
    form = forms[0] if forms else "ip"
    shared: dict[str, Any] = {
        "orders_10s": weight.integer("orders_10s", minimum=0) or 0,
        "orders_1m": weight.integer("orders_1m", minimum=0) or 0,
        "pool": weight.text("pool", default="request_weight"),
        "mark": weight.mark,
    }
    if form == "ip":
        made = Weight(ip=weight.integer("ip", minimum=0) or 0, **shared)
    elif form == "by_presence":
        made = Weight(
            kind="by_presence",
            parameter=weight.text("by_presence"),
            present=weight.integer("present", required=True, minimum=0) or 0,
            absent=weight.integer("absent", required=True, minimum=0) or 0,
            **shared,
        )
    else:
        steps = _read_steps(weight) if form == "by_limit" else _read_table(weight)
        made = Weight(
            kind=form,
            parameter=weight.text(form),
            default=weight.integer("default", required=True, minimum=0) or 0,
            steps=steps,
            **shared,
        )
    weight.finish()
    return made


def _read_steps(weight: Section) -> tuple[WeightStep, ...]:
    steps: list[WeightStep] = []
    for index, node in enumerate(weight.items("steps")):
        step = Section(node, f"{weight.path('steps')}[{index}]", weight.report)
        first, last = step.integer("from", required=True, minimum=0), step.integer("to", required=True, minimum=0)
        cost = step.integer("ip", required=True, minimum=0)
        step.finish()
        if first is not None and last is not None and cost is not None:
            steps.append(WeightStep(first=first, last=last, ip=cost, mark=step.mark))
    return tuple(steps)


def _read_table(weight: Section) -> tuple[WeightStep, ...]:
    steps: list[WeightStep] = []
    for index, node in enumerate(weight.items("table")):
        row = Section(node, f"{weight.path('table')}[{index}]", weight.report)
        cost = row.integer("ip", required=True, minimum=0)
        values = row.integers("values")
        if not values:
            row.wrong("values", "is missing or empty", "the parameter's values with this weight")
        row.finish()
        steps.extend(WeightStep(first=value, last=value, ip=cost or 0, mark=mark) for value, mark in values)
    return tuple(sorted(steps, key=lambda step: step.first))


def _read_params(entry: Section) -> tuple[Param, ...]:
    table = entry.section("params")
    if table is None:
        return ()
    params: list[Param] = []
    taken: dict[str, str] = {}
    for key, node in table.entries():
        wire, mark = str(key), table.mark_of(key)
        full = Node({"type": node}, node.mark) if isinstance(node.value, str) else node
        item = Section(full, table.path(wire), entry.report)
        param = read_param(item, wire, mark)
        item.finish()
        if param.name in taken:
            entry.report.add(
                mark, item.path("name"), f"{param.name} is also the name of {taken[param.name]}", "a name of its own"
            )
        taken[param.name] = wire
        params.append(param)
    return tuple(params)


def _read_rules(entry: Section) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    for index, node in enumerate(entry.items("rules")):
        rule = Section(node, f"{entry.path('rules')}[{index}]", entry.report)
        kinds = [kind for kind in RULE_KINDS if rule.has(kind)]
        if len(kinds) != 1:
            entry.report.add(
                rule.mark, rule.where, f"names {len(kinds)} kinds", f"exactly one of {', '.join(RULE_KINDS)}"
            )
        else:
            made = _read_rule(rule, kinds[0])
            if made is not None:
                rules.append(made)
        rule.finish()
    return tuple(rules)


def _read_rule(rule: Section, kind: str) -> Rule | None:
    if kind == "required_when":
        needed = rule.text(kind, required=True)
        equals = rule.section("equals", required=True)
        pairs = list(equals.entries()) if equals is not None else []
        if len(pairs) != 1:
            rule.wrong("equals", "names no single parameter", "one parameter and its value, as {timeInForce: GTD}")
            return None
        (name, node) = pairs[0]
        return Rule(kind=kind, names=(needed, str(name)), value=node.text, mark=rule.mark)
    names = tuple(text for text, _ in rule.texts(kind, required=True))
    if len(names) < 2 or (kind == "window" and len(names) != 2):
        rule.wrong(kind, f"names {len(names)} parameters", "two" if kind == "window" else "two or more")
        return None
    limit: int | None = None
    if kind == "window":
        text = rule.optional_text("max")
        limit = duration_ms(text) if text else None
        if text and limit is None:
            rule.wrong("max", f"{text!r} is no duration", "such as 7d, 24h, 30m, 10s or 500ms")
    return Rule(kind=kind, names=names, limit_ms=limit, mark=rule.mark)


def _read_paging(entry: Section) -> dict[str, str]:
    paging = entry.section("paging")
    if paging is None:
        return {}
    found: dict[str, str] = {}
    for key in ("cursor", "time", "key", "step"):
        text = paging.literal(key)
        if text is not None:
            found[key] = text
    unique = [name for name, _ in paging.texts("unique")]
    if unique:
        found["unique"] = ",".join(unique)
    if ("cursor" in found) == ("time" in found):
        entry.report.add(paging.mark, paging.where, "names no single cursor", "either cursor or time")
    if "key" not in found:
        paging.wrong("key", "is missing", "the Python name of the field that the cursor follows")
    paging.finish()
    return found
