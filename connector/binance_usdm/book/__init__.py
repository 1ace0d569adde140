"""Local order books: snapshot and changes by the exchange's own procedure, never readable while wrong."""

from __future__ import annotations

from ._book import OrderBook
from ._counts import BookCounters
from ._level import BookLevel, Depth, Sweep
from ._not_ready import BookNotReady
from ._state import BookState, Reason
from ._wire import BookSnapshot, DepthDiff, decode_diff, decode_snapshot, diff_of, snapshot_of

__all__ = [
    "BookCounters",
    "BookLevel",
    "BookNotReady",
    "BookSnapshot",
    "BookState",
    "Depth",
    "DepthDiff",
    "OrderBook",
    "Reason",
    "Sweep",
    "decode_diff",
    "decode_snapshot",
    "diff_of",
    "snapshot_of",
]
