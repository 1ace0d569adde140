"""One connection as the session sees it: its subscriptions, requests, pings, and what each stream last said.

Pure. A link decides nothing about its successor; it only knows whether it is alive.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from ._lane import Lane
from ._policy import Policy
from ._requests import Requests
from ._settings import StreamSettings

__all__ = ["Link", "Tap"]

# How the frames of a tap travel: straight into the queue, by the newest only, or through the session's hands.
STRAIGHT, NEWEST, BY_HAND = 0, 1, 2
_MISSES = 2


class Tap:
    """One stream on one connection.

    Attributes:
        lane: The stream.
        opening: What its frames begin with, up to the quote behind the name.
        mode: How its frames travel.
        live: True once data came, or acknowledged where a stream may be silent for ever.
        acked: When the subscription was acknowledged.
        seen: When the last frame came, or since when one may be expected.
        alarmed: When its silence was last told.
        first: First frame, kept while an older connection serves.
        last: Last frame, kept while a newer connection waits to serve.
        recent: Frames since a newer connection is there, for a connection that carries one lane of all events.
        repeated: When it was subscribed again because of its silence; infinite where nothing hangs on that.
        caught_up: True once an older connection has delivered what this one began with.
    """

    __slots__ = (
        "acked", "alarmed", "caught_up", "first", "lane", "last", "live", "mode", "opening", "recent",
        "repeated", "seen",
    )  # fmt: skip

    def __init__(self, lane: Lane, now: float) -> None:
        self.lane = lane
        self.opening = lane.head + b'"'
        self.mode = BY_HAND
        self.live = False
        self.acked: float | None = None
        self.seen = now
        self.first: bytes | None = None
        self.last: bytes | None = None
        self.recent: list[bytes] = []
        self.repeated = float("inf")
        self.alarmed = 0.0
        self.caught_up = False

    def settle_mode(self, by_hand: bool) -> None:
        """Choose how frames travel from now on."""
        if by_hand or not self.live:
            self.mode = BY_HAND
        else:
            self.mode = NEWEST if self.lane.policy is Policy.LATEST else STRAIGHT


class Link:
    """One connection.

    Args:
        number: Tells connections apart.
        settings: Intervals and limits.
        raw: The lane of all frames, for a connection that needs no SUBSCRIBE.
    """

    def __init__(self, number: int, settings: StreamSettings, raw: Lane | None) -> None:
        self.number = number
        self.opened: float | None = None
        self.heads: dict[bytes, Tap] = {}
        self.taps: dict[str, Tap] = {}
        self.raw: Tap | None = None
        self.by_event: dict[tuple[object, ...], Tap | None] = {}
        self.heard = 0.0
        self.faults = 0
        # Frames of a successor, held back while the old connection serves.
        self.held: list[tuple[Lane, bytes]] | None = None
        self.requests = Requests(
            max_params=settings.max_params,
            rate=settings.messages_per_second,
            timeout=settings.ack_timeout,
            attempts=settings.ack_attempts,
        )
        self._raw_lane = raw
        self._settings = settings
        self.ping_at = float("inf")
        """When to look at pings again."""
        self._verify_at = float("inf")
        self._repeats = 0
        self._pinged = 0.0
        self._awaited = False
        self.misses = 0

    def open(self, lanes: Iterable[Lane], now: float) -> None:
        """The connection is there: everything is to be subscribed."""
        self.opened = self.heard = now
        self.ping_at = now + self._settings.ping_interval
        if self._raw_lane is None:
            self.add(lanes, now)
        else:
            tap = self.raw = self.taps[self._raw_lane.name] = Tap(self._raw_lane, now)
            tap.acked = now
            tap.live = tap.lane.started = True

    def add(self, lanes: Iterable[Lane], now: float) -> None:
        """Subscribe more streams."""
        added = list(lanes)
        for lane in added:
            self.heads[lane.head] = self.taps[lane.name] = Tap(lane, now)
        self.by_event.clear()
        self.requests.subscribe(lane.name for lane in added)

    def remove(self, lanes: Iterable[Lane], *, subscribed: bool = True) -> None:
        """Subscribe these streams no more."""
        removed = [lane for lane in lanes if self.taps.pop(lane.name, None) is not None]
        for lane in removed:
            self.heads.pop(lane.head, None)
        self.by_event.clear()
        if subscribed:
            self.requests.unsubscribe(lane.name for lane in removed)

    def settle_modes(self, by_hand: bool) -> None:
        """Choose for all streams how frames travel from now on."""
        for tap in self.taps.values():
            tap.settle_mode(by_hand)

    # -- acknowledged and yet not subscribed

    def acknowledged(self, tap: Tap, now: float) -> None:
        """A subscription was acknowledged; if nothing comes of it, that is looked into."""
        if tap.acked is None:
            tap.acked = tap.seen = now
        self._verify_at = min(self._verify_at, now + self._settings.ack_timeout)

    def verify(self, now: float) -> None:
        """Ask what is subscribed if some streams have said nothing since they were acknowledged."""
        if now < self._verify_at:
            return
        self._verify_at = float("inf")
        doubtful = [
            name
            for name, tap in self.taps.items()
            if tap.acked is not None and tap.seen <= tap.acked and (not tap.live or tap.lane.patience is None)
        ]
        if doubtful and self.raw is None:
            self.requests.list_subscriptions(doubtful)

    def verified(self, asked: Iterable[str], listed: Container[object]) -> int:
        """Subscribe again what the exchange does not list.

        Args:
            asked: The names in doubt.
            listed: What the exchange says is subscribed.

        Returns:
            How many were subscribed again.
        """
        names = [name for name in asked if name in self.taps]
        for name in names:
            self.taps[name].lane.left_out &= name not in listed
        missing = [name for name in names if name not in listed and not self._has_spoken(name)]
        if missing:
            self._repeats += 1
            if self._repeats > self._settings.ack_attempts:
                # Another connection is tried once; what is left out there as well is not worth a third.
                fresh = [lane for name in missing if not (lane := self.taps[name].lane).left_out]
                for lane in fresh:
                    lane.left_out = True
                self.requests.failed = bool(fresh)
                return 0
            self.requests.subscribe(missing)
        return len(missing)

    def _has_spoken(self, name: str) -> bool:
        tap = self.taps[name]
        return tap.acked is None or tap.seen > tap.acked

    def next_deadline(self) -> float:
        """When pings, requests or what was acknowledged are to be looked at again."""
        request = self.requests.next_deadline()
        return min(self.ping_at, self._verify_at, float("inf") if request is None else request)

    # -- alive or dead ------------------------------------------------------------------------------------------------

    def ping(self, now: float, held: bool) -> bool:
        """True when a ping is to be sent now.

        Args:
            now: Seconds.
            held: True while reading is stopped, when no answer can be seen.
        """
        if now < self.ping_at:
            return False
        if self._awaited:
            self._awaited = False
            if held or self.heard >= self._pinged:
                self.misses = 0
                self.ping_at = self._pinged + self._settings.ping_interval
                if now < self.ping_at:
                    return False
            else:
                self.misses += 1
        if self.dead:
            return False
        self._pinged = now
        self._awaited = True
        self.ping_at = now + self._settings.pong_timeout
        return True

    @property
    def dead(self) -> bool:
        """True when two pings in a row had no answer of any kind."""
        return self.misses >= _MISSES

    def resume(self, now: float) -> None:
        """Reading goes on after a stop: nothing that was not seen meanwhile counts."""
        self.heard = now
        self.misses = 0
        for tap in self.taps.values():
            tap.seen = max(tap.seen, now)

    def silent(self, now: float) -> Iterator[tuple[Tap, float]]:
        """Streams that said nothing for longer than their cadence allows, with the seconds of silence."""
        for tap in self.taps.values():
            patience = tap.lane.patience
            tap.lane.heard(now - tap.seen)
            if patience is not None and now >= max(tap.seen, tap.alarmed) + patience:
                yield tap, now - tap.seen

    def silence_deadline(self) -> float:
        """When the first stream becomes suspicious, or has not spoken though it was subscribed again."""
        times = (max(tap.seen, tap.alarmed) + p for tap in self.taps.values() if (p := tap.lane.patience) is not None)
        asked = (tap.repeated + self._settings.ack_timeout for tap in self.taps.values())
        return min(min(times, default=float("inf")), min(asked, default=float("inf")))
