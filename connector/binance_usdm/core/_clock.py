"""The exchange's clock as seen from here.

Rules:
- the offset is kept against the monotonic clock, so that a step of the wall clock changes nothing by itself;
- of several measurements the one with the shortest round trip counts; half of it is the uncertainty;
- stamps are biased to the past by that uncertainty: the exchange allows a whole receive window behind, but only one
  second ahead;
- a stamp never decreases;
- a wall clock that moves against the monotonic clock by more than 250 ms means a suspend or a step: measure again.
"""

from __future__ import annotations

__all__ = ["ServerClock"]

_DIVERGENCE_MS = 250.0


class ServerClock:
    """Turns monotonic seconds into the exchange's milliseconds."""

    __slots__ = (
        "_bias_ms",
        "_interval",
        "_last_stamp",
        "_measured_at",
        "_next_check",
        "_offset_ms",
        "_wall_offset_ms",
        "measured",
        "measuring",
        "moved_ms",
        "uncertainty_ms",
    )

    def __init__(self, interval: float, now: float, wall_ms: int) -> None:
        self._interval = interval
        self._offset_ms = wall_ms - now * 1000.0
        self._wall_offset_ms = self._offset_ms
        self._bias_ms = 0.0
        self._last_stamp = 0
        self._measured_at = self._next_check = now
        self.measured = False
        self.measuring = False
        self.moved_ms = 0.0
        """By how much the last measurement moved the offset."""
        self.uncertainty_ms = 0.0

    def observe(self, samples: list[tuple[float, float, int]], now: float, wall_ms: int) -> float:
        """Take measurements in: (monotonic before, monotonic after, exchange's milliseconds).

        Args:
            samples: One or more.
            now: Monotonic seconds of the same instant as ``wall_ms``, which is later than a lost last sample.
            wall_ms: This host's idea of the time.

        Returns:
            By how many milliseconds the offset moved.
        """
        before, after, server_ms = min(samples, key=lambda sample: sample[1] - sample[0])
        half = (after - before) * 500.0
        offset = server_ms + half - after * 1000.0
        self.moved_ms = moved = offset - self._offset_ms
        self._offset_ms = offset
        self._wall_offset_ms = wall_ms - now * 1000.0
        self.uncertainty_ms = half
        # Half a second is more than any usable route needs; beyond it the middle of the round trip is the better guess.
        self._bias_ms = min(half, 500.0)
        self._next_check = now + self._interval
        self._measured_at = now
        self.measured = True
        if moved < -_DIVERGENCE_MS:
            # The old stamps were in the future: holding on to them would keep every request refused.
            self._last_stamp = 0
        return moved

    def due(self, now: float, wall_ms: int) -> bool:
        """True when it is time to measure again: the interval is over, or the wall clock stepped."""
        # As ``stepped``, which every request would have to call.
        return (
            now >= self._next_check
            or not -_DIVERGENCE_MS <= wall_ms - now * 1000.0 - self._wall_offset_ms <= _DIVERGENCE_MS
        )

    def stepped(self, now: float, wall_ms: int) -> bool:
        """True when the wall clock moved against the monotonic one: a step, or a suspend the latter slept through."""
        return not -_DIVERGENCE_MS <= wall_ms - now * 1000.0 - self._wall_offset_ms <= _DIVERGENCE_MS

    def expire(self) -> None:
        """Measure before the next signed request."""
        self.measured = False
        self._next_check = 0.0

    def doubt(self, stamped_at: float) -> None:
        """A stamp made then was refused: measure again, unless that was done since."""
        if stamped_at >= self._measured_at:
            self.expire()

    def postpone(self, now: float) -> None:
        """Measuring failed: keep what is known and try again in a tenth of the interval."""
        self._next_check = now + self._interval / 10
        self.measured = True

    def milliseconds(self, now: float) -> float:
        """The exchange's time, unbiased."""
        return now * 1000.0 + self._offset_ms

    def offset_ms(self, now: float, wall_ms: int) -> float:
        """By how much the exchange's clock is ahead of this host's wall clock."""
        return self.milliseconds(now) - wall_ms

    def stamp(self, now: float) -> int:
        """The timestamp for a request written now."""
        stamp = int(now * 1000.0 + self._offset_ms - self._bias_ms)
        if stamp < self._last_stamp:
            return self._last_stamp
        self._last_stamp = stamp
        return stamp
