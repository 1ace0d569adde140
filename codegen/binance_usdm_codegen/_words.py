"""Sentences of docstrings and reference pages."""

from __future__ import annotations

from binance_usdm_codegen._catalogue import Catalogue, Field, Member, Operation, Param, Stream

__all__ = ["cost", "field_words", "member_words", "page_url", "param_words", "stream_speed", "weight_words"]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def field_words(field: Field) -> str:
    """What a field means, with its unit."""
    words = field.doc.rstrip(".") if field.doc else ""
    if field.type.leaf == "Ms" and field.unit is None:
        unit: str | None = "ms since 1970 UTC" if "time" in field.name or "date" in field.name else "ms"
    else:
        unit = field.unit
    if unit:
        words = f"{words}, {unit}" if words else f"In {unit}"
    if field.only_for:
        words = f"{words}; only for {field.only_for}" if words else f"Only for {field.only_for}"
    if field.undocumented:
        words = f"{words}; seen on the wire, not documented" if words else "Seen on the wire, not documented"
    if field.deprecated:
        words = f"{words}; deprecated: {field.deprecated}" if words else f"Deprecated: {field.deprecated}"
    return _sentence(words) if words else ""


def member_words(member: Member) -> str:
    """What an enum member means."""
    parts = [_sentence(text) for text in (member.doc, member.note) if text]
    if not member.request:
        parts.append("Only in answers.")
    if member.undocumented:
        parts.append("Not documented.")
    return " ".join(parts)


def param_words(catalogue: Catalogue, param: Param) -> str:
    """What a parameter means, with unit, bounds and default."""
    known = catalogue.vocabulary.get(param.name, {})
    doc, unit = param.doc or known.get("doc"), param.unit or known.get("unit")
    if unit is None and param.type.leaf == "Ms":
        unit = "ms since 1970 UTC, or a datetime with a time zone"
    parts = [doc.rstrip(".")] if doc else []
    if unit:
        parts.append(unit)
    if param.minimum or param.maximum:
        parts.append(f"{param.minimum or 0} to {param.maximum}" if param.maximum else f"at least {param.minimum}")
    if param.values:
        parts.append(f"one of {', '.join(param.values)}")
    if param.max_items:
        parts.append(f"at most {param.max_items}")
    if param.default is not None:
        parts.append(f"default {param.default}")
    return _sentence(", ".join(parts)) if parts else ""


def cost(ip: int) -> str:
    """A weight in words."""
    return f"{ip}"


def weight_words(operation: Operation) -> str:
    """What a call costs, in words."""
    weight = operation.weight
    if weight.kind == "constant":
        words = f"{weight.ip}"
    elif weight.kind == "by_presence":
        words = f"{weight.present} with {weight.parameter}, {weight.absent} without"
    elif weight.kind == "by_limit":
        steps = ", ".join(f"{step.ip} for {step.first} to {step.last}" for step in weight.steps)
        words = f"by {weight.parameter}: {steps}"
    else:
        groups: dict[int, list[str]] = {}
        for step in weight.steps:
            groups.setdefault(step.ip, []).append(str(step.first))
        words = f"by {weight.parameter}: " + ", ".join(f"{ip} for {', '.join(v)}" for ip, v in groups.items())
    orders = weight.orders_10s or weight.orders_1m
    if orders:
        words += f"; {orders} on the order counts"
    if weight.pool != "request_weight":
        words += f"; one request of the pool {weight.pool}"
    return words


def page_url(base: str, page: str | None) -> str:
    """The address of a source page."""
    if not page:
        return base
    return page if page.startswith("https:") else base + page


def stream_speed(stream: Stream) -> str:
    """How often a stream sends, in words."""
    if stream.realtime:
        return "in real time"
    default = stream.default_ms or (stream.speeds_ms[0] if stream.speeds_ms else None)
    others = [str(speed) for speed in sorted(stream.speeds_ms) if speed != default]
    words = f"every {default} ms"
    return words + (f", or every {' or '.join(others)} ms" if others else "")
