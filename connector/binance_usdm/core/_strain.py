"""How a client yields when the exchange shows that it is under strain, or that a firewall turns it away.

Rules:
- after "throttled by system-level protection" (-1008) requests leave one by one, spaced further with such answers, at
  most once a second however many were under way, and closer again with the good answers that follow; a lower rate is
  also a lower concurrency;
- what reduces risk is exempt there and passes here without a pause;
- the first 403 of a firewall may be about one request's content; a second in a row is about the address, which then
  keeps silent for longer with each one.

Pure: instants and waits are numbers.
"""

from __future__ import annotations

__all__ = ["Strain"]

_FIRST_SPACING = 0.05
_LONGEST_SPACING = 0.4
_DOUBLES_AFTER = 1.0
_GOOD_ANSWERS = 5
_FIRST_SILENCE = 30.0
_LONGEST_SILENCE = 300.0


class Strain:
    """What was seen of overload and firewalls, and the pauses that follow from it.

    Attributes:
        shown: True while anything here matters; the one thing the hot path looks at.
    """

    __slots__ = ("_doubled_at", "_free_at", "_good", "_turned_away", "shown", "spacing")

    def __init__(self) -> None:
        self.shown = False
        self.spacing = 0.0
        """Seconds between two requests that are not urgent."""
        self._doubled_at = -_DOUBLES_AFTER
        self._free_at = 0.0
        self._good = 0
        self._turned_away = 0

    def overloaded(self, now: float) -> None:
        """The exchange throttles: let requests leave further apart."""
        self._good = 0
        self.shown = True
        # Requests that were under way together tell of one and the same moment.
        if not self.spacing or now - self._doubled_at >= _DOUBLES_AFTER:
            self.spacing = min(_LONGEST_SPACING, self.spacing * 2 or _FIRST_SPACING)
            self._doubled_at = now

    def turned_away(self) -> float:
        """A firewall refused a request; returns the seconds of silence that are due, zero for the first."""
        self._turned_away += 1
        self.shown = True
        if self._turned_away < 2:
            return 0.0
        return min(_LONGEST_SILENCE, _FIRST_SILENCE * 2.0 ** min(self._turned_away - 2, 8))

    def answered(self, now: float) -> None:
        """A request was answered as it should be."""
        self._turned_away = 0
        self._good += 1
        if self._good >= _GOOD_ANSWERS:
            self._good = 0
            self.spacing = self.spacing / 2 if self.spacing > _FIRST_SPACING else 0.0
            # Who comes now does not queue behind turns that were given at the wider spacing.
            self._free_at = now + self.wait(now) / 2
        self.shown = self.spacing > 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next request that is not urgent may leave."""
        return max(0.0, self._free_at - now)

    def take(self, now: float) -> None:
        """A request leaves at this instant or, where it must wait, when its turn comes."""
        self._free_at = max(self._free_at, now) + self.spacing
