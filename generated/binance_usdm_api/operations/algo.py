# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Operations of the group algo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._operation import Operation, Paging, Rest, Result, Retry, RetryClass, Security
from .._parameter import Kind, Parameter
from .._rules import Rule, RuleKind, TypeRule
from .._weight import Weight, WeightKind, WeightRule
from ._recv_window import RECV_WINDOW

if TYPE_CHECKING:
    from ..models import AlgoCancel, AlgoOrder, AlgoOrderAck, Confirmation

__all__ = [
    "ALL_ALGO_ORDERS",
    "CANCEL_ALGO_ORDER",
    "CANCEL_ALL_ALGO_OPEN_ORDERS",
    "NEW_ALGO_ORDER",
    "OPEN_ALGO_ORDERS",
    "QUERY_ALGO_ORDER",
]

_SYMBOL = Parameter(name="symbol", python_name="symbol", kind=Kind.SYMBOL, required=True, doc="Trading symbol")
_CLIENT_ALGO_ID = Parameter(
    name="clientAlgoId",
    python_name="client_algo_id",
    kind=Kind.CLIENT_ID,
    pattern="[.A-Z:/a-z0-9_-]{1,36}",
    doc="Own id of the conditional order",
)
_ALGO_ID = Parameter(
    name="algoId", python_name="algo_id", kind=Kind.INT, doc="The exchange's id of the conditional order"
)

NEW_ALGO_ORDER: Operation[AlgoOrderAck] = Operation(
    id="new_algo_order",
    group="algo",
    summary="Place a conditional order.",
    rest=Rest("POST", "/fapi/v1/algoOrder"),
    ws_api="algoOrder.place",
    security=Security.TRADE,
    weight_rule=WeightRule(base=Weight(orders_10s=1, orders_1m=1)),
    retry=Retry(RetryClass.RESOLVE, by=("clientAlgoId",), query="query_algo_order"),
    params=(
        Parameter(
            name="algoType",
            python_name="algo_type",
            kind=Kind.ENUM,
            required=True,
            enum="AlgoType",
            values=("CONDITIONAL",),
        ),
        _SYMBOL,
        Parameter(
            name="side",
            python_name="side",
            kind=Kind.ENUM,
            required=True,
            enum="OrderSide",
            values=("BUY", "SELL"),
            doc="BUY or SELL",
        ),
        Parameter(
            name="type",
            python_name="type",
            kind=Kind.ENUM,
            required=True,
            enum="AlgoOrderType",
            values=("STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"),
            doc="Type",
        ),
        Parameter(
            name="positionSide",
            python_name="position_side",
            kind=Kind.ENUM,
            enum="PositionSide",
            values=("BOTH", "LONG", "SHORT"),
            default="BOTH",
            doc="BOTH in one-way mode, LONG or SHORT in hedge mode",
        ),
        Parameter(
            name="timeInForce",
            python_name="time_in_force",
            kind=Kind.ENUM,
            enum="AlgoTimeInForce",
            values=("GTC", "IOC", "FOK", "GTX", "GTD"),
            default="GTC",
            doc="How long the order stays",
        ),
        Parameter(name="quantity", python_name="quantity", kind=Kind.DECIMAL, unit="base asset", doc="Quantity"),
        Parameter(name="price", python_name="price", kind=Kind.DECIMAL, unit="quote asset", doc="Price"),
        Parameter(
            name="triggerPrice", python_name="trigger_price", kind=Kind.DECIMAL, unit="quote asset", doc="Trigger price"
        ),
        Parameter(
            name="workingType",
            python_name="working_type",
            kind=Kind.ENUM,
            enum="WorkingType",
            values=("MARK_PRICE", "CONTRACT_PRICE"),
            default="CONTRACT_PRICE",
            doc="Price that triggers",
        ),
        Parameter(
            name="priceMatch",
            python_name="price_match",
            kind=Kind.ENUM,
            enum="PriceMatch",
            values=("OPPONENT", "OPPONENT_5", "OPPONENT_10", "OPPONENT_20", "QUEUE", "QUEUE_5", "QUEUE_10", "QUEUE_20"),
            doc="Take the price from the book",
        ),
        Parameter(
            name="closePosition",
            python_name="close_position",
            kind=Kind.BOOL,
            doc="Closes the whole position when triggered",
        ),
        Parameter(
            name="priceProtect",
            python_name="price_protect",
            kind=Kind.BOOL,
            default="false",
            doc="Refuse the trigger when mark and last price differ too much",
        ),
        Parameter(
            name="reduceOnly", python_name="reduce_only", kind=Kind.BOOL, default="false", doc="Only reduces a position"
        ),
        Parameter(
            name="activatePrice",
            python_name="activate_price",
            kind=Kind.DECIMAL,
            unit="quote asset",
            doc="Price that arms a trailing stop",
        ),
        Parameter(
            name="callbackRate",
            python_name="callback_rate",
            kind=Kind.DECIMAL,
            minimum="0.1",
            maximum="20",
            unit="percent",
            doc="Distance of a trailing stop",
        ),
        _CLIENT_ALGO_ID,
        Parameter(
            name="newOrderRespType",
            python_name="new_order_resp_type",
            kind=Kind.ENUM,
            enum="OrderResponseType",
            values=("ACK", "RESULT"),
            default="ACK",
            doc="How much the answer tells",
        ),
        Parameter(
            name="selfTradePreventionMode",
            python_name="self_trade_prevention_mode",
            kind=Kind.ENUM,
            enum="SelfTradePreventionMode",
            values=("NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH"),
            default="NONE",
            doc="What happens when own orders would match",
        ),
        Parameter(
            name="goodTillDate",
            python_name="good_till_date",
            kind=Kind.INSTANT,
            maximum="253402300799000",
            unit="ms",
            doc="End of a GTD order",
        ),
        RECV_WINDOW,
    ),
    result=Result("object", "AlgoOrderAck"),
    rules=(
        Rule(RuleKind.EXCLUSIVE, ("price", "priceMatch")),
        Rule(RuleKind.EXCLUSIVE, ("closePosition", "quantity")),
        Rule(RuleKind.EXCLUSIVE, ("closePosition", "reduceOnly")),
        Rule(RuleKind.REQUIRED_WHEN, ("goodTillDate", "timeInForce"), value="GTD"),
    ),
    type_rules=(
        TypeRule("STOP", required=("quantity", "triggerPrice"), one_of=(("price", "priceMatch"),)),
        TypeRule("TAKE_PROFIT", required=("quantity", "triggerPrice"), one_of=(("price", "priceMatch"),)),
        TypeRule("STOP_MARKET", required=("triggerPrice",), one_of=(("quantity", "closePosition"),)),
        TypeRule("TAKE_PROFIT_MARKET", required=("triggerPrice",), one_of=(("quantity", "closePosition"),)),
        TypeRule("TRAILING_STOP_MARKET", required=("quantity", "callbackRate")),
    ),
    errors=(-1111, -1121, -2021, -2022, -4045, -4116, -4130, -4136, -4137, -4142, -4509),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/New-Algo-Order",
)
CANCEL_ALGO_ORDER: Operation[AlgoCancel] = Operation(
    id="cancel_algo_order",
    group="algo",
    summary="Cancel a conditional order.",
    rest=Rest("DELETE", "/fapi/v1/algoOrder"),
    ws_api="algoOrder.cancel",
    security=Security.TRADE,
    weight_rule=WeightRule(base=Weight(ip=1)),
    retry=Retry(RetryClass.RESOLVE, by=("algoId", "clientAlgoId"), query="query_algo_order"),
    params=(_ALGO_ID, _CLIENT_ALGO_ID, RECV_WINDOW),
    result=Result("object", "AlgoCancel"),
    rules=(Rule(RuleKind.ONE_OF, ("algoId", "clientAlgoId")),),
    errors=(-2011, -4117),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Cancel-Algo-Order",
    stop=True,
)
CANCEL_ALL_ALGO_OPEN_ORDERS: Operation[Confirmation] = Operation(
    id="cancel_all_algo_open_orders",
    group="algo",
    summary="Cancel all open conditional orders of a symbol.",
    rest=Rest("DELETE", "/fapi/v1/algoOpenOrders"),
    ws_api=None,
    security=Security.TRADE,
    weight_rule=WeightRule(base=Weight(ip=1)),
    retry=Retry(RetryClass.RESOLVE, by=("symbol",), query="open_algo_orders"),
    params=(_SYMBOL, RECV_WINDOW),
    result=Result("object", "Confirmation"),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Cancel-All-Algo-Open-Orders",
    stop=True,
)
QUERY_ALGO_ORDER: Operation[AlgoOrder] = Operation(
    id="query_algo_order",
    group="algo",
    summary="One conditional order.",
    rest=Rest("GET", "/fapi/v1/algoOrder"),
    ws_api=None,
    security=Security.USER_DATA,
    weight_rule=WeightRule(base=Weight(ip=1)),
    retry=Retry(RetryClass.SAFE),
    params=(_ALGO_ID, _CLIENT_ALGO_ID, RECV_WINDOW),
    result=Result("object", "AlgoOrder"),
    rules=(Rule(RuleKind.ONE_OF, ("algoId", "clientAlgoId")),),
    errors=(-2013,),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Query-Algo-Order",
    history="unfilled cancelled or expired orders 3d, any order 90d",
)
OPEN_ALGO_ORDERS: Operation[list[AlgoOrder]] = Operation(
    id="open_algo_orders",
    group="algo",
    summary="All open conditional orders.",
    rest=Rest("GET", "/fapi/v1/openAlgoOrders"),
    ws_api=None,
    security=Security.USER_DATA,
    weight_rule=WeightRule(kind=WeightKind.BY_PRESENCE, base=Weight(), parameter="symbol", present=1, absent=40),
    retry=Retry(RetryClass.SAFE),
    params=(
        Parameter(name="algoType", python_name="algo_type", kind=Kind.ENUM, enum="AlgoType", values=("CONDITIONAL",)),
        Parameter(name="symbol", python_name="symbol", kind=Kind.SYMBOL, doc="Trading symbol"),
        _ALGO_ID,
        RECV_WINDOW,
    ),
    result=Result("array", "AlgoOrder"),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Current-All-Algo-Open-Orders",
)
ALL_ALGO_ORDERS: Operation[list[AlgoOrder]] = Operation(
    id="all_algo_orders",
    group="algo",
    summary="Conditional orders of any status.",
    rest=Rest("GET", "/fapi/v1/allAlgoOrders"),
    ws_api=None,
    security=Security.USER_DATA,
    weight_rule=WeightRule(base=Weight(ip=5)),
    retry=Retry(RetryClass.SAFE),
    params=(
        _SYMBOL,
        _ALGO_ID,
        Parameter(name="startTime", python_name="start_time", kind=Kind.INSTANT, unit="ms", doc="From, inclusive"),
        Parameter(name="endTime", python_name="end_time", kind=Kind.INSTANT, unit="ms", doc="To, inclusive"),
        Parameter(
            name="limit",
            python_name="limit",
            kind=Kind.INT,
            minimum="1",
            maximum="1000",
            default="500",
            doc="Most rows to return",
        ),
        RECV_WINDOW,
    ),
    result=Result("array", "AlgoOrder"),
    rules=(Rule(RuleKind.WINDOW, ("startTime", "endTime"), limit_ms=604800000),),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Query-All-Algo-Orders",
    paging=Paging(key="algo_id", cursor="algoId"),
    history="unfilled cancelled or expired orders 3d, any order 90d",
)
