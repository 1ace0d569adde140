"""Carrying out the search for an unknown outcome: the pauses, the queries, and what is given back or raised.

Pure. What to ask and what proves anything stands in ``_resolve``.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from binance_usdm_api import OPERATIONS, Operation, Weight
from binance_usdm_api.errors import AuthRejected, BinanceUsdmError

from ._effects import Flow, Sleep
from ._explain import unknown
from ._gate import Gate
from ._reply import Reply
from ._resolve import DELAYS, LATE_DELAY, client_ids, plan

__all__ = ["settle"]

T = TypeVar("T")
log = logging.getLogger("binance_usdm")


class Exchange(Protocol):
    """Carries out a call; the flow's own ``exchange``."""

    def __call__(self, operation: Operation[Any], params: Mapping[str, object]) -> Flow[Reply[Any]]:
        """Carry out one call."""
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
    log.warning("outcome unknown operation=%s ids=%s", operation.id, ",".join(client_ids(params)))
    delays = iter(DELAYS)
    while True:
        pause = next(delays, LATE_DELAY)
        left = deadline - ambient.monotonic()
        if left <= 0:
            break
        yield Sleep(min(pause, left))
        search, _, _ = plan(operation, params, stamp)
        found: bytes | None = None
        answer: bytes | None = None
        try:
            query, asked = next(search)
            while True:
                queries += 1
                answer = yield from _ask(exchange, query, asked)
                query, asked = search.send(answer)
        except StopIteration as end:
            found = end.value
        except AuthRejected:
            break
        if found is not None:
            log.info("outcome settled operation=%s queries=%d", operation.id, queries)
            return Reply(operation.decode(found), "rest", weight, sent, {}, found, resolved=True)
    raise unknown(operation, params, None, sent, queries, cause) from cause


def _ask(exchange: Exchange, query: str, params: Mapping[str, object]) -> Flow[bytes | None]:
    try:
        reply = yield from exchange(OPERATIONS[query], params)
    except AuthRejected:
        raise
    except BinanceUsdmError:
        return None
    return reply.raw
