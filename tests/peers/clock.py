"""A clock that goes with the machine's, as the clients stamp their requests by it, and can be held."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class HeldClock:
    """Instants of the machine in milliseconds; while it is held, the exchange and its market stand still."""

    def __init__(self) -> None:
        self._held: int | None = None

    def __call__(self) -> int:
        return time.time_ns() // 1_000_000 if self._held is None else self._held

    @contextmanager
    def held(self) -> Iterator[None]:
        """Stand still inside the block; only for calls that are not stamped, or are over within a second."""
        self._held = self()
        try:
            yield
        finally:
            self._held = None
