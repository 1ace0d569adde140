"""What comes in on the connections of a session: data into the feed, replies and notices to where they matter.

Pure, and never raises for a frame. Which connection serves, and for how long, is none of its business; see _session.py.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from ._control import Live, Refused
from ._feed import Feed
from ._lane import Lane
from ._link import NEWEST, STRAIGHT, Link, Tap
from ._reading import Found, Reading, read, readable
from ._settings import StreamSettings

__all__ = ["Traffic"]


class Traffic(ABC):
    """Frames of all connections of a session.

    Args:
        feed: Where frames and control events go.
        settings: Intervals and limits.
    """

    def __init__(self, feed: Feed, settings: StreamSettings) -> None:
        self.feed = feed
        self.lanes: dict[str, Lane] = {}
        self.changed = True
        """True when `data_to_send` or `next_deadline` may answer otherwise than before; the shell resets it."""
        self._settings = settings
        self._links: dict[int, Link] = {}

    @property
    @abstractmethod
    def overlapping(self) -> bool:
        """True while two connections are open."""

    @abstractmethod
    def replace(self, why: str, now: float) -> None:
        """Replace the connection before it is dropped."""

    @abstractmethod
    def notice(self, link: Link, now: float) -> None:
        """The server says that it will close a connection."""

    def receive(self, connection: int, frames: Sequence[bytes], now: float) -> None:
        """Take text frames of a connection, in the order of arrival."""
        link = self._links.get(connection)
        if link is None or link.opened is None:
            return
        link.heard = now
        find_tap, push, feed = link.heads.get, self.feed.queue.append, self.feed
        # Nothing begins with an empty tuple, whatever bytes arrive.
        opening: bytes | tuple[()] = ()
        faults, lane = 0, None
        for frame in frames:
            # Frames of one stream often come in a row.
            if frame.startswith(opening):
                push((lane, frame))
                continue
            # The frame up to the quote behind the name of the stream: {"stream":"btcusdt@aggTrade
            tap = find_tap(frame[: frame.find(b'"', 11)])
            if tap is None:
                faults += self._other(link, frame, now)
                # What was read may have changed how frames travel.
                opening = ()
                continue
            tap.seen = now
            if tap.mode == STRAIGHT:
                opening, lane = tap.opening, tap.lane
                push((lane, frame))
            elif tap.mode == NEWEST:
                feed.offer(tap.lane, frame)
            else:
                self._by_hand(link, tap, frame)
        feed.counters.frames += len(frames)
        if faults:
            self._count_faults(link, faults, len(frames), now)

    def pong(self, connection: int, now: float) -> None:
        """A frame without data came, which proves that the peer is there."""
        link = self._links.get(connection)
        if link is not None:
            link.heard = now

    def _by_hand(self, link: Link, tap: Tap, frame: bytes) -> None:
        if not tap.live and readable(frame):
            tap.live = tap.lane.started = True
            link.requests.answered_by_data(tap.lane.name)
            if link.held is None:
                self.feed.tell(Live(connection=link.number, stream=tap.lane.name))
                tap.settle_mode(by_hand=self.overlapping)
        if link.held is not None:
            if tap.first is None and tap.live:
                tap.first = frame
            link.held.append((tap.lane, frame))
            return
        tap.last = frame
        if tap is link.raw and self.overlapping:
            tap.recent.append(frame)
        self.feed.put(tap.lane, frame)

    def _other(self, link: Link, frame: bytes, now: float) -> int:
        self.changed = True
        found = read(frame, link)
        if found.tap is not None:
            found.tap.seen = now
            self._by_hand(link, found.tap, frame)
            return 0
        if found.kind is Reading.MALFORMED:
            self.feed.malformed(frame, found.text, None)
            return 1
        if found.kind is Reading.REPLY:
            self._reply(link, found, now)
        elif found.kind is Reading.SHUTDOWN:
            self.notice(link, now)
        else:
            self.feed.counters.stray += 1
            if found.kind is Reading.UNNAMED:
                link.requests.set_combined()
        return 0

    def _count_faults(self, link: Link, faults: int, frames: int, now: float) -> None:
        link.faults = link.faults + faults if faults == frames else 0
        if link.faults >= self._settings.malformed_in_a_row:
            link.faults = 0
            self.replace("malformed", now)

    def _reply(self, link: Link, found: Found, now: float) -> None:
        settled_by = link.requests.reply(found.number, found.refused)
        if settled_by is None:
            self.feed.counters.unknown_acks += 1
            return
        method, names = settled_by
        if method == "LIST_SUBSCRIPTIONS" and found.listed is not None:
            self.feed.counters.resubscribed += link.verified(names, found.listed)
        if method != "SUBSCRIBE":
            return
        for name in names:
            tap = link.taps.get(name)
            if tap is None:
                continue
            if found.refused:
                # What has spoken is subscribed, and a refusal to do that once more changes nothing.
                if not tap.live or tap.lane.patience is None:
                    self._refuse(tap.lane, link, found)
                continue
            link.acknowledged(tap, now)
            if tap.lane.patience is None and not tap.live:
                tap.live = tap.lane.started = True
                if link.held is None:
                    self.feed.tell(Live(connection=link.number, stream=name, quiet=True))
                    tap.settle_mode(by_hand=self.overlapping)

    def _refuse(self, lane: Lane, link: Link, found: Found) -> None:
        self.feed.counters.refused += 1
        self.lanes.pop(lane.name, None)
        for each in self._links.values():
            each.remove([lane], subscribed=False)
        self.feed.tell(Refused(connection=link.number, stream=lane.name, code=found.code, message=found.text))
