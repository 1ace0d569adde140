# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""What each order type needs, where it goes, and what the exchange promises about orders."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ._rules import TypeRule

__all__ = [
    "ALGO_TYPES",
    "ALWAYS",
    "ENDPOINTS",
    "RENAMES",
    "RULES",
    "TYPE_RULES",
    "WRONG_ENDPOINT_CODE",
]

TYPE_RULES: Mapping[str, Mapping[str, TypeRule]] = MappingProxyType(
    {
        "new_order": MappingProxyType(
            {
                "LIMIT": TypeRule("LIMIT", required=("timeInForce", "quantity"), one_of=(("price", "priceMatch"),)),
                "MARKET": TypeRule("MARKET", required=("quantity",)),
            }
        ),
        "test_order": MappingProxyType(
            {
                "LIMIT": TypeRule("LIMIT", required=("timeInForce", "quantity"), one_of=(("price", "priceMatch"),)),
                "MARKET": TypeRule("MARKET", required=("quantity",)),
                "STOP": TypeRule("STOP", required=("quantity", "stopPrice"), one_of=(("price", "priceMatch"),)),
                "TAKE_PROFIT": TypeRule(
                    "TAKE_PROFIT", required=("quantity", "stopPrice"), one_of=(("price", "priceMatch"),)
                ),
                "STOP_MARKET": TypeRule(
                    "STOP_MARKET", required=("stopPrice",), one_of=(("quantity", "closePosition"),)
                ),
                "TAKE_PROFIT_MARKET": TypeRule(
                    "TAKE_PROFIT_MARKET", required=("stopPrice",), one_of=(("quantity", "closePosition"),)
                ),
                "TRAILING_STOP_MARKET": TypeRule("TRAILING_STOP_MARKET", required=("quantity", "callbackRate")),
            }
        ),
        "new_algo_order": MappingProxyType(
            {
                "STOP": TypeRule("STOP", required=("quantity", "triggerPrice"), one_of=(("price", "priceMatch"),)),
                "TAKE_PROFIT": TypeRule(
                    "TAKE_PROFIT", required=("quantity", "triggerPrice"), one_of=(("price", "priceMatch"),)
                ),
                "STOP_MARKET": TypeRule(
                    "STOP_MARKET", required=("triggerPrice",), one_of=(("quantity", "closePosition"),)
                ),
                "TAKE_PROFIT_MARKET": TypeRule(
                    "TAKE_PROFIT_MARKET", required=("triggerPrice",), one_of=(("quantity", "closePosition"),)
                ),
                "TRAILING_STOP_MARKET": TypeRule("TRAILING_STOP_MARKET", required=("quantity", "callbackRate")),
            }
        ),
    }
)
"""What each order type needs, by operation, by wire names."""

ENDPOINTS: Mapping[str, str] = MappingProxyType(
    {
        "LIMIT": "new_order",
        "MARKET": "new_order",
        "STOP": "new_algo_order",
        "TAKE_PROFIT": "new_algo_order",
        "STOP_MARKET": "new_algo_order",
        "TAKE_PROFIT_MARKET": "new_algo_order",
        "TRAILING_STOP_MARKET": "new_algo_order",
    }
)
"""Operation that takes each order type."""

ALGO_TYPES: frozenset[str] = frozenset(
    {"STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"}
)
"""Order types that go to the conditional-order endpoint."""

RENAMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "new_algo_order": MappingProxyType(
            {"newClientOrderId": "clientAlgoId", "stopPrice": "triggerPrice", "activationPrice": "activatePrice"}
        ),
        "test_order": MappingProxyType(
            {"clientAlgoId": "newClientOrderId", "triggerPrice": "stopPrice", "activatePrice": "activationPrice"}
        ),
    }
)
"""For each operation: the other endpoint's parameter names and what they are called here."""

ALWAYS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"new_algo_order": MappingProxyType({"algoType": "CONDITIONAL"})}
)
"""Parameters that always have one value."""

WRONG_ENDPOINT_CODE: int = -4120
"""Code for an order type sent to the wrong endpoint."""

RULES: Mapping[str, Any] = MappingProxyType(
    {
        "since": "2025-12-09",
        "trigger": {
            "reference": "workingType",
            "STOP": {"BUY": "at or above triggerPrice", "SELL": "at or below triggerPrice"},
            "STOP_MARKET": {"BUY": "at or above triggerPrice", "SELL": "at or below triggerPrice"},
            "TAKE_PROFIT": {"BUY": "at or below triggerPrice", "SELL": "at or above triggerPrice"},
            "TAKE_PROFIT_MARKET": {"BUY": "at or below triggerPrice", "SELL": "at or above triggerPrice"},
            "TRAILING_STOP_MARKET": {
                "BUY": "low at or below activatePrice and price at or above low plus callbackRate",
                "SELL": "high at or above activatePrice and price at or below high minus callbackRate",
            },
            "immediate_code": -2021,
        },
        "hedge_mode": {"positionSide": ("LONG", "SHORT"), "forbidden": ("reduceOnly",)},
        "one_way_mode": {"positionSide": ("BOTH",)},
        "close_position": {"types": ("STOP_MARKET", "TAKE_PROFIT_MARKET"), "excludes": ("quantity", "reduceOnly")},
        "price_match": {"types": ("LIMIT", "STOP", "TAKE_PROFIT"), "excludes": ("price",)},
        "good_till_date": {"min_ahead_s": 600, "max_ms": 253402300799000, "precision": "second"},
        "post_only": {"timeInForce": ("GTX", "RPI"), "code": -5022},
        "fill_or_kill": {"timeInForce": ("FOK",), "code": -5021},
        "self_trade_prevention": {
            "applies_to": ("GTC", "IOC", "GTD"),
            "decided_by": "taker",
            "status": "EXPIRED_IN_MATCH",
            "default": {
                "new_order": "EXPIRE_MAKER",
                "place_batch_orders": "NONE",
                "new_algo_order": "NONE",
                "test_order": "NONE",
            },
        },
        "client_id": {"pattern": "[.A-Z:/a-z0-9_-]{1,36}", "unique_among": "open orders"},
        "batch": {"place": 5, "modify": 5, "cancel": 10, "matching_order": "not guaranteed", "answer_order": "as sent"},
        "modify": {
            "types": ("LIMIT",),
            "max_per_order": 10000,
            "loses_queue_priority": True,
            "resets": {"selfTradePreventionMode": "NONE"},
        },
        "lookup": {"unfilled_closed_days": 3, "any_days": 90},
        "gtc_validity_days": 365,
        "algo_only_before_trigger": {"margin_check": False, "modify": False},
        "special_client_ids": {
            "autoclose-": "liquidation",
            "adl_autoclose": "auto-deleveraging",
            "settlement_autoclose-": "settlement",
            "delivery_autoclose-": "delivery",
        },
    }
)
"""All other rules, as the catalogue has them."""
