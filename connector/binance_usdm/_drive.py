"""The blocking driver: it sends, sleeps and spawns for a flow, and decides nothing."""

from __future__ import annotations

import time
from threading import Lock
from typing import Any, Protocol, TypeVar

from .core._effects import Flow, Send, Sleep, Spawn
from .transport._message import HttpResponse, TransportFault

__all__ = ["Carries", "run"]

T = TypeVar("T")


class Carries(Protocol):
    """What sends the requests of a flow: a transport, or one with the WebSocket API beside it."""

    def send(self, request: Any, timeout: float) -> HttpResponse:
        """Send one request once and return its complete answer."""
        ...


def run(flow: Flow[T], transport: Carries, lock: Lock) -> T:
    """Run a flow to its end, blocking; the lock is held only while the core decides, never during I/O."""
    value: object = None
    try:
        while True:
            with lock:
                effect = flow.send(value)
            value = None
            if type(effect) is Send:
                try:
                    value = transport.send(effect.request, effect.timeout)
                except TransportFault as fault:
                    value = fault
            elif type(effect) is Sleep:
                time.sleep(effect.seconds)
            elif type(effect) is Spawn:
                run(effect.flow, transport, lock)
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        flow.close()
