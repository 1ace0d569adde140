"""What every source of events is for code on an event loop: a context manager, an iterator, and where callbacks hang.

A source says how it is opened and closed, how to wait for events, and which ones wait.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Any, Generic, Protocol, Self

from .._closing import AsyncClosing
from ._callback import call_back
from ._generic import EventT_co
from ._one_reader import OneReader

__all__ = ["AsyncEvents", "EventTask"]


class AsyncEvents(AsyncClosing, Generic[EventT_co]):
    """Iterate it, directly or inside ``async with``; one task at a time may do so."""

    def __init__(self) -> None:
        self._reader = OneReader()
        self._entered = False
        self._closed = False

    # -- what a source says -------------------------------------------------------------------------------------------

    @abstractmethod
    def open(self) -> None:
        """Open it now; iterating does it as well.

        Raises:
            StreamClosed: It was closed.
            ConfigError: A proxy is configured.
        """

    @abstractmethod
    async def aclose(self) -> None:
        """Close it; an iteration under way ends, what waits is not delivered. Closing twice is fine."""

    @abstractmethod
    async def _more(self) -> bool:
        """Wait until something waits, opening it before that; False at the end."""

    @abstractmethod
    def _take(self, most: int) -> list[EventT_co]:
        """At most so many events of those that wait; none when what waited was nothing."""

    # -- life ---------------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        self._entered = True
        self.open()
        return self

    @property
    def closed(self) -> bool:
        """True after closing."""
        return self._closed

    # -- events -------------------------------------------------------------------------------------------------------

    def __aiter__(self) -> AsyncIterator[EventT_co]:
        return self._reader.claim(self._iterate(), self._entered)

    async def __anext__(self) -> EventT_co:
        while await self._more():
            for event in self._take(1):
                return event
        raise StopAsyncIteration

    async def _iterate(self) -> AsyncGenerator[EventT_co, None]:
        try:
            self.open()
            while await self._more():
                for event in self._take(1):
                    yield event
        finally:
            if not self._entered:
                await self.aclose()

    def batches(self, most: int = 256) -> AsyncGenerator[list[EventT_co], None]:
        """Take all events that wait, as lists of at most so many; otherwise as iterating the stream itself.

        Args:
            most: Longest list.
        """
        return self._reader.claim(self._batches(most), self._entered)

    async def _batches(self, most: int) -> AsyncGenerator[list[EventT_co], None]:
        try:
            self.open()
            while await self._more():
                batch = self._take(most)
                if batch:
                    yield batch
                    await asyncio.sleep(0)
        finally:
            if not self._entered:
                await self.aclose()


class _Counting(Protocol):
    def open(self) -> None: ...
    async def aclose(self) -> None: ...
    def __aiter__(self) -> AsyncIterator[Any]: ...
    def count_callback_error(self) -> None: ...


class EventTask(AsyncClosing):
    """Events of a source on their way to a callback, in a task of their own.

    Args:
        source: Where they come from.
        callback: Where they go.
    """

    def __init__(self, source: _Counting, callback: Callable[[Any], object]) -> None:
        self._source = source
        self._callback = callback
        source.open()
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        async for event in self._source:
            await call_back(self._callback, event, self._source)

    async def wait(self) -> None:
        """Wait until the stream ends.

        Raises:
            BinanceUsdmError: It could not go on.
        """
        await asyncio.shield(self._task)

    async def aclose(self) -> None:
        """Close the stream; closing twice is fine."""
        await self._source.aclose()
        if self._task is not asyncio.current_task():
            await asyncio.wait([self._task])
