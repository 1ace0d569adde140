"""What a progress callback is told."""

from __future__ import annotations

import attrs

__all__ = ["Progress"]


@attrs.frozen
class Progress:
    """How far reading a range has come; one for every page.

    Attributes:
        rows: Rows read so far.
        pages: Pages read so far.
        instant: Up to where the range is read, ms.
        start: Where the range starts, ms, or None when it starts at an id.
        end: Where it ends, ms.
        done: True once the range is read to its end.
    """

    rows: int
    pages: int
    instant: int
    start: int | None
    end: int
    done: bool

    @property
    def fraction(self) -> float:
        """The part that is read, 0 to 1, measured in time."""
        if self.done:
            return 1.0
        if self.start is None or self.end <= self.start:
            return 0.0
        return min(max((self.instant - self.start) / (self.end - self.start), 0.0), 1.0)

    def eta(self, elapsed: float) -> float | None:
        """Seconds that are left if it goes on as before.

        Args:
            elapsed: Seconds since reading began.

        Returns:
            None before anything can be said.
        """
        fraction = self.fraction
        return elapsed * (1.0 - fraction) / fraction if fraction > 0 else None
