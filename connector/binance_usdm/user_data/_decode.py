"""Read the frames of the account's own stream. Pure, and never raises: what cannot be read is an event as well.

An unreadable frame is not shown or kept: it may hold the listen key.
"""

from __future__ import annotations

from typing import Any

from binance_usdm_api import UnknownEvent, decode_event

__all__ = ["Enveloped", "Unreadable", "read_frame"]


class Unreadable:
    """Stands for an event that could not be read."""

    __slots__ = ("why",)

    def __init__(self, why: str) -> None:
        self.why = why


class Enveloped:
    """An event where the streams expect the envelope of a combined frame."""

    __slots__ = ("data",)

    def __init__(self, data: Any) -> None:
        self.data = data


def read_frame(frame: bytes) -> Enveloped:
    """The event of a frame."""
    try:
        event = decode_event(frame)
    except Exception as error:  # noqa: BLE001 nothing that arrives may end the stream
        return Enveloped(Unreadable(f"{type(error).__name__} in {len(frame)} bytes"))
    if isinstance(event, UnknownEvent) and event.event_type is None:
        return Enveloped(Unreadable("an object that names no event"))
    return Enveloped(event)
