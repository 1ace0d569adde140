"""What the flow asks a driver to do. The driver answers a Send with a response or a fault, the others with None.

``binding`` means that something may have happened that must be settled even when nobody waits for it any more.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeAlias, TypeVar

import msgspec

from ..transport._message import HttpRequest
from ..ws_api._frames import SocketRequest

__all__ = ["Effect", "Flow", "Send", "Sleep", "Spawn", "bind"]


class Send(msgspec.Struct, eq=False, gc=False):
    """Send one request once and give back an HttpResponse or a TransportFault."""

    request: HttpRequest | SocketRequest
    timeout: float
    binding: bool = False


class Sleep:
    """Let so many seconds pass."""

    __slots__ = ("binding", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.binding = False


class Spawn:
    """Run another flow, beside this one where the driver can, else now."""

    __slots__ = ("binding", "flow")

    def __init__(self, flow: Flow[Any]) -> None:
        self.flow = flow
        self.binding = False


Effect: TypeAlias = Send | Sleep | Spawn
T = TypeVar("T")
Flow: TypeAlias = Generator[Effect, Any, T]
"""A generator of effects that ends with a result."""


def bind(flow: Flow[T]) -> Flow[T]:
    """Run a flow with every effect binding: it is carried on when its caller goes away."""
    value: Any = None
    try:
        while True:
            effect = flow.send(value)
            effect.binding = True
            value = yield effect
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        flow.close()
