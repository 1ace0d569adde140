"""What a test does to the exchange from outside: money, restrictions, forced closings, changes of contracts.

Everything here is written into the ledger and told on the streams like what happens by itself. ``liquidate`` and
``deleverage`` are in their own modules.
"""

from __future__ import annotations

import attrs

from .account import Account
from .delivery import Delivering
from .fixed import scaled
from .listing import change_contract
from .restrictions import CODES, Restriction

__all__ = ["Interventions"]

_TRANSFERS = frozenset({"INTERNAL_TRANSFER", "CROSS_COLLATERAL_TRANSFER", "STRATEGY_UMFUTURES_TRANSFER"})
_AS_THEY_ARE = frozenset(
    {
        "INSURANCE_CLEAR", "AUTO_EXCHANGE", "OPTIONS_PREMIUM_FEE", "OPTIONS_SETTLE_PROFIT", "COIN_SWAP_DEPOSIT",
        "COIN_SWAP_WITHDRAW",
    }
)  # fmt: skip


@attrs.frozen
class _Change:
    symbol: str
    tick: str | None = None
    step: str | None = None
    min_notional: str | None = None
    status: str | None = None
    price: str | None = None
    removed: bool = False
    like: str | None = None


class Interventions(Delivering):
    """An exchange that can be interfered with; see ``VenueState`` for the arguments."""

    def _account(self, name: str) -> Account:
        found = self.accounts.get(name)
        if found is None:
            raise ValueError(f"there is no account {name!r}; there are: {', '.join(self.accounts)}")
        return found

    def transfer(
        self,
        asset: str,
        amount: str,
        *,
        account: str = "main",
        kind: str = "TRANSFER",
        symbol: str = "",
        reason: str | None = None,
    ) -> None:
        """Give an account money, or take it when the amount is below zero.

        Args:
            asset: Name of the asset.
            amount: Decimal text.
            account: Name of the account.
            kind: Income type of the record, such as ``REFERRAL_KICKBACK``.
            symbol: Contract of the record.
            reason: Reason in ACCOUNT_UPDATE; by default one that goes with ``kind``.

        Raises:
            ValueError: There is no such account, or the amount is none.
        """
        value = scaled(amount, 8)
        if not value:
            raise ValueError(f"{amount!r} is no amount with at most 8 decimals other than 0")
        told = reason or _reason(kind, value)
        self.pay(self._account(account), kind, asset, value, symbol=symbol, told=told)

    def restrict(
        self, code: int, *, account: str = "main", symbol: str | None = None, seconds: float | None = None
    ) -> Restriction:
        """Restrict an account: orders are refused with ``code`` from now on.

        Args:
            code: One of ``restrictions.CODES``, such as -4192 (cooling off) or -4087 (reduce-only).
            account: Name of the account.
            symbol: Only orders for this contract.
            seconds: For how long; by default until it is lifted.

        Raises:
            ValueError: There is no such account, contract or code.
        """
        if code not in CODES:
            raise ValueError(f"{code} restricts no account; allowed: {', '.join(map(str, sorted(CODES)))}")
        if symbol is not None and symbol not in self.markets:
            raise ValueError(f"there is no contract {symbol!r}")
        until = 0 if seconds is None else self.now + int(seconds * 1000)
        made = Restriction(code, symbol or "", until, self.now)
        self._account(account).restrictions.append(made)
        self.ledger.write(self.now, "restriction", account=account, code=code, symbol=symbol or "", until=until)
        return made

    def lift(self, restriction: Restriction | None = None, *, account: str = "main") -> None:
        """End a restriction of an account, or all of them."""
        holder = self._account(account)
        holder.restrictions = [r for r in holder.restrictions if restriction is not None and r is not restriction]
        self.ledger.write(self.now, "restriction", account=account, code=0, symbol="", until=0)

    def delay_visibility(self, seconds: float, *, part: float = 1.0, seed: int = 0) -> None:
        """Let orders placed from now on be queried, changed and cancelled only after a while.

        Args:
            seconds: The longest such delay; 0 ends it for orders placed later.
            part: Part of the orders that it concerns, 0 to 1.
            seed: Decides which, and for how long.

        Raises:
            ValueError: A number is out of bounds.
        """
        if seconds < 0 or not 0 <= part <= 1:
            raise ValueError("seconds must not be below 0, and part must be 0 to 1")
        self.late = (int(seconds * 1000), part, seed) if seconds else None

    def change(
        self,
        symbol: str,
        *,
        tick: str | None = None,
        step: str | None = None,
        min_notional: str | None = None,
        status: str | None = None,
        price: str | None = None,
        removed: bool = False,
        like: str | None = None,
    ) -> None:
        """Change a contract, list a new one or remove one, while the exchange runs.

        Args:
            symbol: The contract.
            tick: New tick size, a multiple of the first one.
            step: New step size, a multiple of the first one.
            min_notional: New smallest notional.
            status: New status; ``SETTLING``, ``DELIVERING``, ``DELIVERED`` and ``CLOSE`` close all positions.
            price: Settlement price of the positions; by default the index price.
            removed: True takes it off the list.
            like: List ``symbol`` as a new contract with the rules of this one.

        Raises:
            ValueError: The change cannot be made.
        """
        known = symbol if like is None else like
        if known not in self.markets:
            raise ValueError(f"there is no contract {known!r}")
        change_contract(self, _Change(symbol, tick, step, min_notional, status, price, removed, like))

    def fund(self, asset: str, amount: str) -> None:
        """Set the insurance fund; with ``"0"`` what a liquidation cannot sell is deleveraged.

        Raises:
            ValueError: The amount is none, or below zero.
        """
        value = scaled(amount, 8)
        if value is None or value < 0:
            raise ValueError(f"{amount!r} is no amount with at most 8 decimals from 0")
        self.house.fill_insurance(asset, value)


def _reason(kind: str, value: int) -> str:
    if kind == "TRANSFER":
        return "DEPOSIT" if value > 0 else "WITHDRAW"
    if kind in _TRANSFERS:
        return "ASSET_TRANSFER"
    return kind if kind in _AS_THEY_ARE else "ADJUSTMENT"
