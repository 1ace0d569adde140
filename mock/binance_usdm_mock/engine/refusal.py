"""What the exchange answers when it refuses: code, text and HTTP status."""

from __future__ import annotations

__all__ = ["ExchangeError", "mandatory", "not_required"]

_UNAUTHORIZED = {-2014, -2015}
_TOO_MANY = {-1003, -1015}

TEXTS: dict[int, str] = {
    -1000: "An unknown error occurred while processing the request.",
    -1003: "Too many requests.",
    -1007: "Timeout waiting for response from backend server. Send status unknown; execution status unknown.",
    -1008: (
        "Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again."
    ),
    -1013: "Invalid message.",
    -1020: "This operation is not supported.",
    -1022: "Signature for this request is not valid.",
    -1023: "Start time is greater than end time.",
    -1108: "Invalid asset.",
    -1109: "Invalid account.",
    -1111: "Precision is over the maximum defined for this asset.",
    -1115: "Invalid timeInForce.",
    -1116: "Invalid orderType.",
    -1117: "Invalid side.",
    -1120: "Invalid interval.",
    -1121: "Invalid symbol.",
    -1125: "This listenKey does not exist.",
    -1127: "Lookup interval is too big.",
    -1128: "Combination of optional parameters invalid.",
    -1130: "Data sent for parameter is not valid.",
    -1136: "Invalid newOrderRespType.",
    -2011: "Unknown order sent.",
    -2013: "Order does not exist.",
    -2014: "API-key format invalid.",
    -2015: "Invalid API-key, IP, or permissions for action.",
    -2019: "Margin is insufficient.",
    -2020: "Unable to fill.",
    -2021: "Order would immediately trigger.",
    -2022: "ReduceOnly Order is rejected.",
    -2025: "Reach max open order limit.",
    -2027: "Exceeded the maximum allowable position at current leverage.",
    -2028: "Leverage is smaller than permitted: insufficient margin balance.",
    -4001: "Price less than 0.",
    -4002: "Price greater than max price.",
    -4003: "Quantity less than or equal to zero.",
    -4004: "Quantity less than min quantity.",
    -4005: "Quantity greater than max quantity.",
    -4006: "Stop price less than zero.",
    -4013: "Price less than min price.",
    -4014: "Price not increased by tick size.",
    -4015: "Client order id is not valid.",
    -4023: "Qty not increased by step size.",
    -4045: "Reach max stop order limit.",
    -4046: "No need to change margin type.",
    -4047: "Margin type cannot be changed if there exists open orders.",
    -4048: "Margin type cannot be changed if there exists position.",
    -4049: "Add margin only support for isolated position.",
    -4050: "Cross balance insufficient.",
    -4051: "Isolated balance insufficient.",
    -4054: "Cannot add position margin: position is 0.",
    -4055: "Amount must be positive.",
    -4059: "No need to change position side.",
    -4060: "Invalid position side.",
    -4061: "Order's position side does not match user's setting.",
    -4067: "Position side cannot be changed if there exists open orders.",
    -4068: "Position side cannot be changed if there exists position.",
    -4082: "Invalid number of batch place orders.",
    -4108: "Symbol is not open for trading.",
    -4116: "ClientOrderId is duplicated.",
    -4120: "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.",
    -4130: "An open stop or take profit order with GTE and closePosition in the direction is existing.",
    -4131: "The counterparty's best price does not meet the PERCENT_PRICE filter limit.",
    -4135: "Invalid activation price.",
    -4136: "Target strategy invalid for this order type with closePosition true.",
    -4137: "Quantity must be zero with closePosition equals true.",
    -4138: "Reduce only must be true.",
    -4144: "Invalid pair.",
    -4161: "Leverage reduction is not supported in Isolated Margin Mode with open positions.",
    -4164: "Order's notional must be no smaller than 5 (unless you choose reduce only).",
    -4167: "Unable to adjust to Multi-Assets mode with symbols of USDⓈ-M Futures under isolated-margin mode.",
    -4168: "Unable to adjust to isolated-margin mode under the Multi-Assets mode.",
    -4170: "Unable to adjust Multi-Assets Mode if there are open orders in USDⓈ-M Futures.",
    -4171: "No need to change multi-assets mode.",
    -4411: "Please sign the TradFi-Perps agreement contract first.",
    -4509: "Time in Force (TIF) GTE can only be used with open positions.",
    -5021: (
        "Due to the order could not be filled immediately, the FOK order has been rejected."
        " The order will not be recorded in the order history."
    ),
    -5022: (
        "Due to the order could not be executed as maker, the Post Only order will be rejected."
        " The order will not be recorded in the order history."
    ),
    -5025: "Only limit order is supported.",
    -5026: "Exceed maximum modify order limit.",
    -5027: "No need to modify the order.",
    -5037: "Invalid price match.",
    -5038: "Price match only supports order type: LIMIT, STOP AND TAKE_PROFIT.",
    -5040: (
        "The goodTillDate timestamp must be greater than the current time plus 600 seconds and smaller than"
        " 253402300799000."
    ),
    -5047: "The order is not a reduce-only order.",
}


class ExchangeError(Exception):
    """A refusal by the exchange.

    Args:
        code: The exchange's code, below zero.
        message: Its text; the code's usual one when left out.
        status: HTTP status; the code's usual one when left out.
        retry_after: Seconds for the Retry-After header.
    """

    def __init__(
        self, code: int, message: str | None = None, *, status: int | None = None, retry_after: int | None = None
    ) -> None:
        self.code = code
        self.message = TEXTS.get(code, "Refused.") if message is None else message
        self.retry_after = retry_after
        if status is None:
            status = 401 if code in _UNAUTHORIZED else 429 if code in _TOO_MANY else 400
        self.status = status
        super().__init__(code, self.message)

    @property
    def body(self) -> dict[str, object]:
        """The JSON object of the answer."""
        return {"code": self.code, "msg": self.message}


def mandatory(name: str) -> ExchangeError:
    """-1102 for a parameter that is missing, empty or malformed; the exchange spells it in lower case."""
    return ExchangeError(-1102, f"Mandatory parameter '{name.lower()}' was not sent, was empty/null, or malformed.")


def not_required(name: str) -> ExchangeError:
    """-1106 for a parameter that must not be sent here."""
    return ExchangeError(-1106, f"Parameter '{name}' sent when not required.")
