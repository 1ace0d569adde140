"""The gate every request passes: waiting for room in a budget, silence when it is asked for, what answers teach.

Pure: waiting is an effect. A call waits only as long as it may; an order, whose price ages, not as long as a read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, cast

from binance_usdm_api import Operation, RetryClass, Weight
from binance_usdm_api.errors import Banned, BinanceUsdmError

from ..observe import event, get_logger
from ._ambient import Ambient
from ._clock import ServerClock
from ._effects import Flow, Sleep
from ._explain import no_room
from ._limits import Budget
from ._settings import Settings
from ._sightings import Sightings
from ._strain import Strain

__all__ = ["Gate"]

log = get_logger()


def _heed_nothing(_code: int | None) -> None:
    return


class Gate:
    """Budget and clock of one client, seen from a request that wants to leave."""

    __slots__ = ("ambient", "budget", "clock", "on_refusal", "settings", "sightings", "strain")

    def __init__(self, settings: Settings, ambient: Ambient, budget: Budget, clock: ServerClock) -> None:
        self.settings = settings
        self.ambient = ambient
        self.budget = budget
        self.clock = clock
        self.sightings = Sightings()
        self.strain = Strain()
        self.on_refusal: Callable[[int | None], None] = _heed_nothing
        """Told the code of everything that the exchange refuses for good."""

    def server_s(self) -> float:
        """The exchange's time in seconds."""
        return self.clock.milliseconds(self.ambient.monotonic()) / 1000.0

    def learn(self, result: Any) -> None:
        """Take from a result what the exchange allows, or from that of a batch what it refused."""
        if isinstance(result, list):
            for each in cast("list[object]", result):
                if (code := getattr(each, "code", None)) is not None:
                    self.on_refusal(code)
            return
        self.budget.configure(
            (str(limit.rate_limit_type), str(limit.interval), limit.interval_num, limit.limit)
            for limit in result.rate_limits or ()
        )

    def patience(self, operation: Operation[Any]) -> float:
        """Seconds for which a call may be held up before it is sent."""
        settings = self.settings
        return settings.order_wait if operation.retry.kind is RetryClass.RESOLVE else settings.rate_limit_wait

    def wait_for_room(
        self, operation: Operation[Any], weight: Weight, urgent: bool, wait: float, until: float | None = None
    ) -> Flow[None]:
        """Wait until the cost could be taken; it is taken when this ends.

        Args:
            operation: What wants to leave.
            weight: Its cost.
            urgent: True when it may use the reserve.
            wait: Seconds the budget asked for.
            until: End of the wait in monotonic seconds, where it is not the operation's own.

        Raises:
            RateLimited: It would take longer than this call may wait; nothing was sent.
            Banned: The address is banned; nothing was sent.
        """
        deadline = self.ambient.monotonic() + self.patience(operation) if until is None else until
        while wait:
            now = self.ambient.monotonic()
            blocked, banned = self.budget.blocked(now)
            if banned or now + wait > deadline:
                why = "the exchange asked for silence" if blocked > 0 else "the budget is used up"
                raise no_room(operation, wait, why="the address is banned" if banned else why, banned=banned)
            event(log, logging.INFO, "waiting", operation=operation.id, seconds=round(wait, 2), weight=weight.ip)
            yield Sleep(wait)
            wait = self.budget.reserve(weight, self.ambient.monotonic(), self.server_s(), urgent)

    def take_turn(self, operation: Operation[Any]) -> Flow[None]:
        """Wait for a turn while the exchange is overloaded; what is urgent does not come here.

        Raises:
            RateLimited: The turn comes later than this call may wait; nothing was sent.
        """
        now = self.ambient.monotonic()
        wait = self.strain.wait(now)
        # Whoever is next waits its one turn in any case: it is a pause, not a queue.
        if wait > max(self.patience(operation), self.strain.spacing):
            raise no_room(operation, wait, why="the exchange is overloaded and requests leave one by one")
        self.strain.take(now)
        if wait:
            yield Sleep(wait)

    def turned_away(self, error: BinanceUsdmError) -> None:
        """A firewall refused a request: from the second in a row on, stop every request of the address for a while."""
        pause = self.strain.turned_away()
        if pause:
            self.budget.block(self.ambient.monotonic(), pause, False)
            error.retry_after = pause
            event(log, logging.ERROR, "firewall", seconds=pause)

    def silence(self, error: BinanceUsdmError, pause: float | None) -> None:
        """Stop every request of the address for as long as asked, or until the weight window rolls over."""
        if not pause:
            pause = 60.0 - self.server_s() % 60.0 + 0.05
            error.retry_after = pause
        banned = isinstance(error, Banned)
        self.budget.block(self.ambient.monotonic(), pause, banned)
        event(log, logging.ERROR, "silenced", seconds=round(pause, 1), banned=banned)
