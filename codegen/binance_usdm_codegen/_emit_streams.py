"""Streams and events as template views."""

from __future__ import annotations

from typing import Any

from binance_usdm_codegen._catalogue import Catalogue, Param, Stream
from binance_usdm_codegen._emit_operations import parameter, text_or_none
from binance_usdm_codegen._names import constant_name
from binance_usdm_codegen._openapi_client import input_annotation
from binance_usdm_codegen._python import call, literal, pairs, tuple_of
from binance_usdm_codegen._words import param_words, stream_speed

__all__ = ["events_view", "streams_view"]


def streams_view(catalogue: Catalogue) -> dict[str, Any]:
    """What the template of streams needs."""
    streams = [_stream(catalogue, stream) for stream in catalogue.streams.values()]
    leaves = {param.type.leaf for stream in catalogue.streams.values() for param in stream.params}
    names = [name for stream in streams for name in (stream["id"], stream["constant"])]
    homes: dict[str, set[str]] = {}
    for stream in catalogue.streams.values():
        homes.setdefault(catalogue.models[stream.event].module, set()).add(stream.event)
    return {
        "streams": streams,
        "enums": sorted(leaf for leaf in leaves if leaf in catalogue.enums) or ["OpenEnum"],
        "imports": [(module, sorted(models)) for module, models in sorted(homes.items())],
        "exported": sorted(["STREAMS", "Stream", "Subscription", *names]),
    }


def _stream(catalogue: Catalogue, stream: Stream) -> dict[str, Any]:
    holes = [
        call("Placeholder", parameter(catalogue, param), lower=text_or_none(param.lower)) for param in stream.params
    ]
    cadence = None if stream.realtime else stream.default_ms or (stream.speeds_ms[0] if stream.speeds_ms else None)
    arguments = pairs(
        id=literal(stream.id),
        pattern=literal(stream.pattern),
        route=literal(stream.route),
        event_types=literal(stream.event_types),
        event=literal(stream.event),
        shape=None if stream.shape == "object" else literal(stream.shape),
        cadence_ms=text_or_none(cadence),
        speeds_ms=text_or_none(stream.speeds_ms),
        placeholders=tuple_of(holes) if holes else None,
        quiet=text_or_none(stream.quiet),
        documented=None if stream.documented else "False",
        summary=literal(stream.summary),
    )
    return {
        "id": stream.id,
        "constant": constant_name(stream.id),
        "event": f"list[{stream.event}]" if stream.shape == "array" else stream.event,
        "arguments": arguments,
        "parameters": [_builder_parameter(catalogue, param) for param in stream.params],
        "call": ", ".join(f"{param.name}={param.name}" for param in stream.params),
        "docstring": _docstring(catalogue, stream),
    }


def _builder_parameter(catalogue: Catalogue, param: Param) -> str:
    kind = input_annotation(catalogue, param.type)
    return f"{param.name}: {kind}" if param.required else f"{param.name}: {kind} | None = None"


def _docstring(catalogue: Catalogue, stream: Stream) -> str:
    lines = [stream.summary, "", f"``{stream.pattern}`` on the route {stream.route}, {stream_speed(stream)}."]
    if stream.quiet:
        lines[-1] += " Long silence is normal."
    if not stream.documented:
        lines[-1] += " Not documented."
    lines += [note[0].upper() + note[1:] + ("" if note.endswith(".") else ".") for note in stream.notes]
    if stream.params:
        lines += ["", "Args:"]
        lines += [
            f"    {param.name}: {param_words(catalogue, param) or 'Part of the name.'}" for param in stream.params
        ]
        return "\n".join((" " * 4 + line if line else "") for line in lines).strip() + "\n    "
    return "\n".join((" " * 4 + line if line else "") for line in lines).strip() + "\n    "


def events_view(catalogue: Catalogue) -> dict[str, Any]:
    """What the template of events needs."""
    of_streams = {name: stream.event for stream in catalogue.streams.values() for name in stream.event_types}
    of_users = {event.id: event.event for event in catalogue.user_events.values()}
    homes: dict[str, set[str]] = {}
    for model in (*of_streams.values(), *of_users.values()):
        homes.setdefault(catalogue.models[model].module, set()).add(model)
    undocumented = {
        name for stream in catalogue.streams.values() if not stream.documented for name in stream.event_types
    }
    undocumented |= {event.id for event in catalogue.user_events.values() if not event.documented}
    retired = sorted(event.id for event in catalogue.user_events.values() if event.deprecated)
    return {
        "stream_events": sorted(of_streams.items()),
        "user_events": sorted(of_users.items()),
        "imports": [(module, sorted(names)) for module, names in sorted(homes.items())],
        "deprecated": "{" + ", ".join(map(literal, retired)) + "}" if retired else "",
        "undocumented": "{" + ", ".join(map(literal, sorted(undocumented))) + "}" if undocumented else "",
    }
