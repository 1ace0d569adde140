"""Reads what parameters, fields and placeholders share: a type, a Python name, bounds and an example."""

from __future__ import annotations

from binance_usdm_codegen._catalogue import Param, decimal_text
from binance_usdm_codegen._mistake import Mark, Report
from binance_usdm_codegen._names import is_python_name, snake_case
from binance_usdm_codegen._section import Section
from binance_usdm_codegen._types import TypeExpression, parse_type
from binance_usdm_codegen._yaml import Node

__all__ = ["read_param", "read_python_name", "read_type"]

TYPE_GRAMMAR = "a scalar, enum or model name, list[T] or map[T], with ? when it may be null"


def read_type(section: Section, node: Node | None, key: str, report: Report) -> TypeExpression:
    """The type a node holds; anything else is a mistake and counts as Any."""
    if node is None:
        report.add(section.mark, section.path(key), "is missing", TYPE_GRAMMAR)
        return TypeExpression("Any")
    parsed = parse_type(node.value) if isinstance(node.value, str) else None
    if parsed is None:
        report.add(node.mark, section.path(key), f"{node.text or node.kind!r} is no type", TYPE_GRAMMAR)
        return TypeExpression("Any")
    return parsed


def read_python_name(section: Section, wire: str, default: str, mark: Mark, report: Report) -> str:
    """The ``name`` of an entry, or its default; either must be a usable Python name."""
    name = section.text("name", default=default)
    if not is_python_name(name):
        report.add(
            mark, section.path("name"), f"{wire!r} gives the Python name {name!r}, which cannot be used",
            "an identifier that is no keyword; set it with `name:`",
        )  # fmt: skip
        return "unusable"
    return name


def read_param(item: Section, wire: str, mark: Mark) -> Param:
    """One parameter or placeholder; the caller calls ``finish``."""
    report = item.report
    example = item.raw("example")
    return Param(
        wire=wire,
        name=read_python_name(item, wire, snake_case(wire), mark, report),
        type=read_type(item, item.raw("type"), "type", report),
        required=item.flag("required"),
        doc=item.optional_text("doc"),
        unit=item.optional_text("unit"),
        default=item.literal("default"),
        minimum=decimal_text(item.number("min")),
        maximum=decimal_text(item.number("max")),
        pattern=item.optional_text("pattern"),
        values=tuple(str(value) for value, _ in item.integers("values")),
        max_items=item.integer("max_items", minimum=1),
        example=example.plain() if example is not None else None,
        deprecated=item.optional_text("deprecated"),
        mark=mark,
    )
