"""The life of one logical connection: it may be lost, replaced and opened again, its streams go on.

Rules of this module:

- Pure: frames, losses and times come in, `data_to_send` says what to do with connections, `events` hands events out.
- Receiving never raises. A frame that cannot be read is counted and kept; only many in a row replace the connection.
- A connection that is lost is dialled again without end, after a random delay; each stream that had data gets a gap.
- A connection that is merely old, announced to end, or silent in part is replaced before it is dropped: its successor
  subscribes everything, what it says is held back until the old one delivered up to there, then the two are switched.
- Which phase follows on which is the table in _states.py; what is not in it is ignored.
- `next_deadline` says when `advance` has something to do; nothing else depends on when it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .._pace import Pace, full_jitter
from ._control import Connected, Disconnected, GapReason, Reconnected, Rotated
from ._feed import Feed
from ._handover import caught_up, settled, uncovered, unseen
from ._lane import Lane
from ._link import Link
from ._outputs import Dial, Drop, Output, Ping, Write
from ._settings import StreamSettings
from ._silence import Watchdog
from ._states import TABLE, Happening, Phase
from ._traffic import Traffic

__all__ = ["Session"]

_NEVER = float("inf")
_STABLE = 10.0
_CATCH_UP = 2.0
_LOOK = 0.1


class Session(Traffic):
    """One logical connection.

    Args:
        route: ``public``, ``market`` or ``private``.
        path: Path and query of its URL; may be set anew before a connection is replaced.
        feed: Where frames and control events go; several sessions may share one.
        chance: A random number in [0, 1).
        settings: Intervals and limits.
        pace: The limit on connection attempts, shared by all sessions of a client.
        numbers: Numbers of connections, never the same one twice.
        raw: The lane of all frames, for a path that needs no SUBSCRIBE.
    """

    def __init__(
        self,
        route: str,
        path: str,
        feed: Feed,
        chance: Callable[[], float],
        *,
        settings: StreamSettings,
        pace: Pace,
        numbers: Iterator[int],
        raw: Lane | None = None,
    ) -> None:
        super().__init__(feed, settings)
        self.route = route
        self.path = path
        self.phase = Phase.IDLE
        self._chance = chance
        self._pace = pace
        self._numbers = numbers
        self._raw = raw
        self._serving: Link | None = None
        self._successor: Link | None = None
        self._outputs: list[Output] = []
        self._dial_at = _NEVER
        self._attempts = 0
        self._lost_at: float | None = None
        self._rotate_at = _NEVER
        self._why = ""
        self._look_at = _NEVER
        self._settled_at: float | None = None
        self._overlap_ends = _NEVER
        self._held = False
        self._watchdog = Watchdog(feed, settings)
        if raw is not None:
            self.lanes[raw.name] = raw

    # -- what the user wants ------------------------------------------------------------------------------------------

    def subscribe(self, lanes: Iterable[Lane], now: float) -> None:
        """Subscribe streams; those that are subscribed already are left alone."""
        added = [lane for lane in lanes if lane.name not in self.lanes]
        self.lanes.update((lane.name, lane) for lane in added)
        for link in self._links.values():
            if link.opened is not None:
                link.add(added, now)
        self.start(now)

    def start(self, now: float) -> None:
        """Open the connection, unless there is one."""
        self.changed = True
        if self.lanes and self._step(Happening.WANTED):
            self._dial_at = self._pace.earliest(now)

    def unsubscribe(self, names: Iterable[str], now: float, *, deliver: bool = False) -> None:
        """End subscriptions; ``deliver`` what waits of them."""
        self.changed = True
        removed = [lane for name in names if (lane := self.lanes.pop(name, None)) is not None]
        for lane in () if deliver else removed:
            lane.admit, lane.repair = _never, None
        for link in self._links.values():
            link.remove(removed)
        if not self.lanes and self._step(Happening.EMPTIED):
            self._drop_all()
        if self.phase is Phase.OVERLAP:
            self._look_at = now

    def replace(self, why: str, now: float) -> None:
        """Replace the connection before it is dropped.

        Args:
            why: ``age``, ``server_shutdown``, ``silence`` or a reason of the caller's, such as a new listen key.
            now: Seconds.
        """
        if self._step(Happening.REPLACE):
            self._why = why
            self._dial_at = self._pace.earliest(now)

    def close(self) -> None:
        """Drop everything; the session cannot be used again."""
        if self._step(Happening.CLOSE):
            self._drop_all()

    def notice(self, link: Link, now: float) -> None:
        """The server says that it will close a connection."""
        if link is self._serving:
            self.replace("server_shutdown", now)

    # -- what happens to connections ----------------------------------------------------------------------------------

    def opened(self, connection: int, now: float) -> None:
        """A connection that was to be dialled is open."""
        link = self._links.get(connection)
        if link is None or link.opened is not None or not self._step(Happening.OPENED):
            return
        link.open(self.lanes.values(), now)
        self.feed.counters.connects += 1
        if link is self._successor:
            link.held = []
            self._attempts = 0
            self._settled_at = None
            self._look_at = now + _LOOK
            self._overlap_ends = now + self._settings.overlap
            if self._serving is not None:
                self._serving.settle_modes(by_hand=True)
        else:
            self._announce(link, now)
            self._serve(link, now)

    def _announce(self, link: Link, now: float) -> None:
        if self._lost_at is None:
            self.feed.tell(Connected(connection=link.number, route=self.route, streams=len(self.lanes)))
        else:
            self.feed.tell(
                Reconnected(
                    connection=link.number,
                    route=self.route,
                    streams=len(self.lanes),
                    after=now - self._lost_at,
                    attempts=self._attempts,
                )
            )
            self._lost_at = None

    def _serve(self, link: Link, now: float) -> None:
        # No two connections should end together, so each gets its own age.
        opened = now if link.opened is None else link.opened
        self._rotate_at = opened + self._settings.rotate_after * (1.0 - 0.02 * self._chance())
        self._look_at = self._overlap_ends = _NEVER
        self._settled_at = None
        link.settle_modes(by_hand=False)

    def lost(self, connection: int, reason: str, now: float, wait: float = 0.0) -> None:
        """A connection is gone, or could not be opened.

        Args:
            connection: Its number.
            reason: What happened.
            now: Seconds.
            wait: Seconds for which the exchange asked to be left alone.
        """
        link = self._links.pop(connection, None)
        if link is None:
            return
        self.changed = True
        counters = self.feed.counters
        if link.opened is None:
            counters.failed_connects += 1
        else:
            counters.disconnects += 1
            if now - link.opened >= _STABLE and any(tap.live for tap in link.taps.values()):
                self._attempts = 0
        if link is self._successor:
            self._successor = None
            self._step(Happening.SUCCESSOR_LOST)
            self._look_at = self._overlap_ends = _NEVER
            self._schedule(link, reason, now, wait)
            if self._serving is not None:
                self._serving.settle_modes(by_hand=False)
            return
        promoted = self._successor
        self._step(Happening.LOST)
        self._serving, self._successor = promoted, None
        if link.opened is not None:
            self._lost_at = now
        if promoted is None or promoted.opened is None:
            for tap in link.taps.values():
                if tap.lane.started and tap.lane.name in self.lanes:
                    self.feed.lose(tap.lane, GapReason.DISCONNECT, link.number)
        if promoted is None:
            self._schedule(link, reason, now, wait)
            return
        self.feed.tell(Disconnected(connection=link.number, reason=reason, retry_in=0.0))
        if promoted.opened is not None:
            self._switch(link, promoted, GapReason.DISCONNECT, now)
            self._announce(promoted, now)

    def _schedule(self, link: Link, reason: str, now: float, wait: float) -> None:
        settings = self._settings
        delay = full_jitter(self._attempts, settings.reconnect_delay, settings.reconnect_delay_max, self._chance())
        self._attempts += 1
        self._dial_at = self._pace.earliest(now + max(delay, wait))
        self.feed.tell(Disconnected(connection=link.number, reason=reason, retry_in=self._dial_at - now))

    # -- time ---------------------------------------------------------------------------------------------------------

    def hold(self, held: bool, now: float) -> None:
        """Reading was stopped or goes on: silence and missing answers mean nothing meanwhile."""
        self._held = held
        self.changed = True
        for link in self._links.values():
            link.resume(now)

    def advance(self, now: float) -> None:
        """Do what is due."""
        for link in list(self._links.values()):
            if link.opened is not None:
                self._care_for(link, now)
        serving = self._serving
        if serving is not None and self.phase is Phase.UP:
            if not self._held and self._watchdog.look(serving, now):
                self.replace("silence", now)
            if now >= self._rotate_at:
                self.replace("age", now)
            for named, why in ((self.feed.leaving, "server_shutdown"), (self.feed.distrusted, "malformed")):
                if not named.isdisjoint(self.lanes):
                    named.difference_update(self.lanes)
                    self.replace(why, now)
        elif self.phase is Phase.OVERLAP and now >= min(self._look_at, self._overlap_ends):
            self._consider(now)
        if now >= self._dial_at:
            self._dial(now)
        self.changed = True

    def _dial(self, now: float) -> None:
        if not self._pace.take(now):
            # Other sockets of the client were first.
            self._dial_at = self._pace.earliest(now)
            return
        self._dial_at = _NEVER
        self._step(Happening.DUE)
        link = Link(next(self._numbers), self._settings, self._raw)
        self._links[link.number] = link
        if self.phase is Phase.DIALING:
            self._serving = link
        else:
            self._successor = link
        self._outputs.append(Dial(link.number, self.path))

    def _care_for(self, link: Link, now: float) -> None:
        misses = link.misses
        link.verify(now)
        if link.ping(now, self._held):
            self._outputs.append(Ping(link.number))
        self.feed.counters.missed_pongs += max(0, link.misses - misses)
        if link.dead:
            self._outputs.append(Drop(link.number))
            self.lost(link.number, "no pong", now)
        elif link.requests.failed:
            link.requests.failed = False
            if link is self._serving:
                self.replace("no_reply", now)
            else:
                self._outputs.append(Drop(link.number))
                self.lost(link.number, "no reply to SUBSCRIBE", now)

    # -- from an old connection to its successor ----------------------------------------------------------------------

    def _consider(self, now: float) -> None:
        old, new = self._serving, self._successor
        if old is None or new is None:
            return
        self._look_at = now + _LOOK
        if settled(self.lanes, old, new, now):
            if self._settled_at is None:
                self._settled_at = now
            if caught_up(new, old) or now - self._settled_at >= _CATCH_UP:
                self._hand_over(old, new, now)
                return
        if now >= self._overlap_ends:
            if self._why == "silence":
                self._hand_over(old, new, now)
            else:
                self._outputs.append(Drop(new.number))
                self.lost(new.number, "did not deliver what the old connection does", now)

    def _hand_over(self, old: Link, new: Link, now: float) -> None:
        self._step(Happening.SETTLED)
        del self._links[old.number]
        self._outputs.append(Drop(old.number))
        self._serving, self._successor = new, None
        self._switch(old, new, GapReason.SILENCE if self._why == "silence" else GapReason.HANDOVER, now)
        self.feed.counters.rotations += 1
        self.feed.tell(Rotated(connection=old.number, reason=self._why, successor=new.number))

    def _switch(self, old: Link, new: Link, reason: GapReason, now: float) -> None:
        for lane in uncovered(self.lanes, old, new, reason):
            self.feed.lose(lane, reason, old.number)
        held, new.held = unseen(new.held or [], old), None
        for lane, frame in held:
            self.feed.put(lane, frame)
        self._serve(new, now)

    # -- what the shell asks ------------------------------------------------------------------------------------------

    def data_to_send(self, now: float) -> list[Output]:
        """What is to be done with connections, in this order."""
        for link in self._links.values():
            if link.opened is not None and link.requests.pending:
                resent = link.requests.resent
                self._outputs.extend(Write(link.number, each) for each in link.requests.data_to_send(now))
                self.feed.counters.late_acks += link.requests.resent - resent
        outputs, self._outputs = self._outputs, []
        return outputs

    def next_deadline(self) -> float | None:
        """When `advance` and `data_to_send` have something to do next; None for never."""
        earliest = min(self._dial_at, self._look_at, self._overlap_ends)
        for link in self._links.values():
            if link.opened is not None:
                earliest = min(earliest, link.next_deadline())
        if self._serving is not None and self.phase is Phase.UP:
            earliest = min(earliest, self._rotate_at)
            if not self._held:
                earliest = min(earliest, self._serving.silence_deadline())
        return None if earliest == _NEVER else earliest

    def events(self) -> Iterator[Any]:
        """Take the events of the feed."""
        return self.feed.events()

    @property
    def overlapping(self) -> bool:
        """True while two connections are open."""
        return self.phase is Phase.OVERLAP

    @property
    def live(self) -> frozenset[str]:
        """Names of the streams that work now."""
        if self._serving is None:
            return frozenset()
        return frozenset(name for name, tap in self._serving.taps.items() if tap.live)

    def _step(self, happening: Happening) -> bool:
        following = TABLE[self.phase].get(happening)
        if following is None:
            return False
        self.phase = following
        self.changed = True
        return True

    def _drop_all(self) -> None:
        self._outputs.extend(Drop(number) for number in self._links)
        self._links.clear()
        self._serving = self._successor = None
        self._dial_at = self._look_at = self._overlap_ends = _NEVER
        self._attempts = 0
        self._lost_at = None


def _never(_event: object) -> bool:
    return False
