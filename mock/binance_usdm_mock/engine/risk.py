"""What carries the losses of which positions, and how far that is from too little.

Rules:
- an isolated position stands alone; cross positions stand together, per margin asset, or all of them in multi-assets
  mode, where everything is counted in dollars;
- a pool that does not hold more than its maintenance margin is liquidated;
- amounts are in units of 1e-8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs

from .account import Account
from .collateral import worth
from .fixed import E8
from .guards import Band
from .position import Position

__all__ = ["Pool", "bands", "pools"]

_MILLION = 1_000_000
_FARTHEST = 900_000
Price = Callable[[str], int]


@attrs.define(eq=False)
class Pool:
    """Money and the positions that it carries.

    Attributes:
        key: Symbol and position side of an isolated position, or the margin asset; empty for all assets together.
        balance: The money, profits and losses included.
        maintenance: The maintenance margin of the positions.
        collateral: Dollars by asset that move with the price of the asset.
    """

    key: tuple[str, ...]
    positions: list[Position] = attrs.field(factory=list[Position])
    balance: int = 0
    maintenance: int = 0
    collateral: dict[str, int] = attrs.field(factory=dict[str, int])

    @property
    def short(self) -> bool:
        """True when the money does not suffice."""
        return bool(self.positions) and self.balance <= self.maintenance


def maintenance(position: Position, mark: Price) -> int:
    """Maintenance margin of a position."""
    return position.symbol.brackets.maintenance(abs(position.notional(mark(position.symbol.symbol))))


def pools(account: Account, mark: Price, rate: Price) -> list[Pool]:
    """All pools of an account that carry a position."""
    found: dict[tuple[str, ...], Pool] = {}
    isolated: dict[str, int] = {}
    profits: dict[str, int] = {}
    for position in account.active.values():
        if not position.quantity:
            continue
        name, asset = position.symbol.symbol, position.symbol.margin_asset
        profit, needed = position.profit(mark(name)), maintenance(position, mark)
        if account.is_isolated(position.symbol):
            isolated[asset] = isolated.get(asset, 0) + position.isolated
            found[name, position.side] = Pool((name, position.side), [position], position.isolated + profit, needed)
            continue
        key = () if account.multi_assets else (asset,)
        pool = found.setdefault(key, Pool(key))
        pool.positions.append(position)
        pool.maintenance += needed * rate(asset) // E8 if account.multi_assets else needed
        profits[asset] = profits.get(asset, 0) + profit
    for pool in found.values():
        if len(pool.key) == 1:
            asset = pool.key[0]
            pool.balance = account.wallet.get(asset, 0) - isolated.get(asset, 0) + profits[asset]
        elif not pool.key:
            for asset, money in account.wallet.items():
                value = worth(asset, money - isolated.get(asset, 0) + profits.get(asset, 0), rate(asset))
                pool.balance += value
                if asset not in profits:
                    pool.collateral[asset] = value
    return list(found.values())


def bands(found: Iterable[Pool], mark: Price, known: Callable[[str], bool]) -> dict[str, Band]:
    """Mark prices within which no pool can become short.

    All prices of a pool may move by the same share at once. A price that rises takes maintenance margin of the next
    bracket at most, because it may not double.
    """
    result: dict[str, Band] = {}
    for pool in found:
        moved: dict[str, int] = {}
        for position in pool.positions:
            name = position.symbol.symbol
            notional = abs(position.notional(mark(name)))
            steepest = position.symbol.brackets.of(2 * notional).rate
            moved[name] = moved.get(name, 0) + notional * (_MILLION + steepest) // _MILLION + 1
        fuzz = 100
        for asset, value in pool.collateral.items():
            name = f"{asset}USDT"
            if known(name):
                moved[name] = moved.get(name, 0) + abs(value)
                # What an asset counts for follows its index, which keeps near the mark price.
                fuzz += abs(value) // 1000
        share = (pool.balance - pool.maintenance - fuzz) * _MILLION // sum(moved.values()) - 1
        for name in moved:
            now, reach = mark(name), min(share, _FARTHEST)
            band = (1, 0) if share < 0 else (now - now * reach // _MILLION, now + now * reach // _MILLION)
            other = result.get(name, band)
            result[name] = (max(band[0], other[0]), min(band[1], other[1]))
    return result
