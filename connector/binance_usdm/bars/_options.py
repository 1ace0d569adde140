"""What may be said about final bars beside whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from ..streams import StreamSettings

__all__ = ["BarOptions"]


class BarOptions(TypedDict, total=False):
    """Keyword arguments of ``client.bars``."""

    grace: float
    """Seconds after the end of a bar in which the stream may still say that it is closed, 10 when not given; then it is
    asked for over REST, at a weight of 1 or 2."""
    stream_settings: StreamSettings | None
    """Intervals and limits of the streams."""
