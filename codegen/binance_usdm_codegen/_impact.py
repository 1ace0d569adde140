"""What an edit of the catalogue does to the public Python API, as lines for a changelog.

Breaking is what can make a caller's working, type-checked program fail: a name that goes, a value that is no longer
taken, a type that widens in results or narrows in arguments. What changes only cost or behaviour is *Changed*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol, TypeVar

import attrs

from binance_usdm_codegen._catalogue import Catalogue, Enum, Field, Model, Operation, Param, Stream
from binance_usdm_codegen._emit_operations import result_type
from binance_usdm_codegen._words import weight_words

__all__ = ["Impact", "compare"]


@attrs.define
class Impact:
    """Changes of the public API, in three kinds."""

    breaking: list[str] = attrs.field(factory=list[str])
    added: list[str] = attrs.field(factory=list[str])
    changed: list[str] = attrs.field(factory=list[str])

    def text(self) -> str:
        """The changes as a section of a changelog."""
        parts: list[str] = []
        for title, lines in (("Breaking", self.breaking), ("Added", self.added), ("Changed", self.changed)):
            if lines:
                parts.append("\n".join([f"### {title}", "", *(f"- {line}" for line in lines)]))
        return "\n\n".join(parts) or "The public API does not change."


class _Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T")
N = TypeVar("N", bound=_Named)


def compare(old: Catalogue, new: Catalogue) -> Impact:
    """Compare two catalogues.

    Args:
        old: What was published.
        new: What would be published.
    """
    impact = Impact()
    _each("operation", _operations(old), _operations(new), impact, lambda a, b: _operation(a, b, impact))
    _each("model", old.models, new.models, impact, lambda a, b: _model(a, b, impact))
    _each("enum", old.enums, new.enums, impact, lambda a, b: _enum(a, b, impact))
    _each("stream", old.streams, new.streams, impact, lambda a, b: _stream(a, b, impact))
    _each("event", _events(old), _events(new), impact, lambda a, b: _value("event", "model", a, b, impact))
    _errors(old, new, impact)
    return impact


def _operations(catalogue: Catalogue) -> dict[str, Operation]:
    return {f"{operation.group}.{operation.id}": operation for operation in catalogue.all_operations()}


def _events(catalogue: Catalogue) -> dict[str, str]:
    of_streams = {name: stream.event for stream in catalogue.streams.values() for name in stream.event_types}
    return of_streams | {event.id: event.event for event in catalogue.user_events.values()}


def _each(what: str, old: Mapping[str, T], new: Mapping[str, T], impact: Impact, both: Callable[[T, T], None]) -> None:
    impact.breaking += [f"{what} `{name}` was removed." for name in old if name not in new]
    impact.added += [f"{what} `{name}`." for name in new if name not in old]
    for name, entry in old.items():
        if name in new:
            both(entry, new[name])


def _value(where: str, what: str, old: Any, new: Any, impact: Impact, *, breaks: bool = True) -> None:
    if old != new:
        line = f"{where}: {what} was {_shown(old)}, is {_shown(new)}."
        (impact.breaking if breaks else impact.changed).append(line)


def _shown(value: Any) -> str:
    return "absent" if value is None or value == "" else f"`{value}`"


def _operation(old: Operation, new: Operation, impact: Impact) -> None:
    where = f"{new.group}.{new.id}"
    _value(where, "the result", result_type(old), result_type(new), impact)
    _params(where, old.params, new.params, impact)
    for what, before, after in (
        ("REST", f"{old.method} {old.path}", f"{new.method} {new.path}"),
        ("the WebSocket-API method", old.ws_api, new.ws_api),
        ("security", old.security, new.security),
        ("the weight", weight_words(old), weight_words(new)),
        ("the retry class", old.retry, new.retry),
        ("the deprecation", old.deprecated, new.deprecated),
    ):
        _value(where, what, before, after, impact, breaks=False)
    before_rules = {(rule.kind, rule.names, rule.value, rule.limit_ms) for rule in old.rules}
    for rule in new.rules:
        if (rule.kind, rule.names, rule.value, rule.limit_ms) not in before_rules:
            impact.breaking.append(f"{where}: new rule {rule.kind} of {', '.join(rule.names)}.")


def _by_name(entries: Iterable[N]) -> dict[str, N]:
    return {entry.name: entry for entry in entries}


def _params(where: str, old: tuple[Param, ...], new: tuple[Param, ...], impact: Impact) -> None:
    before, after = _by_name(old), _by_name(new)
    impact.breaking += [f"{where}: parameter `{name}` was removed." for name in before if name not in after]
    for name, param in after.items():
        known = before.get(name)
        if known is None:
            if param.required:
                impact.breaking.append(f"{where}: new required parameter `{name}`.")
            else:
                impact.added.append(f"{where}: parameter `{name}`.")
            continue
        label = f"{where}: parameter `{name}`"
        if param.required and not known.required:
            impact.breaking.append(f"{label} became required.")
        if known.required and not param.required:
            impact.changed.append(f"{label} became optional.")
        _value(label, "the type", str(known.type), str(param.type), impact)
        _bounds(label, known, param, impact)
        _value(label, "the default", known.default, param.default, impact, breaks=False)


def _bounds(label: str, old: Param, new: Param, impact: Impact) -> None:
    for what, before, after, sign in (
        ("the minimum", old.minimum, new.minimum, 1),
        ("the maximum", old.maximum, new.maximum, -1),
    ):
        if before == after:
            continue
        narrows = after is not None and (before is None or sign * (Decimal(after) - Decimal(before)) > 0)
        _value(label, what, before, after, impact, breaks=narrows)
    gone = [value for value in old.values if new.values and value not in new.values]
    if gone or (new.values and not old.values):
        impact.breaking.append(f"{label} takes only {', '.join(new.values)}.")


def _model(old: Model, new: Model, impact: Impact) -> None:
    where = f"model `{new.name}`"
    _value(where, "the kind", old.kind, new.kind, impact)
    _value(where, "the module", old.module, new.module, impact, breaks=False)
    if old.kind == "union" or new.kind == "union":
        impact.breaking += [f"{where}: `{name}` is no member any more." for name in old.union if name not in new.union]
        impact.added += [f"{where}: member `{name}`." for name in new.union if name not in old.union]
        return
    before, after = _by_name(old.fields), _by_name(new.fields)
    impact.breaking += [f"{where}: field `{name}` was removed." for name in before if name not in after]
    for name, field in after.items():
        known = before.get(name)
        if known is not None:
            _field(f"{where}: field `{name}`", known, field, new, impact)
        elif field.required and new.input:
            impact.breaking.append(f"{where}: new required field `{name}`.")
        else:
            impact.added.append(f"{where}: field `{name}`.")
    if (
        old.kind == new.kind == "row"
        and [f.wire for f in old.fields] != [f.wire for f in new.fields][: len(old.fields)]
    ):
        impact.breaking.append(f"{where}: positions moved.")


def _field(label: str, old: Field, new: Field, model: Model, impact: Impact) -> None:
    _value(label, "the type", str(old.type), str(new.type), impact)
    _value(label, "the wire name", old.wire, new.wire, impact, breaks=False)
    if old.required != new.required:
        # A result that may be None breaks who reads it; an input that must be given breaks who writes it.
        line = f"{label} became {'required' if new.required else 'optional'}."
        (impact.breaking if new.required == model.input else impact.changed).append(line)


def _enum(old: Enum, new: Enum, impact: Impact) -> None:
    where = f"enum `{new.name}`"
    before = {member.name: member for member in old.members}
    after = {member.name: member for member in new.members}
    impact.breaking += [f"{where}: member `{name}` was removed." for name in before if name not in after]
    impact.added += [f"{where}: member `{name}`." for name in after if name not in before]
    for name, member in before.items():
        now = after.get(name)
        if now is not None:
            _value(f"{where}: member `{name}`", "the wire text", member.wire, now.wire, impact, breaks=False)
            if member.request and not now.request:
                impact.breaking.append(f"{where}: member `{name}` is no longer taken in requests.")
    if old.open and not new.open:
        impact.breaking.append(f"{where} became closed: unknown members no longer decode.")


def _stream(old: Stream, new: Stream, impact: Impact) -> None:
    where = f"stream `{new.id}`"
    _value(where, "the event", old.event, new.event, impact)
    _value(where, "the shape", old.shape, new.shape, impact)
    _params(where, old.params, new.params, impact)
    _value(where, "the name on the wire", old.pattern, new.pattern, impact, breaks=False)
    _value(where, "the route", old.route, new.route, impact, breaks=False)
    _value(where, "the speeds", old.speeds_ms, new.speeds_ms, impact, breaks=False)


def _errors(old: Catalogue, new: Catalogue, impact: Impact) -> None:
    impact.added += [f"error code {code} {new.errors[code].name}." for code in new.errors if code not in old.errors]
    for code, error in old.errors.items():
        now = new.errors.get(code)
        if now is None:
            impact.breaking.append(f"error code {code} {error.name} was removed.")
        else:
            _value(f"error code {code}", "the exception", error.error_class, now.error_class, impact)
            _value(f"error code {code}", "retryable", error.retryable, now.retryable, impact, breaks=False)
