"""Streams for code without an event loop: a thread with a loop of its own moves bytes, the caller's thread iterates.

Events cross over in lists, a few of which may wait: a slow caller fills the queue behind them, where the policies of
the streams hold as they do for asynchronous code.
"""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar, overload

from binance_usdm_api import Subscription
from binance_usdm_api.errors import StreamClosed

from ._callback import call_back_now
from ._control import ControlEvent, Gap
from ._counters import Counters
from ._generic import EventT_co
from ._loop_thread import HandOver, LoopThread
from ._policy import Policy
from ._quarantine import Malformed
from ._settings import StreamSettings
from ._stream import Stream
from ._streams import Streams
from ._surroundings import Surroundings

if TYPE_CHECKING:
    from typing import Unpack

    from ._options import Options, WithControl, WithoutGaps

__all__ = ["BlockingListener", "BlockingStream", "BlockingStreams"]

E = TypeVar("E")
T = TypeVar("T")
_BATCH = 64
_END = object()


class BlockingStream(Generic[EventT_co]):
    """Live events for blocking code, made by ``client.streams.subscribe`` of a blocking client.

    Iterate it, directly or inside ``with``; one thread at a time may do so.
    """

    def __init__(self, thread: LoopThread, stream: Stream[EventT_co]) -> None:
        self._thread = thread
        self._stream = stream
        self._hand_over: HandOver | None = None
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

    async def _start(self) -> HandOver:
        self._stream.open()
        hand_over = HandOver()
        self._pump = asyncio.get_running_loop().create_task(self._move(hand_over))
        return hand_over

    async def _move(self, hand_over: HandOver) -> None:
        failure: BaseException | None = None
        try:
            async for batch in self._stream.batches(_BATCH):
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
            StreamError: It could not go on.
        """
        event = self._take(timeout)
        if event is _END:
            raise StreamClosed("the stream was closed", hint="Subscribe again.")
        found: EventT_co = event
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

    def add(self, *subscriptions: Subscription[Any]) -> None:
        """Subscribe more; what is subscribed already is left alone."""
        self._thread.call(self._stream.add, *subscriptions)

    def remove(self, *subscriptions: Subscription[Any] | str) -> None:
        """Subscribe less; what is not subscribed is ignored."""
        self._thread.call(self._stream.remove, *subscriptions)

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


class _Closable(Protocol):
    def close(self) -> None: ...


class BlockingStreams:
    """Live streams for blocking code, as ``client.streams`` of a blocking client.

    Args:
        surroundings: What streams need of the client.
    """

    def __init__(self, surroundings: Surroundings) -> None:
        self._streams = Streams(surroundings)
        self._thread = LoopThread()
        self._open: weakref.WeakSet[_Closable] = weakref.WeakSet()

    @property
    def streams(self) -> Streams:
        """The streams that live in the thread."""
        return self._streams

    @property
    def thread(self) -> LoopThread:
        """The thread where the streams live."""
        return self._thread

    def adopt(self, child: _Closable) -> None:
        """Close it together with the streams."""
        self._open.add(child)

    @overload
    def subscribe(self, *subscriptions: Subscription[E], **options: Unpack[WithoutGaps]) -> BlockingStream[E]: ...

    @overload
    def subscribe(self, *subscriptions: Subscription[E], **options: Unpack[Options]) -> BlockingStream[E | Gap]: ...

    @overload
    def subscribe(
        self, *subscriptions: Subscription[E], **options: Unpack[WithControl]
    ) -> BlockingStream[E | Gap | ControlEvent]: ...

    def subscribe(
        self,
        *subscriptions: Subscription[Any],
        policy: Policy | str | Mapping[str, Policy | str] | None = None,
        repair: bool = False,
        control: bool = False,
        gaps: bool | None = None,
        on_control: Callable[[ControlEvent | Gap], None] | None = None,
        settings: StreamSettings | None = None,
    ) -> BlockingStream[Any]:
        """Subscribe streams; nothing is opened before the first event is asked for or ``with`` is entered.

        Arguments are those of the asynchronous ``Streams.subscribe``; ``on_control`` is called in another thread.
        """
        stream: Stream[Any] = self._streams.subscribe(
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

    @overload
    def listen(
        self, *subscriptions: Subscription[E], callback: Callable[[E], object], **options: Unpack[WithoutGaps]
    ) -> BlockingListener[E]: ...

    @overload
    def listen(
        self, *subscriptions: Subscription[E], callback: Callable[[E | Gap], object], **options: Unpack[Options]
    ) -> BlockingListener[E | Gap]: ...

    @overload
    def listen(
        self,
        *subscriptions: Subscription[E],
        callback: Callable[[E | Gap | ControlEvent], object],
        **options: Unpack[WithControl],
    ) -> BlockingListener[E | Gap | ControlEvent]: ...

    def listen(
        self, *subscriptions: Subscription[Any], callback: Callable[[Any], object], **options: Any
    ) -> BlockingListener[Any]:
        """Subscribe streams and call back with each event, in a thread made for it; begins at once.

        Args:
            *subscriptions: What the builders return.
            callback: The next event waits for it; what it raises is logged and counted.
            **options: As for ``subscribe``.
        """
        return BlockingListener(self.subscribe(*subscriptions, **options), callback)

    def close(self) -> None:
        """Close all streams and end their thread; closing twice is fine."""
        for child in list(self._open):
            child.close()
        self._streams.shut()
        self._thread.stop()


class BlockingListener(Generic[EventT_co]):
    """Events of a stream on their way to a callback, in a thread of their own.

    Args:
        stream: Where they come from.
        callback: Where they go.

    Attributes:
        stream: For its counters, and to add and remove subscriptions.
    """

    def __init__(self, stream: BlockingStream[EventT_co], callback: Callable[[EventT_co], object]) -> None:
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
