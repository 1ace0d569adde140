"""The sums over an account's positions, kept right instead of made anew: an account may hold hundreds of them.

Rules:
- a position tells when it changes; a mark price is good until an instant that is known when it is read, so only what
  has changed since the last look is added up again;
- leverage and margin types are compared as a whole, because anybody may change them.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable

import attrs

from .account import Account
from .position import Position

__all__ = ["AssetMargin", "Exposure", "exposed"]

Mark = Callable[[str], int]


@attrs.define(slots=True)
class AssetMargin:
    """Sums over the positions of one margin asset, in units of 1e-8."""

    profit: int = 0
    cross_profit: int = 0
    maintenance: int = 0
    cross_maintenance: int = 0
    position: int = 0
    orders: int = 0
    cross_needed: int = 0
    isolated: int = 0
    gross: int = 0
    """Notionals without their signs."""


_Part = tuple[str, int, int, int, int, int, int, int, int, int]


class Exposure:
    """What the positions of an account come to.

    Args:
        account: The account.
        mark: Mark price of a symbol, in units of 1e-8.
        until: Instant up to which the mark price of a symbol stays what it is (ms).
    """

    def __init__(self, account: Account, mark: Mark, until: Callable[[str], int]) -> None:
        self._account, self._mark, self._until = account, mark, until
        self._parts: dict[tuple[str, str], _Part] = {}
        self._sums: dict[str, AssetMargin] = {}
        self._expiries: list[tuple[int, str]] = []
        self._waiting: set[str] = set()
        self._leverage: dict[str, int] = {}
        self._isolated: set[str] = set()

    def asset(self, asset: str, now_ms: int) -> AssetMargin:
        """The sums over the positions whose margin is in this asset; good until the next look."""
        self._refresh(now_ms)
        found = self._sums.get(asset)
        return AssetMargin() if found is None else found

    def assets(self, now_ms: int) -> tuple[str, ...]:
        """The margin assets of all positions so far."""
        self._refresh(now_ms)
        return tuple(self._sums)

    def _refresh(self, now_ms: int) -> None:
        account = self._account
        if account.leverage != self._leverage or account.isolated != self._isolated:
            self._leverage, self._isolated = dict(account.leverage), set(account.isolated)
            account.changed.update(account.positions.values())
        while self._expiries and self._expiries[0][0] <= now_ms:
            _, name = heapq.heappop(self._expiries)
            self._waiting.discard(name)
            for side in ("BOTH", "LONG", "SHORT"):
                if (name, side) in self._parts:
                    account.changed.add(account.positions[name, side])
        if account.changed:
            for position in account.changed:
                self._replace(position)
            account.changed.clear()

    def _replace(self, position: Position) -> None:
        name = position.symbol.symbol
        key = (name, position.side)
        before = self._parts.pop(key, None)
        if before is not None:
            self._add(before, -1)
        if not (position.quantity or position.bids or position.asks):
            return
        made = self._parts[key] = self._part(position)
        self._add(made, 1)
        if name not in self._waiting:
            self._waiting.add(name)
            heapq.heappush(self._expiries, (self._until(name), name))

    def _part(self, position: Position) -> _Part:
        account, symbol = self._account, position.symbol
        mark, leverage = self._mark(symbol.symbol), account.leverage_of(position.symbol)
        held = position.notional(mark) if position.quantity else 0
        gross = abs(held)
        initial = gross // leverage
        waiting = max(exposed(position, held, position.bids, position.asks) // leverage - initial, 0)
        if not position.bids and not position.asks:
            waiting = 0
        profit = held - position.cost if position.quantity else 0
        needed = symbol.brackets.maintenance(gross) if gross else 0
        if account.is_isolated(symbol):
            return symbol.margin_asset, profit, 0, needed, 0, initial, waiting, waiting, position.isolated, gross
        return symbol.margin_asset, profit, profit, needed, needed, initial, waiting, initial + waiting, 0, gross

    def _add(self, part: _Part, sign: int) -> None:
        asset, profit, cross_profit, needed, cross, initial, waiting, cross_needed, isolated, gross = part
        sums = self._sums.get(asset)
        if sums is None:
            sums = self._sums[asset] = AssetMargin()
        sums.profit += sign * profit
        sums.cross_profit += sign * cross_profit
        sums.maintenance += sign * needed
        sums.position += sign * initial
        sums.orders += sign * waiting
        sums.cross_needed += sign * cross_needed
        sums.cross_maintenance += sign * cross
        sums.isolated += sign * isolated
        sums.gross += sign * gross


def exposed(position: Position, held: int, bids: int, asks: int) -> int:
    """The notional that margin is needed for, were these the open orders."""
    if position.side == "LONG":
        return held + bids
    if position.side == "SHORT":
        return asks - held
    return max(abs(held + bids), abs(held - asks))
