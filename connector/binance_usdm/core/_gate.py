"""The gate every request passes: waiting for room in a budget, and silence when the exchange asks for it.

Pure: waiting is an effect. A call waits only as long as it may; an order, whose price ages, not as long as a read.
"""

from __future__ import annotations

import logging
from typing import Any

from binance_usdm_api import Operation, RetryClass, Weight
from binance_usdm_api.errors import Banned, BinanceUsdmError

from ._ambient import Ambient
from ._clock import ServerClock
from ._effects import Flow, Sleep
from ._explain import no_room
from ._limits import Budget
from ._settings import Settings

__all__ = ["Gate"]

log = logging.getLogger("binance_usdm")


class Gate:
    """Budget and clock of one client, seen from a request that wants to leave."""

    __slots__ = ("ambient", "budget", "clock", "settings")

    def __init__(self, settings: Settings, ambient: Ambient, budget: Budget, clock: ServerClock) -> None:
        self.settings = settings
        self.ambient = ambient
        self.budget = budget
        self.clock = clock

    def server_s(self) -> float:
        """The exchange's time in seconds."""
        return self.clock.milliseconds(self.ambient.monotonic()) / 1000.0

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
                raise no_room(operation, wait, blocked=blocked > 0, banned=banned)
            log.info("waiting operation=%s seconds=%.2f weight=%d", operation.id, wait, weight.ip)
            yield Sleep(wait)
            wait = self.budget.reserve(weight, self.ambient.monotonic(), self.server_s(), urgent)

    def silence(self, error: BinanceUsdmError, pause: float | None) -> None:
        """Stop every request of the address for as long as asked, or until the weight window rolls over."""
        if not pause:
            pause = 60.0 - self.server_s() % 60.0 + 0.05
            error.retry_after = pause
        banned = isinstance(error, Banned)
        self.budget.block(self.ambient.monotonic(), pause, banned)
        log.error("silenced seconds=%.1f banned=%s", pause, banned)
