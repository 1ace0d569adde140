"""The table of handlers, filled by the decorator that each of them carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from ..engine.account import Account
from ..engine.state import ExchangeState

__all__ = ["HANDLERS", "Handler", "Params", "operation"]

Params = Mapping[str, Any]


class Handler(Protocol):
    """A function that answers one operation."""

    def __call__(self, x: ExchangeState, account: Account, p: Params, /) -> Any:
        """Answer: JSON values.

        Args:
            x: The exchange, already moved to the present instant.
            account: Who asks.
            p: Wire-named parameters: text, int, bool or list.
        """
        ...


HANDLERS: dict[str, Handler] = {}


def operation(handler: Callable[[ExchangeState, Account, Params], Any]) -> Handler:
    """Register a function under its own name, which is the operation's id."""
    HANDLERS[handler.__name__] = handler
    return handler
