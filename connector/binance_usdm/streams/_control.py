"""What happens to a stream besides its events: values, no behaviour.

Pure. A Gap is the one value here that changes: it is handed out when data is lost, and what was missed becomes known
only with the first event after it.
"""

from __future__ import annotations

from enum import StrEnum

import attrs

__all__ = [
    "Connected",
    "ControlEvent",
    "Disconnected",
    "Ended",
    "Gap",
    "GapReason",
    "Live",
    "Overflow",
    "Reconnected",
    "Refused",
    "Rotated",
    "Silence",
]


class GapReason(StrEnum):
    """Why events are missing."""

    DISCONNECT = "disconnect"
    """The connection was lost and opened again."""
    SILENCE = "silence"
    """Nothing came for longer than the stream's cadence allows; the connection was replaced."""
    SEQUENCE = "sequence"
    """The ids of the stream jumped on a connection that seemed well."""
    RESET = "reset"
    """The ids of the stream began anew."""
    OVERFLOW = "overflow"
    """The consumer was too slow for too long, so waiting events were given up."""
    HANDOVER = "handover"
    """A connection was replaced and the old one did not deliver up to where the new one began."""


@attrs.frozen(kw_only=True)
class ControlEvent:
    """Base of what happens to a stream besides its events.

    Attributes:
        connection: Number of the connection, counted from 1 in each stream; 0 where none is concerned.
    """

    connection: int = 0


@attrs.frozen(kw_only=True)
class Connected(ControlEvent):
    """A connection is open and its streams are being subscribed.

    Attributes:
        route: ``public``, ``market`` or ``private``.
        streams: How many streams it carries.
    """

    route: str
    streams: int


@attrs.frozen(kw_only=True)
class Reconnected(Connected):
    """A lost connection is open again.

    Attributes:
        after: Seconds since the loss.
        attempts: Attempts that it took.
    """

    after: float
    attempts: int


@attrs.frozen(kw_only=True)
class Disconnected(ControlEvent):
    """A connection was lost, or could not be opened.

    Attributes:
        reason: What happened, such as ``close 1001`` or ``no pong``.
        retry_in: Seconds until the next attempt.
    """

    reason: str
    retry_in: float


@attrs.frozen(kw_only=True)
class Live(ControlEvent):
    """A subscription works.

    Attributes:
        stream: Its name on the wire.
        quiet: True when that rests on the acknowledgement alone, as for streams that may be silent for long.
    """

    stream: str
    quiet: bool = False


@attrs.frozen(kw_only=True)
class Refused(ControlEvent):
    """The exchange refused a subscription.

    Attributes:
        stream: Its name on the wire.
        code: The exchange's error code.
        message: The exchange's text.
    """

    stream: str
    code: int | None
    message: str


@attrs.frozen(kw_only=True)
class Ended(ControlEvent):
    """A stream is over because its contract is: it is subscribed no more, and what came before is still handed out.

    Attributes:
        stream: Its name on the wire.
        symbol: The contract.
        status: What the exchange says of the contract, such as ``SETTLING``; None when it does not list it.
    """

    stream: str
    symbol: str
    status: str | None


@attrs.frozen(kw_only=True)
class Silence(ControlEvent):
    """A stream said nothing for longer than its cadence allows; its connection is being replaced, unless it is alone.

    Attributes:
        stream: Its name on the wire.
        seconds: How long it was silent.
        started: False when it never said anything, as on a wrong route.
        alone: True while others of its kind flow on the connection: it is subscribed again, and only if that does not
            help is the connection replaced, once.
    """

    stream: str
    seconds: float
    started: bool
    alone: bool = False


@attrs.frozen(kw_only=True)
class Rotated(ControlEvent):
    """A connection was replaced by another one before it was dropped.

    Attributes:
        reason: ``age``, ``server_shutdown`` or ``silence``.
        successor: Number of the new connection.
    """

    reason: str
    successor: int


@attrs.frozen(kw_only=True)
class Overflow(ControlEvent):
    """The consumer was too slow for too long; a Gap follows for each stream.

    Attributes:
        streams: Names of the streams that lost events.
        dropped: How many frames were given up.
    """

    streams: tuple[str, ...]
    dropped: int


@attrs.define(kw_only=True, eq=False)
class Gap:
    """Events of one stream are missing between what came before and what comes next.

    Attributes:
        stream: Name of the stream on the wire.
        reason: Why.
        connection: Number of the connection that was lost.
        last_id: Id of the last event before, where the stream has ids.
        last_time: Event time of the last event before, ms.
        first_id: Id of the first event after; None until it came.
        first_time: Event time of the first event after, ms; None until it came.
        missed: How many events are missing, 0 for none, None while or where that is unknown.
        repaired: How many of them a repair has delivered; None where none was asked for.
    """

    stream: str
    reason: GapReason
    connection: int = 0
    last_id: int | None = None
    last_time: int | None = None
    first_id: int | None = None
    first_time: int | None = None
    missed: int | None = None
    repaired: int | None = None

    @property
    def closed(self) -> bool:
        """True once the first event after it came."""
        return self.first_id is not None or self.first_time is not None
