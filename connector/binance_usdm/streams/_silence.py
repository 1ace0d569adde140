"""What the silence of a stream means: its own trouble, or that of its connection.

Rules of this module:

- Pure. Looked at when the first stream becomes suspicious, never for a message.
- Every silence is told, and doubles the patience with the stream.
- Where another stream of the same kind flows on the connection, the connection is well: the silent one is subscribed
  again. If that does not help the connection is replaced, once: a stream that stays silent on a new connection as well
  has nothing to say. Nor are connections replaced for single streams more often than every ten minutes.
- Where none does, the connection is suspected and replaced; other connections are left alone.
"""

from __future__ import annotations

from ._control import Silence
from ._feed import Feed
from ._link import Link, Tap
from ._settings import StreamSettings

__all__ = ["Watchdog"]

_NEVER = float("inf")


class Watchdog:
    """Watches over the streams of one session.

    Args:
        feed: Where silences are told and counted.
        settings: Intervals.
    """

    def __init__(self, feed: Feed, settings: StreamSettings) -> None:
        self._feed = feed
        self._settings = settings
        self._next_move = -_NEVER

    def look(self, link: Link, now: float) -> bool:
        """Tell which streams are silent for too long, and do for them what can be done on their connection.

        Args:
            link: The connection that serves.
            now: Seconds.

        Returns:
            True when the connection is to be replaced.
        """
        replace = False
        repeated: list[str] = []
        silent = list(link.silent(now))
        latest = _latest(link) if silent else {}
        for tap, seconds in silent:
            # Where the connection has stalled, the others fell silent at about the same time, if not at the very same.
            recent = now - 0.5 * (tap.lane.usual_patience or 0.0)
            alone = latest.get(tap.lane.stream_id, -_NEVER) > recent
            self._tell(link, tap, seconds, alone=alone, now=now)
            if alone:
                repeated.append(tap.lane.name)
            else:
                replace = True
        link.requests.subscribe(repeated)
        self._feed.counters.resubscribed += len(repeated)
        return self._in_vain(link, now) or replace

    def _tell(self, link: Link, tap: Tap, seconds: float, *, alone: bool, now: float) -> None:
        lane = tap.lane
        lane.alarm(self._settings.silence_max)
        self._feed.counters.silences += 1
        self._feed.tell(
            Silence(connection=link.number, stream=lane.name, seconds=seconds, started=lane.started, alone=alone)
        )
        if tap.live and tap.seen > lane.moved_at:
            # It has spoken since a connection was replaced for its sake.
            lane.moved_at = _NEVER
        tap.alarmed = now
        tap.repeated = now if alone and lane.moved_at == _NEVER else _NEVER

    def _in_vain(self, link: Link, now: float) -> bool:
        waiting = [tap for tap in link.taps.values() if tap.repeated < _NEVER]
        for tap in waiting:
            if tap.seen > tap.repeated:
                link.requests.answered_by_data(tap.lane.name)
                tap.repeated = _NEVER
        due = [tap for tap in waiting if now >= tap.repeated + self._settings.ack_timeout]
        if not due or now < self._next_move:
            for tap in due:
                tap.repeated = _NEVER
            return False
        self._next_move = now + self._settings.silence_max
        for tap in waiting:
            # The others that wait for the same have their new connection with it.
            if tap.repeated < _NEVER:
                tap.lane.moved_at = now
                tap.repeated = _NEVER
        return True


def _latest(link: Link) -> dict[str, float]:
    """When the last frame of each kind of stream came."""
    found: dict[str, float] = {}
    for tap in link.taps.values():
        if tap.live:
            found[tap.lane.stream_id] = max(tap.seen, found.get(tap.lane.stream_id, -_NEVER))
    return found
