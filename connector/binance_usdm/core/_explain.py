"""What to tell the caller when a call does not end in a reply: errors made of facts, one function for each case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from binance_usdm_api import Operation, RetryClass
from binance_usdm_api.errors import (
    ApiError,
    AuthRejected,
    Banned,
    BinanceUsdmError,
    CredentialsError,
    NotSent,
    OrderRejected,
    Outcome,
    OutcomeUnknown,
    RateLimited,
    TransportError,
)

from ..transport._message import FaultKind, TransportFault
from ._resolve import client_ids

__all__ = [
    "FINAL_FAULTS",
    "already_so",
    "lost",
    "no_credentials",
    "no_room",
    "not_executed",
    "rejected_before",
    "unknown",
]

FINAL_FAULTS = frozenset({FaultKind.TLS, FaultKind.PROXY, FaultKind.CLOSED})
"""Faults that stay until somebody changes something: trying again cannot help."""


def rejected_before(operation: Operation[Any], before: AuthRejected) -> AuthRejected:
    """The credentials were rejected by an earlier call."""
    return AuthRejected(
        f"Not sent: these credentials were rejected before ({before.message})",
        code=before.code,
        name=before.name,
        operation=operation.id,
        outcome=Outcome.NOT_SENT,
        hint="Set working credentials with set_credentials() or make a new client.",
    )


def no_room(operation: Operation[Any], wait: float, *, why: str, banned: bool = False) -> RateLimited:
    """There is no room for longer than the call may wait."""
    kind = Banned if banned else RateLimited
    return kind(
        f"Not sent: {why}",
        operation=operation.id,
        outcome=Outcome.NOT_SENT,
        retry_after=round(wait, 3),
        hint="Send less at once, or raise rate_limit_wait (order_wait for orders) to wait longer.",
    )


def no_credentials(operation: Operation[Any]) -> CredentialsError:
    """A signed call without credentials."""
    return CredentialsError(
        f"{operation.id} needs an API key and there are no credentials.",
        operation=operation.id,
        hint="Pass credentials=Credentials.from_env() after setting BINANCE_API_KEY and BINANCE_API_SECRET.",
    )


def lost(operation: Operation[Any], fault: TransportFault, request: str, attempts: int) -> BinanceUsdmError:
    """There is no complete answer."""
    hints = {
        FaultKind.DNS: "Check the host name and this host's network.",
        FaultKind.CONNECT: "Check this host's network and any firewall between.",
        FaultKind.TLS: "Check the clock of this host and its trust store; verification is never switched off.",
        FaultKind.PROXY: "Check the proxy's address and credentials.",
        FaultKind.CLOSED: "The client is closed; make a new one.",
    }
    if not fault.sent:
        final = fault.kind in FINAL_FAULTS
        return NotSent(
            f"not sent, {fault.kind.value}: {fault.detail}",
            request=request,
            kind=fault.kind.value,
            attempts=attempts,
            operation=operation.id,
            hint=hints.get(fault.kind),
            retryable=not final,
        )
    changes = operation.retry.kind in (RetryClass.RESOLVE, RetryClass.NEVER)
    return TransportError(
        f"no complete answer, {fault.kind.value}: {fault.detail}",
        request=request,
        kind=fault.kind.value,
        attempts=attempts,
        operation=operation.id,
        retryable=not changes,
        outcome=Outcome.UNKNOWN,
    )


def unknown(
    operation: Operation[Any],
    params: Mapping[str, object],
    request: str | None,
    sent: int,
    queries: int,
    cause: BinanceUsdmError,
) -> OutcomeUnknown:
    """Nobody can tell whether the request was carried out."""
    number = params.get("orderId") or params.get("algoId")
    rest = operation.rest
    return OutcomeUnknown(
        cause.what.rstrip("."),
        request=request or (f"{rest.method} {rest.path}" if rest else None),
        kind=getattr(cause, "kind", None),
        attempts=sent,
        client_order_ids=client_ids(params),
        order_id=int(str(number)) if number is not None and str(number).isdigit() else None,
        queries=queries,
        operation=operation.id,
        hint=f"Look for it with {operation.retry.query} before doing anything else." if operation.retry.query else None,
    )


def not_executed(operation: Operation[Any], sent: int, why: str) -> ApiError:
    """A query has proven that nothing was executed and that nothing can be any more."""
    return OrderRejected(
        f"Not executed: {why}",
        attempts=sent,
        operation=operation.id,
        outcome=Outcome.REFUSED,
        retryable=False,
        hint=f"See {operation.retry.query}." if operation.retry.query else None,
    )


def already_so(error: BinanceUsdmError) -> bool:
    """True when the exchange refuses because the wanted state already holds."""
    from binance_usdm_api import ERRORS

    code = error.code if isinstance(error, ApiError) else None
    return code is not None and code in ERRORS and ERRORS[code].idempotent_success
