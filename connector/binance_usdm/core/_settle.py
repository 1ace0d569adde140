"""Carrying out the search for an unknown outcome: the pauses, the queries, and what is given back or raised.

Pure. What to ask and what proves anything stands in ``_resolve``.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from binance_usdm_api import OPERATIONS, Operation, Weight
from binance_usdm_api.errors import AuthRejected, BinanceUsdmError, DecodeError, NotSent

from ..transport._message import FaultKind
from ._effects import Flow, Sleep
from ._explain import unknown
from ._gate import Gate
from ._reply import Reply
from ._resolve import DELAYS, LATE_DELAY, named, plan

__all__ = ["ABANDONED", "settle"]

T = TypeVar("T")
log = logging.getLogger("binance_usdm")

ABANDONED = "abandoned operation=%s ids=%s: it may have been executed; look for it before doing anything else"


class Exchange(Protocol):
    """Carries out a call; the flow's own ``exchange``."""

    def __call__(
        self, operation: Operation[Any], params: Mapping[str, object], options: None, until: float
    ) -> Flow[Reply[Any]]:
        """Carry out one call, which must be over at an instant."""
        ...


def settle(
    exchange: Exchange,
    gate: Gate,
    operation: Operation[T],
    params: Mapping[str, object],
    weight: Weight,
    stamp: int,
    sent: int,
    cause: BinanceUsdmError,
) -> Flow[Reply[T]]:
    """Ask until it is known what became of a request, or the time for that is over.

    Raises:
        OutcomeUnknown: Nothing settled it in time.
    """
    ambient = gate.ambient
    deadline = ambient.monotonic() + gate.settings.resolve_timeout
    queries = 0
    log.warning("outcome unknown operation=%s ids=%s", operation.id, named(params))
    delays = iter(DELAYS)
    found: bytes | None = None
    while (left := deadline - ambient.monotonic()) > 0:
        try:
            yield Sleep(min(next(delays, LATE_DELAY), left))
            search = plan(operation, params, stamp)
            query, asked = next(search)
            while True:
                queries += 1
                answer = yield from _ask(exchange, query, asked, deadline)
                query, asked = search.send(answer)
        except StopIteration as end:
            found = end.value
        except (AuthRejected, NotSent):
            # Nothing more can be asked: the credentials are rejected, or the client is closed.
            break
        except GeneratorExit:
            log.error(ABANDONED, operation.id, named(params))  # noqa: TRY400 (nothing failed here)
            raise
        if found is not None:
            try:
                result = operation.decode(found)
            except DecodeError:
                continue
            log.info("outcome settled operation=%s queries=%d", operation.id, queries)
            return Reply(result, "rest", weight, sent, {}, found, resolved=True)
    raise unknown(operation, params, None, sent, queries, cause) from cause


def _ask(exchange: Exchange, query: str, params: Mapping[str, object], until: float) -> Flow[bytes | None]:
    try:
        reply = yield from exchange(OPERATIONS[query], params, None, until)
    except AuthRejected:
        raise
    except BinanceUsdmError as error:
        if isinstance(error, NotSent) and error.kind == FaultKind.CLOSED.value:
            raise
        return None
    return reply.raw
