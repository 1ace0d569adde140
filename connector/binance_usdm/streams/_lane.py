"""One subscribed stream: its name on the wire, how its frames decode, its order, and the gap it may be in.

Pure. A lane outlives connections: what was seen on one decides what is old on the next.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import attrs
import msgspec

from binance_usdm_api import EVENTS, Subscription, UnknownEvent, decode_event

from ._control import Gap, GapReason
from ._policy import Policy, gaps_matter
from ._sequence import Jump, Sequence, sequence_for

__all__ = ["Enveloped", "Lane", "Offered", "RepairJob"]

# So many looks in a row, seconds apart, must find a dull stream lively before it is trusted to be so.
_LIVELY = 60
_combined: dict[tuple[type, bool], msgspec.json.Decoder[Any]] = {}


def _decoder(model: type, listed: bool) -> msgspec.json.Decoder[Any]:
    # One decoder reads envelope and event in a single pass; the name of the stream is skipped, not built.
    found = _combined.get((model, listed))
    if found is None:
        shape = list[model] if listed else model  # type: ignore[valid-type]
        envelope = msgspec.defstruct("Combined", [("data", shape)], gc=False)
        found = _combined[model, listed] = msgspec.json.Decoder(envelope)
    return found


class Lane:
    """One subscribed stream.

    Args:
        name: On the wire, such as ``btcusdt@aggTrade``.
        policy: What happens when the consumer is too slow.
        model: Type of its events; None for a lane whose frames are raw events of many types.
        listed: True when a frame holds a list of events.
        sequence: Its order.
        patience: Seconds of silence that make it suspicious; None when it may be silent for ever.
    """

    __slots__ = (
        "admit", "before", "decode", "gap", "head", "left_out", "lively", "model", "moved_at", "name", "offered",
        "patience", "policy", "repair", "repairable", "sequence", "started", "stream_id", "subscription",
        "usual_patience", "vital",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        policy: Policy,
        *,
        model: type | None,
        listed: bool = False,
        sequence: Sequence | None = None,
        patience: float | None = None,
        stream_id: str = "",
        subscription: Subscription | None = None,
        repairable: bool = False,
    ) -> None:
        self.name = name
        self.head = b'{"stream":"%s' % name.encode()
        self.policy = policy
        self.model = list if listed else model
        self.decode: Callable[[Any], Any] = _any_event if model is None else _decoder(model, listed).decode
        self.sequence = sequence if sequence is not None else Sequence()
        self.admit: Callable[[Any], bool | Jump | Gap] = self.sequence.admit
        self.stream_id = stream_id
        self.subscription = subscription
        self.repairable = repairable
        self.repair: RepairJob | None = None
        # Whoever follows such a stream must learn of every gap.
        self.vital = subscription is None or gaps_matter(subscription)
        self.gap: Gap | None = None
        self.before: Any = None
        self.offered: Offered | None = None
        self.started = False
        self.patience = self.usual_patience = patience
        self.lively = 0
        # When a connection was replaced for its sake alone; infinite where it has spoken since.
        self.moved_at = float("inf")
        # True once a connection was replaced because the exchange would not list it.
        self.left_out = False

    def __repr__(self) -> str:
        return f"<Lane {self.name}>"

    @classmethod
    def of(cls, subscription: Subscription, policy: Policy, silence: float, repairable: bool = False) -> Lane:
        """The lane of a subscription.

        Args:
            subscription: What is subscribed.
            policy: What happens when the consumer is too slow.
            silence: Shortest silence in seconds that makes a stream suspicious.
            repairable: True when gaps are to be filled over REST.
        """
        stream = subscription.stream
        cadence = (stream.cadence_ms or 0) / 1000.0
        return cls(
            subscription.name,
            policy,
            model=EVENTS[stream.event_types[0]],
            listed=stream.shape == "array",
            sequence=sequence_for(stream.id),
            patience=None if stream.quiet else max(silence, 3 * cadence),
            stream_id=stream.id,
            subscription=subscription,
            repairable=repairable,
        )

    # -- gaps: facts before are written when all waiting frames before it have been decoded, facts after at the next one

    def enter(self, gap: Gap) -> bool:
        """Begin a gap; False when the lane is in one already, which then covers this one too."""
        if self.gap is not None and not self.gap.closed:
            return False
        gap.last_id, gap.last_time = self.sequence.last_id, self.sequence.last_time
        self.gap = gap
        self.before = self.sequence.last
        self.admit = self._first_after
        return True

    def _first_after(self, event: Any) -> bool | Jump | Gap:
        gap, sequence = self.gap, self.sequence
        if gap is None:
            self.admit = sequence.admit
            return self.admit(event)
        missed = sequence.missed_before(event)
        verdict = sequence.admit(event)
        if not verdict:
            return False
        gap.missed = missed
        gap.first_id, gap.first_time = sequence.identity(event), sequence.time(event)
        if gap.first_id is None and gap.first_time is None:
            gap.first_time = -1
        self.gap = None
        self.admit = sequence.admit
        return gap if self.repairable else True

    def jumped(self, jump: Jump, event: Any) -> Gap:
        """The gap that a jump of the ids tells."""
        return Gap(
            stream=self.name,
            reason=GapReason.RESET if jump.reset else GapReason.SEQUENCE,
            last_id=jump.last_id,
            last_time=jump.last_time,
            first_id=self.sequence.identity(event),
            first_time=self.sequence.time(event),
            missed=jump.missed,
        )

    # -- patience with silence

    def alarm(self, longest: float) -> None:
        """Take note of a silence: a stream that is merely dull gets more patience each time."""
        if self.patience is not None:
            self.patience = min(longest, 2 * self.patience)
        self.lively = 0

    def heard(self, seconds: float) -> None:
        """Take note, now and then, of how long ago it said something: a lively stream gets its usual patience back."""
        usual = self.usual_patience
        if usual is not None and self.patience != usual:
            self.lively = self.lively + 1 if 3 * seconds < usual else 0
            if self.lively >= _LIVELY:
                self.patience = usual


@attrs.define(eq=False)
class RepairJob:
    """A gap that is to be filled over REST, and the events that wait behind it.

    Attributes:
        lane: Whose gap it is.
        gap: What is known of it.
        before: The last event before, where there was one.
        after: What came after; the first event of it ends the gap, the others have not been looked at yet.
    """

    lane: Lane
    gap: Gap
    before: Any
    after: list[Any]


class Offered:
    """Stands in the queue for the newest frames of a lane of policy ``latest``."""

    __slots__ = ("_decode", "frame", "lane", "model", "name", "waiting")

    def __init__(self, lane: Lane, keep: int) -> None:
        self.lane = lane
        self.name = lane.name
        self.model = lane.model
        self.waiting: deque[bytes] = deque(maxlen=keep)
        self.frame = b""
        self._decode = lane.decode

    def decode(self, _item: None) -> Any:
        """Decode the oldest of the frames that wait."""
        self.frame = self.waiting.popleft()
        return self._decode(self.frame)

    def admit(self, event: Any) -> bool | Jump | Gap:
        """As the lane does."""
        return self.lane.admit(event)


class Enveloped:
    """A decoded event where the envelope of a combined frame would be."""

    __slots__ = ("data",)

    def __init__(self, data: Any) -> None:
        self.data = data


def _any_event(frame: bytes) -> Enveloped:
    event = decode_event(frame)
    if isinstance(event, UnknownEvent):
        raise TypeError("an unknown event")
    return Enveloped(event)
