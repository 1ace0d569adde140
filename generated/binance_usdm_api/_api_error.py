# DO NOT EDIT: @generated, copied from codegen/binance_usdm_codegen/runtime/_api_error.py by `binance-usdm-codegen generate`.
"""Errors that the exchange itself answers with.

Pure. Each carries the exchange's own code and message; which class a code becomes is data of the catalogue.
"""

from __future__ import annotations

from ._error import BinanceUsdmError, Outcome, printable

__all__ = [
    "AccountRestricted",
    "ApiError",
    "AuthRejected",
    "Banned",
    "Blocked",
    "ClockSkew",
    "DuplicateClientOrderId",
    "FilterRejected",
    "InsufficientFunds",
    "InvalidRequest",
    "NotFound",
    "OrderRejected",
    "Overloaded",
    "PostOnlyRejected",
    "RateLimited",
    "ReduceOnlyRejected",
    "ServerError",
    "UnknownSymbol",
]


class ApiError(BinanceUsdmError):
    """The exchange answered with an error.

    Args:
        code: The exchange's error code, such as -1121, when there was one.
        message: The exchange's own message.
        status: HTTP status.
        name: The documented name of the code.
        request: Method and path, without query and body.
    """

    outcome = Outcome.REFUSED

    def __init__(
        self,
        message: str,
        *,
        code: int | None = None,
        status: int | None = None,
        name: str | None = None,
        request: str | None = None,
        attempts: int = 1,
        operation: str | None = None,
        hint: str | None = None,
        retryable: bool | None = None,
        retry_after: float | None = None,
        outcome: Outcome | None = None,
    ) -> None:
        super().__init__(
            printable(message),
            operation=operation,
            hint=hint,
            retryable=retryable,
            retry_after=retry_after,
            outcome=outcome,
        )
        self.message = printable(message)
        self.code = code
        self.status = status
        self.name = name
        self.request = request
        self.attempts = attempts

    def _facts(self) -> str:
        labels = [
            label
            for label in (
                f"code {self.code}" if self.code is not None else "",
                self.name or "",
                f"HTTP {self.status}" if self.status is not None else "",
            )
            if label
        ]
        source = f" [{', '.join(labels)}]" if labels else ""
        message = self.message or "no message"
        return f"{message}{source}" if message.endswith((".", "!", "?")) else f"{message}{source}."


class RateLimited(ApiError):
    """A request-weight or order-count pool is used up; ``retry_after`` says for how long, when known."""

    retryable = True


class Banned(RateLimited):
    """The address is banned (HTTP 418); nothing may be sent before ``retry_after`` seconds have passed."""

    def _safety(self) -> str:
        return "Every request sent before that lengthens the ban."


class ClockSkew(ApiError):
    """The timestamp was outside the receive window, also after one new clock measurement."""

    retryable = True


class AuthRejected(ApiError):
    """The key, signature or address was rejected; nothing more is sent until new credentials are set."""


class InvalidRequest(ApiError):
    """The exchange refused a parameter."""


class UnknownSymbol(InvalidRequest):
    """The exchange does not know the symbol, or not in this state."""


class FilterRejected(InvalidRequest):
    """The exchange refused a price, quantity or notional (precision, step, minimum, maximum)."""


class InsufficientFunds(ApiError):
    """Balance or margin does not suffice."""


class OrderRejected(ApiError):
    """The order was understood and refused."""


class PostOnlyRejected(OrderRejected):
    """A post-only (GTX) order would have taken liquidity."""


class ReduceOnlyRejected(OrderRejected):
    """A reduce-only order found nothing to reduce or conflicts with open orders."""


class DuplicateClientOrderId(OrderRejected):
    """An open order already holds this client order id."""


class NotFound(ApiError):
    """The order, key or object does not exist, or is not visible yet."""


class AccountRestricted(ApiError):
    """The account, or the key, may not do this now."""


class Overloaded(ApiError):
    """The exchange refused the request because it is busy; nothing was executed."""

    retryable = True


class ServerError(ApiError):
    """The exchange failed on its side; a read can be repeated."""


class Blocked(ApiError):
    """A firewall or a country rule stopped the request before the exchange saw it."""
