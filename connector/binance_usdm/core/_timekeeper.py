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

from ..observe import event, get_logger
from ..transport._message import Headers, HttpRequest, HttpResponse
from ._effects import Flow, Send, Sleep, Spawn
from ._facts import Facts
from ._gate import Gate
from ._outcome import classify

__all__ = ["Timekeeper"]

log = get_logger()

_SAMPLES = 5
_TIME = "time"
_NO_HEADERS: Mapping[str, str] = {}


class Timekeeper:
    """Measures the exchange's clock through the gate."""

    __slots__ = ("_gate", "_headers")

    def __init__(self, gate: Gate, headers: Headers) -> None:
        self._gate = gate
        self._headers = headers

    def tend(self, operation: Operation[Any]) -> Flow[None]:
        """Measure when it is time: beside the call when the clock is known well enough, else before it.

        Args:
            operation: The call that needs the clock; it decides how long measuring may wait for room.

        Raises:
            RateLimited: The budget has no room for as long as this call may wait.
            Banned: The address is banned.
        """
        clock, ambient = self._gate.clock, self._gate.ambient
        if clock.stepped(ambient.monotonic(), ambient.wall_ms()):
            clock.expire()
        if clock.measured:
            # Known well enough: measure beside the call, so that no order waits for it.
            clock.postpone(ambient.monotonic())
            yield Spawn(self._measure(None))
            return
        pause, deadline = 0.005, ambient.monotonic() + self._gate.patience(operation)
        while clock.measuring and ambient.monotonic() < deadline:
            yield Sleep(pause)
            if clock.measured:
                return
            # Many may wait for one measurement that has to wait itself.
            pause = min(pause * 2, 0.1)
        yield from self._measure(operation)

    def measure(self) -> Flow[None]:
        """Measure the exchange's clock; keeps what is known when the exchange does not answer.

        Raises:
            RateLimited: The budget has no room.
            Banned: The address is banned.
        """
        return self._measure(OPERATIONS[_TIME])

    def _measure(self, waiting: Operation[Any] | None) -> Flow[None]:
        # Without a call that waits for it, there is no hurry either: no room now means later.
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
                wait = budget.reserve(weight, now, clock.milliseconds(now) / 1000.0, waiting is not None)
                if wait:
                    if waiting is None:
                        break
                    yield from gate.wait_for_room(waiting, weight, True, wait)
                answer: Any = None
                before = ambient.monotonic()
                try:
                    answer = yield Send(
                        HttpRequest(facts.method, facts.path, self._headers, b""), gate.settings.timeout
                    )
                finally:
                    headers = answer.headers if type(answer) is HttpResponse else _NO_HEADERS
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
                moved = clock.observe(samples, now, ambient.wall_ms())
                event(
                    log,
                    logging.INFO,
                    "clock_measured",
                    offset_moved_ms=round(moved, 1),
                    uncertainty_ms=round(clock.uncertainty_ms, 1),
                )
            else:
                clock.postpone(now)
                event(log, logging.WARNING, "clock_not_measured", using="this host's clock or the last measurement")
        finally:
            clock.measuring = False
