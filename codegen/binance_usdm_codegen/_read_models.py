"""Reads enums, models and the vocabulary."""

from __future__ import annotations

import attrs

from binance_usdm_codegen._catalogue import Enum, Field, Member, Model, Param
from binance_usdm_codegen._mistake import Mark, Report
from binance_usdm_codegen._names import is_python_name, snake_case
from binance_usdm_codegen._read_params import read_param, read_python_name, read_type
from binance_usdm_codegen._section import Section
from binance_usdm_codegen._yaml import Node

__all__ = ["read_enums", "read_models", "read_vocabulary"]

_KINDS = ("object", "row", "tagged")


def read_vocabulary(root: Node, report: Report) -> dict[str, dict[str, str]]:
    """Default docs and units by Python name."""
    top = Section(root, "", report)
    words: dict[str, dict[str, str]] = {}
    for name, node in top.named("a field"):
        entry = Section(node, name, report)
        words[name] = {key: text for key in ("doc", "unit") if (text := entry.optional_text(key)) is not None}
        entry.finish()
    return words


def read_enums(root: Node, report: Report) -> dict[str, Enum]:
    """``enums.yaml``."""
    top = Section(root, "", report)
    enums: dict[str, Enum] = {}
    for name, node in top.entries():
        if not isinstance(name, str) or not is_python_name(name) or not name[0].isupper():
            report.add(top.mark_of(name), str(name), "is no class name", "a name such as OrderSide")
            continue
        entry = Section(node, name, report)
        enums[name] = Enum(
            name=name,
            summary=entry.text("summary", required=True),
            open=entry.flag("open", default=True),
            members=_members(entry, name, report),
            mark=top.mark_of(name),
        )
        entry.finish()
    return enums


def _members(entry: Section, name: str, report: Report) -> tuple[Member, ...]:
    values = entry.section("values", required=True)
    if values is None:
        return ()
    members: list[Member] = []
    taken: dict[str, str] = {}
    for key, node in values.entries():
        wire, mark = str(key), values.mark_of(key)
        empty = Node({}, node.mark) if node.value is None else node
        member = Section(empty, f"{name}.values.{wire}", report)
        python = member.text("name", default=wire.upper() if wire.islower() and is_python_name(wire) else wire)
        if not is_python_name(python) or python != python.upper() or python == "MRO":
            report.add(
                mark, member.path("name"), f"{python!r} is no usable member name",
                "an upper-case identifier; set it with `name:`, for example {name: M1}",
            )  # fmt: skip
        elif python in taken:
            report.add(
                mark, member.path("name"), f"{python} is also the name of {taken[python]!r}", "a name of its own"
            )
        taken[python] = wire
        members.append(
            Member(
                wire=wire,
                name=python,
                doc=member.optional_text("doc"),
                note=member.optional_text("note"),
                request=member.flag("request", default=True),
                undocumented=member.flag("undocumented"),
                mark=mark,
            )
        )
        member.finish()
    if not members:
        entry.wrong("values", "is empty", "at least one member")
    return tuple(members)


def read_models(root: Node, module: str, words: dict[str, dict[str, str]], report: Report) -> dict[str, Model]:
    """One file of ``models/``; fields of extended models are added later."""
    top = Section(root, "", report)
    models: dict[str, Model] = {}
    for name, node in top.entries():
        if not isinstance(name, str) or not is_python_name(name) or not name[0].isupper():
            report.add(top.mark_of(name), str(name), "is no class name", "a name such as OrderBook")
            continue
        models[name] = _read_model(Section(node, name, report), name, module, top.mark_of(name), words)
    return models


def _read_model(entry: Section, name: str, module: str, mark: Mark, words: dict[str, dict[str, str]]) -> Model:
    report = entry.report
    summary = entry.text("summary", required=True)
    if entry.has("union"):
        members = entry.texts("union", required=True)
        tag_field = entry.text("tag_field", required=True)
        entry.finish()
        return Model(
            name=name, module=module, summary=summary, kind="union", mark=mark,
            union=tuple(member for member, _ in members), tag_field=tag_field,
        )  # fmt: skip
    kind = entry.choice("kind", _KINDS, default="object")
    tag = entry.section("tag")
    tag_value: str | None = None
    tag_name: str | None = None
    if tag is not None:
        tag_name, tag_value = tag.text("field", required=True), tag.text("value", required=True)
        tag.finish()
    if (kind == "tagged") != (tag is not None):
        report.add(mark, entry.path("tag"), "goes with kind: tagged, and only with it", "both or neither")
    example = entry.raw("example")
    is_input = entry.flag("input")
    params = _read_input(entry, words) if is_input else ()
    fields = tuple(map(_as_field, params)) if is_input else _read_fields(entry, kind, words)
    model = Model(
        name=name,
        module=module,
        summary=summary,
        kind=kind,
        input=is_input,
        extends=entry.optional_text("extends"),
        tag_field=tag_name,
        tag_value=tag_value,
        fields=fields,
        params=params,
        undocumented=entry.flag("undocumented"),
        late=entry.flag("late"),
        own=tuple(field.wire for field in fields),
        example=example.plain() if example is not None else None,
        example_node=example,
        mark=mark,
    )
    entry.finish()
    return model


def _read_fields(entry: Section, kind: str, words: dict[str, dict[str, str]]) -> tuple[Field, ...]:
    report = entry.report
    table = entry.section("fields")
    if table is None:
        return ()
    fields: list[Field] = []
    taken: dict[str, str] = {}
    trailing = False
    for key, node in table.entries():
        wire, mark = str(key), table.mark_of(key)
        full = Node({"type": node}, node.mark) if isinstance(node.value, str) else node
        item = Section(full, table.path(wire), report)
        kind_of = read_type(item, item.raw("type"), "type", report)
        name = read_python_name(item, wire, snake_case(wire), mark, report)
        if name in taken:
            report.add(mark, item.path("name"), f"{name} is also the name of {taken[name]}", "a name of its own")
        taken[name] = wire
        optional = item.flag("optional")
        if kind == "row" and trailing and not optional:
            report.add(
                mark, item.path("optional"), "stands behind an optional position", "optional positions at the end only"
            )
        trailing = trailing or optional
        known = words.get(name, {})
        fields.append(
            Field(
                wire=wire,
                name=name,
                type=kind_of,
                required=not optional if kind == "row" else item.flag("required"),
                doc=item.optional_text("doc") or known.get("doc"),
                unit=item.optional_text("unit") or known.get("unit"),
                undocumented=item.flag("undocumented"),
                deprecated=item.optional_text("deprecated"),
                only_for=item.optional_text("only_for"),
                mark=mark,
            )
        )
        item.finish()
    return tuple(fields)


def _read_input(entry: Section, words: dict[str, dict[str, str]]) -> tuple[Param, ...]:
    table = entry.section("fields", required=True)
    params: list[Param] = []
    for key, node in table.entries() if table is not None else ():
        wire, mark = str(key), table.mark_of(key) if table is not None else entry.mark
        full = Node({"type": node}, node.mark) if isinstance(node.value, str) else node
        item = Section(full, f"{entry.path('fields')}.{wire}", entry.report)
        param = read_param(item, wire, mark)
        item.finish()
        known = words.get(param.name, {})
        params.append(attrs.evolve(param, doc=param.doc or known.get("doc"), unit=param.unit or known.get("unit")))
    return tuple(params)


def _as_field(param: Param) -> Field:
    return Field(
        wire=param.wire, name=param.name, type=param.type, required=param.required, doc=param.doc, unit=param.unit,
        deprecated=param.deprecated, mark=param.mark,
    )  # fmt: skip
