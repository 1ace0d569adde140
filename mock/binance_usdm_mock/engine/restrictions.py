"""What an account, or a contract for an account, may not do: cooling off, reduce-only, inactive, quantitative rules.

Rules:
- a restriction is the code that it refuses with; some codes refuse every order, the others let orders pass that can
  only make a position smaller;
- -4106 concerns buying, -4107 selling;
- cancelling is never refused.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from .refusal import ExchangeError

__all__ = ["CODES", "Restriction", "can_trade", "check"]

CODES: dict[int, str] = {
    -2023: "User in liquidation mode now.",
    -4087: "User can only place reduce only order.",
    -4088: "User can not place order currently.",
    -4105: "ReduceOnly mode is triggered for the symbol.",
    -4106: "ReduceOnly mode is triggered for buying the symbol.",
    -4107: "ReduceOnly mode is triggered for selling the symbol.",
    -4109: "This account is inactive, please transfer assets to activate it.",
    -4189: "Account is in reduce only mode.",
    -4192: "Trade forbidden due to Cooling-off Period.",
    -4400: ("Futures Trading Quantitative Rules violated, only reduceOnly order is allowed, please try again later."),
    -4401: "Compliance restricted account permission: can only place reduceOnly order.",
    -4402: "This feature is currently not available in your region.",
}
"""The codes there are, and their texts."""
_EVERYTHING = frozenset({-2023, -4088, -4109, -4402})
_SIDES = {-4106: "BUY", -4107: "SELL"}


@attrs.frozen
class Restriction:
    """One restriction.

    Attributes:
        code: What it refuses with.
        symbol: The contract it is about; empty for all.
        until: Instant at which it ends; 0 when it does not end by itself.
        since: Instant at which it began.
    """

    code: int
    symbol: str = ""
    until: int = 0
    since: int = 0

    def holds(self, now_ms: int) -> bool:
        """True while it is in force."""
        return not self.until or now_ms < self.until


def check(found: Iterable[Restriction], symbol: str, side: str, now_ms: int, *, reduces: bool) -> None:
    """Refuse an order that is restricted.

    Args:
        found: The restrictions of the account.
        symbol: The contract.
        side: ``BUY`` or ``SELL``.
        now_ms: The present instant.
        reduces: True when the order can only make a position smaller.

    Raises:
        ExchangeError: It is refused.
    """
    for one in found:
        if not one.holds(now_ms) or one.symbol not in ("", symbol) or _SIDES.get(one.code, side) != side:
            continue
        if not reduces or one.code in _EVERYTHING:
            raise ExchangeError(one.code, CODES[one.code])


def can_trade(found: Iterable[Restriction], now_ms: int) -> bool:
    """False while an account may not place any order at all."""
    return not any(one.code in (-4088, -4109) and one.holds(now_ms) for one in found)
