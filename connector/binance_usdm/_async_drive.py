"""The asynchronous driver: it sends, sleeps and spawns for a flow, and decides nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

from binance_usdm_api.errors import BinanceUsdmError, Outcome

from .core._effects import Effect, Flow, Send, Sleep, Spawn
from .observe import event, get_logger
from .transport._message import FaultKind, HttpResponse, TransportFault

__all__ = ["CarriesAsync", "drive", "finish"]

T = TypeVar("T")
log = get_logger()


class CarriesAsync(Protocol):
    """What sends the requests of a flow: a transport, or one with the WebSocket API beside it."""

    def send(self, request: Any, timeout: float) -> Awaitable[HttpResponse]:
        """Send one request once; what is returned is awaited for its complete answer."""
        ...


async def drive(
    flow: Flow[T],
    transport: CarriesAsync,
    spawn: Callable[[Any], object],
    value: object = None,
    *,
    keep: bool = True,
) -> T:
    """Run a flow to its end on the event loop; what a cancelled caller leaves unsettled is settled beside it."""
    effect: Effect | None = None
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
            elif type(effect) is Sleep:
                await asyncio.sleep(effect.seconds)
            elif type(effect) is Spawn:
                spawn(drive(effect.flow, transport, spawn))
    except StopIteration as end:
        result: T = end.value
        return result
    except asyncio.CancelledError:
        if keep and effect is not None and effect.binding:
            kept = True
            spawn(finish(flow, effect, transport, spawn))
        raise
    finally:
        if not kept:
            flow.close()


async def finish(flow: Flow[Any], effect: Effect, transport: CarriesAsync, spawn: Callable[[Any], object]) -> None:
    """Settle what a cancelled caller left under way, and say in the log what became of it."""
    value: object = None
    if type(effect) is Send:
        value = TransportFault(FaultKind.CANCELLED, True, "the caller was cancelled while the request was under way")
    try:
        reply = await drive(flow, transport, spawn, value, keep=False)
    except BinanceUsdmError as error:
        event(log, logging.ERROR, "after_cancellation", operation=error.operation, outcome=error.outcome, told=error)
    else:
        event(log, logging.WARNING, "after_cancellation", outcome=Outcome.ACCEPTED, told=type(reply.result).__name__)
