"""What a stream has counted since it was opened."""

from __future__ import annotations

import attrs

__all__ = ["Counters"]


@attrs.define(kw_only=True)
class Counters:
    """Figures of one stream; a copy is handed out, so it does not change any more.

    Attributes:
        frames: Data frames that arrived.
        delivered: Events that the consumer took, a list of events counting once.
        old: Duplicates and frames older than what was delivered already.
        coalesced: Frames given up for newer ones, by the policy ``latest``.
        overflowed: Frames given up because the consumer was too slow for too long.
        malformed: Frames that could not be read.
        unknown: Events of a type that the catalogue does not list.
        stray: Frames of streams that are not subscribed, such as late ones after unsubscribing.
        unknown_acks: Replies to requests that were never sent.
        late_acks: Requests that had to be sent again for want of a reply.
        resubscribed: Subscriptions that were acknowledged, and missing from the exchange's own list or silent alone.
        refused: Subscriptions that the exchange refused.
        gaps: Times that a stream lost events.
        connects: Connections opened.
        failed_connects: Attempts that failed.
        disconnects: Connections lost.
        rotations: Connections replaced in good order.
        silences: Times that a stream was silent for too long.
        missed_pongs: Own pings without any answer in time.
        repaired: Events that repairs have delivered.
        failed_repairs: Repairs that did not get what was missing.
        pauses: Times that reading stopped for a slow consumer.
        callback_errors: Exceptions from callbacks of the user.
        queued: Frames that wait for the consumer now.
    """

    frames: int = 0
    delivered: int = 0
    old: int = 0
    coalesced: int = 0
    overflowed: int = 0
    malformed: int = 0
    unknown: int = 0
    stray: int = 0
    unknown_acks: int = 0
    late_acks: int = 0
    resubscribed: int = 0
    refused: int = 0
    gaps: int = 0
    connects: int = 0
    failed_connects: int = 0
    disconnects: int = 0
    rotations: int = 0
    silences: int = 0
    missed_pongs: int = 0
    repaired: int = 0
    failed_repairs: int = 0
    pauses: int = 0
    callback_errors: int = 0
    queued: int = 0
