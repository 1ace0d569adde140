"""Keeping the exchange's clock: when to measure, and how.

Pure. Five samples are taken and the one with the shortest round trip counts. While the last measurement still holds,
a new one
runs beside the calls, so that no order waits for it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from binance_usdm_api import OPERATIONS, Operation
from binance_usdm_api.errors import DecodeError

from ..transport._message import Headers, HttpRequest, HttpResponse
from ._effects import Flow, Send, Sleep, Spawn
from ._facts import Facts
from ._gate import Gate
from ._outcome import classify

__all__ = ["Timekeeper"]

log = logging.getLogger("binance_usdm")

_SAMPLES = 5
_TIME = "time"


class Timekeeper:
    """Measures the exchange's clock through the gate."""

    __slots__ = ("_gate", "_headers")

    def __init__(self, gate: Gate, headers: Headers) -> None:
        self._gate = gate
        self._headers = headers

    def tend(self) -> Flow[None]:
        """Measure when it is time: beside the call when the clock is known well enough, else before it."""
        clock, ambient = self._gate.clock, self._gate.ambient
        if clock.measured and not clock.stepped(ambient.monotonic(), ambient.wall_ms()):
            # Known well enough: measure beside the call, so that no order waits for it.
            clock.postpone(ambient.monotonic())
            yield Spawn(self.measure())
            return
        while clock.measuring:
            yield Sleep(0.005)
            if clock.measured:
                return
        yield from self.measure()

    def measure(self) -> Flow[None]:
        """Measure the exchange's clock; keeps what is known when the exchange does not answer.

        Raises:
            RateLimited: The budget has no room.
            Banned: The address is banned.
        """
        gate = self._gate
        clock, ambient, budget = gate.clock, gate.ambient, gate.budget
        operation: Operation[Any] = OPERATIONS[_TIME]
        facts = Facts(operation)
        weight = operation.weight({})
        samples: list[tuple[float, float, int]] = []
        clock.measuring = True
        try:
            for _ in range(_SAMPLES):
                now = ambient.monotonic()
                wait = budget.reserve(weight, now, clock.milliseconds(now) / 1000.0, True)
                if wait:
                    yield from gate.wait_for_room(operation, weight, True, wait)
                answer: Any = None
                before = ambient.monotonic()
                try:
                    answer = yield Send(
                        HttpRequest(facts.method, facts.path, self._headers, b""), gate.settings.timeout
                    )
                finally:
                    headers: Mapping[str, str] = answer.headers if type(answer) is HttpResponse else {}
                    budget.settle(weight, headers, clock.milliseconds(before) / 1000.0)
                after = ambient.monotonic()
                if type(answer) is not HttpResponse or answer.status != 200:
                    if type(answer) is HttpResponse and answer.status in (418, 429):
                        failure = classify(operation, facts.where, answer, 1, clock.milliseconds(after))
                        gate.silence(failure.error, failure.wait)
                    break
                try:
                    samples.append((before, after, operation.decode(answer.body).server_time))
                except DecodeError:
                    break
            now = ambient.monotonic()
            if samples:
                moved = clock.observe(samples, ambient.wall_ms())
                log.info("clock offset_moved_ms=%.1f uncertainty_ms=%.1f", moved, clock.uncertainty_ms)
            else:
                clock.postpone(now)
                log.warning("clock not measured; using this host's clock or the last measurement")
        finally:
            clock.measuring = False
