"""Where the money of the accounts comes from and goes to: the other side of every booking.

Rules:
- for each asset, the wallets of all accounts less what their positions cost, and all pockets of the house, add up to
  zero at every instant;
- the rest of the market has a pocket like everybody else: it pays and is paid for trades and funding;
- amounts are in units of 1e-8.
"""

from __future__ import annotations

import attrs

from .fixed import E8

__all__ = ["House"]

_FUND = {"USDT": 314_151_411 * E8, "USDC": 21_404_113 * E8}


@attrs.define(eq=False)
class House:
    """The pockets of the exchange and of the rest of the market, asset to amount.

    Attributes:
        market: Cash of the rest of the market.
        fees: Commissions taken.
        insurance: The insurance fund; it takes over what a liquidation cannot sell, as long as it can pay for it.
        outside: What came from outside (below zero) or went there.
        converted: What conversions between assets took and gave.
    """

    market: dict[str, int] = attrs.field(factory=dict[str, int])
    fees: dict[str, int] = attrs.field(factory=dict[str, int])
    insurance: dict[str, int] = attrs.field(factory=lambda: dict(_FUND))
    outside: dict[str, int] = attrs.field(factory=lambda: {asset: -amount for asset, amount in _FUND.items()})
    converted: dict[str, int] = attrs.field(factory=dict[str, int])

    def book(self, kind: str, asset: str, amount: int) -> None:
        """Note the other side of an income record; ``amount`` is what the account got."""
        pocket = self._pocket(kind)
        pocket[asset] = pocket.get(asset, 0) - amount

    def _pocket(self, kind: str) -> dict[str, int]:
        if kind == "FUNDING_FEE":
            return self.market
        if kind == "COMMISSION":
            return self.fees
        if kind == "INSURANCE_CLEAR":
            return self.insurance
        return self.converted if kind == "AUTO_EXCHANGE" else self.outside

    def trade(self, asset: str, amount: int) -> None:
        """The rest of the market got this for a trade with an account."""
        self.market[asset] = self.market.get(asset, 0) + amount

    def fill_insurance(self, asset: str, amount: int) -> None:
        """Set the insurance fund of an asset."""
        before = self.insurance.get(asset, 0)
        self.insurance[asset] = amount
        self.outside[asset] = self.outside.get(asset, 0) + before - amount

    def total(self, asset: str) -> int:
        """What all pockets hold of an asset."""
        pockets = (self.market, self.fees, self.insurance, self.outside, self.converted)
        return sum(pocket.get(asset, 0) for pocket in pockets)
