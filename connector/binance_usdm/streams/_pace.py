"""How soon to dial again: full jitter between attempts, and the exchange's limit on connection attempts.

Pure; chance is an argument. One `Pace` is shared by all streams of a client, since the limit counts an address.
"""

from __future__ import annotations

from collections import deque

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
        limit: Most attempts in a window.
        window: Seconds.
    """

    def __init__(self, limit: int = 300, window: float = 300.0) -> None:
        self._limit = limit
        self._window = window
        self._taken: deque[float] = deque()

    def earliest(self, now: float) -> float:
        """When the next attempt is allowed."""
        taken = self._taken
        while taken and taken[0] + self._window <= now:
            taken.popleft()
        return now if len(taken) < self._limit else taken[0] + self._window

    def take(self, now: float) -> None:
        """Count an attempt."""
        self._taken.append(now)
