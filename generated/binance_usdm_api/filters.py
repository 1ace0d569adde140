# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Trading rules of a symbol: what each filter checks and which code answers a breach."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ._service import FilterCheck, FilterRule

__all__ = [
    "FILTERS",
]

FILTERS: Mapping[str, FilterRule] = MappingProxyType(
    {
        "PRICE_FILTER": FilterRule(
            filter_type="PRICE_FILTER",
            model="PriceFilter",
            checks=(
                FilterCheck(kind="min", field="minPrice", codes=(-4013,)),
                FilterCheck(kind="max", field="maxPrice", codes=(-4002,)),
                FilterCheck(kind="step", field="tickSize", codes=(-4014,), origin="minPrice"),
            ),
            applies_to=("price", "stopPrice", "triggerPrice"),
            off_when_zero=True,
        ),
        "LOT_SIZE": FilterRule(
            filter_type="LOT_SIZE",
            model="LotSizeFilter",
            checks=(
                FilterCheck(kind="min", field="minQty", codes=(-4004,)),
                FilterCheck(kind="max", field="maxQty", codes=(-4005,)),
                FilterCheck(kind="step", field="stepSize", codes=(-4023,), origin="minQty"),
            ),
            applies_to=("quantity",),
            except_types=("MARKET", "STOP_MARKET", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"),
        ),
        "MARKET_LOT_SIZE": FilterRule(
            filter_type="MARKET_LOT_SIZE",
            model="MarketLotSizeFilter",
            checks=(
                FilterCheck(kind="min", field="minQty", codes=(-4004,)),
                FilterCheck(kind="max", field="maxQty", codes=(-4005,)),
                FilterCheck(kind="step", field="stepSize", codes=(-4023,), origin="minQty"),
            ),
            applies_to=("quantity",),
            types=("MARKET", "STOP_MARKET", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"),
        ),
        "MAX_NUM_ORDERS": FilterRule(
            filter_type="MAX_NUM_ORDERS",
            model="MaxNumOrdersFilter",
            checks=(FilterCheck(kind="count", field="limit", codes=(-2025,)),),
            scope="open orders of the symbol and account",
        ),
        "MAX_NUM_ALGO_ORDERS": FilterRule(
            filter_type="MAX_NUM_ALGO_ORDERS",
            model="MaxNumAlgoOrdersFilter",
            checks=(FilterCheck(kind="count", field="limit", codes=(-4045,)),),
            scope="open conditional orders of the symbol",
        ),
        "PERCENT_PRICE": FilterRule(
            filter_type="PERCENT_PRICE",
            model="PercentPriceFilter",
            checks=(
                FilterCheck(kind="max_of_mark", field="multiplierUp", codes=(-4016,), side="BUY"),
                FilterCheck(kind="min_of_mark", field="multiplierDown", codes=(-4024,), side="SELL"),
            ),
            applies_to=("price",),
        ),
        "MIN_NOTIONAL": FilterRule(
            filter_type="MIN_NOTIONAL",
            model="MinNotionalFilter",
            checks=(FilterCheck(kind="notional", field="notional", codes=(-4164,)),),
            applies_to=("price", "quantity"),
            market_price="mark price",
            exempt=("reduceOnly", "closePosition"),
        ),
        "POSITION_RISK_CONTROL": FilterRule(
            filter_type="POSITION_RISK_CONTROL",
            model="PositionRiskControlFilter",
            checks=(FilterCheck(kind="side_limit", field="positionControlSide", codes=(-4105, -4106, -4107)),),
            undocumented=True,
        ),
    }
)
"""Rules by the text of ``filterType``."""
