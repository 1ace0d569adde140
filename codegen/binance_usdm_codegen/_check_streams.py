"""Checks streams: placeholders and parameters agree, event types are unique, speeds are complete."""

from __future__ import annotations

import re

from binance_usdm_codegen._catalogue import Catalogue, Stream
from binance_usdm_codegen._check_operations import check_param
from binance_usdm_codegen._mistake import Report

__all__ = ["PLACEHOLDER", "check_streams"]

PLACEHOLDER = re.compile(r"<([A-Za-z]+)>")
_PATTERN = re.compile(r"(?:[^<>\[\]\s]|<[A-Za-z]+>)*(?:\[(?:[^<>\[\]\s]|<[A-Za-z]+>)*\])?")


def check_streams(catalogue: Catalogue, report: Report) -> None:
    """Report what is wrong with streams and events."""
    types: dict[str, str] = {}
    patterns: dict[str, str] = {}
    for stream in catalogue.streams.values():
        _check_pattern(stream, report)
        first = patterns.setdefault(stream.pattern, stream.id)
        if first != stream.id:
            report.add(stream.mark, f"{stream.id}.pattern", f"belongs to {first}", "a pattern of its own")
        for param in stream.params:
            check_param(catalogue, param, f"{stream.id}.params.{param.wire}", report)
        _check_event(catalogue, stream.id, stream.event, stream, report)
        if not stream.event_types:
            report.add(stream.mark, f"{stream.id}.event_types", "is missing", "the texts of `e` on this stream")
        for name in stream.event_types:
            if types.setdefault(name, stream.event) != stream.event:
                report.add(stream.mark, f"{stream.id}.event_types", f"{name} decodes to {types[name]} elsewhere",
                           "one model for each event type")  # fmt: skip
        _check_speed(stream, report)
    for event in catalogue.user_events.values():
        if types.setdefault(event.id, event.event) != event.event:
            report.add(event.mark, event.id, f"decodes to {types[event.id]} elsewhere", "one model for each event type")
        if catalogue.models.get(event.event) is None:
            report.unknown(event.mark, f"{event.id}.event", "model", event.event, catalogue.models)


def _check_pattern(stream: Stream, report: Report) -> None:
    where = f"{stream.id}.pattern"
    if _PATTERN.fullmatch(stream.pattern) is None:
        report.add(
            stream.mark,
            where,
            f"{stream.pattern!r} is no pattern",
            "placeholders in <>, one optional part in [] at the end",
        )
        return
    required = stream.pattern.partition("[")[0]
    placeholders = PLACEHOLDER.findall(stream.pattern)
    known = {param.wire: param for param in stream.params}
    for name in placeholders:
        if name not in known:
            report.unknown(stream.mark, where, "parameter", name, known)
        elif known[name].required != (f"<{name}>" in required):
            part = "fixed" if known[name].required is False else "optional"
            wrong = f"<{name}> stands in the {part} part"
            report.add(stream.mark, where, wrong, "required parameters in the fixed part, others in the optional one")
    for name in known:
        if name not in placeholders:
            report.add(stream.mark, f"{stream.id}.params.{name}", "has no placeholder", f"<{name}> in the pattern")


def _check_event(catalogue: Catalogue, name: str, event: str, stream: Stream, report: Report) -> None:
    model = catalogue.models.get(event)
    if model is None or model.input:
        report.unknown(
            stream.mark, f"{name}.event", "model", event, (m.name for m in catalogue.models.values() if not m.input)
        )


def _check_speed(stream: Stream, report: Report) -> None:
    if not stream.speeds_ms and not stream.realtime:
        report.add(stream.mark, f"{stream.id}.speeds_ms", "is missing", "speeds_ms, or realtime: true")
    if stream.speeds_ms and stream.realtime:
        report.add(stream.mark, f"{stream.id}.realtime", "contradicts speeds_ms", "one of both")
    if len(stream.speeds_ms) > 1 and stream.default_ms not in stream.speeds_ms:
        report.add(
            stream.mark, f"{stream.id}.default_ms", f"is {stream.default_ms}", f"one of {list(stream.speeds_ms)}"
        )
    for speed in stream.suffix:
        if speed not in stream.speeds_ms:
            report.add(stream.mark, f"{stream.id}.suffix", f"{speed} is no speed", f"one of {list(stream.speeds_ms)}")
