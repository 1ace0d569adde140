# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Conversion between assets."""

from __future__ import annotations

from decimal import Decimal

from .._print import Record

__all__ = [
    "ConvertAccepted",
    "ConvertOrder",
    "ConvertPair",
    "ConvertQuote",
]


class ConvertPair(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "from_asset": "fromAsset",
        "to_asset": "toAsset",
        "from_asset_min_amount": "fromAssetMinAmount",
        "from_asset_max_amount": "fromAssetMaxAmount",
        "to_asset_min_amount": "toAssetMinAmount",
        "to_asset_max_amount": "toAssetMaxAmount",
    },
):
    """Assets that can be converted."""

    from_asset: str | None = None
    """Asset given."""
    to_asset: str | None = None
    """Asset received."""
    from_asset_min_amount: Decimal | None = None
    from_asset_max_amount: Decimal | None = None
    to_asset_min_amount: Decimal | None = None
    to_asset_max_amount: Decimal | None = None


class ConvertQuote(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "quote_id": "quoteId",
        "inverse_ratio": "inverseRatio",
        "valid_timestamp": "validTimestamp",
        "to_amount": "toAmount",
        "from_amount": "fromAmount",
    },
):
    """Ask for a conversion quote."""

    quote_id: str | None = None
    """Id of the quote."""
    ratio: Decimal
    inverse_ratio: Decimal | None = None
    valid_timestamp: int | None = None
    """In ms since 1970 UTC."""
    to_amount: Decimal | None = None
    """Amount received, asset received."""
    from_amount: Decimal | None = None
    """Amount given, asset given."""


class ConvertAccepted(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"order_id": "orderId", "create_time": "createTime", "order_status": "orderStatus"},
):
    """Accept a conversion quote."""

    order_id: str | None = None
    """The exchange's id of the order."""
    create_time: int | None = None
    """Creation, ms."""
    order_status: str | None = None


class ConvertOrder(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "order_id": "orderId",
        "order_status": "orderStatus",
        "from_asset": "fromAsset",
        "from_amount": "fromAmount",
        "to_asset": "toAsset",
        "to_amount": "toAmount",
        "inverse_ratio": "inverseRatio",
        "create_time": "createTime",
    },
):
    """Status of a conversion."""

    order_id: int | None = None
    """The exchange's id of the order."""
    order_status: str | None = None
    from_asset: str | None = None
    """Asset given."""
    from_amount: Decimal | None = None
    """Amount given, asset given."""
    to_asset: str | None = None
    """Asset received."""
    to_amount: Decimal | None = None
    """Amount received, asset received."""
    ratio: Decimal | None = None
    inverse_ratio: Decimal | None = None
    create_time: int | None = None
    """Creation, ms."""
