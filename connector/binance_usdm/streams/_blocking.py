"""Streams for code without an event loop: a thread with a loop of its own moves bytes, the caller's thread iterates."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, overload

from binance_usdm_api import Subscription

from ._blocking_events import CountedEvents, EventListener
from ._control import ControlEvent, Gap
from ._counters import Counters
from ._generic import EventT_co
from ._loop_thread import LoopThread
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


class BlockingStream(CountedEvents[EventT_co]):
    """Live events for blocking code, made by ``client.streams.subscribe`` of a blocking client.

    Iterate it, directly or inside ``with``; one thread at a time may do so.
    """

    def __init__(self, thread: LoopThread, stream: Stream[EventT_co]) -> None:
        super().__init__(thread, stream, "Subscribe again.")
        self._stream = stream

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


class BlockingListener(EventListener[EventT_co]):
    """Events of a stream on their way to a callback, in a thread of their own.

    Args:
        stream: Where they come from.
        callback: Where they go.

    Attributes:
        stream: For its counters, and to add and remove subscriptions.
    """

    def __init__(self, stream: BlockingStream[EventT_co], callback: Callable[[EventT_co], object]) -> None:
        self.stream = stream
        super().__init__(stream, callback)
