"""The floor of order books: frames into text by msgspec and levels into two dicts, one bulk update each.

Nothing is checked, zero quantities stay, there is no best price: what is left is the cost of the objects themselves.
"""

from collections.abc import Callable, Iterable

import msgspec
from harness import depth

Levels = list[tuple[str, str]]


class _Change(msgspec.Struct):
    u: int
    pu: int
    b: Levels
    a: Levels


class _Combined(msgspec.Struct):
    data: _Change


class _Snapshot(msgspec.Struct):
    bids: Levels
    asks: Levels


_read = msgspec.json.Decoder(_Combined).decode


def _begin(snapshot: bytes) -> Callable[[Iterable[bytes]], object]:
    found = msgspec.json.decode(snapshot, type=_Snapshot)
    bids, asks = dict(found.bids), dict(found.asks)

    def apply(frames: Iterable[bytes]) -> None:
        for frame in frames:
            change = _read(frame).data
            bids.update(change.b)
            asks.update(change.a)

    return apply


def depth_book(_origin: str) -> Callable[[int], None]:
    """Changes into dicts."""
    return depth.repeated(_begin)
