# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Methods of the group convert."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ..operations import convert as _operations

if TYPE_CHECKING:
    from .._call import Call
    from .._options import CallOptions, Number
    from ..enums import QuoteValidTime
    from ..models import ConvertAccepted, ConvertOrder, ConvertPair, ConvertQuote

__all__ = ["ConvertMethods"]


class ConvertMethods:
    """Conversion between assets.

    Args:
        call: Sends an operation; see ``binance_usdm_api.plain`` or the connector's client.
    """

    __slots__ = ("_call",)

    def __init__(self, call: Call) -> None:
        self._call = call

    def convert_pairs(
        self, *, from_asset: str | None = None, to_asset: str | None = None, options: CallOptions | None = None
    ) -> list[ConvertPair]:
        """Assets that can be converted.

        ``GET /fapi/v1/convert/exchangeInfo``. Weight: 20.

        Args:
            from_asset: Asset given.
            to_asset: Asset received.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/convert/List-All-Convert-Pairs
        """
        return self._call(_operations.CONVERT_PAIRS, {"fromAsset": from_asset, "toAsset": to_asset}, options)

    def request_convert_quote(
        self,
        *,
        from_asset: str,
        to_asset: str,
        from_amount: Number | None = None,
        to_amount: Number | None = None,
        valid_time: QuoteValidTime | Literal["10s"] | None = None,
        options: CallOptions | None = None,
    ) -> ConvertQuote:
        """Ask for a conversion quote.

        ``POST /fapi/v1/convert/getQuote``. Weight: 50; one request of the pool convert_quote.

        Args:
            from_asset: Asset given.
            to_asset: Asset received.
            from_amount: Amount given, asset given.
            to_amount: Amount received, asset received.
            valid_time: default 10s.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/convert/Send-Quote-Request
        """
        return self._call(
            _operations.REQUEST_CONVERT_QUOTE,
            {
                "fromAsset": from_asset,
                "toAsset": to_asset,
                "fromAmount": from_amount,
                "toAmount": to_amount,
                "validTime": valid_time,
            },
            options,
        )

    def accept_convert_quote(self, *, quote_id: str, options: CallOptions | None = None) -> ConvertAccepted:
        """Accept a conversion quote.

        ``POST /fapi/v1/convert/acceptQuote``. Weight: 200.

        Args:
            quote_id: Id of the quote.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/convert/Accept-The-Offered-Quote
        """
        return self._call(_operations.ACCEPT_CONVERT_QUOTE, {"quoteId": quote_id}, options)

    def convert_order_status(
        self, *, order_id: str | None = None, quote_id: str | None = None, options: CallOptions | None = None
    ) -> ConvertOrder:
        """Status of a conversion.

        ``GET /fapi/v1/convert/orderStatus``. Weight: 50.

        Args:
            order_id: The exchange's id of the order.
            quote_id: Id of the quote.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/convert/Order-Status
        """
        return self._call(_operations.CONVERT_ORDER_STATUS, {"orderId": order_id, "quoteId": quote_id}, options)
