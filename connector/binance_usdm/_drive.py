"""The two drivers: they send, sleep and spawn for a flow, and decide nothing."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import Any, Protocol, TypeVar

from binance_usdm_api.errors import BinanceUsdmError

from .core._effects import Flow, Send, Sleep, Spawn
from .transport._message import FaultKind, HttpResponse, TransportFault

__all__ = ["drive", "finish", "run"]

T = TypeVar("T")


class Carries(Protocol):
    """What sends the requests of a flow: a transport, or one with the WebSocket API beside it."""

    def send(self, request: Any, timeout: float) -> HttpResponse:
        """Send one request once and return its complete answer."""
        ...


class CarriesAsync(Protocol):
    """The asynchronous twin of ``Carries``."""

    async def send(self, request: Any, timeout: float) -> HttpResponse:
        """Send one request once and return its complete answer."""
        ...


log = logging.getLogger("binance_usdm")


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


async def drive(flow: Flow[T], transport: CarriesAsync, spawn: Callable[[Any], object], value: object = None) -> T:
    """Run a flow to its end on the event loop; a cancelled order is settled beside the caller."""
    kept = False
    try:
        while True:
            effect = flow.send(value)
            value = None
            if type(effect) is Send:
                try:
                    value = await transport.send(effect.request, effect.timeout)
                except TransportFault as fault:
                    value = fault
                except asyncio.CancelledError:
                    if effect.binding:
                        kept = True
                        spawn(finish(flow, transport, spawn))
                    raise
            elif type(effect) is Sleep:
                await asyncio.sleep(effect.seconds)
            elif type(effect) is Spawn:
                spawn(drive(effect.flow, transport, spawn))
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        if not kept:
            flow.close()


async def finish(flow: Flow[Any], transport: CarriesAsync, spawn: Callable[[Any], object]) -> None:
    """Settle what a cancelled caller left under way, and say in the log what became of it."""
    fault = TransportFault(FaultKind.CANCELLED, True, "the caller was cancelled while the request was under way")
    try:
        reply = await drive(flow, transport, spawn, fault)
    except BinanceUsdmError as error:
        log.error("after cancellation: %s", error)  # noqa: TRY400 (the error's own text says it all)
    else:
        log.warning("after cancellation: settled, %s", type(reply.result).__name__)
