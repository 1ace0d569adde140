"""Budgets: how much of each pool is used, and how long to wait for room.

Rules:
- a pool counts in windows of the exchange's clock; a new window starts empty but for what is still in flight;
- what the exchange reports wins over the local count, plus what is in flight and not yet reported;
- requests that reduce risk (cancels, reduce-only) may use a reserve that others may not;
- Retry-After and bans stop every request of the address, whatever the pool; an order-count refusal stops only orders;
- waiting is never done here: ``reserve`` answers with the seconds to wait, zero when the cost was taken.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Protocol

from binance_usdm_api import Weight

from ..observe import event, get_logger

__all__ = ["Budget", "LocalBudget", "Pool", "PoolState"]

log = get_logger()

_SENSIBLE = 10**9
_SURPRISES = 3
_WEIGHT, _ORDERS_10S, _ORDERS_1M = "request_weight", "orders_10s", "orders_1m"


class PoolState:
    """Use of a pool now."""

    __slots__ = ("limit", "name", "used", "window_s")

    def __init__(self, name: str, used: int, limit: int, window_s: float) -> None:
        self.name = name
        self.used = used
        self.limit = limit
        self.window_s = window_s


class Pool:
    """One limit in one kind of window.

    The hot path of ``LocalBudget`` reads and writes the attributes itself; ``roll`` is called only when a window has
    ended.
    """

    __slots__ = (
        "alarm",
        "begin",
        "ceiling",
        "end",
        "in_flight",
        "length",
        "limit",
        "name",
        "reported",
        "surprises",
        "told",
        "used",
    )

    def __init__(self, name: str, limit: int, length: float, reserve: float, warn_at: float) -> None:
        self.name = name
        self.length = length
        self.used = 0
        self.told = False
        self.reported = 0
        self.in_flight = 0
        self.surprises = 0
        self.begin = self.end = 0.0
        self.set_limit(limit, reserve, warn_at)

    def set_limit(self, limit: int, reserve: float, warn_at: float) -> None:
        """Change the limit, what is kept for urgent requests, and where a warning is due."""
        self.limit = limit
        self.alarm = limit * warn_at
        self.ceiling = limit - int(limit * reserve)

    def roll(self, server_s: float) -> None:
        """Begin the window of this instant, empty but for what is in flight."""
        if self.begin <= server_s < self.end:
            return
        self.begin = server_s // self.length * self.length
        self.end = self.begin + self.length
        self.used = self.in_flight
        self.reported = 0
        self.told = False

    def left(self, server_s: float) -> float:
        """Seconds until the window ends, and a little more because the two clocks do not agree to the millisecond."""
        return self.end - server_s + 0.05

    def report(self, reported: int) -> None:
        """The exchange says how much is used; that replaces the local count."""
        if reported > self.used and self.reported and not self.in_flight:
            self._surprise(reported)
        # Answers overtake each other: a slightly smaller number is only older, half and less is a new window there.
        if reported >= self.reported or reported * 2 <= self.reported:
            self.reported = reported
        self.used = self.reported + self.in_flight
        if self.used >= self.alarm and not self.told:
            self.told = True
            event(
                log, logging.WARNING, "budget", pool=self.name, used=self.used, limit=self.limit, window_s=self.length
            )

    def _surprise(self, reported: int) -> None:
        """More was counted since the last report than was sent from here; told once, the third time."""
        self.surprises += 1
        if self.surprises == _SURPRISES:
            event(
                log,
                logging.WARNING,
                "counted_more_than_sent",
                pool=self.name,
                expected=self.used,
                reported=reported,
                reason="another program uses this address or account, or the exchange changed what requests cost",
            )


class Budget(Protocol):
    """A store of budgets: in this process, or shared by many behind one address."""

    def reserve(self, weight: Weight, now: float, server_s: float, urgent: bool) -> float:
        """Take the cost and return zero, or return the seconds to wait."""
        ...

    def settle(self, weight: Weight, headers: Mapping[str, str], server_s: float) -> None:
        """Count an answered or lost request, corrected by the answer's headers."""
        ...

    def give_back(self, weight: Weight) -> None:
        """Undo a reservation whose request was not sent."""
        ...

    def block(self, now: float, seconds: float, banned: bool) -> None:
        """Stop every request of the address for so long."""
        ...

    def exhaust_orders(self, server_s: float) -> float:
        """The account's order count is used up; returns seconds until the next window."""
        ...

    def blocked(self, now: float) -> tuple[float, bool]:
        """Seconds for which everything is stopped, and whether by a ban."""
        ...

    def configure(self, limits: Iterable[tuple[str, str, int, int]]) -> None:
        """Take over the limits the exchange lists: (type, interval, number of intervals, limit)."""
        ...

    def state(self, server_s: float) -> list[PoolState]:
        """Use of every pool."""
        ...


_SECONDS = {"SECOND": 1.0, "MINUTE": 60.0, "HOUR": 3600.0, "DAY": 86400.0}


# What a request costs, pool by pool; and for each pool that is reported, its cost, zero included, and the header.
_Plan = tuple[list[tuple[Pool, int]], list[tuple[Pool, int, str]]]


class LocalBudget:
    """The budgets of one process.

    Args:
        pools: Pools by name, each a list of (limit, seconds).
        headers: Lower-case names of the headers that report use: weight, orders in 10 s, orders in 1 min.
        reserve: Part of each pool kept for requests that reduce risk.
        warn_at: Part of a pool at whose use a warning is logged, once a window.
    """

    def __init__(
        self,
        pools: Mapping[str, Iterable[tuple[int, float]]],
        headers: tuple[str, str, str],
        reserve: float,
        warn_at: float = 0.8,
    ) -> None:
        self._reserve = reserve
        self._warn_at = warn_at
        self._pools = {
            name: [Pool(name, limit, seconds, reserve, warn_at) for limit, seconds in windows]
            for name, windows in pools.items()
        }
        self._weight, self._orders_10s, self._orders_1m = (
            self._pools[name][0] for name in (_WEIGHT, _ORDERS_10S, _ORDERS_1M)
        )
        self._headers = headers
        self._blocked_until = 0.0
        self._banned = False
        self._plans: dict[Weight, _Plan] = {}
        self._begin = self._end = 0.0
        """The time in which no window of any pool begins or ends."""

    def _plan(self, weight: Weight) -> _Plan:
        plan = self._plans.get(weight)
        if plan is None:
            pools = self._weight, self._orders_10s, self._orders_1m
            costs = weight.ip, weight.orders_10s, weight.orders_1m
            reports = list(zip(pools, costs, self._headers, strict=True))
            if weight.pool != _WEIGHT:
                reports += [(pool, 1, "") for pool in self._pools.get(weight.pool, ())]
            plan = self._plans[weight] = [(pool, cost) for pool, cost, _ in reports if cost], reports
        return plan

    def _roll(self, server_s: float) -> None:
        pools = [pool for windows in self._pools.values() for pool in windows]
        for pool in pools:
            pool.roll(server_s)
        self._begin = max(pool.begin for pool in pools)
        self._end = min(pool.end for pool in pools)

    def reserve(self, weight: Weight, now: float, server_s: float, urgent: bool) -> float:
        """Take the cost and return zero, or return the seconds to wait."""
        if now < self._blocked_until:
            return self._blocked_until - now
        if not self._begin <= server_s < self._end:
            self._roll(server_s)
        costs, _ = self._plans.get(weight) or self._plan(weight)
        for pool, cost in costs:
            used = pool.used
            # An empty window takes a request that is larger than what the reserve leaves.
            if used + cost > (pool.limit if urgent or not used else pool.ceiling) and (used or cost > pool.limit):
                return pool.left(server_s)
        for pool, cost in costs:
            pool.used += cost
            pool.in_flight += cost
        return 0.0

    def settle(self, weight: Weight, headers: Mapping[str, str], server_s: float) -> None:
        """Count an answered or lost request, corrected by the answer's headers."""
        if not self._begin <= server_s < self._end:
            self._roll(server_s)
        _, reports = self._plans.get(weight) or self._plan(weight)
        for pool, cost, name in reports:
            pool.in_flight -= cost
            text = headers.get(name)
            if text is None:
                continue
            # Rejected orders may lack a count, and a broken proxy may mangle one: the last good value stays.
            try:
                reported = int(text)
            except ValueError:
                continue
            if pool.reported <= reported <= pool.used and reported < pool.alarm and not pool.in_flight:
                # As expected, which is nearly always: nothing to tell, nothing to add.
                pool.reported = pool.used = reported
            elif 0 <= reported < _SENSIBLE:
                pool.report(reported)

    def give_back(self, weight: Weight) -> None:
        """Undo a reservation whose request was not sent."""
        for pool, cost in self._plan(weight)[0]:
            pool.in_flight -= cost
            pool.used = max(0, pool.used - cost)

    def block(self, now: float, seconds: float, banned: bool) -> None:
        """Stop every request of the address for so long."""
        if now >= self._blocked_until:
            # An earlier ban is over, whether anybody asked since or not.
            self._banned = False
        self._blocked_until = max(self._blocked_until, now + seconds)
        self._banned = self._banned or banned

    def blocked(self, now: float) -> tuple[float, bool]:
        """Seconds for which everything is stopped, and whether by a ban."""
        left = self._blocked_until - now
        if left <= 0:
            self._banned = False
            return 0.0, False
        return left, self._banned

    def exhaust_orders(self, server_s: float) -> float:
        """The account's order count is used up; which window is not told, so the short one is closed."""
        pool = self._orders_10s
        pool.roll(server_s)
        pool.used = max(pool.used, pool.limit)
        return pool.left(server_s)

    def configure(self, limits: Iterable[tuple[str, str, int, int]]) -> None:
        """Take over the limits the exchange lists: (type, interval, number of intervals, limit)."""
        for kind, interval, number, limit in limits:
            length = _SECONDS.get(interval, 0.0) * number
            for pool in (self._weight,) if kind == "REQUEST_WEIGHT" else (self._orders_10s, self._orders_1m):
                if pool.length == length and kind in ("REQUEST_WEIGHT", "ORDERS") and limit > 0:
                    pool.set_limit(limit, self._reserve, self._warn_at)

    def state(self, server_s: float) -> list[PoolState]:
        """Use of every pool."""
        states: list[PoolState] = []
        for windows in self._pools.values():
            for pool in windows:
                pool.roll(server_s)
                states.append(PoolState(pool.name, pool.used, pool.limit, pool.length))
        return states
