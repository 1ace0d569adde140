"""The account's own stream as its user sees it: moves events, calls and times to the session, decides nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import attrs

from binance_usdm_api.errors import BinanceUsdmError, StreamClosed, StreamError
from binance_usdm_api.models.user import OrderTradeUpdate

from ..core._sightings import Sightings
from ..observe import event as log_event
from ..observe import get_logger
from ..observe._known import remember
from ..streams._async_events import AsyncEvents
from ..streams._fixed import FixedPath
from ..streams._stream import Stream
from ..streams._tasks import Tasks
from ._calls import Call, Counters
from ._decode import read_frame
from ._events import Reconciled
from ._keys import KEY_CALLS
from ._session import UserSession
from ._settings import UserSettings
from ._view import AccountView

if TYPE_CHECKING:
    from ..streams import ControlEvent, Gap, StreamSettings
    from ..streams._surroundings import Surroundings
    from ._events import UserEvent

__all__ = ["UserStream"]

_LOOK = 5.0
_NEVER_FULL = 1 << 40
_CLOSING = 5.0
_log = get_logger("user_data")


class UserStream(AsyncEvents["UserEvent"], AccountView):
    """Events of the account, made by ``client.streams.user``.

    Iterate it, directly or inside ``async with``; it is opened then and closed at the end of the block, of the loop, or
    by ``aclose``. One task at a time may take events; they wait for it and are never dropped. What the properties show
    may be ahead of the events that were taken.
    """

    def __init__(
        self,
        surroundings: Surroundings,
        *,
        symbols: tuple[str, ...],
        settings: UserSettings,
        stream_settings: StreamSettings,
        delete_key: bool,
        on_control: Callable[[ControlEvent | Gap], None] | None,
        sightings: Sightings,
        on_closed: Callable[[UserStream], None],
    ) -> None:
        super().__init__()
        self._surroundings = surroundings
        self._settings = settings
        # Reading never stops for a slow consumer: what is read is kept here.
        self._stream_settings = attrs.evolve(stream_settings, queue=_NEVER_FULL)
        self._delete_key = delete_key
        self._on_control = on_control
        self._sightings = sightings
        self._on_closed = on_closed
        self._session = UserSession(settings, symbols, surroundings.ambient.random)
        AccountView.__init__(self, self._session.ledger)
        self._inner: Stream | None = None
        self._tasks = Tasks()
        self._timer: asyncio.TimerHandle | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._room: asyncio.Semaphore | None = None
        self._waiters: set[asyncio.Future[None]] = set()
        self._warned = False
        self._trouble = ""

    def __repr__(self) -> str:
        return f"<UserStream{' closed' if self._closed else ''}>"

    # -- life ---------------------------------------------------------------------------------------------------------

    def open(self) -> None:
        if self._closed:
            raise StreamClosed("the stream is closed", hint="Ask for a new one.")
        if self._loop is None:
            self._surroundings.check()
            self._loop = asyncio.get_running_loop()
            self._room = asyncio.Semaphore(self._settings.parallel)
            self._sightings.watching += 1
            self._session.start(self._now())
            self._settle()

    async def aclose(self) -> None:
        """Close it; an iteration under way ends, what waits is not delivered. Closing twice is fine.

        The listen key is left alone, since other programs may use the same one, unless its deletion was asked for.
        """
        if self._closed:
            return
        self._closed = True
        self._sightings.watching -= self._loop is not None
        self._session.out.clear()
        if self._timer is not None:
            self._timer.cancel()
        self._wake()
        await self._tasks.aclose()
        if self._inner is not None:
            await self._inner.aclose()
            if self._delete_key:
                await self._delete()
        self._on_closed(self)

    async def _delete(self) -> None:
        try:
            async with asyncio.timeout(_CLOSING):
                await self._surroundings.call("close_user_stream", {})
        except (BinanceUsdmError, TimeoutError) as error:
            log_event(_log, logging.WARNING, "key_not_deleted", error=str(error))

    # -- between session, connection and REST -------------------------------------------------------------------------

    def _now(self) -> float:
        return self._surroundings.ambient.monotonic()

    def _settle(self) -> None:
        """Do what the session wants after it was told something, and from now on."""
        loop, session = self._loop, self._session
        if self._closed or loop is None:
            return
        now = self._now()
        if self._inner is not None:
            session.malformed(self._inner.counters.malformed, now)
        session.advance(now)
        for call in session.calls():
            self._tasks.start(self._call(call))
        path = session.path()
        if path is not None:
            self._go(path)
        if self._timer is not None:
            self._timer.cancel()
        wait = max(0.0, min(session.next_deadline() - now, _LOOK))
        self._timer = loop.call_later(wait, self._settle)
        if session.failure is not None:
            self._timer.cancel()
        if session.out or session.failure is not None:
            self._wake()

    def _go(self, path: str) -> None:
        remember(path.rpartition("=")[2])
        if self._inner is not None:
            self._inner.redirect(path, "listen_key")
            return
        stream = self._inner = Stream(
            self._surroundings,
            (),
            settings=self._stream_settings,
            policy=None,
            repair=False,
            control=True,
            gaps=None,
            on_control=self._on_control,
            on_closed=_nothing,
            fixed=FixedPath(name="user", path=path),
        )
        stream.read_as(object, read_frame)
        self._tasks.start(self._follow(stream))

    async def _follow(self, stream: Stream) -> None:
        session = self._session
        try:
            async with stream:
                async for batch in stream.batches():
                    now = self._now()
                    event: Any
                    for event in batch:
                        session.receive(event, now)
                        if isinstance(event, OrderTradeUpdate):
                            self._sightings.note(event.order, event.transaction_time)
                    self._watch()
                    self._settle()
        except BinanceUsdmError as error:
            self._fail(error)

    def _watch(self) -> None:
        waiting = len(self._session.out)
        if waiting >= self._settings.warn_at and not self._warned:
            log_event(_log, logging.WARNING, "slow_consumer", waiting=waiting)
        self._warned = waiting >= self._settings.warn_at

    async def _call(self, call: Call) -> None:
        answer: object
        room = self._room
        try:
            if room is None:
                return
            # The key comes first: without it nothing is heard.
            async with nullcontext() if call.operation in KEY_CALLS else room:
                answer = await self._surroundings.call(call.operation, call.params)
        except BinanceUsdmError as error:
            log_event(_log, logging.WARNING, "call_failed", operation=call.operation, error=str(error))
            self._trouble = error.what
            answer = error
        try:
            self._session.answered(call.number, answer, self._now())
        except Exception as error:
            self._fail(StreamError(f"the stream cannot go on: {type(error).__name__}", hint="Report it."))
            raise
        self._settle()

    def _fail(self, error: BinanceUsdmError) -> None:
        if self._session.failure is None:
            self._session.failure = error
        self._wake()

    # -- events -------------------------------------------------------------------------------------------------------

    def _take(self, most: int) -> list[UserEvent]:
        out = self._session.out
        found: list[UserEvent] = [out.popleft() for _ in range(min(most, len(out)))]
        for event in found:
            if isinstance(event, Reconciled):
                log_event(
                    _log, logging.INFO, "reconciled", reason=event.reason, fills=event.fills, complete=event.complete
                )
        return found

    async def _more(self) -> bool:
        while not self._session.out:
            if self._session.failure is not None:
                raise self._session.failure
            if self._closed:
                return False
            self.open()
            if not self._session.out:
                await self._wait()
        return True

    async def _wait(self) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await waiter
        finally:
            self._waiters.discard(waiter)

    def _wake(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    # -- what is going on ---------------------------------------------------------------------------------------------

    async def ready(self, timeout: float | None = None) -> None:
        """Wait until the account was compared with REST for the first time, so that the properties show it.

        Args:
            timeout: Seconds; None means for ever.

        Raises:
            StreamError: It was not within that time.
            BinanceUsdmError: The stream cannot go on.
        """
        self.open()
        try:
            async with asyncio.timeout(timeout):
                while not self._session.counters.reconciliations:
                    if self._session.failure is not None:
                        raise self._session.failure
                    if self._closed:
                        raise StreamClosed("the stream was closed", hint="Ask for a new one.")
                    await self._wait()
        except TimeoutError:
            why = f": {self._trouble}" if self._trouble else ""
            raise StreamError(f"the account was not read within {timeout:g} s{why}.", retryable=True) from None

    def reconcile(self) -> None:
        """Compare the account with REST soon; what comes of it is told by events and a Reconciled."""
        self.open()
        self._session.request(self._now())
        self._settle()

    @property
    def reconciled(self) -> bool:
        """True while nothing can be missing as far as is known; False from a loss to its reconciliation."""
        return self._session.reconciled

    @property
    def connected(self) -> bool:
        """True while a connection serves."""
        return self._session.connected

    @property
    def counters(self) -> Counters:
        """What was counted so far."""
        return attrs.evolve(self._session.counters, waiting=len(self._session.out))

    def count_callback_error(self) -> None:
        """Count and log the exception that a callback of the user raised just now."""
        self._session.counters.callback_errors += 1
        _log.exception("callback_failed")


def _nothing(_stream: Stream) -> None:
    return
