"""Events of the account on their way to a callback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..streams._async_events import EventTask
from ._stream import UserStream

__all__ = ["UserListener"]


class UserListener(EventTask):
    """Events of the account on their way to a callback.

    Args:
        stream: Where they come from.
        callback: Where they go.

    Attributes:
        stream: For its properties and counters.
    """

    def __init__(self, stream: UserStream, callback: Callable[[Any], object]) -> None:
        self.stream = stream
        super().__init__(stream, callback)
