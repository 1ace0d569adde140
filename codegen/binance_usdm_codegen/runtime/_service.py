"""Where the API lives and by which rules it is spoken, as values; Structs, as they cost next to nothing to define."""

from __future__ import annotations

import msgspec

__all__ = [
    "Environment",
    "FilterCheck",
    "FilterRule",
    "Headers",
    "ListenKeyRules",
    "Pool",
    "Route",
    "StreamRules",
    "Timing",
    "Window",
    "WsApiRules",
]


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """Origins of one environment.

    Attributes:
        rest: Origin of REST.
        ws_api: Full URL of the WebSocket API.
        streams: Origin of the stream connections; a route's path follows.
        alternatives: Other origins that are known to serve it, by kind.
    """

    rest: str
    ws_api: str
    streams: str
    alternatives: tuple[tuple[str, str], ...] = ()


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """A path under the stream origin.

    Attributes:
        path: The path, such as ``/market``.
        carries: What is served there.
    """

    path: str
    carries: str = ""


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """A limit in a span of time.

    Attributes:
        limit: Most units in one window.
        interval: The span as published, such as ``1m`` or ``1M`` (a month).
        seconds: The span in seconds; a month counts 31 days.
    """

    limit: int
    interval: str
    seconds: int


class Pool(msgspec.Struct, frozen=True, kw_only=True):
    """A budget that requests draw on.

    Attributes:
        kind: What it counts: ``weight``, ``orders`` or ``requests``.
        scope: Who shares it: ``ip`` or ``account``.
        code: Error code when it is used up.
        windows: Its limits; all hold.
        testnet_limit: Limit of the first window on the test network, where it differs.
    """

    id: str
    kind: str
    scope: str
    code: int
    windows: tuple[Window, ...]
    testnet_limit: int | None = None


class Headers(msgspec.Struct, frozen=True, kw_only=True):
    """Names of headers.

    Attributes:
        used_weight_inexact_on: Operations whose answers carry an inexact used weight.
    """

    api_key: str
    used_weight: str
    orders_10s: str
    orders_1m: str
    retry_after: str
    used_weight_inexact_on: tuple[str, ...] = ()


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of timestamps, all in milliseconds.

    Attributes:
        ahead_limit: How far a timestamp may be ahead of the exchange.
        reject_code: Code for a timestamp outside its window.
        engine_reject_code: The same, found by the matching engine.
        backend_limit: How long the exchange waits for its own back end.
    """

    recv_window_default: int
    recv_window_max: int
    ahead_limit: int
    reject_code: int
    engine_reject_code: int
    backend_limit: int


class StreamRules(msgspec.Struct, frozen=True, kw_only=True):
    """Rules of stream connections."""

    max_streams: int
    max_messages_per_second: int
    max_connections_per_5m: int
    lifetime_hours: int
    ping_interval_s: int
    pong_timeout_s: int
    requests: tuple[str, ...]
    errors: tuple[tuple[int, str], ...]


class WsApiRules(msgspec.Struct, frozen=True, kw_only=True):
    """Rules of WebSocket-API connections."""

    lifetime_hours: int
    ping_interval_s: int
    pong_timeout_s: int
    max_pings_per_second: int
    handshake_weight: int


class ListenKeyRules(msgspec.Struct, frozen=True, kw_only=True):
    """Rules of listen keys."""

    validity_minutes: int
    invalid_code: int
    expiry_event: str


class FilterCheck(msgspec.Struct, frozen=True, kw_only=True):
    """One check of a symbol filter.

    Attributes:
        kind: ``min``, ``max``, ``step``, ``count``, ``max_of_mark``, ``min_of_mark``, ``notional`` or ``side_limit``.
        field: Wire name of the filter's field that holds the bound.
        codes: Codes that answer a breach.
        origin: For ``step``: wire name of the field that steps start from.
        side: The side it holds for, or None for both.
    """

    kind: str
    field: str
    codes: tuple[int, ...]
    origin: str | None = None
    side: str | None = None


class FilterRule(msgspec.Struct, frozen=True, kw_only=True):
    """What one filter of a symbol checks.

    Attributes:
        filter_type: Text of ``filterType``.
        model: Name of the filter's model.
        applies_to: Wire names of the parameters it looks at.
        types: Order types it is for; empty for all but ``except_types``.
        exempt: Wire names of flags that switch it off.
        off_when_zero: True when a bound of zero means no bound.
    """

    filter_type: str
    model: str
    checks: tuple[FilterCheck, ...]
    applies_to: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    except_types: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    scope: str | None = None
    off_when_zero: bool = False
    market_price: str | None = None
    undocumented: bool = False

    def concerns(self, order_type: str) -> bool:
        """True when orders of this type are checked."""
        return order_type not in self.except_types and (not self.types or order_type in self.types)
