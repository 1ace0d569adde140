"""The account's own stream: orders, fills, balances and positions as they change, complete whatever happens.

    async with client.streams.user() as account:
        async for event in account:
            ...

Importing this package loads no WebSocket, TLS or asyncio code; that comes with the first stream.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import load

if TYPE_CHECKING:
    from ._blocking import BlockingAllStreams, BlockingUserListener, BlockingUserStream
    from ._calls import Counters
    from ._events import (
        CompletedFill,
        Reconciled,
        ReconciledAccount,
        ReconciledAlgo,
        ReconciledOrder,
        UserEvent,
        Why,
    )
    from ._listener import UserListener
    from ._origin import Origin, origin_of
    from ._settings import UserSettings
    from ._stream import UserStream
    from ._streams import AllStreams

_EVENTS = (
    "CompletedFill", "Reconciled", "ReconciledAccount", "ReconciledAlgo", "ReconciledOrder", "UserEvent", "Why",
)  # fmt: skip
_BLOCKING = ("BlockingAllStreams", "BlockingUserListener", "BlockingUserStream")
_HOME = {
    "AllStreams": "._streams",
    "Counters": "._calls",
    "Origin": "._origin",
    "UserListener": "._listener",
    "UserSettings": "._settings",
    "UserStream": "._stream",
    "origin_of": "._origin",
    **dict.fromkeys(_BLOCKING, "._blocking"),
    **dict.fromkeys(_EVENTS, "._events"),
}

__all__ = [
    "AllStreams",
    "BlockingAllStreams",
    "BlockingUserListener",
    "BlockingUserStream",
    "CompletedFill",
    "Counters",
    "Origin",
    "Reconciled",
    "ReconciledAccount",
    "ReconciledAlgo",
    "ReconciledOrder",
    "UserEvent",
    "UserListener",
    "UserSettings",
    "UserStream",
    "Why",
    "origin_of",
]


def __getattr__(name: str) -> object:
    return load(globals(), _HOME, name)


def __dir__() -> list[str]:
    return sorted(__all__)
