"""Streams for code without an event loop: a thread with a loop of its own moves bytes, the caller's thread iterates.

Events cross over in lists, a few of which may wait: a slow caller fills the queue behind them, where the policies of
the streams hold as they do for asynchronous code.
"""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from binance_usdm_api import Subscription
from binance_usdm_api.errors import StreamClosed

from ._callback import call_back_now
from ._control import ControlEvent, Gap
from ._counters import Counters
from ._policy import Policy
from ._quarantine import Malformed
from ._settings import StreamSettings
from ._stream import Stream
from ._streams import Streams
from ._surroundings import Surroundings

if TYPE_CHECKING:
    from ._event import StreamEvent

__all__ = ["BlockingListener", "BlockingStream", "BlockingStreams"]

T = TypeVar("T")
_WAITING = 4
_BATCH = 64
_END = object()


class _LoopThread:
    """An event loop in a thread of its own, started on first use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                # A daemon: a forgotten stream must not keep the process from ending.
                self._thread = threading.Thread(target=self._loop.run_forever, name="binance-usdm-streams", daemon=True)
                self._thread.start()
            return self._loop

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop()).result()

    def stop(self) -> None:
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()


class _HandOver:
    """Lists of events from the loop's thread to the caller's; made in the loop."""

    def __init__(self) -> None:
        self._ready = threading.Condition()
        self._batches: deque[list[Any]] = deque()
        self._ended = False
        self._error: BaseException | None = None
        self._room = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    async def put(self, batch: list[Any]) -> None:
        with self._ready:
            self._batches.append(batch)
            full = len(self._batches) >= _WAITING
            if full:
                self._room.clear()
            self._ready.notify()
        if full:
            await self._room.wait()

    def end(self, error: BaseException | None) -> None:
        with self._ready:
            self._ended = True
            self._error = error
            self._ready.notify_all()

    def get(self, timeout: float | None) -> list[Any] | None:
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


class BlockingStream:
    """Live events for blocking code, made by ``client.streams.subscribe`` of a blocking client.

    Iterate it, directly or inside ``with``; one thread at a time may do so.
    """

    def __init__(self, thread: _LoopThread, stream: Stream) -> None:
        self._thread = thread
        self._stream = stream
        self._hand_over: _HandOver | None = None
        self._pump: asyncio.Task[None] | None = None
        self._left: Iterator[Any] = iter(())
        self._lock = threading.Lock()
        self._entered = False

    def __repr__(self) -> str:
        return f"<Blocking{repr(self._stream)[1:]}"

    def __enter__(self) -> Self:
        self._entered = True
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> None:
        """Open the connections now; iterating does it as well.

        Raises:
            StreamClosed: It was closed.
            ConfigError: A proxy is configured.
        """
        with self._lock:
            if self._hand_over is None:
                self._hand_over = self._thread.run(self._start())

    async def _start(self) -> _HandOver:
        self._stream.open()
        hand_over = _HandOver()
        self._pump = asyncio.get_running_loop().create_task(self._move(hand_over))
        return hand_over

    async def _move(self, hand_over: _HandOver) -> None:
        failure: BaseException | None = None
        try:
            async for batch in self._stream.batches(_BATCH):
                await hand_over.put(batch)
        except Exception as error:  # noqa: BLE001 it is raised in the caller's thread
            failure = error
        finally:
            hand_over.end(failure)

    def __iter__(self) -> Iterator[StreamEvent]:
        try:
            while (event := self._take(None)) is not _END:
                yield event
        finally:
            if not self._entered:
                self.close()

    def next(self, timeout: float | None = None) -> StreamEvent:
        """The next event.

        Args:
            timeout: Seconds; None means for ever.

        Raises:
            TimeoutError: None came within that time.
            StreamClosed: The stream was closed.
            StreamError: It could not go on.
        """
        event = self._take(timeout)
        if event is _END:
            raise StreamClosed("the stream was closed", hint="Subscribe again.")
        found: StreamEvent = event
        return found

    def _take(self, timeout: float | None) -> Any:
        if self._stream.closed:
            return _END
        for event in self._left:
            return event
        self.open()
        batch = None if self._hand_over is None else self._hand_over.get(timeout)
        if batch is None:
            return _END
        self._left = iter(batch)
        return next(self._left)

    def add(self, *subscriptions: Subscription) -> None:
        """Subscribe more; what is subscribed already is left alone."""
        self._thread.run(_in_loop(self._stream.add, *subscriptions))

    def remove(self, *subscriptions: Subscription | str) -> None:
        """Subscribe less; what is not subscribed is ignored."""
        self._thread.run(_in_loop(self._stream.remove, *subscriptions))

    def wait_live(self, timeout: float | None = None) -> None:
        """Wait until all subscriptions work.

        Raises:
            StreamError: They did not within so many seconds.
        """
        self.open()
        self._thread.run(self._stream.wait_live(timeout))

    @property
    def names(self) -> frozenset[str]:
        """Names of the subscriptions on the wire."""
        return self._stream.names

    @property
    def live(self) -> frozenset[str]:
        """Names of the subscriptions that work."""
        return self._stream.live

    @property
    def counters(self) -> Counters:
        """What was counted so far."""
        return self._stream.counters

    @property
    def quarantine(self) -> tuple[Malformed, ...]:
        """The last frames that could not be read."""
        return self._stream.quarantine

    @property
    def closed(self) -> bool:
        """True after closing."""
        return self._stream.closed

    def close(self) -> None:
        """Close the connections; an iteration under way ends. Closing twice is fine."""
        if not self._stream.closed:
            self._thread.run(self._close())

    async def _close(self) -> None:
        await self._stream.aclose()
        if self._pump is not None:
            self._pump.cancel()
            await asyncio.wait([self._pump])


class BlockingStreams:
    """Live streams for blocking code, as ``client.streams`` of a blocking client.

    Args:
        surroundings: What streams need of the client.
    """

    def __init__(self, surroundings: Surroundings) -> None:
        self._streams = Streams(surroundings)
        self._thread = _LoopThread()
        self._open: weakref.WeakSet[BlockingStream] = weakref.WeakSet()

    def subscribe(
        self,
        *subscriptions: Subscription,
        policy: Policy | str | Mapping[str, Policy | str] | None = None,
        repair: bool = False,
        control: bool = False,
        gaps: bool | None = None,
        on_control: Callable[[ControlEvent | Gap], None] | None = None,
        settings: StreamSettings | None = None,
    ) -> BlockingStream:
        """Subscribe streams; nothing is opened before the first event is asked for or ``with`` is entered.

        Arguments are those of the asynchronous ``Streams.subscribe``; ``on_control`` is called in another thread.
        """
        stream = self._streams.subscribe(
            *subscriptions,
            policy=policy,
            repair=repair,
            control=control,
            gaps=gaps,
            on_control=on_control,
            settings=settings,
        )
        blocking = BlockingStream(self._thread, stream)
        self._open.add(blocking)
        return blocking

    def listen(
        self, *subscriptions: Subscription, callback: Callable[[StreamEvent], object], **options: Any
    ) -> BlockingListener:
        """Subscribe streams and call back with each event, in a thread made for it; begins at once.

        Args:
            *subscriptions: What the builders return.
            callback: The next event waits for it; what it raises is logged and counted.
            **options: As for ``subscribe``.
        """
        return BlockingListener(self.subscribe(*subscriptions, **options), callback)

    def close(self) -> None:
        """Close all streams and end their thread; closing twice is fine."""
        for stream in list(self._open):
            stream.close()
        self._streams.shut()
        self._thread.stop()


class BlockingListener:
    """Events of a stream on their way to a callback, in a thread of their own.

    Args:
        stream: Where they come from.
        callback: Where they go.

    Attributes:
        stream: For its counters, and to add and remove subscriptions.
    """

    def __init__(self, stream: BlockingStream, callback: Callable[[Any], object]) -> None:
        self.stream = stream
        self._callback = callback
        self._error: BaseException | None = None
        stream.open()
        self._worker = threading.Thread(target=self._run, name="binance-usdm-callback", daemon=True)
        self._worker.start()

    def _run(self) -> None:
        try:
            for event in self.stream:
                call_back_now(self._callback, event, self.stream._stream)  # pyright: ignore[reportPrivateUsage]
        except Exception as error:  # noqa: BLE001 `wait` raises it
            self._error = error

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the stream ends.

        Returns:
            False when it has not within that many seconds.

        Raises:
            StreamError: It could not go on.
        """
        self._worker.join(timeout)
        if self._error is not None:
            raise self._error
        return not self._worker.is_alive()

    def close(self) -> None:
        """Close the stream; closing twice is fine."""
        self.stream.close()
        if self._worker is not threading.current_thread():
            self._worker.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


async def _in_loop(function: Callable[..., T], *args: object) -> T:
    return function(*args)
