"""Call the functions of the user: whatever they raise is logged and counted, and the stream goes on."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Protocol

__all__ = ["call_back", "call_back_now"]


class _Counts(Protocol):
    def count_callback_error(self) -> None: ...


async def call_back(callback: Callable[[Any], object], event: object, stream: _Counts) -> None:
    """Call a callback; what it raises is logged and counted, and the next event comes all the same."""
    try:
        result = callback(event)
        if inspect.isawaitable(result):
            await result
    except Exception:  # noqa: BLE001 the stream goes on whatever its user's code does
        stream.count_callback_error()


def call_back_now(callback: Callable[[Any], object], event: object, stream: _Counts) -> None:
    """As `call_back`, for functions and threads."""
    try:
        callback(event)
    except Exception:  # noqa: BLE001 the stream goes on whatever its user's code does
        stream.count_callback_error()
