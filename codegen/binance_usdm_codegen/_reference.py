"""Reference pages in Markdown."""

from __future__ import annotations

from binance_usdm_codegen._catalogue import GROUPS, Catalogue, Operation, Stream
from binance_usdm_codegen._emit_methods import SUMMARIES, method_class
from binance_usdm_codegen._emit_operations import result_type
from binance_usdm_codegen._words import page_url, param_words, stream_speed, weight_words

__all__ = ["reference_pages"]

_RETRY = {
    "safe": "changes nothing and may be repeated",
    "idempotent": "may be repeated: the same state results",
    "resolve": "never repeated; an unknown outcome is settled by a query",
    "never": "never repeated",
}


def reference_pages(catalogue: Catalogue) -> dict[str, str]:
    """Every page by its file name."""
    pages = {"operations.md": _index(catalogue), "streams.md": _streams(catalogue), "errors.md": _errors(catalogue)}
    for group in GROUPS:
        pages[f"{group}.md"] = _group(catalogue, group)
    head = (
        "<!-- DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).\n"
        f"     Catalogue: sha256 {catalogue.digest} -->\n"
    )
    return {name: head + text.rstrip() + "\n" for name, text in sorted(pages.items())}


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|")


def _table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]


def _index(catalogue: Catalogue) -> str:
    operations = list(catalogue.operations.values())
    served = sum(1 for operation in operations if operation.ws_api)
    summary = (
        f"All {len(operations)} REST operations, {served} of them also on the WebSocket API, and "
        f"{len(catalogue.session)} control methods of the WebSocket API. On the client: `client.GROUP.OPERATION(...)`."
    )
    lines = ["# Operations", "", summary, ""]
    rows: list[tuple[object, ...]] = [
        (
            f"[{o.id}]({o.group}.md#{o.id})",
            o.group,
            f"`{o.method} {o.path}`",
            f"`{o.ws_api}`" if o.ws_api else "",
            o.security,
            weight_words(o),
            o.retry,
        )
        for o in operations
    ]
    lines += _table(("operation", "group", "REST", "WebSocket API", "security", "weight", "retry"), rows)
    lines += ["", "## Control methods of the WebSocket API", ""]
    session: list[tuple[object, ...]] = [
        (o.id, f"`{o.ws_api}`", o.security, weight_words(o), o.summary) for o in catalogue.session.values()
    ]
    lines += _table(("operation", "method", "security", "weight", "what"), session)
    return "\n".join(lines)


def _group(catalogue: Catalogue, group: str) -> str:
    lines = [f"# {group}", "", SUMMARIES[group]]
    lines.append(f"Classes: `{method_class(group, asynchronous=False)}`, `{method_class(group, asynchronous=True)}`.")
    for operation in catalogue.operations.values():
        if operation.group == group:
            lines += ["", *_operation(catalogue, operation)]
    return "\n".join(lines)


def _operation(catalogue: Catalogue, operation: Operation) -> list[str]:
    base = catalogue.documents["service"].plain()["docs_base"]
    lines = [f"## {operation.id}", "", operation.summary, ""]
    if operation.deprecated:
        lines += [f"**Deprecated.** {operation.deprecated}", ""]
    lines.append(f"- REST: `{operation.method} {operation.path}`")
    if operation.ws_api:
        lines.append(f"- WebSocket API: `{operation.ws_api}`")
    lines.append(f"- Security: {operation.security}")
    lines.append(f"- Weight: {weight_words(operation)}")
    lines.append(f"- Retry: {operation.retry}, {_RETRY[operation.retry]}" + (
        f" (`{operation.retry_query}` by {', '.join(operation.retry_by)})" if operation.retry_query else ""
    ))  # fmt: skip
    lines.append(f"- Result: `{result_type(operation)}`")
    if operation.history:
        lines.append(f"- History: {operation.history}")
    lines.append(f"- Source: [{operation.page}]({page_url(base, operation.page)})")
    if operation.params:
        rows: list[tuple[object, ...]] = [
            (f"`{p.name}`", f"`{p.wire}`", f"`{p.type}`", "yes" if p.required else "", param_words(catalogue, p))
            for p in operation.params
        ]
        lines += ["", *_table(("parameter", "wire name", "type", "required", "meaning"), rows)]
    lines += _rules(operation)
    if operation.errors:
        named = [
            f"[{code}](errors.md) {catalogue.errors[code].name}"
            for code in operation.errors
            if code in catalogue.errors
        ]
        lines += ["", f"Errors: {', '.join(named)}."]
    lines += [line for note in operation.notes for line in ("", f"Note: {note.rstrip('.')}.")]
    return lines


def _rules(operation: Operation) -> list[str]:
    words: list[str] = []
    for rule in operation.rules:
        names = ", ".join(f"`{name}`" for name in rule.names)
        if rule.kind == "one_of":
            words.append(f"Exactly one of {names}.")
        elif rule.kind == "exclusive":
            words.append(f"At most one of {names}.")
        elif rule.kind == "requires":
            words.append(f"`{rule.names[0]}` needs {', '.join(f'`{name}`' for name in rule.names[1:])}.")
        elif rule.kind == "required_when":
            words.append(f"`{rule.names[0]}` is needed when `{rule.names[1]}` is {rule.value}.")
        else:
            span = f", at most {rule.limit_ms} ms apart" if rule.limit_ms else ""
            words.append(f"`{rule.names[0]}` must not be after `{rule.names[1]}`{span}.")
    return ["", *words] if words else []


def _streams(catalogue: Catalogue) -> str:
    lines = ["# Streams", "", "Market streams. Builders: `from binance_usdm_api.streams import agg_trade`.", ""]
    rows: list[tuple[object, ...]] = [
        (f"`{s.id}`", f"`{s.pattern}`", s.route, stream_speed(s), f"`{_event(s)}`", s.summary)
        for s in catalogue.streams.values()
    ]
    lines += _table(("stream", "name on the wire", "route", "sent", "event", "what"), rows)
    notes = [f"- `{s.id}`: {note}" for s in catalogue.streams.values() for note in s.notes]
    lines += ["", "Notes:", "", *notes, "", "## User data", ""]
    events: list[tuple[object, ...]] = [
        (f"`{e.id}`", f"`{e.event}`", e.summary + (f" Deprecated: {e.deprecated}." if e.deprecated else ""))
        for e in catalogue.user_events.values()
    ]
    lines += _table(("event", "model", "what"), events)
    return "\n".join(lines)


def _event(stream: Stream) -> str:
    return f"list[{stream.event}]" if stream.shape == "array" else stream.event


def _errors(catalogue: Catalogue) -> str:
    lines = ["# Errors", "", f"All {len(catalogue.errors)} error codes and the exception each becomes.", ""]
    rows: list[tuple[object, ...]] = [
        (e.code, e.name, f"`{e.error_class}`", e.category, "yes" if e.retryable else "", e.hint or "")
        for e in catalogue.errors.values()
    ]
    lines += _table(("code", "name", "exception", "category", "retry helps", "what to do"), rows)
    lines += ["", "## Categories", ""]
    categories: list[tuple[object, ...]] = [
        (name, f"`{entry['class']}`", entry["outcome"]) for name, entry in catalogue.categories.items()
    ]
    lines += _table(("category", "exception", "proves about a change"), categories)
    return "\n".join(lines)
