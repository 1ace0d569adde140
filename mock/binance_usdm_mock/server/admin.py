"""Requests under ``/mock/``: what truly happened, faults, the clock, interventions; only there when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import attrs
import msgspec

from ..engine.ledger import Entry
from ..exchange import MockExchange
from ..faults import Fault
from ..live.meddling import Hit
from ..script import ScriptError
from .interfering import interventions
from .message import Answer, Request
from .params import split
from .records import RequestRecord, told

__all__ = ["Admin", "Administered"]


class Administered(Protocol):
    """What the routes need of the server."""

    @property
    def exchange(self) -> MockExchange:
        """The exchange, moved to the present instant."""
        ...

    @property
    def entries(self) -> list[Entry]:
        """The ledger."""
        ...

    @property
    def requests(self) -> Iterable[RequestRecord]:
        """What was asked, oldest first."""
        ...

    @property
    def hits(self) -> Iterable[Hit]:
        """Faults that hit something on a WebSocket, oldest first."""
        ...

    @property
    def fault_list(self) -> tuple[Fault, ...]:
        """The faults in force."""
        ...

    def add_faults(self, text: str, name: str) -> int:
        """Add the faults of a text."""
        ...

    def clear_faults(self) -> None:
        """Remove all faults."""
        ...

    def turn_clock(self, offset_ms: int | None, drift_ppm: float, advance_ms: int) -> int:
        """Shift the clock shown to clients, or let time pass; returns the instant."""
        ...


class _Clock(msgspec.Struct, forbid_unknown_fields=True):
    offset: int | None = None
    drift_ppm: float = 0.0
    advance: int = 0


class Admin:
    """Answers the routes.

    Args:
        server: What they are about.
    """

    def __init__(self, server: Administered) -> None:
        self._server = server
        self._routes: dict[tuple[str, str], Callable[[Request], Any]] = {
            ("GET", "/mock/ledger"): self._ledger,
            ("GET", "/mock/requests"): lambda _: {"requests": [told(record) for record in server.requests]},
            ("GET", "/mock/hits"): lambda _: {"hits": [attrs.asdict(hit) for hit in server.hits]},
            ("GET", "/mock/faults"): lambda _: {"faults": [_fault(fault) for fault in server.fault_list]},
            ("POST", "/mock/faults"): self._add_faults,
            ("DELETE", "/mock/faults"): self._clear_faults,
            ("POST", "/mock/clock"): self._turn_clock,
            **interventions(server.exchange),
        }

    def answer(self, request: Request) -> Answer:
        """The answer to a request under ``/mock/``."""
        route = self._routes.get((request.method, request.path))
        if route is None:
            known = ", ".join(f"{method} {path}" for method, path in self._routes)
            return Answer.of(404, {"error": f"there is no {request.method} {request.path}; there are: {known}"})
        try:
            return Answer.of(200, route(request))
        except (ScriptError, ValueError) as error:
            return Answer.of(400, {"error": str(error)})

    def _ledger(self, request: Request) -> Any:
        after = split(request.query).get("after", "0")
        if not after.isdecimal():
            raise ValueError("after must be the number of a ledger entry")
        return {"ledger": [entry._asdict() for entry in self._server.entries[int(after) :]]}

    def _add_faults(self, request: Request) -> Any:
        return {"added": self._server.add_faults(request.body.decode(), "request")}

    def _clear_faults(self, request: Request) -> Any:
        del request
        self._server.clear_faults()
        return {}

    def _turn_clock(self, request: Request) -> Any:
        wanted = msgspec.json.decode(request.body or b"{}", type=_Clock)
        if wanted.advance < 0:
            raise ValueError("time does not run backwards: advance must not be below 0")
        return {"now": self._server.turn_clock(wanted.offset, wanted.drift_ppm, wanted.advance)}


def _fault(fault: Fault) -> Any:
    return {
        "on": f"{fault.method or '*'} {fault.path or '*'}",
        "params": dict(fault.params),
        "action": type(fault.action).__name__,
        "executed": fault.action.executed,
        "matched": fault.matched,
        "applied": fault.applied,
        "nth": fault.nth,
        "times": fault.times,
        "probability": fault.probability,
        "lasting": fault.lasting,
    }
