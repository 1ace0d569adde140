"""C1: hosts, pools, filters and order rules travel inside the package."""

from __future__ import annotations

from binance_usdm_api import OPERATIONS, models
from binance_usdm_api.filters import FILTERS
from binance_usdm_api.order_rules import ALGO_TYPES, ALWAYS, ENDPOINTS, RENAMES, TYPE_RULES
from binance_usdm_api.service import (
    ENVIRONMENTS,
    HEADERS,
    LISTEN_KEY,
    POOLS,
    ROUTES,
    STREAM_RULES,
    TIMING,
    WS_API_RULES,
)


def test_hosts_and_routes() -> None:
    """C1: live and testnet have an origin for each carrier; three routes."""
    assert ["live", "testnet"] == sorted(ENVIRONMENTS)
    for environment in ENVIRONMENTS.values():
        assert environment.rest.startswith("https://")
        assert environment.ws_api.startswith("wss://")
        assert environment.streams.startswith("wss://")
    assert {"public": "/public", "market": "/market", "private": "/private"} == {k: r.path for k, r in ROUTES.items()}


def test_pools_of_operations_exist() -> None:
    """C1: every pool an operation draws on is described, with windows."""
    assert {operation.weight({}).pool for operation in OPERATIONS.values()} <= set(POOLS)
    assert (2400, 60) == (POOLS["request_weight"].windows[0].limit, POOLS["request_weight"].windows[0].seconds)
    assert all(window.limit > 0 and window.seconds > 0 for pool in POOLS.values() for window in pool.windows)


def test_headers_times_and_connections() -> None:
    """C1: header names, time bounds and connection rules."""
    assert "X-MBX-APIKEY" == HEADERS.api_key
    assert (5000, 60000) == (TIMING.recv_window_default, TIMING.recv_window_max)
    assert (1024, 24) == (STREAM_RULES.max_streams, STREAM_RULES.lifetime_hours)
    assert (5, 60) == (WS_API_RULES.handshake_weight, LISTEN_KEY.validity_minutes)


def test_filters_have_models_with_their_fields() -> None:
    """C1: each filter rule names fields that its model has."""
    for name, rule in FILTERS.items():
        model = getattr(models, rule.model)
        assert name == rule.filter_type == model.__struct_config__.tag
        fields = set(model.__struct_encode_fields__)
        assert {check.field for check in rule.checks} | {c.origin for c in rule.checks if c.origin} <= fields
    assert FILTERS["MARKET_LOT_SIZE"].concerns("MARKET")
    assert not FILTERS["MARKET_LOT_SIZE"].concerns("LIMIT")
    assert not FILTERS["LOT_SIZE"].concerns("MARKET")
    assert FILTERS["PRICE_FILTER"].concerns("STOP")


def test_order_types_go_to_an_operation_that_takes_them() -> None:
    """C1: every order type has an endpoint whose `type` lists it; renames and fixed values are its parameters."""
    for kind, operation in ENDPOINTS.items():
        parameter = OPERATIONS[operation].parameter("type")
        assert parameter is not None
        assert kind in parameter.values
        assert kind in TYPE_RULES[operation]
    assert {"STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"} == ALGO_TYPES
    for operation, names in RENAMES.items():
        assert [] == [name for name in names.values() if OPERATIONS[operation].parameter(name) is None]
    for operation, fixed in ALWAYS.items():
        assert [] == [name for name in fixed if OPERATIONS[operation].parameter(name) is None]
