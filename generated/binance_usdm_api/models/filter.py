# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 17f42c62619ceee4820747c37e157ba7db184ee138b5721127d211c5f57a00c7
"""Trading rules of a symbol."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from .._decode import UNKNOWN_TAG, register_tags

__all__ = [
    "LotSizeFilter",
    "MarketLotSizeFilter",
    "MaxNumAlgoOrdersFilter",
    "MaxNumOrdersFilter",
    "MinNotionalFilter",
    "PercentPriceFilter",
    "PositionRiskControlFilter",
    "PriceFilter",
    "SymbolFilter",
    "UnknownFilter",
]


class PriceFilter(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    tag_field="filterType",
    tag="PRICE_FILTER",
    rename={"min_price": "minPrice", "max_price": "maxPrice", "tick_size": "tickSize"},
):
    """Bounds and step of prices."""

    min_price: Decimal | None = None
    """Lowest price, quote asset."""
    max_price: Decimal | None = None
    """Highest price, quote asset."""
    tick_size: Decimal | None = None
    """Step of prices, quote asset."""


class LotSizeFilter(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    tag_field="filterType",
    tag="LOT_SIZE",
    rename={"min_qty": "minQty", "max_qty": "maxQty", "step_size": "stepSize"},
):
    """Bounds and step of quantities."""

    min_qty: Decimal | None = None
    """Smallest quantity, base asset."""
    max_qty: Decimal | None = None
    """Largest quantity, base asset."""
    step_size: Decimal | None = None
    """Step of quantities, base asset."""


class MarketLotSizeFilter(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    tag_field="filterType",
    tag="MARKET_LOT_SIZE",
    rename={"min_qty": "minQty", "max_qty": "maxQty", "step_size": "stepSize"},
):
    """Bounds and step of MARKET quantities."""

    min_qty: Decimal | None = None
    """Smallest quantity, base asset."""
    max_qty: Decimal | None = None
    """Largest quantity, base asset."""
    step_size: Decimal | None = None
    """Step of quantities, base asset."""


class MaxNumOrdersFilter(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    tag_field="filterType",
    tag="MAX_NUM_ORDERS",
):
    """Most open orders."""

    limit: int | None = None
    """Most rows to return."""


class MaxNumAlgoOrdersFilter(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    tag_field="filterType",
    tag="MAX_NUM_ALGO_ORDERS",
):
    """Most open conditional orders."""

    limit: int | None = None
    """Most rows to return."""


class PercentPriceFilter(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    tag_field="filterType",
    tag="PERCENT_PRICE",
    rename={
        "multiplier_up": "multiplierUp",
        "multiplier_down": "multiplierDown",
        "multiplier_decimal": "multiplierDecimal",
    },
):
    """Bounds of prices around the mark price."""

    multiplier_up: Decimal | None = None
    multiplier_down: Decimal | None = None
    multiplier_decimal: Decimal | None = None


class MinNotionalFilter(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False, tag_field="filterType", tag="MIN_NOTIONAL"
):
    """Smallest price times quantity."""

    notional: Decimal | None = None
    """Value, quote asset."""


class PositionRiskControlFilter(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    tag_field="filterType",
    tag="POSITION_RISK_CONTROL",
    rename={"position_control_side": "positionControlSide"},
):
    """Sides the position may grow on. Seen on the wire, not documented."""

    position_control_side: str | None = None


class UnknownFilter(msgspec.Struct, frozen=True, kw_only=True, tag_field="filterType", tag=UNKNOWN_TAG):
    """One trading rule of a symbol of a kind that the catalogue does not list."""

    raw: dict[str, Any]
    """What it held."""


SymbolFilter = (
    PriceFilter
    | LotSizeFilter
    | MarketLotSizeFilter
    | MaxNumOrdersFilter
    | MaxNumAlgoOrdersFilter
    | PercentPriceFilter
    | MinNotionalFilter
    | PositionRiskControlFilter
    | UnknownFilter
)
"""One trading rule of a symbol."""
register_tags(
    "filterType",
    frozenset(
        {
            "LOT_SIZE",
            "MARKET_LOT_SIZE",
            "MAX_NUM_ALGO_ORDERS",
            "MAX_NUM_ORDERS",
            "MIN_NOTIONAL",
            "PERCENT_PRICE",
            "POSITION_RISK_CONTROL",
            "PRICE_FILTER",
        }
    ),
)
