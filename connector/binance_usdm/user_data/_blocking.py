"""The account's own stream for code without an event loop, over the thread that carries the other streams."""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from binance_usdm_api.enums import PositionSide
from binance_usdm_api.errors import StreamClosed
from binance_usdm_api.models.user import AlgoUpdateOrder, BalanceUpdate, OrderUpdate, PositionUpdate

from ..core._sightings import Sightings
from ..streams._blocking import BlockingStreams
from ..streams._loop_thread import HandOver, LoopThread
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
_BATCH = 64
_END = object()


class BlockingUserStream:
    """Events of the account for blocking code, made by ``client.streams.user`` of a blocking client.

    Iterate it, directly or inside ``with``; one thread at a time may do so. What the properties show may be ahead of
    the events that were taken.
    """

    def __init__(self, thread: LoopThread, stream: UserStream) -> None:
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
        """Open it now; iterating does it as well.

        Raises:
            StreamClosed: It was closed.
            ConfigError: A proxy is configured.
        """
        with self._lock:
            if self._hand_over is None:
                self._hand_over = self._thread.run(self._begin())

    async def _begin(self) -> HandOver:
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

    def __iter__(self) -> Iterator[UserEvent]:
        try:
            while (event := self._take(None)) is not _END:
                yield event
        finally:
            if not self._entered:
                self.close()

    def next(self, timeout: float | None = None) -> UserEvent:
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
            raise StreamClosed("the stream was closed", hint="Ask for a new one.")
        found: UserEvent = event
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

    @property
    def closed(self) -> bool:
        """True after closing."""
        return self._stream.closed

    def count_callback_error(self) -> None:
        """Count and log the exception that a callback of the user raised just now."""
        self._stream.count_callback_error()

    def close(self) -> None:
        """Close it; an iteration under way ends. Closing twice is fine."""
        if not self._stream.closed:
            self._thread.run(self._close())

    async def _close(self) -> None:
        await self._stream.aclose()
        if self._pump is not None:
            self._pump.cancel()
            await asyncio.wait([self._pump])


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


class BlockingUserListener:
    """Events of the account on their way to a callback, in a thread of their own.

    Args:
        stream: Where they come from.
        callback: Where they go.

    Attributes:
        stream: For its properties and counters.
    """

    def __init__(self, stream: BlockingUserStream, callback: Callable[[Any], object]) -> None:
        self.stream = stream
        self._callback = callback
        self._error: BaseException | None = None
        stream.open()
        self._worker = threading.Thread(target=self._run, name="binance-usdm-callback", daemon=True)
        self._worker.start()

    def _run(self) -> None:
        try:
            for event in self.stream:
                try:
                    self._callback(event)
                except Exception:  # noqa: BLE001 the stream goes on whatever its user's code does
                    self.stream.count_callback_error()
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
        self.stream.close()
        if self._worker is not threading.current_thread():
            self._worker.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
