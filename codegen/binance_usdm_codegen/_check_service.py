"""Checks errors, the service description and corrections."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from binance_usdm_codegen._catalogue import Catalogue
from binance_usdm_codegen._mistake import Report
from binance_usdm_codegen._section import Section

__all__ = ["check_corrections", "check_errors", "check_service"]

_ERROR_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_INTERVAL = re.compile(r"[1-9][0-9]{0,3}[smhdM]")
_HEADERS = ("api_key", "used_weight", "orders_10s", "orders_1m", "retry_after")
_TIMES = ("ahead_limit", "reject_code", "engine_reject_code", "backend_limit")
_STREAM_NUMBERS = (
    "max_streams",
    "max_messages_per_second",
    "max_connections_per_5m",
    "lifetime_hours",
    "ping_interval_s",
    "pong_timeout_s",
)
_WS_API_NUMBERS = ("lifetime_hours", "ping_interval_s", "pong_timeout_s", "max_pings_per_second", "handshake_weight")
ROUTES = ("public", "market", "private")


def check_errors(catalogue: Catalogue, report: Report) -> None:
    """Report error codes with unusable or doubled names."""
    names: dict[str, int] = {}
    for error in catalogue.errors.values():
        where = f"codes.{error.code}.name"
        if error.name and _ERROR_NAME.fullmatch(error.name) is None:
            report.add(error.mark, where, f"{error.name!r} is no name", "upper case with underscores")
        if error.name and names.setdefault(error.name, error.code) != error.code:
            report.add(error.mark, where, f"is also the name of {names[error.name]}", "a name of its own")


def check_service(catalogue: Catalogue, report: Report) -> None:
    """Report what is wrong with the service description, and pools that nothing describes."""
    node = catalogue.documents.get("service")
    if node is None:
        return
    top = Section(node, "", report)
    for key in ("title", "docs_base", "ws_api_path"):
        top.text(key, required=True)
    facts = top.section("facts", required=True)
    if facts is not None:
        for key in ("sdk", "pages", "checked"):
            facts.text(key, required=True)
        facts.finish()
    _environments(top)
    _routes(top)
    _pools(catalogue, top)
    _headers(catalogue, top)
    _timing(catalogue, top)
    _connections(catalogue, top)
    top.integer("max_conditional_orders", required=True, minimum=1)
    for key in ("security", "signing", "unrouted", "shared_with_coin_m"):
        top.raw(key)
    top.finish()


def _url(section: Section, key: str, schemes: tuple[str, ...]) -> None:
    text = section.text(key, required=True)
    if text and urlsplit(text).scheme not in schemes:
        section.wrong(key, f"{text!r} is no such address", f"an address with {' or '.join(schemes)}")


def _environments(top: Section) -> None:
    environments = top.section("environments", required=True)
    for name, node in environments.named("an environment") if environments is not None else ():
        entry = Section(node, f"environments.{name}", top.report)
        _url(entry, "rest", ("https",))
        _url(entry, "ws_api", ("wss",))
        _url(entry, "streams", ("wss",))
        others = entry.section("alternatives")
        if others is not None:
            for key in ("rest", "ws_api", "streams"):
                others.texts(key)
            others.finish()
        entry.finish()


def _routes(top: Section) -> None:
    routes = top.section("routes", required=True)
    if routes is None:
        return
    for name in ROUTES:
        entry = routes.section(name, required=True)
        if entry is not None:
            entry.text("path", required=True)
            entry.text("carries")
            entry.finish()
    routes.finish()


def _code(catalogue: Catalogue, section: Section, key: str) -> None:
    code = section.integer(key, required=True)
    if code is not None and code not in catalogue.errors:
        section.report.unknown(
            section.mark_of(key), section.path(key), "error code", str(code), map(str, catalogue.errors)
        )


def _pools(catalogue: Catalogue, top: Section) -> None:
    pools = top.section("pools", required=True)
    names: set[str] = set()
    for name, node in pools.named("a pool") if pools is not None else ():
        names.add(name)
        entry = Section(node, f"pools.{name}", top.report)
        entry.choice("kind", ("weight", "orders", "requests"), required=True)
        entry.choice("scope", ("ip", "account"), required=True)
        _code(catalogue, entry, "code")
        entry.integer("testnet_limit", minimum=1)
        windows = entry.items("windows")
        if not windows:
            entry.wrong("windows", "is missing or empty", "at least one {limit, interval}")
        for index, item in enumerate(windows):
            window = Section(item, f"pools.{name}.windows[{index}]", top.report)
            window.integer("limit", required=True, minimum=1)
            interval = window.text("interval", required=True)
            if interval and _INTERVAL.fullmatch(interval) is None:
                window.wrong("interval", f"{interval!r} is no interval", "such as 10s, 1m, 5m, 1h, 1d or 1M")
            window.finish()
        entry.finish()
    for operation in catalogue.all_operations():
        pool = operation.weight.pool
        if names and pool not in names:
            top.report.unknown(operation.weight.mark, f"{operation.id}.weight.pool", "pool", pool, names)


def _headers(catalogue: Catalogue, top: Section) -> None:
    headers = top.section("headers", required=True)
    if headers is None:
        return
    for key in _HEADERS:
        headers.text(key, required=True)
    for name, mark in headers.texts("used_weight_inexact_on"):
        if name not in catalogue.operations:
            top.report.unknown(mark, headers.path("used_weight_inexact_on"), "operation", name, catalogue.operations)
    headers.finish()


def _timing(catalogue: Catalogue, top: Section) -> None:
    timing = top.section("timing", required=True)
    if timing is None:
        return
    window = timing.section("recv_window", required=True)
    if window is not None:
        default = window.integer("default", required=True, minimum=1)
        most = window.integer("max", required=True, minimum=1)
        if default is not None and most is not None and default > most:
            window.wrong("default", f"{default} is above max {most}", f"1 to {most}")
        window.finish()
    for key in _TIMES:
        if key.endswith("_code"):
            _code(catalogue, timing, key)
        else:
            timing.integer(key, required=True, minimum=1)
    timing.finish()


def _connections(catalogue: Catalogue, top: Section) -> None:
    for key, numbers, others in (
        ("websocket_streams", _STREAM_NUMBERS, ("requests", "errors")),
        ("websocket_api", _WS_API_NUMBERS, ("request", "answer")),
    ):
        section = top.section(key, required=True)
        if section is not None:
            for name in numbers:
                section.integer(name, required=True, minimum=1)
            for name in others:
                if section.raw(name) is None:
                    section.wrong(name, "is missing", "this entry")
            section.finish()
    listen = top.section("listen_key", required=True)
    if listen is not None:
        listen.integer("validity_minutes", required=True, minimum=1)
        _code(catalogue, listen, "invalid_code")
        event = listen.text("expiry_event", required=True)
        if event and event not in catalogue.user_events:
            top.report.unknown(listen.mark, listen.path("expiry_event"), "event", event, catalogue.user_events)
        listen.finish()
    book = top.section("local_order_book", required=True)
    if book is not None:
        book.integer("snapshot_limit", required=True, minimum=1)
        for name in ("drop_before", "first", "next", "remove_at"):
            book.raw(name)
        book.finish()


def check_corrections(catalogue: Catalogue, report: Report) -> None:
    """Report corrections that affect nothing known."""
    known: set[str] = {
        *catalogue.operations, *catalogue.session, *catalogue.models, *catalogue.enums, *catalogue.streams,
        *catalogue.user_events, *map(str, catalogue.errors), *catalogue.categories,
    }  # fmt: skip
    for name in ("service", "filters", "order_rules"):
        node = catalogue.documents.get(name)
        if node is not None and isinstance(node.value, dict):
            known.update(map(str, node.value))
            pools = node.value.get("pools")
            if pools is not None and isinstance(pools.value, dict):
                known.update(map(str, pools.value))
    for correction in catalogue.corrections:
        for name, mark in correction.affects:
            if name not in known:
                report.unknown(mark, f"[{correction.id}].affects", "name", name, known)
