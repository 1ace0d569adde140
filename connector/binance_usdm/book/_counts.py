"""What has happened to a book, as numbers."""

from __future__ import annotations

import attrs

__all__ = ["BookCounters"]


@attrs.define
class BookCounters:
    """What has happened to a book since it was made.

    Attributes:
        applied: Changes that became part of it.
        dropped: Changes that were old: duplicates, stragglers, and those before a snapshot.
        gaps: Changes that did not follow on the one before.
        lost: Losses that the stream reported.
        crossed: Times it was crossed.
        left_horizon: Times the price left the levels of the snapshot.
        malformed: Prices and quantities that were no numbers.
        restarts: Times the update ids began anew.
        snapshots: Snapshots that were looked at.
        stale: Snapshots that were older than the first change kept.
        resyncs: Times it became valid again after it had been.
        overflowed: Changes given up because too many waited for a snapshot.
    """

    applied: int = 0
    dropped: int = 0
    gaps: int = 0
    lost: int = 0
    crossed: int = 0
    left_horizon: int = 0
    malformed: int = 0
    restarts: int = 0
    snapshots: int = 0
    stale: int = 0
    resyncs: int = 0
    overflowed: int = 0
