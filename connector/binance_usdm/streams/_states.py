"""The life of a session as a table: which phase follows on what.

Pure. What is not in the table cannot follow and is ignored: a frame or a loss of a connection that is gone already.
The picture in docs/decisions/streams.md is made from this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

__all__ = ["TABLE", "Happening", "Phase"]


class Phase(StrEnum):
    """Where a session stands."""

    IDLE = "idle"
    """Nothing is subscribed."""
    WAITING = "waiting"
    """There is no connection; one is dialled when its time has come."""
    DIALING = "dialing"
    """There is no connection yet; one is being opened."""
    UP = "up"
    """One connection serves."""
    RENEWING = "renewing"
    """One connection serves; its successor is dialled when its time has come."""
    RENEWING_DIALING = "renewing_dialing"
    """One connection serves; its successor is being opened."""
    OVERLAP = "overlap"
    """Two connections are open; the old one serves until the new one delivers what it does."""
    CLOSED = "closed"
    """The end."""


class Happening(StrEnum):
    """What can happen to a session."""

    WANTED = "wanted"
    """There is something to subscribe."""
    DUE = "due"
    """The time to dial has come."""
    OPENED = "opened"
    """The connection that was dialled is open."""
    LOST = "lost"
    """The connection that serves, or the only one being dialled, is gone."""
    SUCCESSOR_LOST = "successor_lost"
    """The successor is gone, or took too long."""
    REPLACE = "replace"
    """The connection that serves is to be replaced."""
    SETTLED = "settled"
    """The successor delivers what the old connection does."""
    EMPTIED = "emptied"
    """Nothing is subscribed any more."""
    CLOSE = "close"
    """The user is done."""


_P, _H = Phase, Happening
_ENDS = {_H.EMPTIED: _P.IDLE, _H.CLOSE: _P.CLOSED}

TABLE: Mapping[Phase, Mapping[Happening, Phase]] = MappingProxyType(
    {
        _P.IDLE: {_H.WANTED: _P.WAITING, _H.CLOSE: _P.CLOSED},
        _P.WAITING: {_H.DUE: _P.DIALING, **_ENDS},
        _P.DIALING: {_H.OPENED: _P.UP, _H.LOST: _P.WAITING, **_ENDS},
        _P.UP: {_H.REPLACE: _P.RENEWING, _H.LOST: _P.WAITING, **_ENDS},
        _P.RENEWING: {_H.DUE: _P.RENEWING_DIALING, _H.LOST: _P.WAITING, **_ENDS},
        _P.RENEWING_DIALING: {
            _H.OPENED: _P.OVERLAP,
            _H.SUCCESSOR_LOST: _P.RENEWING,
            _H.LOST: _P.DIALING,
            **_ENDS,
        },
        _P.OVERLAP: {_H.SETTLED: _P.UP, _H.SUCCESSOR_LOST: _P.RENEWING, _H.LOST: _P.UP, **_ENDS},
        _P.CLOSED: {},
    }
)
