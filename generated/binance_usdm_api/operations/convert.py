# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Operations of the group convert."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._operation import Operation, Rest, Result, Retry, RetryClass, Security
from .._parameter import Kind, Parameter
from .._rules import Rule, RuleKind
from .._weight import Weight, WeightRule
from ._recv_window import RECV_WINDOW

if TYPE_CHECKING:
    from ..models import ConvertAccepted, ConvertOrder, ConvertPair, ConvertQuote

__all__ = [
    "ACCEPT_CONVERT_QUOTE",
    "CONVERT_ORDER_STATUS",
    "CONVERT_PAIRS",
    "REQUEST_CONVERT_QUOTE",
]


CONVERT_PAIRS: Operation[list[ConvertPair]] = Operation(
    id="convert_pairs",
    group="convert",
    summary="Assets that can be converted.",
    rest=Rest("GET", "/fapi/v1/convert/exchangeInfo"),
    ws_api=None,
    security=Security.NONE,
    weight_rule=WeightRule(base=Weight(ip=20)),
    retry=Retry(RetryClass.SAFE),
    params=(
        Parameter(name="fromAsset", python_name="from_asset", kind=Kind.STRING, doc="Asset given"),
        Parameter(name="toAsset", python_name="to_asset", kind=Kind.STRING, doc="Asset received"),
    ),
    result=Result("array", "ConvertPair"),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/convert/List-All-Convert-Pairs",
)
REQUEST_CONVERT_QUOTE: Operation[ConvertQuote] = Operation(
    id="request_convert_quote",
    group="convert",
    summary="Ask for a conversion quote.",
    rest=Rest("POST", "/fapi/v1/convert/getQuote"),
    ws_api=None,
    security=Security.USER_DATA,
    weight_rule=WeightRule(base=Weight(pool="convert_quote", ip=50)),
    retry=Retry(RetryClass.IDEMPOTENT),
    params=(
        Parameter(name="fromAsset", python_name="from_asset", kind=Kind.STRING, required=True, doc="Asset given"),
        Parameter(name="toAsset", python_name="to_asset", kind=Kind.STRING, required=True, doc="Asset received"),
        Parameter(
            name="fromAmount", python_name="from_amount", kind=Kind.DECIMAL, unit="asset given", doc="Amount given"
        ),
        Parameter(
            name="toAmount", python_name="to_amount", kind=Kind.DECIMAL, unit="asset received", doc="Amount received"
        ),
        Parameter(
            name="validTime",
            python_name="valid_time",
            kind=Kind.ENUM,
            enum="QuoteValidTime",
            values=("10s",),
            default="10s",
        ),
        RECV_WINDOW,
    ),
    result=Result("object", "ConvertQuote"),
    rules=(Rule(RuleKind.ONE_OF, ("fromAmount", "toAmount")),),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/convert/Send-Quote-Request",
)
ACCEPT_CONVERT_QUOTE: Operation[ConvertAccepted] = Operation(
    id="accept_convert_quote",
    group="convert",
    summary="Accept a conversion quote.",
    rest=Rest("POST", "/fapi/v1/convert/acceptQuote"),
    ws_api=None,
    security=Security.USER_DATA,
    weight_rule=WeightRule(base=Weight(ip=200)),
    retry=Retry(RetryClass.RESOLVE, by=("quoteId",), query="convert_order_status"),
    params=(
        Parameter(name="quoteId", python_name="quote_id", kind=Kind.STRING, required=True, doc="Id of the quote"),
        RECV_WINDOW,
    ),
    result=Result("object", "ConvertAccepted"),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/convert/Accept-The-Offered-Quote",
)
CONVERT_ORDER_STATUS: Operation[ConvertOrder] = Operation(
    id="convert_order_status",
    group="convert",
    summary="Status of a conversion.",
    rest=Rest("GET", "/fapi/v1/convert/orderStatus"),
    ws_api=None,
    security=Security.USER_DATA,
    weight_rule=WeightRule(base=Weight(ip=50)),
    retry=Retry(RetryClass.SAFE),
    params=(
        Parameter(name="orderId", python_name="order_id", kind=Kind.STRING, doc="The exchange's id of the order"),
        Parameter(name="quoteId", python_name="quote_id", kind=Kind.STRING, doc="Id of the quote"),
    ),
    result=Result("object", "ConvertOrder"),
    rules=(Rule(RuleKind.ONE_OF, ("orderId", "quoteId")),),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/convert/Order-Status",
)
