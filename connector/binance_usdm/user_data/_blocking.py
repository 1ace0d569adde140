"""The account's own stream for code without an event loop, over the thread that carries the other streams."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from binance_usdm_api.enums import PositionSide
from binance_usdm_api.models.user import AlgoUpdateOrder, BalanceUpdate, OrderUpdate, PositionUpdate

from ..core._sightings import Sightings
from ..streams._blocking import BlockingStreams
from ..streams._blocking_events import CountedEvents, EventListener
from ..streams._loop_thread import LoopThread
from ..streams._settings import StreamSettings
from ..streams._surroundings import Surroundings
from ._calls import Counters
from ._settings import UserSettings
from ._stream import UserStream
from ._streams import AllStreams

if TYPE_CHECKING:
    from ..streams import ControlEvent, Gap
    from ._events import UserEvent

__all__ = ["BlockingAllStreams", "BlockingUserListener", "BlockingUserStream"]

T = TypeVar("T")


class BlockingUserStream(CountedEvents["UserEvent"]):
    """Events of the account for blocking code, made by ``client.streams.user`` of a blocking client.

    Iterate it, directly or inside ``with``; one thread at a time may do so. What the properties show may be ahead of
    the events that were taken.
    """

    def __init__(self, thread: LoopThread, stream: UserStream) -> None:
        super().__init__(thread, stream, "Ask for a new one.")
        self._stream = stream

    def _ask(self, read: Callable[[UserStream], T]) -> T:
        async def look() -> T:
            return read(self._stream)

        return self._thread.run(look())

    def ready(self, timeout: float | None = None) -> None:
        """Wait until the account was compared with REST for the first time; errors as of ``UserStream.ready``."""
        self.open()
        self._thread.run(self._stream.ready(timeout))

    def reconcile(self) -> None:
        """Compare the account with REST soon; what comes of it is told by events and a Reconciled."""
        self.open()
        self._ask(UserStream.reconcile)

    @property
    def open_orders(self) -> tuple[OrderUpdate, ...]:
        """Open orders, whoever placed them."""
        return self._ask(lambda stream: stream.open_orders)

    @property
    def open_algo_orders(self) -> tuple[AlgoUpdateOrder, ...]:
        """Conditional orders that have not ended."""
        return self._ask(lambda stream: stream.open_algo_orders)

    @property
    def positions(self) -> tuple[PositionUpdate, ...]:
        """Positions that are not flat."""
        return self._ask(lambda stream: stream.positions)

    @property
    def balances(self) -> Mapping[str, BalanceUpdate]:
        """Balances by asset."""
        return self._ask(lambda stream: stream.balances)

    def position(self, symbol: str, side: PositionSide | str = PositionSide.BOTH) -> PositionUpdate | None:
        """A position; None for a flat one."""
        return self._ask(lambda stream: stream.position(symbol, side))

    def order(self, symbol: str, order_id: int) -> OrderUpdate | None:
        """An order that is open, or ended not too long ago."""
        return self._ask(lambda stream: stream.order(symbol, order_id))

    @property
    def reconciled(self) -> bool:
        """True while nothing can be missing as far as is known."""
        return self._stream.reconciled

    @property
    def connected(self) -> bool:
        """True while a connection serves."""
        return self._stream.connected

    @property
    def counters(self) -> Counters:
        """What was counted so far."""
        return self._ask(lambda stream: stream.counters)


class BlockingAllStreams(BlockingStreams):
    """Live streams for blocking code, as ``client.streams`` of a blocking client.

    Args:
        surroundings: What streams need of the client.
        sightings: Where the client's own requests learn what became of them.
    """

    def __init__(self, surroundings: Surroundings, sightings: Sightings) -> None:
        super().__init__(surroundings)
        self._all = AllStreams(surroundings, sightings)
        self._users: weakref.WeakSet[BlockingUserStream] = weakref.WeakSet()

    def user(
        self,
        *,
        symbols: Iterable[str] = (),
        settings: UserSettings | None = None,
        stream_settings: StreamSettings | None = None,
        delete_key: bool = False,
        on_control: Callable[[ControlEvent | Gap], None] | None = None,
    ) -> BlockingUserStream:
        """The account's own events: orders, fills, balances, positions; needs credentials.

        Arguments are those of the asynchronous ``AllStreams.user``; ``on_control`` is called in another thread.
        """
        stream = self._all.user(
            symbols=symbols,
            settings=settings,
            stream_settings=stream_settings,
            delete_key=delete_key,
            on_control=on_control,
        )
        blocking = BlockingUserStream(self._thread, stream)
        self._users.add(blocking)
        return blocking

    def listen_user(self, *, callback: Callable[[UserEvent], object], **options: Any) -> BlockingUserListener:
        """Call back with each event of the account, in a thread made for it; begins at once.

        Args:
            callback: The next event waits for it; what it raises is logged and counted.
            **options: As for ``user``.
        """
        return BlockingUserListener(self.user(**options), callback)

    def close(self) -> None:
        """Close all streams and end their thread; closing twice is fine."""
        for stream in list(self._users):
            stream.close()
        self._all.shut()
        super().close()


class BlockingUserListener(EventListener["UserEvent"]):
    """Events of the account on their way to a callback, in a thread of their own.

    Args:
        stream: Where they come from.
        callback: Where they go.

    Attributes:
        stream: For its properties and counters.
    """

    def __init__(self, stream: BlockingUserStream, callback: Callable[[UserEvent], object]) -> None:
        self.stream = stream
        super().__init__(stream, callback)
