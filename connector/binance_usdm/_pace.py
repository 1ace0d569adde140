"""How soon to dial again: full jitter between attempts, and the exchange's limit on connection attempts.

Rules of this module:

- Pure; chance and time are arguments.
- One `Pace` is shared by all WebSockets of a client, those of markets, of the account and of the WebSocket API, since
  the limit counts an address. An attempt counts when it is begun, whatever becomes of it.
- Sockets of a blocking client live in several threads, so a lock may be given.
"""

from __future__ import annotations

from collections import deque
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from binance_usdm_api.service import STREAM_RULES

__all__ = ["Pace", "full_jitter"]


def full_jitter(attempt: int, first: float, longest: float, chance: float) -> float:
    """Seconds before an attempt.

    Args:
        attempt: Failures so far, from 0.
        first: Upper bound of the first delay, seconds; it doubles with every failure.
        longest: Upper bound of all delays, seconds.
        chance: A random number in [0, 1).
    """
    return chance * min(longest, first * 2.0 ** min(attempt, 30))


class Pace:
    """A limit on connection attempts.

    Args:
        limit: Most attempts in a window; the catalogue's by default.
        window: Seconds.
        lock: Held for each look, where several threads share it.
    """

    def __init__(
        self,
        limit: int = STREAM_RULES.max_connections_per_5m,
        window: float = 300.0,
        lock: AbstractContextManager[Any] | None = None,
    ) -> None:
        self._window = window
        self._lock = lock if lock is not None else nullcontext()
        self._limit = limit
        self._taken: deque[float] = deque(maxlen=limit)

    def earliest(self, now: float) -> float:
        """When the next attempt is allowed; others may be first, so `take` has the last word."""
        with self._lock:
            return self._earliest(now)

    def take(self, now: float) -> bool:
        """Count an attempt that begins now; False when none is allowed yet."""
        with self._lock:
            allowed = self._earliest(now) <= now
            if allowed:
                self._taken.append(now)
            return allowed

    def _earliest(self, now: float) -> float:
        taken = self._taken
        return now if len(taken) < self._limit else max(now, taken[0] + self._window)
