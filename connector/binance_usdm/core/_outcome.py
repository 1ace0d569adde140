"""What an answer, or the lack of one, proves.

Rules (the outcome table of docs/outcomes.md):
- ACCEPTED: a readable 2xx that is not an error in disguise;
- REFUSED: a 4xx with a documented code that refuses; the 503 texts that promise nothing was executed; 403, 418, 429
  and 451
  with any body;
- NOT_SENT: the transport proves that no byte left;
- UNKNOWN: everything else, also an undocumented code, an unreadable 2xx, and what names a key twice.

An answer without a JSON code came from a proxy, a firewall or a gateway; its text is never parsed for meaning, only
kept, cut and escaped.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from enum import Enum, auto
from typing import Any, Protocol

import msgspec

from binance_usdm_api import Operation, RetryClass
from binance_usdm_api.errors import (
    ApiError,
    Banned,
    Blocked,
    ClockSkew,
    DecodeError,
    Outcome,
    Overloaded,
    RateLimited,
    ServerError,
    printable,
)

from ..observe import event, get_logger
from ..transport._message import HttpResponse
from ._facts import Facts
from ._repeats import names_twice

__all__ = ["Failure", "Next", "classify", "is_error", "read_error", "unreadable"]

log = get_logger()

_BANNED_UNTIL = re.compile(r"banned until (\d{13})")
_NUMBER = re.compile(r"-?[0-9]{1,7}").fullmatch
_UNKNOWN_CATEGORIES = frozenset({"unknown_outcome", "server"})


class Next(Enum):
    """What the flow may do about a failure."""

    RAISE = auto()
    BACK_OFF = auto()
    """Nothing was executed: send again after a pause."""
    WAIT_ADDRESS = auto()
    """The address must be silent for a while."""
    WAIT_ORDERS = auto()
    """The account's order count is used up."""
    RESYNC = auto()
    """Measure the clock, stamp and sign anew, send once more."""
    HALT = auto()
    """The credentials are rejected: nothing more is sent with them."""
    SETTLE = auto()
    """Unknown: repeat a read, resolve an order."""


class Failure(msgspec.Struct, frozen=True):
    """An error and what may be done about it."""

    error: ApiError
    next: Next
    wait: float | None = None


class _Body(msgspec.Struct):
    code: int | str | None = None
    msg: str | None = None


_decoder = msgspec.json.Decoder(_Body)


class _Failed(Protocol):
    def __call__(self, kind: type[ApiError], then: Next, outcome: Outcome, *, say: str | None = None) -> Failure: ...


def read_error(body: bytes) -> tuple[int | None, str]:
    """Code and message of an error body; no code when it is not the exchange's JSON."""
    try:
        read = _decoder.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None, _as_text(body)
    code = read.code
    if isinstance(code, str):
        code = int(code) if _NUMBER(code) else None
    return code, read.msg or ""


def _as_text(body: bytes) -> str:
    return printable(body[:256].decode("utf-8", "replace"), 256)


def _read_once(body: bytes) -> tuple[int | None, str]:
    """As `read_error`; no code either when a key is there twice, which may be that of the code."""
    return (None, _as_text(body)) if names_twice(body) else read_error(body)


def is_error(body: bytes) -> bool:
    """True when a body is an error of the exchange, whatever status it came with."""
    code, _ = read_error(body)
    return code is not None and code < 0


def retry_after(headers: Mapping[str, str], message: str, server_ms: float) -> float | None:
    """Seconds to keep silent: the longer of Retry-After and the ban's own date."""
    waits: list[float] = []
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit() and len(text) < 9:
        waits.append(float(text))
    banned = _BANNED_UNTIL.search(message)
    if banned is not None:
        waits.append(max(0.0, (int(banned.group(1)) - server_ms) / 1000.0))
    return max(waits) if waits else None


def classify(
    operation: Operation[Any], request: str, response: HttpResponse, attempts: int, server_ms: float
) -> Failure:
    """Decide what an error answer proves and what may follow."""
    # The table of errors loads with the first of them.
    from binance_usdm_api import ERRORS

    status = response.status
    changes = operation.retry.kind in (RetryClass.RESOLVE, RetryClass.NEVER)
    code, message = _read_once(response.body) if changes else read_error(response.body)
    wait = retry_after(response.headers, message, server_ms)
    known = ERRORS.get(code) if code is not None else None
    category = known.category if known is not None else None
    if known is not None and known.if_read_only and operation.retry.kind in (RetryClass.SAFE, RetryClass.IDEMPOTENT):
        category = known.if_read_only
    name = known.name if known is not None else None
    hint = known.hint if known is not None else None

    def failed(kind: type[ApiError], then: Next, outcome: Outcome, *, say: str | None = None) -> Failure:
        error = kind(
            message,
            code=code,
            status=status,
            name=name,
            request=request,
            attempts=attempts,
            operation=operation.id,
            hint=say or hint,
            retry_after=wait,
            outcome=outcome,
            retryable=not changes if then is Next.SETTLE else None,
        )
        return Failure(error, then, wait)

    if status == 418 or (code == -1003 and "banned" in message):
        # A ban takes two minutes at least: one that seems to be over tells that this host's clock is wrong.
        wait = wait or 120.0
        return failed(
            Banned, Next.WAIT_ADDRESS, Outcome.REFUSED, say="Stop every program that uses this address until then."
        )
    if status == 429 or category == "rate_limited":
        if code == -1015:
            return failed(
                RateLimited, Next.WAIT_ORDERS, Outcome.REFUSED, say="Place fewer orders; cancels are not counted."
            )
        return failed(
            RateLimited,
            Next.WAIT_ADDRESS,
            Outcome.REFUSED,
            say="Send less, or share one budget between your processes.",
        )
    if known is not None and known.fatal:
        return failed(known.error_class, Next.HALT, Outcome.REFUSED)
    if status in (403, 451):
        if known is not None:
            return failed(known.error_class, Next.RAISE, Outcome.REFUSED)
        say = (
            "The exchange does not serve this country."
            if status == 451
            else "A firewall stopped the request: slow down, look for SQL words in ids, check the address's country."
        )
        return failed(Blocked, Next.RAISE, Outcome.REFUSED, say=say)
    if status >= 500 or status == 408:
        return _server_failure(failed, status, code, message)
    if category in _UNKNOWN_CATEGORIES:
        return failed(ServerError, Next.SETTLE, Outcome.UNKNOWN)
    if known is None:
        strange = "The answer is not one the exchange documents; it may come from a proxy."
        if code is not None and not changes:
            return failed(ApiError, Next.RAISE, Outcome.REFUSED, say="The exchange's code is not documented.")
        return failed(ApiError if code is not None else ServerError, Next.SETTLE, Outcome.UNKNOWN, say=strange)
    if category == "retryable_after_resync":
        return failed(
            ClockSkew,
            Next.RESYNC,
            Outcome.REFUSED,
            say=hint or "Set this host's clock, and mind pauses of the process.",
        )
    if category == "retryable":
        return failed(known.error_class, Next.BACK_OFF, Outcome.REFUSED)
    return failed(known.error_class, Next.RAISE, Outcome.REFUSED)


def unreadable(
    operation: Operation[Any], facts: Facts, answer: HttpResponse, error: DecodeError, attempts: int, server_ms: float
) -> Failure:
    """What a 2xx proves that cannot be decoded: an error in disguise, or nothing.

    Raises:
        DecodeError: Nothing can have been changed.
    """
    if is_error(answer.body):
        return classify(operation, facts.where, answer, attempts, server_ms)
    if not facts.changes:
        if facts.hides:
            # Neither the error nor the frames it went through may show what the body held.
            error.payload = b""
            error.with_traceback(None)
        if facts.kind is RetryClass.IDEMPOTENT:
            error.outcome = Outcome.UNKNOWN
        raise error
    event(log, logging.ERROR, "unreadable", operation=operation.id, path=error.path)
    lost = ApiError(
        "The answer could not be read",
        status=answer.status,
        request=facts.where,
        attempts=attempts,
        operation=operation.id,
        outcome=Outcome.UNKNOWN,
    )
    return Failure(lost, Next.SETTLE)


def _server_failure(failed: _Failed, status: int, code: int | None, message: str) -> Failure:
    if status == 503 and _nothing_done(code, message):
        return failed(Overloaded, Next.BACK_OFF, Outcome.REFUSED, say="The exchange is busy; send less at once.")
    return failed(ServerError, Next.SETTLE, Outcome.UNKNOWN, say="The exchange did not say what became of the request.")


def _nothing_done(code: int | None, message: str) -> bool:
    """True when the body of a 503 is one of those that promise that nothing was executed."""
    from binance_usdm_api.error_table import HTTP_503

    for body in HTTP_503:
        # By its first sentence: what follows is advice, which changes. -1001 is said of other troubles as well.
        if body.category == "retryable" and message.startswith(body.message.partition(".")[0]):
            return True
    return code == -1008
