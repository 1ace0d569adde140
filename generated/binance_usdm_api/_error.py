# DO NOT EDIT: @generated, copied from codegen/binance_usdm_codegen/runtime/_error.py by `binance-usdm-codegen generate`.
"""The base of every error: attributes first, and a text made of them.

Pure. Text from outside is bounded and its control characters are escaped, so that an error can be logged as it is.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

__all__ = ["BinanceUsdmError", "Outcome", "printable"]

_LIMIT = 512
_LONGEST = 4096


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
        # Whatever a part was made of, the text is one bounded line.
        return printable(" ".join(part for part in parts if part), _LONGEST)

    def _safety(self) -> str:
        if self.retryable:
            return "Safe to try again: yes."
        return "Trying again unchanged cannot help."

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)
