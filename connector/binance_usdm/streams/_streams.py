"""The entry to live streams of an asynchronous client."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from binance_usdm_api import Subscription
from binance_usdm_api.errors import InvalidParameter, StreamClosed

from ._async_events import EventTask
from ._control import ControlEvent, Gap
from ._generic import EventT_co
from ._policy import Policy
from ._settings import StreamSettings
from ._stream import Stream
from ._surroundings import Surroundings

if TYPE_CHECKING:
    from typing import Unpack

    from ._options import Options, WithControl, WithoutGaps

__all__ = ["Listener", "Streams"]

E = TypeVar("E")


class Streams:
    """Live streams, as ``client.streams``.

    Args:
        surroundings: What streams need of the client.
    """

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._open: weakref.WeakSet[Stream[Any]] = weakref.WeakSet()
        self._closed = False

    @property
    def surroundings(self) -> Surroundings:
        """What streams need of the client."""
        return self._surroundings

    @overload
    def subscribe(self, *subscriptions: Subscription[E], **options: Unpack[WithoutGaps]) -> Stream[E]: ...

    @overload
    def subscribe(self, *subscriptions: Subscription[E], **options: Unpack[Options]) -> Stream[E | Gap]: ...

    @overload
    def subscribe(
        self, *subscriptions: Subscription[E], **options: Unpack[WithControl]
    ) -> Stream[E | Gap | ControlEvent]: ...

    def subscribe(
        self,
        *subscriptions: Subscription[Any],
        policy: Policy | str | Mapping[str, Policy | str] | None = None,
        repair: bool = False,
        control: bool = False,
        gaps: bool | None = None,
        on_control: Callable[[ControlEvent | Gap], None] | None = None,
        settings: StreamSettings | None = None,
    ) -> Stream[Any]:
        """Subscribe streams; nothing is opened before the first event is asked for or ``async with`` is entered.

        Args:
            *subscriptions: What the builders return, such as ``agg_trade("BTCUSDT")``.
            policy: What happens when events come faster than they are taken: one policy, or policies by kind of
                stream; None for the declared ones.
            repair: Fill gaps of aggregate trades and klines over REST, in order and without duplicates.
            control: Hand out control events such as Connected and Live among the others.
            gaps: Hand out all gaps; False for none, where nothing builds on what is missing; None for those of streams
                that lose something by them, which are all but those of policy ``latest``.
            on_control: Called at once with every control event and gap.
            settings: Intervals and limits.

        Raises:
            InvalidParameter: There is no subscription, or one that no builder made.
            ConfigError: A policy does not fit a stream.
            StreamClosed: The client is closed.
        """
        if self._closed:
            raise StreamClosed("the client is closed", hint="Make a new client.")
        if not subscriptions:
            raise InvalidParameter("subscriptions", None, "at least one, such as agg_trade('BTCUSDT')")
        stream: Stream[Any] = Stream(
            self._surroundings,
            subscriptions,
            settings=settings or StreamSettings(),
            policy=policy,
            repair=repair,
            control=control,
            gaps=gaps,
            on_control=on_control,
            on_closed=self._open.discard,
        )
        self._open.add(stream)
        return stream

    @overload
    def listen(
        self, *subscriptions: Subscription[E], callback: Callable[[E], object], **options: Unpack[WithoutGaps]
    ) -> Listener[E]: ...

    @overload
    def listen(
        self, *subscriptions: Subscription[E], callback: Callable[[E | Gap], object], **options: Unpack[Options]
    ) -> Listener[E | Gap]: ...

    @overload
    def listen(
        self,
        *subscriptions: Subscription[E],
        callback: Callable[[E | Gap | ControlEvent], object],
        **options: Unpack[WithControl],
    ) -> Listener[E | Gap | ControlEvent]: ...

    def listen(
        self, *subscriptions: Subscription[Any], callback: Callable[[Any], object], **options: Any
    ) -> Listener[Any]:
        """Subscribe streams and call back with each event; needs a running event loop and begins at once.

        Args:
            *subscriptions: What the builders return.
            callback: A function or coroutine function. The next event waits for it; what it raises is logged and
                counted.
            **options: As for ``subscribe``.
        """
        return Listener(self.subscribe(*subscriptions, **options), callback)

    def shut(self) -> None:
        """Refuse new streams from now on."""
        self._closed = True

    async def aclose(self) -> None:
        """Close all streams; closing twice is fine."""
        self.shut()
        for stream in list(self._open):
            await stream.aclose()


class Listener(EventTask, Generic[EventT_co]):
    """Events of a stream on their way to a callback.

    Args:
        stream: Where they come from.
        callback: Where they go.

    Attributes:
        stream: For its counters, and to add and remove subscriptions.
    """

    def __init__(self, stream: Stream[EventT_co], callback: Callable[[EventT_co], object]) -> None:
        self.stream = stream
        super().__init__(stream, callback)
