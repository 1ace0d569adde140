# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Hosts, routes, budgets, headers, time bounds and connection rules of the exchange."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ._service import Environment, Headers, ListenKeyRules, Pool, Route, StreamRules, Timing, Window, WsApiRules

__all__ = [
    "BOOK_SNAPSHOT_LIMIT",
    "DOCS_BASE",
    "ENVIRONMENTS",
    "FACTS",
    "HEADERS",
    "LISTEN_KEY",
    "MAX_CONDITIONAL_ORDERS",
    "POOLS",
    "ROUTES",
    "STREAM_RULES",
    "TIMING",
    "WS_API_PATH",
    "WS_API_RULES",
]

DOCS_BASE: str = "https://developers.binance.com/docs/derivatives/usds-margined-futures/"
"""Where the source pages live."""

FACTS: Mapping[str, str] = MappingProxyType(
    {"sdk": "binance-sdk-derivatives-trading-usds-futures 18.1.0", "pages": "2026-05-29", "checked": "2026-11-21"}
)
"""Sources of the catalogue and when they were checked."""

ENVIRONMENTS: Mapping[str, Environment] = MappingProxyType(
    {
        "live": Environment(
            rest="https://fapi.binance.com",
            ws_api="wss://ws-fapi.binance.com/ws-fapi/v1",
            streams="wss://fstream.binance.com",
        ),
        "testnet": Environment(
            rest="https://demo-fapi.binance.com",
            ws_api="wss://testnet.binancefuture.com/ws-fapi/v1",
            streams="wss://fstream.binancefuture.com",
            alternatives=(("rest", "https://testnet.binancefuture.com"), ("streams", "wss://demo-fstream.binance.com")),
        ),
    }
)
"""Hosts of each environment."""

WS_API_PATH: str = "/ws-fapi/v1"
"""Path of the WebSocket API under its host."""

ROUTES: Mapping[str, Route] = MappingProxyType(
    {
        "public": Route(path="/public", carries="depth and book ticker"),
        "market": Route(path="/market", carries="all other market streams"),
        "private": Route(path="/private", carries="user data"),
    }
)
"""Paths of the stream connections."""

POOLS: Mapping[str, Pool] = MappingProxyType(
    {
        "request_weight": Pool(
            id="request_weight",
            kind="weight",
            scope="ip",
            code=-1003,
            windows=(Window(limit=2400, interval="1m", seconds=60),),
            testnet_limit=6000,
        ),
        "orders_10s": Pool(
            id="orders_10s",
            kind="orders",
            scope="account",
            code=-1015,
            windows=(Window(limit=300, interval="10s", seconds=10),),
        ),
        "orders_1m": Pool(
            id="orders_1m",
            kind="orders",
            scope="account",
            code=-1015,
            windows=(Window(limit=1200, interval="1m", seconds=60),),
        ),
        "funding": Pool(
            id="funding",
            kind="requests",
            scope="ip",
            code=-1003,
            windows=(Window(limit=500, interval="5m", seconds=300),),
        ),
        "futures_data": Pool(
            id="futures_data",
            kind="requests",
            scope="ip",
            code=-1003,
            windows=(Window(limit=1000, interval="5m", seconds=300),),
        ),
        "futures_data_unstated": Pool(
            id="futures_data_unstated",
            kind="requests",
            scope="ip",
            code=-1003,
            windows=(Window(limit=1000, interval="5m", seconds=300),),
        ),
        "convert_quote": Pool(
            id="convert_quote",
            kind="requests",
            scope="account",
            code=-1003,
            windows=(Window(limit=360, interval="1h", seconds=3600), Window(limit=500, interval="1d", seconds=86400)),
        ),
        "transaction_download": Pool(
            id="transaction_download",
            kind="requests",
            scope="account",
            code=-1003,
            windows=(Window(limit=100, interval="1M", seconds=2678400),),
        ),
        "order_download": Pool(
            id="order_download",
            kind="requests",
            scope="account",
            code=-1003,
            windows=(Window(limit=10, interval="1M", seconds=2678400),),
        ),
        "trade_download": Pool(
            id="trade_download",
            kind="requests",
            scope="account",
            code=-1003,
            windows=(Window(limit=5, interval="1M", seconds=2678400),),
        ),
    }
)
"""Budgets that requests draw on."""

HEADERS: Headers = Headers(
    api_key="X-MBX-APIKEY",
    used_weight="X-MBX-USED-WEIGHT-1M",
    orders_10s="X-MBX-ORDER-COUNT-10S",
    orders_1m="X-MBX-ORDER-COUNT-1M",
    retry_after="Retry-After",
    used_weight_inexact_on=("book_ticker", "ticker_price"),
)
"""Names of headers."""

TIMING: Timing = Timing(
    recv_window_default=5000,
    recv_window_max=60000,
    ahead_limit=1000,
    reject_code=-1021,
    engine_reject_code=-5028,
    backend_limit=10000,
)
"""Bounds of timestamps, in milliseconds."""

STREAM_RULES: StreamRules = StreamRules(
    max_streams=1024,
    max_messages_per_second=10,
    max_connections_per_5m=300,
    lifetime_hours=24,
    ping_interval_s=180,
    pong_timeout_s=600,
    requests=("SUBSCRIBE", "UNSUBSCRIBE", "LIST_SUBSCRIPTIONS", "SET_PROPERTY", "GET_PROPERTY"),
    errors=((0, "unknown property"), (1, "value is not a boolean"), (2, "malformed request"), (3, "not JSON")),
)
"""Rules of stream connections."""

WS_API_RULES: WsApiRules = WsApiRules(
    lifetime_hours=24, ping_interval_s=180, pong_timeout_s=600, max_pings_per_second=5, handshake_weight=5
)
"""Rules of WebSocket-API connections."""

LISTEN_KEY: ListenKeyRules = ListenKeyRules(validity_minutes=60, invalid_code=-1125, expiry_event="listenKeyExpired")
"""Rules of listen keys."""

MAX_CONDITIONAL_ORDERS: int = 200
"""Most open conditional orders of an account."""

BOOK_SNAPSHOT_LIMIT: int = 1000
"""Levels of the snapshot that a local order book starts from."""
