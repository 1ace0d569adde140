"""Checks filters and order rules against models, operations and error codes."""

from __future__ import annotations

from binance_usdm_codegen._catalogue import Catalogue, Model
from binance_usdm_codegen._mistake import Report
from binance_usdm_codegen._section import Section
from binance_usdm_codegen._yaml import Node

__all__ = ["check_filters", "check_order_rules"]

CHECK_KINDS = ("min", "max", "step", "count", "max_of_mark", "min_of_mark", "notional", "side_limit")
_OTHER_RULES = (
    "since", "trigger", "hedge_mode", "one_way_mode", "close_position", "price_match", "good_till_date", "post_only",
    "fill_or_kill", "self_trade_prevention", "client_id", "batch", "modify", "lookup", "gtc_validity_days",
    "algo_only_before_trigger", "special_client_ids",
)  # fmt: skip


def check_filters(catalogue: Catalogue, report: Report) -> None:
    """Report filters that name no model, field or code."""
    node = catalogue.documents.get("filters")
    if node is None:
        return
    top = Section(node, "", report)
    tagged = {str(model.tag_value): model for model in catalogue.models.values() if model.kind == "tagged"}
    for name, entry_node in top.named("a filter"):
        entry = Section(entry_node, name, report)
        model_name = entry.text("model", required=True)
        model = catalogue.models.get(model_name)
        if model is None or model.kind != "tagged":
            report.unknown(entry.mark, f"{name}.model", "tagged model", model_name, (m.name for m in tagged.values()))
            model = None
        elif model.tag_value != name:
            report.add(
                entry.mark, f"{name}.model", f"{model_name} is tagged {model.tag_value}", f"a model tagged {name}"
            )
        for key in ("applies_to", "types", "except_types", "exempt"):
            entry.texts(key)
        for key in ("scope", "market_price"):
            entry.text(key)
        for key in ("off_when_zero", "undocumented"):
            entry.flag(key)
        checks = entry.items("checks")
        if not checks:
            entry.wrong("checks", "is missing or empty", "at least one check")
        for index, check in enumerate(checks):
            _check(catalogue, Section(check, f"{name}.checks[{index}]", report), model)
        entry.finish()
    for tag, model in tagged.items():
        if model.tag_field == "filterType" and not top.has(tag):
            report.add(model.mark, model.name, "has no rule in filters.yaml", f"an entry {tag}")


def _check(catalogue: Catalogue, check: Section, model: Model | None) -> None:
    kinds = [kind for kind in CHECK_KINDS if check.has(kind)]
    if len(kinds) != 1:
        check.report.add(
            check.mark, check.where, f"names {len(kinds)} kinds", f"exactly one of {', '.join(CHECK_KINDS)}"
        )
    fields = {field.wire for field in model.fields} if model is not None else None
    for key in (*kinds, "from"):
        name = check.text(key)
        if name and fields is not None and name not in fields:
            check.report.unknown(check.mark, check.path(key), "field", name, fields)
    check.choice("side", ("BUY", "SELL"))
    code = check.integer("code")
    codes = [code] if code is not None else [number for number, _ in check.integers("codes")]
    if not codes:
        check.wrong("code", "is missing", "the error code, or a list in codes")
    for number in codes:
        if number not in catalogue.errors:
            check.report.unknown(check.mark, check.path("code"), "error code", str(number), map(str, catalogue.errors))
    check.finish()


def check_order_rules(catalogue: Catalogue, report: Report) -> None:
    """Report order rules that name no operation, parameter or order type."""
    node = catalogue.documents.get("order_rules")
    if node is None:
        return
    top = Section(node, "", report)
    tables = top.section("types", required=True)
    users = {operation.types: operation for operation in catalogue.operations.values() if operation.types}
    found: set[str] = set()
    for table, table_node in tables.named("a table") if tables is not None else ():
        found.add(table)
        operation = users.get(table)
        if operation is None:
            report.add(
                table_node.mark, f"types.{table}", "is used by no operation", "tables that an operation's `types` names"
            )
            continue
        params = {param.wire for param in operation.params}
        type_param = operation.param("type")
        enum = catalogue.enums.get(type_param.type.name) if type_param is not None else None
        for name, rule_node in Section(table_node, f"types.{table}", report).named("an order type"):
            if enum is not None and name not in enum.request_values:
                report.unknown(
                    rule_node.mark, f"types.{table}.{name}", f"member of {enum.name}", name, enum.request_values
                )
            _type_rule(Section(rule_node, f"types.{table}.{name}", report), params)
        for name in enum.request_values if enum is not None else ():
            if isinstance(table_node.value, dict) and name not in table_node.value:
                report.add(table_node.mark, f"types.{table}", f"has no rule for {name}", "a rule for each order type")
    for name, operation in users.items():
        if name not in found:
            report.unknown(operation.mark, f"{operation.id}.types", "table", str(name), found)
    _targets(catalogue, top)
    code = top.integer("wrong_endpoint_code", required=True)
    if code is not None and code not in catalogue.errors:
        report.unknown(top.mark_of("wrong_endpoint_code"), "wrong_endpoint_code", "error code", str(code),
                       map(str, catalogue.errors))  # fmt: skip
    for key in _OTHER_RULES:
        top.raw(key)
    top.finish()


def _type_rule(rule: Section, params: set[str]) -> None:
    for name, mark in rule.texts("required"):
        if name not in params:
            rule.report.unknown(mark, rule.path("required"), "parameter", name, params)
    for group in rule.items("one_of"):
        names: list[Node] = group.value if isinstance(group.value, list) else []
        if len(names) < 2:
            rule.report.add(group.mark, rule.path("one_of"), "is no group", "lists of two or more parameters")
        for item in names:
            if item.text not in params:
                rule.report.unknown(item.mark, rule.path("one_of"), "parameter", item.text or item.kind, params)
    rule.finish()


def _targets(catalogue: Catalogue, top: Section) -> None:
    report = top.report
    endpoints = top.section("endpoints", required=True)
    for name, node in endpoints.named("an order type") if endpoints is not None else ():
        if node.text not in catalogue.operations or isinstance(node.value, (dict, list)):
            report.unknown(node.mark, f"endpoints.{name}", "operation", node.text or node.kind, catalogue.operations)
    for key in ("renames", "always"):
        section = top.section(key)
        for name, node in section.named("an operation") if section is not None else ():
            operation = catalogue.operations.get(name)
            if operation is None:
                report.unknown(node.mark, f"{key}.{name}", "operation", name, catalogue.operations)
                continue
            params = {param.wire for param in operation.params}
            for param, value in Section(node, f"{key}.{name}", report).named("a parameter"):
                wire = value.text if key == "renames" else param
                if wire not in params or isinstance(value.value, (dict, list)):
                    report.unknown(value.mark, f"{key}.{name}.{param}", "parameter", wire or value.kind, params)
