"""The type variable for what a stream hands out. Without an argument it is any of the events there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["EventT_co"]

if TYPE_CHECKING:
    # Only type checkers need the default, and they bring this module along.
    from typing_extensions import TypeVar

    from ._event import StreamEvent

    EventT_co = TypeVar("EventT_co", covariant=True, default=StreamEvent)
else:
    from typing import TypeVar

    EventT_co = TypeVar("EventT_co", covariant=True)
