"""Carries out what sessions ask for: dials, writes, pings and drops, one timer for each session.

It decides nothing. Whatever happens is told to the session with the time; whatever the session wants is done at once.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from typing import Any

from ._feed import Feed
from ._outputs import Dial, Drop, Ping, Write
from ._session import Session
from ._settings import StreamSettings
from ._socket import Refusal, Socket, dial

__all__ = ["Runner"]


class Runner:
    """The connections of one stream object.

    Args:
        origin: Such as ``wss://fstream.binance.com``.
        feed: What the sessions fill.
        settings: Timeouts and limits.
        monotonic: Seconds that never go back.
        tls: Makes the TLS context on first use; None where the origin has no TLS.
        wake: Called when something waits in the feed.
    """

    def __init__(
        self,
        origin: str,
        feed: Feed,
        settings: StreamSettings,
        monotonic: Callable[[], float],
        tls: Callable[[], ssl.SSLContext | None],
        wake: Callable[[], None],
    ) -> None:
        self._origin = origin
        self._feed = feed
        self._settings = settings
        self._monotonic = monotonic
        self._tls = tls
        self._wake = wake
        self._loop = asyncio.get_running_loop()
        self._sockets: dict[int, Socket] = {}
        self._dials: dict[int, asyncio.Task[None]] = {}
        self._dialing: set[asyncio.Task[None]] = set()
        self._timers: dict[Session, asyncio.TimerHandle] = {}
        self._sessions: list[Session] = []
        self._held = False
        self._stall: asyncio.TimerHandle | None = None

    def attend(self, session: Session) -> None:
        """Do what a session wants after the caller told it something, and from now on."""
        if session not in self._timers:
            self._sessions.append(session)
        self._settle(session)

    # -- from the session to the network ------------------------------------------------------------------------------

    def _settle(self, session: Session) -> None:
        now = self._monotonic()
        session.changed = False
        for output in session.data_to_send(now):
            self._do(session, output)
        deadline = session.next_deadline()
        timer = self._timers.pop(session, None)
        if timer is not None:
            timer.cancel()
        if deadline is not None:
            self._timers[session] = self._loop.call_later(max(0.0, deadline - now), self._due, session)
        if self._feed.queue or self._feed.failure is not None:
            self._wake()

    def _do(self, session: Session, output: Any) -> None:
        number: int = output.connection
        if isinstance(output, Dial):
            task = self._loop.create_task(self._dial(session, number, output.path))
            self._dials[number] = task
            self._dialing.add(task)
            task.add_done_callback(self._dialing.discard)
            return
        if isinstance(output, Drop) and number in self._dials:
            self._dials.pop(number).cancel()
        socket = self._sockets.pop(number, None) if isinstance(output, Drop) else self._sockets.get(number)
        if socket is None:
            return
        if isinstance(output, Write):
            socket.write(output.payload)
        elif isinstance(output, Ping):
            socket.ping()
        else:
            socket.drop()

    async def _dial(self, session: Session, number: int, path: str) -> None:
        def on_open() -> None:
            session.opened(number, self._monotonic())
            self._settle(session)
            if self._held:
                socket.hold(True)

        def on_frames(frames: list[bytes]) -> None:
            session.receive(number, frames, self._monotonic())
            if session.changed:
                self._settle(session)
            elif self._feed.queue:
                self._wake()
            if self._feed.crowded and not self._held:
                self._hold()

        def on_pong() -> None:
            session.pong(number, self._monotonic())

        def on_lost(reason: str) -> None:
            self._lost(session, number, reason, 0.0)

        socket = Socket(on_open, on_frames, on_pong, on_lost, self._settings.max_frame)
        self._sockets[number] = socket
        try:
            await dial(f"{self._origin}{path}", socket, self._tls(), self._settings)
        except Refusal as refusal:
            self._dials.pop(number, None)
            self._lost(session, number, refusal.reason, refusal.wait)
            return
        except asyncio.CancelledError:
            socket.drop()
            raise
        self._dials.pop(number, None)

    # -- from the network to the session ------------------------------------------------------------------------------

    def _lost(self, session: Session, number: int, reason: str, wait: float) -> None:
        if self._sockets.pop(number, None) is None:
            return
        task = self._dials.pop(number, None)
        if task is not None and task is not asyncio.current_task():
            task.cancel()
        session.lost(number, reason, self._monotonic(), wait)
        self._settle(session)

    def _due(self, session: Session) -> None:
        self._timers.pop(session, None)
        session.advance(self._monotonic())
        self._settle(session)

    # -- back pressure ------------------------------------------------------------------------------------------------

    def _hold(self) -> None:
        self._set_held(True)
        self._feed.counters.pauses += 1
        self._stall = self._loop.call_later(self._settings.stall, self._stalled)

    def _set_held(self, held: bool) -> None:
        self._held = held
        now = self._monotonic()
        for socket in self._sockets.values():
            socket.hold(held)
        for session in self._sessions:
            session.hold(held, now)
            self._settle(session)

    def _stalled(self) -> None:
        self._stall = None
        self._feed.overflow()
        self.relieve()
        self._wake()

    def relieve(self) -> None:
        """Read on if there is room again."""
        if self._held and self._feed.roomy:
            if self._stall is not None:
                self._stall.cancel()
                self._stall = None
            self._set_held(False)

    @property
    def held(self) -> bool:
        """True while reading is stopped."""
        return self._held

    async def aclose(self) -> None:
        """Drop all connections."""
        for session in self._sessions:
            session.close()
            self._settle(session)
        if self._stall is not None:
            self._stall.cancel()
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        # Those that were given up a moment ago are among them: each leaves its socket when it ends.
        dialing = list(self._dialing)
        for task in dialing:
            task.cancel()
        if dialing:
            await asyncio.wait(dialing)
        # One turn of the loop lets the transports finish what closing scheduled.
        await asyncio.sleep(0)
