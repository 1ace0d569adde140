"""The error of reading a book that cannot be trusted at this moment."""

from __future__ import annotations

from binance_usdm_api.errors import StreamError

from ._state import BookState, Reason

__all__ = ["BookNotReady"]


class BookNotReady(StreamError):
    """The book cannot be read now; it recovers by itself.

    Args:
        symbol: Whose book.
        state: Where it stands.
        reason: Why it became unreadable, where it was readable before.
    """

    retryable = True

    def __init__(self, symbol: str, state: BookState, reason: Reason | None) -> None:
        why = f" ({reason})" if reason is not None else ""
        super().__init__(
            f"the order book of {symbol} is {state}{why} and cannot be read.",
            hint="Wait for it with `await book.ready()`; it is put together again from a new snapshot by itself.",
        )
        self.symbol = symbol
        self.state = state
        self.reason = reason
