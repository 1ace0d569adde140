"""Reads market streams, user events and error codes."""

from __future__ import annotations

from typing import Any

import attrs

from binance_usdm_codegen._catalogue import Correction, ErrorCode, Stream, UserEvent
from binance_usdm_codegen._mistake import Report
from binance_usdm_codegen._names import is_python_name
from binance_usdm_codegen._read_params import read_param
from binance_usdm_codegen._section import Section
from binance_usdm_codegen._yaml import Node

__all__ = ["read_corrections", "read_errors", "read_market_streams", "read_user_streams"]

OUTCOMES = ("accepted", "refused", "not_sent", "unknown")
ROUTES = ("public", "market", "private")


def read_market_streams(root: Node, report: Report) -> dict[str, Stream]:
    """``streams/market.yaml``."""
    top = Section(root, "", report)
    streams: dict[str, Stream] = {}
    for name, node in top.entries():
        if not isinstance(name, str) or not is_python_name(name) or name != name.lower():
            report.add(top.mark_of(name), str(name), "is no stream id", "a name such as agg_trade")
            continue
        entry = Section(node, name, report)
        params = []
        table = entry.section("params")
        for key, value in table.entries() if table is not None else ():
            wire = str(key)
            full = Node({"type": value}, value.mark) if isinstance(value.value, str) else value
            item = Section(full, f"{name}.params.{wire}", report)
            param = read_param(item, wire, table.mark_of(key) if table is not None else item.mark)
            lower = item.choice("case", ("lower", "as_is"), default="as_is") == "lower"
            params.append(attrs.evolve(param, lower=lower))
            item.finish()
        suffix: dict[int, str] = {}
        suffixes = entry.section("suffix")
        for key, value in suffixes.entries() if suffixes is not None else ():
            if isinstance(key, int) and isinstance(value.value, str):
                suffix[key] = value.value
            else:
                report.add(value.mark, f"{name}.suffix.{key}", "is no speed with a text", 'such as 100: "@100ms"')
        streams[name] = Stream(
            id=name,
            summary=entry.text("summary", required=True),
            pattern=entry.text("pattern", required=True),
            route=entry.choice("route", ROUTES, required=True, default="market"),
            event=entry.text("event", required=True),
            shape=entry.choice("shape", ("object", "array"), default="object"),
            event_types=tuple(text for text, _ in entry.texts("event_types")),
            params=tuple(params),
            speeds_ms=tuple(value for value, _ in entry.integers("speeds_ms")),
            default_ms=entry.integer("default_ms", minimum=1),
            suffix=suffix,
            realtime=entry.flag("realtime"),
            quiet=entry.flag("quiet"),
            documented=entry.flag("documented", default=True),
            notes=tuple(text for text, _ in entry.texts("notes", allow_one=True)),
            page=entry.optional_text("page"),
            mark=top.mark_of(name),
        )
        entry.finish()
    return streams


def read_user_streams(root: Node, report: Report) -> dict[str, UserEvent]:
    """``streams/user.yaml``."""
    top = Section(root, "", report)
    events: dict[str, UserEvent] = {}
    for name, node in top.named("an event"):
        entry = Section(node, name, report)
        events[name] = UserEvent(
            id=name,
            summary=entry.text("summary", required=True),
            event=entry.text("event", required=True),
            route=entry.choice("route", (*ROUTES, "any"), default="private"),
            documented=entry.flag("documented", default=True),
            deprecated=entry.optional_text("deprecated"),
            notes=tuple(text for text, _ in entry.texts("notes", allow_one=True)),
            page=entry.optional_text("page"),
            mark=top.mark_of(name),
        )
        entry.finish()
    return events


@attrs.define
class ErrorsFile:
    """What ``errors.yaml`` holds."""

    codes: dict[int, ErrorCode] = attrs.field(factory=dict)
    categories: dict[str, dict[str, Any]] = attrs.field(factory=dict)
    http: dict[int, str] = attrs.field(factory=dict)
    http_503: list[dict[str, Any]] = attrs.field(factory=list)


def read_errors(root: Node, classes: frozenset[str], report: Report) -> ErrorsFile:
    """``errors.yaml``; ``classes`` are the names of the runtime's error classes."""
    top = Section(root, "", report)
    found = ErrorsFile()
    categories = top.section("categories", required=True)
    for name, node in categories.named("a category") if categories is not None else ():
        entry = Section(node, f"categories.{name}", report)
        found.categories[name] = entry.node.plain() if isinstance(node.value, dict) else {}
        _check_class(entry, "class", classes, required=True)
        entry.choice("outcome", OUTCOMES, required=True)
        entry.flag("retry")
        entry.finish()
    codes = top.section("codes", required=True)
    for key, node in codes.entries() if codes is not None else ():
        if not isinstance(key, int):
            report.add(codes.mark_of(key) if codes else top.mark, f"codes.{key}", "is no error code", "a whole number")
            continue
        entry = Section(node, f"codes.{key}", report)
        found.codes[key] = _read_code(entry, key, found.categories, classes)
    http = top.section("http")
    for key, node in http.entries() if http is not None else ():
        if not isinstance(key, int):
            report.add(http.mark_of(key) if http else top.mark, f"http.{key}", "is no HTTP status", "a whole number")
            continue
        category = node.text
        if category != "see_bodies" and category not in found.categories:
            report.unknown(node.mark, f"http.{key}", "category", category or node.kind, found.categories)
        elif isinstance(key, int):
            found.http[key] = category
    for index, node in enumerate(top.items("http_503")):
        body = Section(node, f"http_503[{index}]", report)
        body.text("message", required=True)
        category = body.text("category", required=True)
        if category and category not in found.categories:
            report.unknown(body.mark, body.path("category"), "category", category, found.categories)
        code = body.integer("code")
        if code is not None and code not in found.codes:
            report.unknown(body.mark, body.path("code"), "error code", str(code), map(str, found.codes))
        body.finish()
        found.http_503.append(node.plain() if isinstance(node.value, dict) else {})
    top.finish()
    return found


def _check_class(entry: Section, key: str, classes: frozenset[str], *, required: bool) -> str | None:
    name = entry.text(key, required=required) or None
    if name is not None and name not in classes:
        node = entry.raw(key)
        entry.report.unknown(node.mark if node else entry.mark, entry.path(key), "error class", name, classes)
        return None
    return name


def _read_code(entry: Section, code: int, categories: dict[str, dict[str, Any]], classes: frozenset[str]) -> ErrorCode:
    category = entry.text("category", required=True)
    if category and category not in categories:
        entry.report.unknown(entry.mark, entry.path("category"), "category", category, categories)
    read_only = entry.optional_text("if_read_only")
    if read_only is not None and read_only not in categories:
        entry.report.unknown(entry.mark, entry.path("if_read_only"), "category", read_only, categories)
    defaults = categories.get(category, {})
    own = _check_class(entry, "class", classes, required=False)
    made = ErrorCode(
        code=code,
        name=entry.text("name", required=True),
        category=category,
        error_class=own or str(defaults.get("class", "ApiError")),
        hint=entry.optional_text("hint"),
        retryable=entry.flag("retryable", default=category.startswith("retryable") or category == "rate_limited"),
        fatal=entry.flag("fatal"),
        if_read_only=read_only,
        idempotent_success=entry.flag("idempotent_success"),
        undocumented=entry.flag("undocumented"),
        mark=entry.mark,
    )
    for key in ("source", "note", "http", "banned_when", "class"):
        entry.raw(key)
    entry.finish()
    return made


def read_corrections(root: Node, report: Report) -> tuple[Correction, ...]:
    """``corrections.yaml``."""
    if not isinstance(root.value, list):
        report.add(root.mark, "file", f"is {root.kind}", "a list of corrections")
        return ()
    found: list[Correction] = []
    for index, node in enumerate(root.value):
        entry = Section(node, f"[{index}]", report)
        correction = Correction(
            id=entry.integer("id", required=True, minimum=1) or 0,
            topic=entry.text("topic", required=True),
            differs=entry.text("differs", required=True),
            chosen=entry.text("chosen", required=True),
            why=entry.text("why", required=True),
            source=entry.text("source", required=True),
            affects=entry.texts("affects", numbers=True),
            mark=entry.mark,
        )
        if any(correction.id == other.id for other in found):
            entry.wrong("id", f"{correction.id} is taken", "a number of its own")
        found.append(correction)
        entry.finish()
    return tuple(found)
