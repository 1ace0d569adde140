"""When may an old connection go? Once its successor delivers every stream and nothing lies between the two.

Pure; called a few times a second while two connections overlap, never otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ._control import GapReason
from ._lane import Lane
from ._link import Link, Tap

__all__ = ["caught_up", "settled", "uncovered", "unseen"]

_DULL = 10.0


def settled(lanes: Iterable[str], old: Link, new: Link, now: float) -> bool:
    """True when the new connection delivers every stream that the old one does.

    A stream counts as delivered on its first data. One that is merely dull counts when it is acknowledged on the new
    connection and the old one has said nothing of it for some seconds since.

    Args:
        lanes: Names of the streams.
        old: The connection that serves.
        new: Its successor.
        now: Seconds.
    """
    return all(_delivered(old.taps.get(name), new.taps.get(name), now) for name in lanes)


def _delivered(old: Tap | None, new: Tap | None, now: float) -> bool:
    if new is None:
        return False
    if new.live:
        return True
    if new.acked is None:
        return False
    if old is None or not old.live:
        return True
    patience = _DULL if new.lane.patience is None else min(_DULL, new.lane.patience)
    return old.seen < new.acked and now - new.acked >= patience


def caught_up(new: Link, old: Link) -> bool:
    """True when the old connection has delivered, of each stream, what the new one began with.

    Each stream that has is marked, so that it is not looked at again.
    """
    complete = True
    for name, tap in new.taps.items():
        if tap.caught_up:
            continue
        before = old.taps.get(name)
        if tap.first is None:
            # Nothing to compare yet; what the old connection still has on the way may come.
            complete = complete and (before is None or not before.live)
            continue
        tap.caught_up = (
            before is None or not before.live or tap is new.raw or _reaches(tap.lane, before.last, tap.first)
        )
        complete = complete and tap.caught_up
    return complete


def uncovered(lanes: Mapping[str, Lane], old: Link, new: Link, reason: GapReason) -> Iterator[Lane]:
    """Streams of which something may be missing when the new connection takes over now.

    Args:
        lanes: All streams.
        old: The connection that served.
        new: The one that serves from now on.
        reason: Why they change places; after a loss the old one may not have finished.
    """
    caught_up(new, old)
    lost = reason is GapReason.DISCONNECT
    for name, lane in lanes.items():
        before, tap = old.taps.get(name), new.taps.get(name)
        if before is None or not before.live:
            continue
        if tap is None or tap.first is None:
            # Unless the old one was lost, neither said anything since both were subscribed.
            if lost:
                yield lane
        elif tap is new.raw:
            # Of events without ids only an old connection that could finish is trusted.
            if lost:
                yield lane
        elif not tap.caught_up and not lane.sequence.continuous:
            # Where ids follow on each other the jump itself tells, and exactly.
            yield lane


def unseen(held: list[tuple[Lane, bytes]], old: Link) -> list[tuple[Lane, bytes]]:
    """What was held back and the old connection has not delivered, where no ids but only the bytes tell."""
    if old.raw is None:
        return held
    seen = Counter(old.raw.recent)
    fresh: list[tuple[Lane, bytes]] = []
    for lane, frame in held:
        if seen[frame] > 0:
            seen[frame] -= 1
        else:
            fresh.append((lane, frame))
    return fresh


def _reaches(lane: Lane, last: bytes | None, first: bytes) -> bool:
    if last is None:
        return False
    if last == first:
        return True
    reached, wanted = _rank(lane, last), _rank(lane, first)
    if wanted is None:
        # A frame that cannot be read orders nothing.
        return True
    return reached is not None and bool(reached >= wanted)


def _rank(lane: Lane, frame: bytes) -> Any:
    try:
        return lane.sequence.rank(lane.decode(frame).data)
    except Exception:  # noqa: BLE001 it will be counted when it is decoded for the consumer
        return None
