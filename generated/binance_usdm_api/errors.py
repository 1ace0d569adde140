# DO NOT EDIT: @generated, copied from codegen/binance_usdm_codegen/runtime/errors.py by `binance-usdm-codegen generate`.
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

from enum import StrEnum
from typing import Any

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

_LIMIT = 512


class Outcome(StrEnum):
    """What is known about the effect of a request."""

    ACCEPTED = "accepted"
    """The exchange returned an id, or a query shows the effect."""
    REFUSED = "refused"
    """The answer proves that nothing was executed."""
    NOT_SENT = "not_sent"
    """Nothing left this host."""
    UNKNOWN = "unknown"
    """A byte may have left and no answer settles what happened."""


def printable(text: object, limit: int = _LIMIT) -> str:
    """Bound a text from outside and escape what could move a cursor, fake a log line or reverse reading order."""
    raw = text if isinstance(text, str) else str(text)
    cut = raw if len(raw) <= limit else raw[:limit] + "…"
    if cut.isprintable():
        return cut
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)


def _rebuild(cls: type[BinanceUsdmError], args: tuple[object, ...], state: dict[str, Any]) -> BinanceUsdmError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class BinanceUsdmError(Exception):
    """The base of every error raised by this project."""

    operation: str | None = None
    """Id of the operation, such as ``new_order``."""
    outcome: Outcome | None = None
    """What is known about the effect of the request, where there was one."""
    retryable: bool = False
    """True when sending the same request again is safe and can help."""
    retry_after: float | None = None
    """Seconds to wait before another attempt, when known."""
    hint: str | None = None
    """What to do."""

    def __init__(
        self,
        what: str,
        *,
        operation: str | None = None,
        hint: str | None = None,
        retryable: bool | None = None,
        retry_after: float | None = None,
        outcome: Outcome | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        if operation is not None:
            self.operation = operation
        if hint is not None:
            self.hint = hint
        if retryable is not None:
            self.retryable = retryable
        if retry_after is not None:
            self.retry_after = retry_after
        if outcome is not None:
            self.outcome = outcome

    def _facts(self) -> str:
        return self.what

    def __str__(self) -> str:
        parts = [f"{self.operation}: {self._facts()}" if self.operation else self._facts()]
        if self.hint:
            parts.append(self.hint if self.hint.endswith((".", "?", "!")) else f"{self.hint}.")
        if self.retry_after is not None:
            parts.append(f"Wait {self.retry_after:g} s.")
        parts.append(self._safety())
        return " ".join(part for part in parts if part)

    def _safety(self) -> str:
        if self.retryable:
            return "Safe to try again: yes."
        return "Trying again unchanged cannot help."

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


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
        shown = "not given" if self.value is None else f"got {printable(repr(self.value), 120)}"
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
        return text if self.nearest is None else f"{text} Nearest valid value: {self.nearest}."


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
