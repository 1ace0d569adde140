"""What a fault can be set off by, and which actions make sense there."""

from __future__ import annotations

from . import actions, frames
from .actions import Action

__all__ = ["HTTP", "LIVE", "WORDS", "misplaced"]

HTTP = ("GET", "POST", "PUT", "DELETE")
LIVE = frozenset({"STREAM", "USER", "ACK", "PING", "SECOND", "CONNECT"})
"""What happens besides requests; a fault must name it."""
WORDS = (*HTTP, "WS", *sorted(LIVE))

_FRAMES = {"STREAM", "USER", "ACK"}
_REQUESTS = {*HTTP, "WS"}
_LASTING = {"WS", *_FRAMES, "PING", "SECOND"}
_ALLOWED: tuple[tuple[type[Action], set[str]], ...] = (
    (frames.Fill, _REQUESTS),
    (actions.Revoke, _REQUESTS),
    (actions.Permit, _REQUESTS),
    (actions.Change, {*_REQUESTS, *LIVE}),
    (actions.Drop, {*_REQUESTS, *LIVE}),
    (frames.Lose, _REQUESTS | _FRAMES | {"PING", "CONNECT"}),
    (actions.Delay, _REQUESTS | _FRAMES | {"CONNECT"}),
    (actions.Alter, _REQUESTS | _FRAMES),
    (actions.Truncate, _REQUESTS | _FRAMES),
    (actions.Reply, _REQUESTS | {"CONNECT"}),
    (frames.Cut, _LASTING),
    (frames.Freeze, _LASTING),
    (frames.Duplicate, {"WS"} | _FRAMES),
    (frames.Swap, {"WS"} | _FRAMES),
    (frames.Insert, _LASTING),
    (frames.Replace, _FRAMES),
    (frames.Replay, _FRAMES),
    (frames.Stall, {"STREAM", "USER", "SECOND"}),
    (Action, _REQUESTS),
)


def misplaced(action: Action, word: str | None) -> str | None:
    """Why an action cannot be set off by this; None when it can. No word stands for any request."""
    allowed = next(words for kind, words in _ALLOWED if isinstance(action, kind))
    if word is None:
        wrong = not allowed >= _REQUESTS
        place = "any request"
    else:
        wrong, place = word not in allowed, word
    if not wrong:
        return None
    return f"cannot be set off by {place}; it can by: {', '.join(name for name in WORDS if name in allowed)}."
