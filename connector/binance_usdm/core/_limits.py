"""Budgets: how much of each pool is used, and how long to wait for room.

Rules:
- a pool counts in windows of the exchange's clock; a new window starts empty but for what is still in flight;
- what the exchange reports wins over the local count, plus what is in flight and not yet reported;
- requests that reduce risk (cancels, reduce-only) may use a reserve that others may not;
- Retry-After and bans stop every request of the address, whatever the pool; an order-count refusal stops only orders;
- waiting is never done here: ``reserve`` answers with the seconds to wait, zero when the cost was taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from binance_usdm_api import Weight

__all__ = ["Budget", "LocalBudget", "Pool", "PoolState"]

_SENSIBLE = 10**9
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
    """One limit in one kind of window."""

    __slots__ = ("_in_flight", "_window", "length", "limit", "name", "reported", "reserve", "used", "warned")

    def __init__(self, name: str, limit: int, length: float, reserve: float) -> None:
        self.name = name
        self.limit = limit
        self.length = length
        self.reserve = int(limit * reserve)
        self.used = 0
        self.reported = 0
        self.warned = False
        self._in_flight = 0
        self._window = -1

    def roll(self, server_s: float) -> None:
        """Begin a new window when its time has come."""
        window = int(server_s // self.length)
        if window != self._window:
            self._window = window
            self.used = self._in_flight
            self.reported = 0
            self.warned = False

    def wait(self, cost: int, server_s: float, urgent: bool) -> float:
        """Seconds until there is room for the cost; zero when there is room now."""
        self.roll(server_s)
        ceiling = self.limit if urgent else self.limit - self.reserve
        if self.used + cost <= ceiling or (self.used == 0 and cost <= self.limit):
            return 0.0
        # A little beyond the edge, because the two clocks do not agree to the millisecond.
        return (self._window + 1) * self.length - server_s + 0.05

    def take(self, cost: int) -> None:
        """Count a request that is about to be sent."""
        self.used += cost
        self._in_flight += cost

    def landed(self, cost: int) -> None:
        """A request was answered or lost: it is no longer in flight."""
        self._in_flight = self._in_flight - cost if self._in_flight > cost else 0

    def report(self, reported: int, server_s: float) -> None:
        """The exchange says how much is used; that replaces the local count."""
        self.roll(server_s)
        # Answers overtake each other, so a slightly smaller number is only older; half and less is a new window over there.
        if reported >= self.reported or reported * 2 <= self.reported:
            self.reported = reported
        self.used = self.reported + self._in_flight

    def give_back(self, cost: int) -> None:
        """A request was proven not to have been sent."""
        self._in_flight = max(0, self._in_flight - cost)
        self.used = max(0, self.used - cost)

    def exhaust(self, server_s: float) -> float:
        """The exchange says the pool is used up; returns seconds until it rolls over."""
        self.roll(server_s)
        self.used = max(self.used, self.limit)
        return (self._window + 1) * self.length - server_s + 0.05


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


class LocalBudget:
    """The budgets of one process.

    Args:
        pools: Pools by name, each a list of (limit, seconds).
        headers: Lower-case names of the headers that report use: weight, orders in 10 s, orders in 1 min.
        reserve: Part of each pool kept for requests that reduce risk.
    """

    def __init__(
        self, pools: Mapping[str, Iterable[tuple[int, float]]], headers: tuple[str, str, str], reserve: float
    ) -> None:
        self._reserve = reserve
        self._pools = {
            name: [Pool(name, limit, seconds, reserve) for limit, seconds in windows] for name, windows in pools.items()
        }
        self._weight, self._orders_10s, self._orders_1m = (
            self._pools[name][0] for name in (_WEIGHT, _ORDERS_10S, _ORDERS_1M)
        )
        self._reports = tuple(zip((self._weight, self._orders_10s, self._orders_1m), headers, strict=True))
        self._blocked_until = 0.0
        self._banned = False
        self._plans: dict[Weight, list[tuple[Pool, int]]] = {}

    def _plan(self, weight: Weight) -> list[tuple[Pool, int]]:
        plan = self._plans.get(weight)
        if plan is None:
            plan = [
                (pool, cost)
                for pool, cost in (
                    (self._weight, weight.ip),
                    (self._orders_10s, weight.orders_10s),
                    (self._orders_1m, weight.orders_1m),
                )
                if cost
            ]
            if weight.pool != _WEIGHT:
                plan += [(pool, 1) for pool in self._pools.get(weight.pool, ())]
            self._plans[weight] = plan
        return plan

    def reserve(self, weight: Weight, now: float, server_s: float, urgent: bool) -> float:
        """Take the cost and return zero, or return the seconds to wait."""
        if now < self._blocked_until:
            return self._blocked_until - now
        plan = self._plan(weight)
        for pool, cost in plan:
            wait = pool.wait(cost, server_s, urgent)
            if wait:
                return wait
        for pool, cost in plan:
            pool.take(cost)
        return 0.0

    def settle(self, weight: Weight, headers: Mapping[str, str], server_s: float) -> None:
        """Count an answered or lost request, corrected by the answer's headers."""
        for pool, cost in self._plan(weight):
            pool.landed(cost)
        for pool, name in self._reports:
            text = headers.get(name)
            if text is None:
                continue
            # Rejected orders may lack a count, and a broken proxy may mangle one: the last good value stays.
            try:
                reported = int(text)
            except ValueError:
                continue
            if 0 <= reported < _SENSIBLE:
                pool.report(reported, server_s)

    def give_back(self, weight: Weight) -> None:
        """Undo a reservation whose request was not sent."""
        for pool, cost in self._plan(weight):
            pool.give_back(cost)

    def block(self, now: float, seconds: float, banned: bool) -> None:
        """Stop every request of the address for so long."""
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
        return self._orders_10s.exhaust(server_s)

    def configure(self, limits: Iterable[tuple[str, str, int, int]]) -> None:
        """Take over the limits the exchange lists: (type, interval, number of intervals, limit)."""
        for kind, interval, number, limit in limits:
            length = _SECONDS.get(interval, 0.0) * number
            for pool in (self._weight,) if kind == "REQUEST_WEIGHT" else (self._orders_10s, self._orders_1m):
                if pool.length == length and kind in ("REQUEST_WEIGHT", "ORDERS") and limit > 0:
                    pool.limit = limit
                    pool.reserve = int(limit * self._reserve)

    def state(self, server_s: float) -> list[PoolState]:
        """Use of every pool."""
        states: list[PoolState] = []
        for windows in self._pools.values():
            for pool in windows:
                pool.roll(server_s)
                states.append(PoolState(pool.name, pool.used, pool.limit, pool.length))
        return states
