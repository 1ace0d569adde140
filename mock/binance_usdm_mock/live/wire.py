"""Text frames of a server as bytes on the wire, for those that do not go out as they should. Pure."""

from __future__ import annotations

import struct

__all__ = ["frame_head", "raw_frame"]


def frame_head(length: int) -> bytes:
    """The head of a whole text frame that carries so many bytes."""
    if length < 126:
        return struct.pack("!BB", 0x81, length)
    if length < 1 << 16:
        return struct.pack("!BBH", 0x81, 126, length)
    return struct.pack("!BBQ", 0x81, 127, length)


def raw_frame(payload: bytes) -> bytes:
    """A text frame."""
    return frame_head(len(payload)) + payload
