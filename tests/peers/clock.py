"""A clock that goes with the machine's, as the clients stamp their requests by it, and can be held."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from binance_usdm_mock.server.gate import Gate

# While it is held, clients stamp ever later instants, of which the gate takes those up to a second ahead.
_TOLERATED_MS = 3_000


class HeldClock:
    """Instants of the machine in milliseconds; while it is held, the exchange and its market stand still."""

    def __init__(self) -> None:
        self._held: int | None = None
        self.gate: Gate | None = None
        """What judges the stamps of requests; set once there is an exchange."""

    def __call__(self) -> int:
        return time.time_ns() // 1_000_000 if self._held is None else self._held

    @contextmanager
    def held(self, *, stamped: bool = False) -> Iterator[None]:
        """Stand still inside the block.

        The first request inside moves the market to that instant: read its truth after one, not before.

        Args:
            stamped: Take stamps of four seconds instead of one; the time that is told is off by three meanwhile.
        """
        assert self.gate is not None
        self._held = self()
        self.gate.set_clock(_TOLERATED_MS if stamped else 0)
        try:
            yield
        finally:
            self.gate.set_clock(0)
            self._held = None
