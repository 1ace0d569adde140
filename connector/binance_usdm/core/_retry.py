"""When to stop trying and how long to pause: tenacity's strategies, stepped without tenacity's own sleeping.

Pure: chance is an argument. tenacity is imported when the first attempt has failed, not before.
"""

from __future__ import annotations

from typing import Any

from ._settings import Settings

__all__ = ["Backoff"]


class Backoff:
    """The pauses of one call.

    Args:
        settings: Attempts and delays.
    """

    __slots__ = ("_state", "_stop", "_wait")

    def __init__(self, settings: Settings) -> None:
        import tenacity

        self._stop = tenacity.stop_after_attempt(settings.max_attempts)
        self._wait = tenacity.wait_exponential(multiplier=settings.retry_delay, max=settings.retry_delay_max)
        unused: Any = None
        self._state = tenacity.RetryCallState(unused, None, (), {})

    def pause(self, attempts: int, chance: float) -> float | None:
        """Seconds before the next attempt, or None when it is time to stop.

        Args:
            attempts: How often the request was sent.
            chance: A number in [0, 1) that spreads the pause between three quarters and five quarters, so that many
                clients do not come back at the same moment.
        """
        self._state.attempt_number = attempts
        if self._stop(self._state):
            return None
        return self._wait(self._state) * (0.75 + chance / 2)
