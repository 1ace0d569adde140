"""The life of a book as a table: which state follows on what, and why a book is not readable.

Pure. Only VALID can be read. What is not in the table cannot follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

__all__ = ["TABLE", "BookState", "Happening", "Reason"]


class BookState(StrEnum):
    """Where a book stands."""

    EMPTY = "empty"
    """Nothing has come yet."""
    BUFFERING = "buffering"
    """Changes or a snapshot came, but not yet a snapshot and a change that fit together."""
    VALID = "valid"
    """The book is what the exchange has; it can be read."""
    INVALID = "invalid"
    """The book was valid and can no longer be trusted; it recovers by itself with the next snapshot."""


class Happening(StrEnum):
    """What can happen to a book."""

    COLLECTED = "collected"
    """A change or a snapshot was put aside."""
    LINKED = "linked"
    """A snapshot and a change fitted together."""
    APPLIED = "applied"
    """A change followed on the one before."""
    BROKE = "broke"
    """Something does not fit; the reason says what."""
    RESET = "reset"
    """Everything is forgotten."""


class Reason(StrEnum):
    """Why a book became unreadable."""

    GAP = "gap"
    """A change does not follow on the one before: its ``pu`` is not the previous ``u``."""
    CROSSED = "crossed"
    """The best bid is not below the best ask."""
    HORIZON = "horizon"
    """The price left the levels that the snapshot covered."""
    MALFORMED = "malformed"
    """A price or a quantity is no number."""
    RESTARTED = "restarted"
    """The update ids of the exchange began anew."""
    LOST = "lost"
    """The stream said that changes were lost."""


_S, _H = BookState, Happening

TABLE: Mapping[BookState, Mapping[Happening, BookState]] = MappingProxyType(
    {
        _S.EMPTY: {_H.COLLECTED: _S.BUFFERING, _H.BROKE: _S.EMPTY, _H.RESET: _S.EMPTY},
        _S.BUFFERING: {
            _H.COLLECTED: _S.BUFFERING,
            _H.LINKED: _S.VALID,
            _H.BROKE: _S.BUFFERING,
            _H.RESET: _S.EMPTY,
        },
        _S.VALID: {_H.APPLIED: _S.VALID, _H.BROKE: _S.INVALID, _H.RESET: _S.EMPTY},
        _S.INVALID: {
            _H.COLLECTED: _S.INVALID,
            _H.LINKED: _S.VALID,
            _H.BROKE: _S.INVALID,
            _H.RESET: _S.EMPTY,
        },
    }
)
