"""Whose snapshot is asked for when: few at once, within a share of the weight budget, those that are read first.

Rules of this module:

- Pure. Names go in, names come out of `take`; each that came out is reported back by `done` or `again`.
- In any 60 seconds no more weight is spent than the settings allow, whatever happens to the answers.
- A name that failed waits longer each time, spread by chance; a pause that the exchange asks for holds all back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from ._settings import BookSettings

__all__ = ["SnapshotQueue"]

_WINDOW = 60.0


class SnapshotQueue:
    """The queue of one process.

    Args:
        settings: Shares and pauses.
        cost: Weight of one snapshot.
        random: A number in [0, 1).
        urgent: Tells whether somebody waits for a name.
    """

    def __init__(
        self, settings: BookSettings, cost: int, random: Callable[[], float], urgent: Callable[[str], bool]
    ) -> None:
        self._settings = settings
        self._random = random
        self._urgent = urgent
        self._most = max(1, settings.weight_per_minute // max(1, cost))
        self._due: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._out: set[str] = set()
        self._sent: deque[float] = deque()
        self._paused_until = float("-inf")

    def want(self, name: str, now: float) -> None:
        """Ask for a snapshot of a name; asking twice is asking once."""
        if name not in self._out:
            self._due.setdefault(name, now)

    def drop(self, name: str) -> None:
        """A snapshot of the name is not needed any more, not even one that is under way."""
        self._due.pop(name, None)
        self._failures.pop(name, None)
        self._out.discard(name)

    def take(self, now: float) -> list[str]:
        """Names to ask for now."""
        sent = self._sent
        while sent and sent[0] <= now - _WINDOW:
            sent.popleft()
        room = min(self._settings.in_flight - len(self._out), self._most - len(sent))
        if room <= 0 or now < self._paused_until or not self._due:
            return []
        due = [name for name, at in self._due.items() if at <= now]
        due.sort(key=lambda name: (not self._urgent(name), self._due[name]))
        for name in due[:room]:
            del self._due[name]
            self._out.add(name)
            sent.append(now)
        return due[:room]

    def done(self, name: str) -> None:
        """The snapshot came and was taken."""
        self._out.discard(name)
        self._failures.pop(name, None)

    def again(self, name: str, now: float, wait: float = 0.0) -> None:
        """It did not come, or was too old.

        Args:
            name: Whose.
            now: Monotonic seconds.
            wait: Seconds for which the exchange wants no requests at all.
        """
        self._out.discard(name)
        failures = self._failures[name] = self._failures.get(name, 0) + 1
        longest = min(self._settings.retry_delay_max, self._settings.retry_delay * 2 ** min(failures - 1, 30))
        self._due[name] = now + longest * (0.5 + self._random() / 2)
        if wait > 0:
            self._paused_until = max(self._paused_until, now + wait)

    def next_deadline(self) -> float | None:
        """When `take` may have something next, unless an answer comes before; None for not before one."""
        if not self._due or len(self._out) >= self._settings.in_flight:
            return None
        earliest = max(min(self._due.values()), self._paused_until)
        if len(self._sent) >= self._most:
            earliest = max(earliest, self._sent[0] + _WINDOW)
        return earliest
