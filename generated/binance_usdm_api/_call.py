# DO NOT EDIT: @generated, copied from codegen/binance_usdm_codegen/runtime/_call.py by `binance-usdm-codegen generate`.
"""What generated methods call: one function that turns an operation and its parameters into a result."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Protocol, TypeVar

from ._operation import Operation
from ._options import CallOptions

__all__ = ["AsyncCall", "Call"]

T = TypeVar("T")


class Call(Protocol):
    """Sends an operation and waits for its result."""

    def __call__(self, operation: Operation[T], params: dict[str, object], options: CallOptions | None) -> T:
        """Send an operation.

        Args:
            operation: What to call.
            params: Parameters by wire name; those that are None are not sent.
            options: Settings of this call only.
        """
        ...


class AsyncCall(Protocol):
    """Sends an operation; its result is awaited."""

    def __call__(self, operation: Operation[T], params: dict[str, object], options: CallOptions | None) -> Awaitable[T]:
        """Send an operation.

        Args:
            operation: What to call.
            params: Parameters by wire name; those that are None are not sent.
            options: Settings of this call only.
        """
        ...
