"""An event loop in a thread of its own, and the way of events from there to the thread of the caller.

Events cross over in lists, a few of which may wait: a slow caller fills the queue behind them, where the policies of
the streams hold as they do for asynchronous code.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from binance_usdm_api.errors import StreamError

__all__ = ["HandOver", "LoopThread"]

T = TypeVar("T")
_WAITING = 4


class LoopThread:
    """An event loop in a thread of its own, started on first use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop; its thread is started when it is asked for first."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                # A daemon: a forgotten stream must not keep the process from ending.
                self._thread = threading.Thread(target=self._loop.run_forever, name="binance-usdm-streams", daemon=True)
                self._thread.start()
            return self._loop

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there and wait for its result.

        Raises:
            StreamError: It is called there, for instance by a callback, and would wait for itself.
        """
        if threading.current_thread() is self._thread:
            work.close()
            raise StreamError(
                "a callback cannot wait for the thread it is called in",
                hint="Let the callback wake another thread, and wait there.",
            )
        return asyncio.run_coroutine_threadsafe(work, self.loop()).result()

    def call(self, function: Callable[..., T], *args: object) -> T:
        """Call a function there and wait for its result; in the thread itself it is called at once."""
        if threading.current_thread() is self._thread:
            return function(*args)
        return self.run(_called(function, *args))

    def stop(self) -> None:
        """End the loop and its thread; stopping twice is fine."""
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is not None and thread is not None:
            # There and not here: connections let themselves be closed in their own thread only.
            asyncio.run_coroutine_threadsafe(_cancel_all(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()


class HandOver:
    """Lists of events from the loop's thread to the caller's; made in the loop."""

    def __init__(self) -> None:
        self._ready = threading.Condition()
        self._batches: deque[list[Any]] = deque()
        self._ended = False
        self._error: BaseException | None = None
        self._room = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    async def put(self, batch: list[Any]) -> None:
        """Hand a list over; waits while enough of them wait."""
        with self._ready:
            self._batches.append(batch)
            full = len(self._batches) >= _WAITING
            if full:
                self._room.clear()
            self._ready.notify()
        if full:
            await self._room.wait()

    def end(self, error: BaseException | None) -> None:
        """Nothing comes any more.

        Args:
            error: Raised in the caller's thread once all lists were taken.
        """
        with self._ready:
            self._ended = True
            self._error = error
            self._ready.notify_all()

    def get(self, timeout: float | None) -> list[Any] | None:
        """The next list, in the caller's thread.

        Args:
            timeout: Seconds; None means for ever.

        Returns:
            None at the end.

        Raises:
            TimeoutError: None came within that time.
        """
        with self._ready:
            if not self._ready.wait_for(lambda: self._batches or self._ended, timeout):
                raise TimeoutError
            if not self._batches:
                if self._error is not None:
                    raise self._error
                return None
            batch = self._batches.popleft()
            low = len(self._batches) == _WAITING - 1
        if low and not self._ended:
            self._loop.call_soon_threadsafe(self._room.set)
        return batch


async def _called(function: Callable[..., T], *args: object) -> T:
    return function(*args)


async def _cancel_all() -> None:
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    if left:
        await asyncio.wait(left)
