# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Trading rules of a symbol."""

from __future__ import annotations

from typing import Any

from .._decode import UNKNOWN_TAG, register_tags
from .._late import LateDecimal, late
from .._print import Record

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


@late("min_price", "max_price", "tick_size")
class PriceFilter(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    tag_field="filterType",
    tag="PRICE_FILTER",
    rename={"min_price": "minPrice", "max_price": "maxPrice", "tick_size": "tickSize"},
):
    """Bounds and step of prices."""

    min_price: LateDecimal | None = None
    """Lowest price, quote asset."""
    max_price: LateDecimal | None = None
    """Highest price, quote asset."""
    tick_size: LateDecimal | None = None
    """Step of prices, quote asset."""


@late("min_qty", "max_qty", "step_size")
class LotSizeFilter(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    tag_field="filterType",
    tag="LOT_SIZE",
    rename={"min_qty": "minQty", "max_qty": "maxQty", "step_size": "stepSize"},
):
    """Bounds and step of quantities."""

    min_qty: LateDecimal | None = None
    """Smallest quantity, base asset."""
    max_qty: LateDecimal | None = None
    """Largest quantity, base asset."""
    step_size: LateDecimal | None = None
    """Step of quantities, base asset."""


@late("min_qty", "max_qty", "step_size")
class MarketLotSizeFilter(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    tag_field="filterType",
    tag="MARKET_LOT_SIZE",
    rename={"min_qty": "minQty", "max_qty": "maxQty", "step_size": "stepSize"},
):
    """Bounds and step of MARKET quantities."""

    min_qty: LateDecimal | None = None
    """Smallest quantity, base asset."""
    max_qty: LateDecimal | None = None
    """Largest quantity, base asset."""
    step_size: LateDecimal | None = None
    """Step of quantities, base asset."""


class MaxNumOrdersFilter(
    Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, tag_field="filterType", tag="MAX_NUM_ORDERS"
):
    """Most open orders."""

    limit: int | None = None
    """Most rows to return."""


class MaxNumAlgoOrdersFilter(
    Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, tag_field="filterType", tag="MAX_NUM_ALGO_ORDERS"
):
    """Most open conditional orders."""

    limit: int | None = None
    """Most rows to return."""


@late("multiplier_up", "multiplier_down", "multiplier_decimal")
class PercentPriceFilter(
    Record,
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

    multiplier_up: LateDecimal | None = None
    multiplier_down: LateDecimal | None = None
    multiplier_decimal: LateDecimal | None = None


@late("notional")
class MinNotionalFilter(
    Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, tag_field="filterType", tag="MIN_NOTIONAL"
):
    """Smallest price times quantity."""

    notional: LateDecimal | None = None
    """Value, quote asset."""


class PositionRiskControlFilter(
    Record,
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


class UnknownFilter(Record, frozen=True, kw_only=True, tag_field="filterType", tag=UNKNOWN_TAG):
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
