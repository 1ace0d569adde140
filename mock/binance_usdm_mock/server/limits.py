"""Budgets as the exchange counts them: fixed windows per address and per account, 429, then bans.

Pure: instants are arguments. A request that is refused for its weight has been counted all the same.
"""

from __future__ import annotations

import attrs

from binance_usdm_api import Weight
from binance_usdm_api.service import HEADERS, POOLS

from ..engine.refusal import ExchangeError

__all__ = ["Limits"]

_WEIGHT = "request_weight"
_FIRST_BAN_S = 120
_LONGEST_BAN_S = 3 * 86_400
_NAMES = {10: "TEN_SECONDS", 60: "MINUTE"}


@attrs.define(slots=True)
class _Offender:
    blocked_until: int = 0
    ignored: int = 0
    banned_until: int = 0
    bans: int = 0


class Limits:
    """Counters of all pools.

    Attributes:
        enforced: False answers every request whatever it costs; headers still count.
        overrides: Other limits by pool id, such as ``{"request_weight": 100}``.
        patience: Requests during a 429 that are answered with 429 before the address is banned.
    """

    def __init__(self) -> None:
        self.enforced = True
        self.overrides: dict[str, int] = {}
        self.patience = 10
        self._counts: dict[tuple[str, str, int], tuple[int, int]] = {}
        self._offenders: dict[str, _Offender] = {}

    def limit(self, pool: str) -> int:
        """The present limit of a pool's first window."""
        return self.overrides.get(pool, POOLS[pool].windows[0].limit)

    def _add(self, pool: str, key: str, seconds: int, cost: int, now_ms: int) -> int:
        """Count and return what is used of the window."""
        window = now_ms // (seconds * 1000)
        slot = (pool, key, seconds)
        at, used = self._counts.get(slot, (window, 0))
        used = used + cost if at == window else cost
        self._counts[slot] = (window, used)
        return used

    def used(self, pool: str, key: str, now_ms: int) -> int:
        """What is used of a pool's first window."""
        return self._add(pool, key, POOLS[pool].windows[0].seconds, 0, now_ms)

    def check_ban(self, address: str, now_ms: int) -> None:
        """Refuse everything from a banned address.

        Raises:
            ExchangeError: 418 with -1003.
        """
        offender = self._offenders.get(address)
        if offender is not None and now_ms < offender.banned_until:
            raise _banned(address, offender.banned_until, now_ms)

    def ban(self, address: str, until_ms: int) -> None:
        """Ban an address."""
        self._offenders.setdefault(address, _Offender()).banned_until = until_ms

    def charge(self, weight: Weight, address: str, now_ms: int) -> None:
        """Count the weight of a request.

        Raises:
            ExchangeError: 429 when the budget is used up, 418 when that was ignored too often.
        """
        used = self._add(_WEIGHT, address, 60, weight.ip, now_ms)
        if not self.enforced:
            return
        offender = self._offenders.get(address)
        if offender is not None and now_ms < offender.blocked_until:
            offender.ignored += 1
            if offender.ignored > self.patience:
                seconds = min(_FIRST_BAN_S << offender.bans, _LONGEST_BAN_S)
                offender.bans, offender.ignored = offender.bans + 1, 0
                offender.banned_until = now_ms + seconds * 1000
                raise _banned(address, offender.banned_until, now_ms)
        limit = self.limit(_WEIGHT)
        if weight.ip and used > limit:
            until = (now_ms // 60_000 + 1) * 60_000
            offender = self._offenders.setdefault(address, _Offender())
            if offender.blocked_until < until:
                offender.blocked_until, offender.ignored = until, 0
            raise ExchangeError(
                -1003,
                f"Too many requests; current limit of IP({address}) is {limit} requests per minute."
                " Please use the websocket for live updates to avoid polling the API.",
                retry_after=-(-(until - now_ms) // 1000),
            )
        if weight.pool != _WEIGHT and POOLS[weight.pool].scope == "ip":
            self._charge_pool(weight.pool, address, now_ms)

    def charge_account(self, weight: Weight, account: str, now_ms: int) -> None:
        """Count orders and the requests of the account's own pools.

        Raises:
            ExchangeError: 429 with -1015 or -1003.
        """
        for pool, cost in (("orders_10s", weight.orders_10s), ("orders_1m", weight.orders_1m)):
            if cost:
                seconds = POOLS[pool].windows[0].seconds
                used = self._add(pool, account, seconds, cost, now_ms)
                if self.enforced and used > self.limit(pool):
                    text = f"Too many new orders; current limit is {self.limit(pool)} orders per {_NAMES[seconds]}."
                    raise ExchangeError(-1015, text)
        if weight.pool != _WEIGHT and POOLS[weight.pool].scope == "account":
            self._charge_pool(weight.pool, account, now_ms)

    def _charge_pool(self, pool: str, key: str, now_ms: int) -> None:
        for window in POOLS[pool].windows:
            used = self._add(pool, key, window.seconds, 1, now_ms)
            limit = self.overrides.get(pool, window.limit)
            if self.enforced and used > limit:
                length = window.seconds * 1000
                wait = -(-(length - now_ms % length) // 1000)
                text = f"Too many requests; current limit is {limit} requests per {window.interval}."
                raise ExchangeError(-1003, text, retry_after=wait)

    def headers(self, address: str, account: str | None, now_ms: int) -> dict[str, str]:
        """Header fields that tell what is used; order counts when an account is given."""
        told = {HEADERS.used_weight: str(self.used(_WEIGHT, address, now_ms))}
        if account is not None:
            told[HEADERS.orders_10s] = str(self.used("orders_10s", account, now_ms))
            told[HEADERS.orders_1m] = str(self.used("orders_1m", account, now_ms))
        return told


def _banned(address: str, until_ms: int, now_ms: int) -> ExchangeError:
    return ExchangeError(
        -1003,
        f"Way too many requests; IP({address}) banned until {until_ms}."
        " Please use the websocket for live updates to avoid bans.",
        status=418,
        retry_after=-(-(until_ms - now_ms) // 1000),
    )
