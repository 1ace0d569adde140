"""One call of the API as one side describes it: the catalogue, or a published client library.

Rules:

- a call is told apart by carrier and address (method and path, WebSocket-API method, stream pattern), never by its id;
- parameters are matched without regard to case and underscores, since a library may write them its own way;
- a fact that a side does not state is absent, and is not compared;
- facts are texts in one canonical form, so that equal means equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from binance_usdm_codegen._catalogue import Catalogue, Operation, Param, Stream, Weight
from binance_usdm_codegen._section import Section

__all__ = ["CARRIERS", "FACTS", "Call", "calls_of", "fold", "limits_text", "orders_text", "steps_text"]

CARRIERS = ("rest", "stream", "ws_api")
FACTS: Mapping[str, tuple[str, ...]] = {
    "rest": ("order counts", "request limit", "security", "signed", "weight"),
    "stream": ("route",),
    "ws_api": ("order counts", "request limit", "security", "signed", "weight"),
}


@attrs.frozen(kw_only=True)
class Call:
    """A call over one carrier.

    Attributes:
        carrier: ``rest``, ``ws_api`` or ``stream``.
        address: What it is found by, such as ``POST /fapi/v1/order``.
        name: What this side calls it.
        params: Wire name to whether it is required.
        facts: The other facts that this side states, by name.
    """

    carrier: str
    address: str
    name: str
    params: dict[str, bool]
    facts: dict[str, str]

    @property
    def key(self) -> tuple[str, str]:
        """What the other side must have, too."""
        return self.carrier, self.address


def fold(name: str) -> str:
    """A parameter's name without case and underscores."""
    return name.replace("_", "").lower()


def steps_text(steps: Iterable[tuple[int, int]]) -> str:
    """What each range costs: pairs of its first value and the weight."""
    return ", ".join(f"{ip} from {first}" for first, ip in steps)


def orders_text(in_10s: int, in_1m: int) -> str:
    """What counts on the order counts."""
    return f"{in_10s} in 10s, {in_1m} in 1m" if in_10s or in_1m else "none"


def limits_text(windows: Iterable[tuple[int, str]]) -> str:
    """Limits of requests, as pairs of a number and an interval."""
    return ", ".join(sorted(f"{limit} in {interval}" for limit, interval in windows)) or "none"


def calls_of(catalogue: Catalogue) -> tuple[Call, ...]:
    """All calls of the catalogue, over each of their carriers."""
    limits = _limits(catalogue)
    found: list[Call] = []
    for operation in catalogue.all_operations():
        if operation.method and operation.path:
            found.append(_operation(operation, "rest", f"{operation.method} {operation.path}", limits))
        if operation.ws_api:
            found.append(_operation(operation, "ws_api", operation.ws_api, limits))
    found += [_stream(stream) for stream in catalogue.streams.values()]
    return tuple(found)


def _operation(operation: Operation, carrier: str, address: str, limits: Mapping[str, str]) -> Call:
    params = _params(operation.params)
    if operation.signed and operation.recv_window:
        params["recvWindow"] = False
    weight = operation.weight
    facts = {
        "order counts": orders_text(weight.orders_10s, weight.orders_1m),
        "request limit": limits.get(weight.pool, "none"),
        "security": operation.security,
        "signed": "yes" if operation.signed else "no",
        "weight": _weight(weight),
    }
    return Call(carrier=carrier, address=address, name=operation.id, params=params, facts=facts)


def _stream(stream: Stream) -> Call:
    address = stream.pattern.replace("[", "").replace("]", "")
    facts = {"route": stream.route}
    return Call(carrier="stream", address=address, name=stream.id, params=_params(stream.params), facts=facts)


def _params(params: Iterable[Param]) -> dict[str, bool]:
    return {param.wire: param.required for param in params}


def _weight(weight: Weight) -> str:
    if weight.kind == "by_presence":
        return f"{weight.present} with {weight.parameter}, {weight.absent} without"
    if weight.kind == "by_limit":
        return steps_text((step.first, step.ip) for step in weight.steps)
    if weight.kind == "by_value":
        return ", ".join(f"{step.ip} at {step.first}" for step in sorted(weight.steps, key=lambda step: step.first))
    return str(weight.ip)


def _limits(catalogue: Catalogue) -> dict[str, str]:
    """The windows of every pool but the common weight, which no single call states."""
    from binance_usdm_codegen._mistake import Report

    node = catalogue.documents.get("service")
    pools = None if node is None else Section(node, "", Report()).section("pools")
    if pools is None:
        return {}
    found: dict[str, str] = {}
    for name, pool in pools.named("a pool"):
        windows = [Section(item, name, Report()) for item in Section(pool, name, Report()).items("windows")]
        found[name] = limits_text((window.integer("limit") or 0, window.text("interval")) for window in windows)
    found.pop("request_weight", None)
    return found
