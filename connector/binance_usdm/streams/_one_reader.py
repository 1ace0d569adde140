"""One loop at a time may take the events of a stream. Pure."""

from __future__ import annotations

import weakref
from collections.abc import AsyncGenerator
from typing import Any, TypeVar

from binance_usdm_api.errors import StreamClosed, StreamError

__all__ = ["OneReader"]

T = TypeVar("T")


class OneReader:
    """Knows the loop that takes the events now."""

    def __init__(self) -> None:
        self._reader: weakref.ref[Any] | None = None

    def claim(self, reader: AsyncGenerator[T, None], lasting: bool) -> AsyncGenerator[T, None]:
        """Let a loop take the events.

        Args:
            reader: What it iterates.
            lasting: True when the stream outlives the loop.

        Raises:
            StreamError: Another loop takes them.
            StreamClosed: The stream was closed when the loop before was left.
        """
        # A loop that was left is gone at once, long before the event loop lets its generator finish.
        if self._reader is not None and self._reader() is not None:
            raise StreamError(
                "the stream is being iterated already",
                hint="Subscribe once for each consumer, or hand events on from one.",
            )
        if self._reader is not None and not lasting:
            raise StreamClosed(
                "the stream was closed when its loop was left",
                hint="Use 'async with' around loops that are to follow on each other.",
            )
        self._reader = weakref.ref(reader)
        return reader
