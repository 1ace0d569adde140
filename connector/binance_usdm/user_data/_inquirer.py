"""When an account is compared with REST, and the questions that are under way.

Rules of this module:

- Pure. Reasons gather until their time has come; one reconciliation answers all that came before it began.
- What may be missing reaches back to some seconds before the first loss that no reconciliation has covered, or
  confirmed, since.
- What a minute's reconciliations may cost is bounded; the next one waits.
- A reconciliation that fails is tried again, for ever and at random times; one that leaves doubts is repeated, more
  and more seldom.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from binance_usdm_api import OPERATIONS
from binance_usdm_api.errors import BinanceUsdmError

from .._pace import full_jitter
from ._events import Why
from ._ledger import Ledger
from ._plan import Ask, Inquiry, Snapshot, plan
from ._settings import UserSettings

__all__ = ["LOSSES", "Inquirer"]

_NEVER = float("inf")
_SOON = 1.0
_SELDOM = 600.0
_MINUTE = 60.0
LOSSES = frozenset({Why.START, Why.RECONNECT, Why.GAP, Why.LISTEN_KEY, Why.ROTATION})
"""Reasons for which events wait until the account is reconciled."""


class Inquirer:
    """Reconciliations of one stream.

    Args:
        ledger: What is known.
        symbols: Symbols that the user named.
        settings: Intervals.
        chance: A random number in [0, 1).
    """

    def __init__(
        self, ledger: Ledger, symbols: frozenset[str], settings: UserSettings, chance: Callable[[], float]
    ) -> None:
        self.start_ms: int | None = None
        """The exchange's time when the stream began; fills from before are history."""
        self.reasons: list[Why] = []
        self.running: list[Why] = []
        self._ledger = ledger
        self._symbols = symbols
        self._settings = settings
        self._chance = chance
        self._at = _NEVER
        self._since: int | None = None
        self._clock: tuple[int, float] | None = None
        self._began = 0.0
        self._opened: float | None = None
        self._lost_early = False
        self._steps: Inquiry | None = None
        self._answers: list[Any] = []
        self._awaited = 0
        self._failures = 0
        self._doubts = 0
        self._spent: deque[tuple[float, int]] = deque()

    # -- reasons ------------------------------------------------------------------------------------------------------

    def want(self, why: Why, now: float, after: float = 0.0) -> None:
        """Ask for a reconciliation.

        Args:
            why: The reason.
            now: Seconds.
            after: Seconds until it is worth while.
        """
        if why not in self.reasons:
            self.reasons.append(why)
        if why is Why.START and self._opened is None:
            self._opened = now
        self._at = min(self._at, now + after)
        if why in LOSSES:
            self._doubts = 0
        if why is not Why.CONFIRMATION:
            self.lost(now)

    def lost(self, now: float) -> None:
        """Events may be missing from some seconds before now."""
        if self._clock is None or self.start_ms is None:
            self._lost_early = self._opened is not None
            return
        exchange = self._clock[0] + int((now - self._clock[1] - self._settings.overlap) * 1000)
        since = max(self.start_ms, exchange)
        self._since = since if self._since is None else min(self._since, since)

    @property
    def urgent(self) -> bool:
        """True while a loss waits for its reconciliation."""
        return any(why in LOSSES for why in (*self.reasons, *self.running))

    def next_deadline(self) -> float:
        """When `begin` has something to do; infinite for never."""
        return _NEVER if self._steps is not None else self._at

    # -- questions ----------------------------------------------------------------------------------------------------

    def begin(self, now: float) -> list[Ask]:
        """The first questions of a reconciliation that is due; none when none is."""
        if self._steps is not None or now < self._at or not self.reasons or self._spent_too_much(now):
            return []
        # The worst reason is the one to name.
        self.running, self.reasons = sorted(self.reasons, key=list(Why).index), []
        self._at = _NEVER
        self._began = now
        since = None if self.start_ms is None else (self._since if self._since is not None else self.start_ms)
        thorough = any(why is not Why.CONFIRMATION for why in self.running)
        self._steps = plan(self._ledger, self._symbols, since, self.start_ms or 0, thorough=thorough)
        return self._open(next(self._steps))

    def _spent_too_much(self, now: float) -> bool:
        spent = self._spent
        while spent and spent[0][0] + _MINUTE <= now:
            spent.popleft()
        if sum(weight for _, weight in spent) < self._settings.weight:
            return False
        self._at = spent[0][0] + _MINUTE
        return True

    def _open(self, asked: list[Ask]) -> list[Ask]:
        self._spent.append((self._began, sum(OPERATIONS[name].weight(params).ip for name, params in asked)))
        self._answers = [None] * len(asked)
        self._awaited = len(asked)
        return asked

    def answer(self, index: int, answer: Any) -> list[Ask] | Snapshot:
        """Take the answer to a question.

        Returns:
            The next questions, or what REST told; no questions while others are under way.
        """
        self._answers[index] = answer
        self._awaited -= 1
        if self._awaited or self._steps is None:
            return []
        try:
            return self._open(self._steps.send(self._answers))
        except StopIteration as end:
            self._steps = None
            snapshot: Snapshot = end.value
            return snapshot

    # -- ends ---------------------------------------------------------------------------------------------------------

    def failed(self, error: BinanceUsdmError, now: float) -> None:
        """The questions could not be answered: again later."""
        settings = self._settings
        delay = full_jitter(self._failures, settings.retry, settings.retry_max, self._chance())
        self._failures += 1
        self.reasons = list(dict.fromkeys([*self.running, *self.reasons]))
        self.running = []
        self._at = min(self._at, now + max(delay, error.retry_after or 0.0, 0.05))

    def ended(self, snapshot: Snapshot, now: float, *, doubtful: bool) -> None:
        """The questions were answered and their answers taken into the ledger."""
        self._failures = 0
        # The exchange looked at its clock after the questions were sent, so this errs to the late side.
        self._clock = snapshot.server_ms, self._began
        if self.start_ms is None:
            opened = self._began if self._opened is None else self._opened
            self.start_ms = snapshot.server_ms - int((self._began - opened) * 1000)
            self._since = self.start_ms if self._lost_early else None
        lossy = any(why in LOSSES for why in self.running)
        self.running = []
        settings = self._settings
        if doubtful:
            delay = full_jitter(self._doubts, settings.retry, settings.retry_max, 0.5 + 0.5 * self._chance())
            self._doubts += 1
            self.want(Why.CONFIRMATION, now, delay if self._doubts <= settings.doubts else _SELDOM)
        elif lossy:
            self.want(Why.CONFIRMATION, now, settings.confirm)
        elif not self.reasons:
            self._since = None
            self._doubts = 0

    def soon(self, why: Why, now: float) -> None:
        """Ask for a reconciliation shortly, because events on their way may make it needless."""
        if why not in self.reasons and why not in self.running:
            self.want(why, now, _SOON)
