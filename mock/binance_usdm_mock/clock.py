"""A clock that stands still until it is told how much time passes."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["VirtualClock"]


class VirtualClock:
    """Instants in milliseconds for a mock exchange; the same script then gives the same event log.

    Args:
        start_ms: Instant of the start.
    """

    def __init__(self, start_ms: int) -> None:
        self._now = start_ms
        self.followers: list[Callable[[int], None]] = []
        """Told every new instant before ``advance`` returns."""

    def __call__(self) -> int:
        """The present instant."""
        return self._now

    def advance(self, milliseconds: int) -> int:
        """Let time pass; all that happens meanwhile has happened when this returns.

        Args:
            milliseconds: How long.

        Returns:
            The new instant.

        Raises:
            ValueError: Time does not run backwards.
        """
        if milliseconds < 0:
            raise ValueError(f"time does not run backwards, got {milliseconds} ms")
        self._now += milliseconds
        for follow in self.followers:
            follow(self._now)
        return self._now
