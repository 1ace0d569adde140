"""Events of any asynchronous source for code without an event loop.

They are iterated in the caller's thread, or handed to a callback in a thread of its own.

Events cross over in lists, a few of which may wait: a slow caller fills the queue behind them, where the policies of
the streams hold as they do for asynchronous code.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Generic, Protocol, Self

from binance_usdm_api.errors import StreamClosed

from .._closing import Closing
from ._callback import call_back_now
from ._generic import EventT_co
from ._loop_thread import HandOver, LoopThread

__all__ = ["BlockingEvents", "CountedEvents", "EventListener"]

_BATCH = 64
_END = object()


class _Source(Protocol):
    """What lives on the event loop."""

    @property
    def closed(self) -> bool: ...
    def open(self) -> None: ...
    def batches(self, most: int = ...) -> AsyncIterator[list[Any]]: ...
    async def aclose(self) -> None: ...


class _CountingSource(_Source, Protocol):
    def count_callback_error(self) -> None: ...


class BlockingEvents(Closing, Generic[EventT_co]):
    """Iterate it, directly or inside ``with``; one thread at a time may do so.

    Args:
        thread: Where the source lives.
        source: Where events come from.
        again: What to do instead of reading on after the end.
    """

    def __init__(self, thread: LoopThread, source: _Source, again: str) -> None:
        self._thread = thread
        self._source = source
        self._again = again
        self._hand_over: HandOver | None = None
        self._pump: asyncio.Task[None] | None = None
        self._left: Iterator[Any] = iter(())
        self._lock = threading.Lock()
        self._entered = False

    def __repr__(self) -> str:
        return f"<Blocking{repr(self._source)[1:]}"

    def __enter__(self) -> Self:
        self._entered = True
        self.open()
        return self

    def open(self) -> None:
        """Open the connections now; iterating does it as well.

        Raises:
            StreamClosed: It was closed.
            ConfigError: A proxy is configured.
        """
        if self._source.closed:
            raise StreamClosed("the stream was closed", hint=self._again)
        self._start()

    def _start(self) -> None:
        with self._lock:
            if self._hand_over is None:
                self._hand_over = self._thread.run(self._begin())

    async def _begin(self) -> HandOver:
        self._source.open()
        hand_over = HandOver()
        self._pump = asyncio.get_running_loop().create_task(self._move(hand_over))
        return hand_over

    async def _move(self, hand_over: HandOver) -> None:
        failure: BaseException | None = None
        try:
            async for batch in self._source.batches(_BATCH):
                await hand_over.put(batch)
        except Exception as error:  # noqa: BLE001 it is raised in the caller's thread
            failure = error
        finally:
            hand_over.end(failure)

    def __iter__(self) -> Iterator[EventT_co]:
        try:
            while (event := self._take(None)) is not _END:
                yield event
        finally:
            if not self._entered:
                self.close()

    def next(self, timeout: float | None = None) -> EventT_co:
        """The next event.

        Args:
            timeout: Seconds; None means for ever.

        Raises:
            TimeoutError: None came within that time.
            StreamClosed: The stream was closed.
            BinanceUsdmError: It could not go on.
        """
        event = self._take(timeout)
        if event is _END:
            raise StreamClosed("the stream was closed", hint=self._again)
        found: EventT_co = event
        return found

    def _take(self, timeout: float | None) -> Any:
        if self._source.closed:
            return _END
        for event in self._left:
            return event
        self._start()
        batch = None if self._hand_over is None else self._hand_over.get(timeout)
        if batch is None:
            return _END
        self._left = iter(batch)
        return next(self._left)

    @property
    def closed(self) -> bool:
        """True after closing."""
        return self._source.closed

    def close(self) -> None:
        """Close the connections; an iteration under way ends. Closing twice is fine."""
        if not self._source.closed:
            self._thread.run(self._close())

    async def _close(self) -> None:
        await self._source.aclose()
        if self._pump is not None:
            self._pump.cancel()
            await asyncio.wait([self._pump])


class CountedEvents(BlockingEvents[EventT_co]):
    """Events that may go to a callback, whose errors their source counts; arguments as of ``BlockingEvents``."""

    def __init__(self, thread: LoopThread, source: _CountingSource, again: str) -> None:
        super().__init__(thread, source, again)
        self._counting = source

    def count_callback_error(self) -> None:
        """Count and log the exception that a callback of the user raised just now."""
        self._counting.count_callback_error()


class EventListener(Closing, Generic[EventT_co]):
    """Events of a stream on their way to a callback, in a thread of their own.

    Args:
        stream: Where they come from.
        callback: Where they go.
    """

    def __init__(self, stream: CountedEvents[EventT_co], callback: Callable[[EventT_co], object]) -> None:
        self._events = stream
        self._callback = callback
        self._error: BaseException | None = None
        stream.open()
        self._worker = threading.Thread(target=self._run, name="binance-usdm-callback", daemon=True)
        self._worker.start()

    def _run(self) -> None:
        try:
            for event in self._events:
                call_back_now(self._callback, event, self._events)
        except Exception as error:  # noqa: BLE001 `wait` raises it
            self._error = error

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the stream ends.

        Returns:
            False when it has not within that many seconds.

        Raises:
            BinanceUsdmError: It could not go on.
        """
        self._worker.join(timeout)
        if self._error is not None:
            raise self._error
        return not self._worker.is_alive()

    def close(self) -> None:
        """Close the stream; closing twice is fine."""
        self._events.close()
        if self._worker is not threading.current_thread():
            self._worker.join()
