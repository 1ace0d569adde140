"""A stream as its user sees it: an asynchronous iterator of typed events over any number of subscriptions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from typing import Any

import attrs

from binance_usdm_api import Subscription
from binance_usdm_api.errors import ConfigError, InvalidParameter, StreamClosed, StreamError

from ..observe import get_logger
from ._async_events import AsyncEvents
from ._control import ControlEvent, Ended, Gap, Refused
from ._counters import Counters
from ._endings import Endings
from ._feed import Feed
from ._fixed import FixedPath
from ._generic import EventT_co
from ._lane import Lane
from ._note import note
from ._policy import Policy, choose, gaps_matter
from ._quarantine import Malformed
from ._repair import REPAIRABLE
from ._repairs import Repairs
from ._route import path_of
from ._runner import Runner
from ._session import Session
from ._settings import StreamSettings
from ._shards import Shards
from ._surroundings import Surroundings

__all__ = ["Stream"]

_CHUNK = 64
_TURN = 0.02
_log = get_logger("streams")


class Stream(AsyncEvents[EventT_co]):
    """Live events of any number of subscriptions, made by ``client.streams.subscribe``.

    Iterate it, directly or inside ``async with``; connections are opened then and closed at the end of the block, of
    the loop, or by ``aclose``. One task at a time may take events. A frame that holds a list gives one list.
    """

    def __init__(
        self,
        surroundings: Surroundings,
        subscriptions: Iterable[Subscription[Any]],
        *,
        settings: StreamSettings,
        policy: Policy | str | Mapping[str, Policy | str] | None,
        repair: bool,
        control: bool,
        gaps: bool | None,
        on_control: Callable[[ControlEvent | Gap], None] | None,
        on_closed: Callable[[Stream[Any]], None],
        fixed: FixedPath | None = None,
    ) -> None:
        super().__init__()
        self._surroundings = surroundings
        self._settings = settings
        self._policy = policy
        self._repair = repair
        self._gaps = gaps
        self._on_control = on_control
        self._on_closed = on_closed
        self._feed = Feed(
            limit=settings.queue,
            keep_latest=settings.keep_latest,
            max_faults=settings.malformed_in_a_row,
            control=control,
            gaps=gaps,
            on_control=self._control,
        )
        self._reading: tuple[type, Callable[[bytes], Any]] | None = None
        self._shards = Shards(self._session, settings.max_streams)
        self._lanes: dict[str, Lane] = {}
        self._endings = Endings(self._lanes, surroundings, settings, self._finish)
        self._lanes.update((lane.name, lane) for lane in map(self._lane, subscriptions))
        if fixed is not None:
            self._shards.sessions.append(self._fixed_session(fixed))
        self._runner: Runner | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._repairs = Repairs(self._feed, surroundings.call, settings.repair_pages, self._wake)
        self._changed: asyncio.Event | None = None

    def __repr__(self) -> str:
        return f"<Stream of {len(self._lanes)} subscriptions{' closed' if self._closed else ''}>"

    def _lane(self, subscription: Subscription[Any]) -> Lane:
        if not isinstance(subscription, Subscription):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidParameter(
                "subscription", subscription, "what the builders return", hint="Such as agg_trade('BTCUSDT')."
            )
        if self._gaps is False and gaps_matter(subscription):
            raise ConfigError(
                f"The gaps of {subscription.name} cannot be left out: what follows one builds on what is missing.",
                hint="Leave gaps at its default and handle Gap among the events.",
            )
        repairable = self._repair and subscription.stream.id in REPAIRABLE
        lane = Lane.of(subscription, choose(subscription, self._policy), self._settings.silence, repairable)
        if self._reading is not None:
            lane.model, lane.decode = self._reading
        self._endings.follow(lane)
        return lane

    def _session(self, route: str, path: str | None = None, raw: Lane | None = None) -> Session:
        return Session(
            route,
            path_of(route) if path is None else path,
            self._feed,
            self._surroundings.ambient.random,
            settings=self._settings,
            pace=self._surroundings.pace,
            numbers=self._surroundings.numbers,
            raw=raw,
        )

    def _fixed_session(self, fixed: FixedPath) -> Session:
        lane = Lane(fixed.name, Policy(self._policy or Policy.LOSSLESS), model=None, sequence=fixed.sequence)  # type: ignore[arg-type]
        self._lanes[lane.name] = lane
        return self._session(fixed.route, fixed.path, lane)

    # -- life ---------------------------------------------------------------------------------------------------------

    def open(self) -> None:
        if self._closed:
            raise StreamClosed("the stream is closed", hint="Subscribe again.")
        if self._runner is None:
            around = self._surroundings
            around.check()
            self._changed = asyncio.Event()
            self._runner = Runner(
                around.origin, self._feed, self._settings, around.ambient.monotonic, around.tls, self._wake
            )
            self._subscribe(self._lanes.values())

    async def aclose(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._feed.queue.clear()
        self._wake()
        await self._repairs.aclose()
        await self._endings.aclose()
        if self._runner is not None:
            await self._runner.aclose()
        self._on_closed(self)

    def read_as(self, model: type, decode: Callable[[bytes], Any]) -> None:
        """Read frames by a decoder of one's own, before anything is opened; what it refuses is read as usual.

        Args:
            model: Type of its events, with the attributes of the stream's own by which order and gaps are told.
            decode: Takes a frame and returns an object whose ``data`` is the event; raises for what it cannot read.

        Raises:
            StreamError: The stream is open already.
        """
        if self._runner is not None:
            raise StreamError("the stream is open already", hint="Choose how to read it before that.")
        self._reading = model, decode
        for lane in self._lanes.values():
            lane.model, lane.decode = model, decode

    # -- subscriptions ------------------------------------------------------------------------------------------------

    def add(self, *subscriptions: Subscription[Any]) -> None:
        """Subscribe more; what is subscribed already is left alone.

        Raises:
            InvalidParameter: It is no subscription.
        """
        added = [lane for lane in map(self._lane, subscriptions) if lane.name not in self._lanes]
        self._lanes.update((lane.name, lane) for lane in added)
        if self._runner is not None:
            self._subscribe(added)

    def remove(self, *subscriptions: Subscription[Any] | str) -> None:
        """Subscribe less; what is not subscribed is ignored. Events that wait are no longer delivered."""
        names = [str(each) for each in subscriptions]
        for name in names:
            self._lanes.pop(name, None)
        self._shards.unsubscribe(names, self._surroundings.ambient.monotonic())
        self._attend()

    def _finish(self, ended: list[Ended]) -> None:
        for each in ended:
            del self._lanes[each.stream]
            self._feed.tell(each)
        names = [each.stream for each in ended]
        self._shards.unsubscribe(names, self._surroundings.ambient.monotonic(), deliver=True)
        self._attend()
        self._wake()

    def redirect(self, path: str, why: str) -> None:
        """Replace the connection of a fixed path by one to another path, before it is dropped.

        Args:
            path: Path and query from now on.
            why: Reason that Rotated will give.
        """
        now = self._surroundings.ambient.monotonic()
        for session in self._shards.sessions:
            session.path = path
            session.replace(why, now)
        self._attend()

    def _subscribe(self, lanes: Iterable[Lane]) -> None:
        now = self._surroundings.ambient.monotonic()
        self._shards.subscribe(lanes, now)
        for session in self._shards.sessions:
            session.start(now)
        self._attend()

    def _attend(self) -> None:
        if self._runner is not None:
            for session in self._shards.sessions:
                self._runner.attend(session)

    # -- events -------------------------------------------------------------------------------------------------------

    async def _iterate(self) -> AsyncGenerator[Any, None]:
        # Faster than one by one: no list, and the turn of the others is counted in time.
        feed, queue, clock = self._feed, self._feed.queue, self._surroundings.ambient.monotonic
        try:
            self.open()
            turn = clock()
            while True:
                while queue:
                    for event in feed.events(_CHUNK):
                        yield event
                    self._after_taking()
                    if clock() - turn > _TURN:
                        # The connections and everyone else get their turn, however fast events are taken.
                        await asyncio.sleep(0)
                        turn = clock()
                if not await self._more():
                    return
                turn = clock()
        finally:
            if not self._entered:
                await self.aclose()

    def _take(self, most: int) -> list[EventT_co]:
        found = list(self._feed.events(most))
        self._after_taking()
        return found

    def _after_taking(self) -> None:
        if self._feed.jobs:
            self._repairs.start()
        if self._runner is not None and self._runner.held:
            self._runner.relieve()

    async def _more(self) -> bool:
        if self._feed.queue:
            return True
        if self._feed.failure is not None:
            raise self._feed.failure
        if self._closed or self._endings.over:
            return False
        self.open()
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None
        return True

    def _wake(self) -> None:
        waiter = self._waiter
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    # -- what is going on ---------------------------------------------------------------------------------------------

    def _control(self, event: ControlEvent | Gap) -> None:
        note(event)
        if isinstance(event, Refused):
            self._lanes.pop(event.stream, None)
            if not self._lanes and self._feed.failure is None:
                self._feed.failure = StreamError(
                    f"The exchange refused {event.stream}: {event.message or event.code}.",
                    hint="Check the symbol and what the stream's builder allows.",
                )
        self._endings.told(event)
        if self._changed is not None:
            self._changed.set()
        if self._on_control is not None:
            try:
                self._on_control(event)
            except Exception:  # noqa: BLE001 the stream goes on whatever its user's code does
                self.count_callback_error()

    def count_callback_error(self) -> None:
        """Count and log the exception that a callback of the user raised just now."""
        self._feed.counters.callback_errors += 1
        _log.exception("callback_failed")

    @property
    def names(self) -> frozenset[str]:
        """Names of the subscriptions on the wire."""
        return frozenset(self._lanes)

    @property
    def live(self) -> frozenset[str]:
        """Names of the subscriptions that work: data came, or the exchange acknowledged a quiet one."""
        return frozenset(name for session in self._shards.sessions for name in session.live)

    async def wait_live(self, timeout: float | None = None) -> None:
        """Wait until all subscriptions work.

        Args:
            timeout: Seconds; None means for ever.

        Raises:
            StreamError: They did not within that time; the message names them.
        """
        self.open()
        changed = self._changed
        try:
            async with asyncio.timeout(timeout):
                while changed is not None and self.live < self.names:
                    changed.clear()
                    await changed.wait()
        except TimeoutError:
            silent = ", ".join(sorted(self.names - self.live)[:5])
            raise StreamError(
                f"no data of {silent} within {timeout:g} s", hint="Check the symbols.", retryable=True
            ) from None

    @property
    def counters(self) -> Counters:
        """What was counted so far."""
        return attrs.evolve(self._feed.counters, queued=len(self._feed.queue))

    @property
    def quarantine(self) -> tuple[Malformed, ...]:
        """The last frames that could not be read."""
        return self._feed.quarantine.frames()
