"""Margin of an account: what positions and open orders need, what is left, where a position would be liquidated.

Cross margin: one wallet per asset carries all cross positions of that asset, profits and losses included. Isolated:
a position has its own money. In multi-assets mode all assets count together, in dollars and less their buffers.
"""

from __future__ import annotations

from collections.abc import Callable

from .account import Account
from .collateral import worth
from .exposure import AssetMargin, exposed
from .fixed import E8
from .position import Position

__all__ = ["AssetMargin", "Margins"]


class Margins:
    """Margin figures of an account at one instant.

    Args:
        account: The account.
        mark: Mark price of a symbol, in units of 1e-8.
        rate: Dollars of an asset, in units of 1e-8.
        sums: Sums over the positions of a margin asset.
    """

    def __init__(
        self,
        account: Account,
        mark: Callable[[str], int],
        rate: Callable[[str], int],
        sums: Callable[[str], AssetMargin],
    ) -> None:
        self._account = account
        self._mark = mark
        self._rate = rate
        self._sums = sums

    def position(self, position: Position) -> int:
        """Initial margin of the position itself."""
        if not position.quantity:
            return 0
        symbol = position.symbol.symbol
        return abs(position.notional(self._mark(symbol))) // self._account.leverage_of(position.symbol)

    def total(self, position: Position, bids: int, asks: int) -> int:
        """Initial margin of position and open orders together, were these the open orders."""
        account, symbol = self._account, position.symbol
        held = position.notional(self._mark(symbol.symbol)) if position.quantity else 0
        return exposed(position, held, bids, asks) // account.leverage_of(symbol)

    def orders(self, position: Position) -> int:
        """Initial margin of the open orders beyond that of the position."""
        if not position.bids and not position.asks:
            return 0
        return max(self.total(position, position.bids, position.asks) - self.position(position), 0)

    def maintenance(self, position: Position) -> int:
        """Maintenance margin of a position."""
        if not position.quantity:
            return 0
        notional = abs(position.notional(self._mark(position.symbol.symbol)))
        return position.symbol.brackets.maintenance(notional)

    def asset(self, asset: str) -> AssetMargin:
        """Sums over the positions whose margin is in this asset."""
        return self._sums(asset)

    def cross_wallet(self, asset: str, sums: AssetMargin) -> int:
        """What the wallet holds outside isolated positions."""
        return self._account.wallet.get(asset, 0) - sums.isolated

    def available(self, asset: str) -> int:
        """What new orders may use, in this asset; never below zero."""
        if self._account.multi_assets:
            dollars = 0
            for name in self._account.wallet:
                sums = self.asset(name)
                free = self.cross_wallet(name, sums) + sums.cross_profit - sums.cross_needed
                dollars += worth(name, free, self._rate(name))
            return max(dollars * E8 // self._rate(asset), 0)
        sums = self.asset(asset)
        return max(self.cross_wallet(asset, sums) + sums.cross_profit - sums.cross_needed, 0)

    def _spare(self, asset: str) -> int:
        """What the cross positions of an asset have beyond their maintenance margin, in that asset."""
        if not self._account.multi_assets:
            sums = self.asset(asset)
            return self.cross_wallet(asset, sums) + sums.cross_profit - sums.cross_maintenance
        dollars = 0
        for name in self._account.wallet:
            sums, rate = self.asset(name), self._rate(name)
            dollars += worth(name, self.cross_wallet(name, sums) + sums.cross_profit, rate)
            dollars -= sums.cross_maintenance * rate // E8
        return dollars * E8 // self._rate(asset)

    def liquidation_e8(self, position: Position) -> int:
        """The mark price that would liquidate the position, in units of 1e-8; 0 when there is none."""
        quantity = position.quantity
        if not quantity:
            return 0
        symbol = position.symbol
        bracket = symbol.brackets.of(abs(position.notional(self._mark(symbol.symbol))))
        if self._account.is_isolated(symbol):
            money = position.isolated
        else:
            money = self._spare(symbol.margin_asset) + self.maintenance(position)
            money -= position.profit(self._mark(symbol.symbol))
        # money + (q * p - cost) = |q| * p * rate - cum, solved for p
        slope = abs(quantity) * bracket.rate - quantity * 1_000_000
        price = (money - position.cost + bracket.cum) * 1_000_000 * E8 // (slope * symbol.step_e8)
        return max(price, 0)
