"""The error tree. Everything this project raises on purpose is one of these.

    BinanceUsdmError
    ├── ConfigError                  a setting, environment, URL or file is wrong
    │   ├── CredentialsError         a key or secret is missing or malformed
    │   └── MissingExtra             an optional package is not installed
    ├── InvalidParameter             an argument was refused before anything was sent
    │   └── FilterViolation          the symbol's own rules refuse a price or quantity
    ├── TransportError               the bytes did not make the round trip
    │   ├── NotSent                  proven: nothing left this host
    │   └── OutcomeUnknown           a state-changing request may or may not have been executed
    ├── ApiError                     the exchange answered with an error
    │   ├── RateLimited
    │   │   └── Banned
    │   ├── ClockSkew
    │   ├── AuthRejected
    │   ├── InvalidRequest
    │   │   ├── UnknownSymbol
    │   │   └── FilterRejected
    │   ├── InsufficientFunds
    │   ├── OrderRejected
    │   │   ├── PostOnlyRejected
    │   │   ├── ReduceOnlyRejected
    │   │   └── DuplicateClientOrderId
    │   ├── NotFound
    │   ├── AccountRestricted
    │   ├── Overloaded               refused, nothing was executed, try again after a pause
    │   ├── ServerError
    │   └── Blocked                  firewall or geography
    ├── DecodeError                  an answer does not have the documented shape
    └── StreamError
        ├── StreamClosed
        └── StreamOverflow

Attributes come first; the text is built from them. Text from outside is bounded and its control characters are
escaped, so that an error can be logged as it is. No error ever holds a secret, a signature or a query string.
"""

from __future__ import annotations

from decimal import Decimal

from ._api_error import (
    AccountRestricted,
    ApiError,
    AuthRejected,
    Banned,
    Blocked,
    ClockSkew,
    DuplicateClientOrderId,
    FilterRejected,
    InsufficientFunds,
    InvalidRequest,
    NotFound,
    OrderRejected,
    Overloaded,
    PostOnlyRejected,
    RateLimited,
    ReduceOnlyRejected,
    ServerError,
    UnknownSymbol,
)
from ._error import BinanceUsdmError, Outcome, printable

__all__ = [
    "AccountRestricted",
    "ApiError",
    "AuthRejected",
    "Banned",
    "BinanceUsdmError",
    "Blocked",
    "ClockSkew",
    "ConfigError",
    "CredentialsError",
    "DecodeError",
    "DuplicateClientOrderId",
    "FilterRejected",
    "FilterViolation",
    "InsufficientFunds",
    "InvalidParameter",
    "InvalidRequest",
    "MissingExtra",
    "NotFound",
    "NotSent",
    "OrderRejected",
    "Outcome",
    "OutcomeUnknown",
    "Overloaded",
    "PostOnlyRejected",
    "RateLimited",
    "ReduceOnlyRejected",
    "ServerError",
    "StreamClosed",
    "StreamError",
    "StreamOverflow",
    "TransportError",
    "UnknownSymbol",
    "printable",
]


def _spell(value: object) -> str:
    """A refused value for a message: decimals in plain notation while that is short, and whatever repr() does."""
    try:
        plain = isinstance(value, Decimal) and value.is_finite() and -60 <= value.adjusted() <= 60
        return printable(format(value, "f") if plain else repr(value), 120)
    except Exception:  # noqa: BLE001 (a value may refuse to be shown, as a number of 5000 digits does)
        return f"a value of type {type(value).__name__} that cannot be shown"


class ConfigError(BinanceUsdmError):
    """A setting, environment name, URL or configuration file is wrong; nothing was sent."""

    outcome = Outcome.NOT_SENT

    def _safety(self) -> str:
        return "Nothing was sent."


class CredentialsError(ConfigError):
    """A key, secret or key file is missing, malformed or cannot be opened; nothing was sent."""


class MissingExtra(ConfigError):
    """A feature needs an optional package that is not installed."""

    def __init__(self, feature: str, extra: str, *, operation: str | None = None) -> None:
        super().__init__(
            f"{feature} needs an optional package that is not installed.",
            hint=f"Run: pip install 'binance-usdm[{extra}]'",
            operation=operation,
        )
        self.feature = feature
        self.extra = extra


class InvalidParameter(BinanceUsdmError, ValueError):
    """An argument was refused before anything was sent.

    Args:
        parameter: Name of the parameter as the caller wrote it.
        value: The value that was refused.
        allowed: What would have been accepted.
    """

    outcome = Outcome.NOT_SENT

    def __init__(
        self,
        parameter: str,
        value: object,
        allowed: str,
        *,
        reason: str | None = None,
        operation: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(reason or f"{parameter} was refused", operation=operation, hint=hint)
        self.parameter = parameter
        self.value = value
        self.allowed = allowed

    def _facts(self) -> str:
        shown = "not given" if self.value is None else f"got {_spell(self.value)}"
        return f"{self.what}: {shown}; allowed: {self.allowed}."

    def _safety(self) -> str:
        return "Nothing was sent; correct the call and repeat it."


class FilterViolation(InvalidParameter):
    """A price, quantity or notional breaks one of the symbol's filters; nothing was sent.

    Args:
        filter_type: The filter, such as ``PRICE_FILTER``.
        nearest: The nearest value that passes, when there is one.
    """

    def __init__(
        self,
        parameter: str,
        value: object,
        allowed: str,
        *,
        filter_type: str,
        symbol: str,
        nearest: object = None,
        reason: str | None = None,
        operation: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(parameter, value, allowed, reason=reason, operation=operation, hint=hint)
        self.filter_type = filter_type
        self.symbol = symbol
        self.nearest = nearest

    def _facts(self) -> str:
        text = f"{self.symbol} {self.filter_type}: {super()._facts()}"
        return text if self.nearest is None else f"{text} Nearest valid value: {_spell(self.nearest)}."


class TransportError(BinanceUsdmError):
    """A request or its answer was lost on the way.

    Args:
        request: Method and path, without query and body.
    """

    def __init__(
        self,
        what: str,
        *,
        request: str | None = None,
        kind: str | None = None,
        attempts: int = 1,
        operation: str | None = None,
        hint: str | None = None,
        retryable: bool | None = None,
        retry_after: float | None = None,
        outcome: Outcome | None = None,
    ) -> None:
        super().__init__(
            what, operation=operation, hint=hint, retryable=retryable, retry_after=retry_after, outcome=outcome
        )
        self.request = request
        self.kind = kind
        self.attempts = attempts

    def _facts(self) -> str:
        where = f" ({self.request}, attempt {self.attempts})" if self.request else ""
        return f"{self.what}{where}."


class NotSent(TransportError):
    """Proven: nothing left this host (name resolution, connection, TLS, rate gate)."""

    outcome = Outcome.NOT_SENT
    retryable = True


class OutcomeUnknown(TransportError):
    """A state-changing request may or may not have been executed, and no query settled it in time.

    Never send it again: look for it by its id. ``client_order_ids`` names what to look for.
    """

    outcome = Outcome.UNKNOWN

    def __init__(
        self,
        what: str,
        *,
        request: str | None = None,
        kind: str | None = None,
        attempts: int = 1,
        client_order_ids: tuple[str, ...] = (),
        order_id: int | None = None,
        queries: int = 0,
        operation: str | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(what, request=request, kind=kind, attempts=attempts, operation=operation, hint=hint)
        self.client_order_ids = client_order_ids
        self.order_id = order_id
        self.queries = queries

    @property
    def client_order_id(self) -> str | None:
        """The first (usually the only) client order id to look for."""
        return self.client_order_ids[0] if self.client_order_ids else None

    def _facts(self) -> str:
        ids = ", ".join(printable(i, 40) for i in self.client_order_ids)
        named = f" Client order id: {ids}." if ids else ""
        asked = f" {self.queries} queries did not settle it." if self.queries else ""
        return f"the outcome is unknown: {super()._facts()}{named}{asked}"

    def _safety(self) -> str:
        return "Not safe to send again: it may have been executed."


class DecodeError(BinanceUsdmError):
    """An answer does not have the documented shape.

    Args:
        path: JSON path of the offending value, such as ``$[...].price``.
        payload: The body, cut to 4 KiB.
        model: Name of the expected type.
    """

    def __init__(
        self,
        what: str,
        *,
        payload: bytes = b"",
        model: str | None = None,
        path: str | None = None,
        operation: str | None = None,
        outcome: Outcome | None = None,
    ) -> None:
        super().__init__(
            what,
            operation=operation,
            outcome=outcome,
            hint="The raw answer is in the payload attribute; report it with the operation's name.",
        )
        self.payload = payload[:4096]
        self.model = model
        self.path = path

    def _facts(self) -> str:
        model = f" as {self.model}" if self.model else ""
        where = f" at {self.path}" if self.path else ""
        return f"the answer could not be read{model}{where}: {printable(self.what, 256)}."


class StreamError(BinanceUsdmError):
    """A stream could not be opened or kept."""


class StreamClosed(StreamError):
    """The stream was closed."""


class StreamOverflow(StreamError):
    """A consumer fell behind and the declared policy is to fail."""
