"""The bounded queue between connections and consumer: bytes in, typed events out.

Rules of this module:

- Pure. Connections put frames in with the lane they belong to; nothing is decoded until the consumer asks.
- Taking never raises for a frame: what cannot be read is counted, kept in the quarantine and skipped.
- Order within a stream is the order of arrival; old frames and duplicates are dropped here, where all connections of
  a stream meet.
- A gap is a mark in the queue: all frames before it are decoded before it is handed out, so its facts are exact.
- What comes of a stream while a gap of it is repaired, another gap included, is looked at when the repair is over.
- Frames of policy ``latest`` wait with their lane, the newest ones only; a mark in the queue stands for each.
- The queue does not limit itself: `crowded` and `roomy` tell the shell when to stop and resume reading, and `overflow`
  is what it calls when that took too long.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from binance_usdm_api import UnknownEvent, decode_event
from binance_usdm_api.errors import DecodeError, StreamError, StreamOverflow
from binance_usdm_api.models.user import ServerShutdown

from ._control import ControlEvent, Gap, GapReason, Overflow
from ._counters import Counters
from ._lane import Enveloped, Lane, Offered, RepairJob
from ._policy import Policy
from ._quarantine import Quarantine
from ._sequence import Jump

__all__ = ["Feed"]

_PARKED = 100_000


class _Passing:
    """Stands for entries of the queue that are handed out as they are."""

    model: type | None = None

    def decode(self, item: object) -> Any:
        raise TypeError(item)

    def admit(self, event: object) -> bool:
        del event
        return True


_PASSING = _Passing()


class Feed:
    """The queue of one stream.

    Args:
        limit: Frames that may wait before reading should stop.
        keep_latest: Frames that wait for each lane of policy ``latest``.
        max_faults: Unreadable frames in a row that put a stream among the distrusted.
        control: True when control events are handed out among the others.
        gaps: True when all gaps are handed out, False for none, None for those of streams that lose something by it.
        on_control: Called at once with every control event and gap, whatever is handed out.
    """

    def __init__(
        self,
        *,
        limit: int = 8192,
        keep_latest: int = 64,
        max_faults: int = 20,
        control: bool = False,
        gaps: bool | None = None,
        on_control: Callable[[ControlEvent | Gap], None] | None = None,
    ) -> None:
        self.queue: deque[tuple[Any, Any]] = deque()
        self.counters = Counters()
        self.quarantine = Quarantine()
        self.jobs: list[RepairJob] = []
        self.distrusted: set[str] = set()
        """Streams of which too many frames in a row could not be read."""
        self.leaving: set[str] = set()
        """Streams on whose connection the server said that it will close it."""
        self.failure: StreamError | None = None
        self._limit = limit
        self._keep_latest = keep_latest
        self._control = control
        self._gaps = gaps
        self._on_control = on_control
        self._delivered_at_fault = -1
        self._faults = 0
        self._max_faults = max_faults

    # -- in -----------------------------------------------------------------------------------------------------------

    def offer(self, lane: Lane, frame: bytes) -> None:
        """Put a frame of policy ``latest`` in."""
        offered = lane.offered
        if offered is None:
            offered = lane.offered = Offered(lane, self._keep_latest)
        waiting = offered.waiting
        if len(waiting) == self._keep_latest:
            self.counters.coalesced += 1
        else:
            self.queue.append((offered, None))
        waiting.append(frame)

    def put(self, lane: Lane, frame: bytes) -> None:
        """Put a frame in, by the policy of its lane."""
        if lane.policy is Policy.LATEST:
            self.offer(lane, frame)
        else:
            self.queue.append((lane, frame))

    def tell(self, event: ControlEvent) -> None:
        """Put a control event in."""
        if self._on_control is not None:
            self._on_control(event)
        if self._control:
            self.queue.append((_PASSING, event))

    def lose(self, lane: Lane, reason: GapReason, connection: int) -> None:
        """Mark the place where events of a lane are lost."""
        gap = Gap(stream=lane.name, reason=reason, connection=connection)
        # The last event is only known exactly once the frames in front are decoded; this is the best answer until then.
        gap.last_id, gap.last_time = lane.sequence.last_id, lane.sequence.last_time
        if self._on_control is not None:
            self._on_control(gap)
        self.queue.append((lane, gap))

    # -- out ----------------------------------------------------------------------------------------------------------

    def events(self, limit: int = 1_000_000_000) -> Iterator[Any]:
        """Take typed events out of at most so many entries of the queue; ends when nothing waits."""
        popleft = self.queue.popleft
        # What is looked up here is what a message costs beside decoding it, so lanes are asked once in a row.
        taken = passed_over = 0
        current = decode = admit = None
        try:
            for taken in range(1, min(limit, len(self.queue)) + 1):
                lane, item = popleft()
                if lane is not current:
                    current, decode, admit = lane, lane.decode, lane.admit
                try:
                    event = decode(item).data  # type: ignore[misc]
                except Exception as error:  # noqa: BLE001 whatever a frame does, the stream goes on
                    current = None
                    event = self._odd(lane, item, error, taken - passed_over - 1)
                    if event is None:
                        passed_over += 1
                        continue
                    if isinstance(event, Gap) or (lane.model is not None and type(event) is not lane.model):
                        yield event
                        continue
                verdict = admit(event)  # type: ignore[misc]
                if verdict is True:
                    yield event
                elif not verdict:
                    passed_over += 1
                    self.counters.old += 1
                else:
                    current = None
                    passed_over += 1
                    for each in self._interrupted(lane, verdict, event):
                        passed_over -= 1
                        yield each
        except IndexError:
            # The queue was emptied while an event was being looked at.
            taken -= 1
        finally:
            self.counters.delivered += taken - passed_over

    def _odd(self, lane: Any, item: Any, error: Exception, count: int) -> Any:
        if lane is _PASSING:
            return item
        if isinstance(item, Gap):
            return self._enter(lane, item)
        frame: bytes = lane.frame if item is None else item
        try:
            event = decode_event(frame)
        except DecodeError as refused:
            self.malformed(frame, str(refused), lane.name, count)
            return None
        except Exception:  # noqa: BLE001
            self.malformed(frame, str(error), lane.name, count)
            return None
        if isinstance(event, UnknownEvent):
            if event.event_type is None:
                self.malformed(frame, "an object that names no event", lane.name, count)
                return None
            self.counters.unknown += 1
        elif isinstance(event, ServerShutdown):
            self.leaving.add(lane.name)
            return None
        return event

    def malformed(self, frame: bytes, why: str, stream: str | None = None, count: int = 0) -> None:
        """Count and keep a frame that cannot be read."""
        self.counters.malformed += 1
        self.quarantine.keep(frame, why, stream)
        delivered = self.counters.delivered + count
        self._faults = self._faults + 1 if delivered == self._delivered_at_fault else 1
        self._delivered_at_fault = delivered
        if self._faults >= self._max_faults and stream is not None:
            self.distrusted.add(stream)
            self._faults = 0

    def _enter(self, lane: Lane, gap: Gap) -> Gap | None:
        if lane.repair is not None:
            lane.repair.after.append(gap)
            return None
        if not lane.enter(gap):
            return None
        self.counters.gaps += 1
        return gap if self._shows(lane) else None

    def _shows(self, lane: Lane) -> bool:
        if self._control or self._gaps or lane.vital:
            return True
        return self._gaps is None and lane.policy is not Policy.LATEST

    def _interrupted(self, lane: Any, verdict: Jump | Gap, event: Any) -> Iterator[Any]:
        # A jump of the ids, or the first event after a gap that is to be repaired.
        lane = lane.lane if isinstance(lane, (Offered, _Parked)) else lane
        if isinstance(verdict, Gap):
            gap = verdict
        else:
            gap = lane.jumped(verdict, event)
            self.counters.gaps += 1
            if self._on_control is not None:
                self._on_control(gap)
            if self._shows(lane):
                yield gap
        if not lane.repairable or gap.missed == 0 or gap.reason is GapReason.RESET:
            yield event
            return
        job = lane.repair = RepairJob(lane, gap, lane.before, [event])
        self.jobs.append(job)
        lane.admit = _Parking(self, job).admit

    def repaired(self, job: RepairJob, events: list[Any], complete: bool) -> None:
        """Hand out what a repair has found, then what waited behind it.

        Args:
            job: The repair.
            events: What was missing, in order.
            complete: False when it is not all.
        """
        lane = job.lane
        if lane.repair is not job:
            # It was given up before, or the stream is not subscribed any more.
            return
        lane.repair = None
        lane.admit = lane.sequence.admit
        job.gap.repaired = len(events)
        self.counters.repaired += len(events)
        self.counters.failed_repairs += not complete
        first, *later = job.after
        parked = _Parked(lane)
        waiting: list[tuple[Any, Any]] = [(_PASSING, event) for event in (*events, first)]
        waiting += [(lane if isinstance(each, Gap) else parked, each) for each in later]
        self.queue.extendleft(reversed(waiting))

    # -- limits -------------------------------------------------------------------------------------------------------

    @property
    def crowded(self) -> bool:
        """True when reading should stop."""
        return len(self.queue) >= self._limit

    @property
    def roomy(self) -> bool:
        """True when reading may go on."""
        return len(self.queue) <= self._limit // 2

    def overflow(self) -> None:
        """Give up waiting frames of lossless lanes, with a gap for each lane where the first of them was."""
        kept: deque[tuple[Any, Any]] = deque()
        lost: dict[str, Lane] = {}
        dropped = 0
        for lane, item in self.queue:
            if not isinstance(lane, Lane) or isinstance(item, Gap):
                kept.append((lane, item))
                continue
            dropped += 1
            if lane.name not in lost:
                lost[lane.name] = lane
                kept.append((lane, Gap(stream=lane.name, reason=GapReason.OVERFLOW)))
        if not dropped:
            return
        self.counters.overflowed += dropped
        # In place: the loop of the consumer holds on to this very queue.
        self.queue.clear()
        self.queue.extend(kept)
        failing = [lane.name for lane in lost.values() if lane.policy is Policy.FAIL]
        if failing and self.failure is None:
            self.failure = StreamOverflow(
                f"The consumer of {failing[0]} was too slow: {dropped} frames were given up.",
                hint="Take events faster, subscribe less, or choose the policy lossless and handle its gaps.",
            )
        self.tell(Overflow(streams=tuple(lost), dropped=dropped))
        if self._on_control is not None:
            for _, item in kept:
                if isinstance(item, Gap) and item.reason is GapReason.OVERFLOW:
                    self._on_control(item)


class _Parking:
    """Keeps the events behind a gap while it is being repaired; a repair that takes too long is given up."""

    def __init__(self, feed: Feed, job: RepairJob) -> None:
        self._feed = feed
        self._job = job

    def admit(self, event: Any) -> bool:
        self._job.after.append(event)
        # It is no old one, only one for later.
        self._feed.counters.old -= 1
        if len(self._job.after) >= _PARKED:
            self._feed.repaired(self._job, [], complete=False)
        return False


class _Parked:
    """Stands in the queue for events of a lane that were decoded before."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        self.name = lane.name
        self.model = lane.model

    def decode(self, item: Any) -> Enveloped:
        return Enveloped(item)

    def admit(self, event: Any) -> bool | Jump | Gap:
        return self.lane.admit(event)
