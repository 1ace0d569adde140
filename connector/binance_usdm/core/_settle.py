"""Carrying out the search for an unknown outcome: the pauses, the queries, and what is given back or raised.

Pure. What to ask and what proves anything stands in ``_resolve``.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from binance_usdm_api import OPERATIONS, Operation, Weight
from binance_usdm_api.errors import AuthRejected, BinanceUsdmError, DecodeError, NotSent, Outcome

from ..observe import event, get_logger
from ..transport._message import FaultKind
from ._effects import Flow, Sleep
from ._explain import not_executed, unknown
from ._gate import Gate
from ._reply import Reply
from ._resolve import DELAYS, LATE_DELAY, Disproved, holder, named, plan

__all__ = ["abandoned", "adopt", "settle"]

T = TypeVar("T")
log = get_logger()
_LOOK = 0.05


class Exchange(Protocol):
    """Carries out a call; the flow's own ``exchange``."""

    def __call__(
        self, operation: Operation[Any], params: Mapping[str, object], options: None, until: float
    ) -> Flow[Reply[Any]]:
        """Carry out one call, which must be over at an instant."""
        ...


def abandoned(operation: Operation[Any], params: Mapping[str, object]) -> None:
    """Log that nobody waits for a request that may have been executed."""
    event(
        log,
        logging.ERROR,
        "abandoned",
        operation=operation.id,
        ids=named(params),
        note="it may have been executed; look for it before doing anything else",
    )


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
    event(
        log,
        logging.WARNING,
        "outcome_unknown",
        operation=operation.id,
        ids=named(params),
        asking_for_s=gate.settings.resolve_timeout,
    )
    delays = iter(DELAYS)
    found: bytes | None = None
    while (left := deadline - ambient.monotonic()) > 0:
        try:
            found = yield from _watch(gate, operation.id, params, stamp, min(next(delays, LATE_DELAY), left))
            search = plan(operation, params, stamp)
            query, asked = next(search)
            while found is None:
                queries += 1
                answer = yield from _ask(exchange, query, asked, deadline)
                query, asked = search.send(answer)
        except StopIteration as end:
            found = end.value
        except Disproved as proof:
            _log_end(operation, params, queries, Outcome.REFUSED)
            raise not_executed(operation, sent, str(proof)) from cause
        except (AuthRejected, NotSent):
            # Nothing more can be asked: the credentials are rejected, or the client is closed.
            break
        except GeneratorExit:
            abandoned(operation, params)
            raise
        if found is not None:
            try:
                result = operation.decode(found)
            except DecodeError:
                continue
            _log_end(operation, params, queries, Outcome.ACCEPTED)
            return Reply(result, "rest", weight, sent, {}, found, resolved=True)
    _log_end(operation, params, queries, Outcome.UNKNOWN)
    raise unknown(operation, params, None, sent, queries, cause) from cause


def _log_end(operation: Operation[Any], params: Mapping[str, object], queries: int, outcome: Outcome) -> None:
    # As loud as the news that it was unknown, and by the same ids: a cancelled caller is told nowhere else.
    event(
        log,
        logging.WARNING,
        "outcome_still_unknown" if outcome is Outcome.UNKNOWN else "outcome_settled",
        operation=operation.id,
        ids=named(params),
        outcome=outcome,
        queries=queries,
    )


def _watch(gate: Gate, operation: str, params: Mapping[str, object], stamp: int, pause: float) -> Flow[bytes | None]:
    """Pause, but no longer than until an event of the account proves something."""
    sightings, monotonic = gate.sightings, gate.ambient.monotonic
    if not sightings.watching:
        yield Sleep(pause)
        return None
    end = monotonic() + pause
    while True:
        found = sightings.answer(operation, params, stamp)
        left = end - monotonic()
        if found is not None or left <= 0:
            return found
        yield Sleep(min(_LOOK, left))


def adopt(
    exchange: Exchange,
    gate: Gate,
    operation: Operation[T],
    params: Mapping[str, object],
    weight: Weight,
    sent: int,
) -> Flow[Reply[T] | None]:
    """The reply to an order whose id an open order holds (-4116), when that order is this one; else None."""
    search = holder(operation, params)
    if search is None:
        return None
    found: bytes | None = None
    try:
        query, asked = next(search)
        answer = yield from _ask(exchange, query, asked, gate.ambient.monotonic() + gate.settings.resolve_timeout)
        search.send(answer)
    except StopIteration as end:
        found = end.value
    except (AuthRejected, NotSent):
        return None
    if found is None:
        return None
    event(log, logging.WARNING, "adopted", operation=operation.id, ids=named(params), because="the same order is open")
    return Reply(operation.decode(found), "rest", weight, sent, {}, found, resolved=True)


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
