"""Keep the last frames that could not be read, for whoever wants to know why."""

from __future__ import annotations

from collections import deque

import attrs

__all__ = ["Malformed", "Quarantine"]

_FRAMES = 32
_BYTES = 4096


@attrs.frozen
class Malformed:
    """A frame that could not be read.

    Attributes:
        stream: Name of the stream where that could be told.
        payload: Its first 4096 bytes.
        size: Its full size in bytes.
        why: What was wrong with it.
    """

    stream: str | None
    payload: bytes
    size: int
    why: str


class Quarantine:
    """The last frames that could not be read; bounded in number and size."""

    def __init__(self) -> None:
        self._frames: deque[Malformed] = deque(maxlen=_FRAMES)

    def keep(self, frame: bytes, why: str, stream: str | None = None) -> None:
        """Keep a frame."""
        self._frames.append(Malformed(stream, bytes(frame[:_BYTES]), len(frame), why[:200]))

    def frames(self) -> tuple[Malformed, ...]:
        """What is kept, oldest first."""
        return tuple(self._frames)
