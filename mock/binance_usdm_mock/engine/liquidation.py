"""Liquidation: what happens when margin does not suffice any more.

Rules:
- looked at with every public trade that moves a mark price, after the conditional orders that it triggers;
- first the open orders of the pool expire; then its positions are closed, the largest maintenance margin first, until
  what is left suffices;
- a position is offered on the book down to its bankruptcy price, where its money is used up. What finds no taker goes
  to the insurance fund at that price (``NEW_INSURANCE``), or, when the fund cannot pay for it, to the best placed
  opposite positions of other accounts and to the rest of the market (``NEW_ADL``);
- besides the commission a liquidation fee is taken of what was sold on the book, as far as there is money left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .account import Account
from .closing import ADL, LIQUIDATION, Closing
from .collateral import BUFFERS, exchanged
from .fixed import E8, scaled
from .guards import Guards
from .matching import take
from .order import CLOSED, EXPIRED, Order
from .position import Position
from .risk import Pool, bands, pools
from .symbols import Symbol
from .venue import Random

__all__ = ["AUTO_EXCHANGE", "Liquidating"]

AUTO_EXCHANGE = -10_000 * E8
"""Below this a wallet is filled up from the others in multi-assets mode."""
_LIQUIDATED = "5"
_PLACES = (0, 50_000, 250_000, 1_000_000)
"""Profit for the margin (millionths) above which a position is deleveraged sooner."""


class Liquidating(Closing):
    """An exchange that liquidates; see ``VenueState`` for the arguments."""

    def __init__(
        self,
        seed: int,
        now_ms: int,
        *,
        rng: Random | None = None,
        symbols: Iterable[Symbol] | None = None,
        balances: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(seed, now_ms, rng=rng, symbols=symbols, balances=balances)
        self._guards = Guards(self.markets)
        self._wide: dict[str, set[tuple[str, str]]] = {}
        """Positions with wide bands, of accounts that have room for them."""

    def pools(self, account: Account) -> list[Pool]:
        """The pools of an account now."""
        return pools(account, self.mark, self.rate)

    def _danger(self, until: int) -> int | None:
        for account in self.accounts.values():
            if account.stirred:
                account.stirred = False
                self.auto_exchange(account, AUTO_EXCHANGE)
                if not self._is_roomy(account):
                    self._wide.pop(account.name, None)
                    found = bands(self.pools(account), self.mark, self.markets.__contains__)
                    self._guards.renew(account.name, found, self.now)
        return self._guards.next(until)

    def _is_roomy(self, account: Account) -> bool:
        """True for an account whose money covers any move between wide bands, which then stay as they are.

        From one end of a wide band to the other a price moves by two thirds; with the steepest maintenance margin of
        what it comes to, that takes less than one and a half times the value of all positions.
        """
        if account.multi_assets or account.isolated:
            return False
        margins = self.margins(account)
        for asset in self._exposures[account.name].assets(self.now):
            sums = margins.asset(asset)
            free = margins.cross_wallet(asset, sums) + sums.cross_profit - sums.cross_maintenance
            if 2 * free <= 3 * sums.gross:
                return False
        known = self._wide.get(account.name)
        # All positions of an account may be hundreds, those that are new are few.
        if known is None:
            fresh = set(account.active)
            known = self._wide[account.name] = set()
            self._guards.renew(account.name, {}, self.now)
        else:
            fresh = (account.began & account.active.keys()) - known
        account.began.clear()
        if fresh:
            centers = {name: self.mark(name) for name, _ in fresh}
            found = {name: (mark * 3 // 4, mark * 5 // 4) for name, mark in centers.items()}
            self._guards.extend(account.name, found, self.now)
            known.update(fresh)
        return True

    def _meet_danger(self, now_ms: int) -> Iterable[str]:
        before = len(self.ledger.entries)
        for name in self._guards.met(now_ms):
            account = self.accounts[name]
            account.stirred = True
            self._wide.pop(name, None)
            for pool in self.pools(account):
                if pool.short:
                    self._liquidate(account, pool)
        self._follow_prints()
        return {str(entry.facts["symbol"]) for entry in self.ledger.entries[before:] if entry.facts.get("symbol")}

    def liquidate(self, account: str, symbol: str, *, side: str = "BOTH") -> Order:
        """Liquidate a position at once, whatever its margin.

        Args:
            account: Name of the account.
            symbol: The contract.
            side: The position side.

        Returns:
            The order ``autoclose-…`` that closed it.

        Raises:
            ValueError: There is no such position.
        """
        holder, position = self._held(account, symbol, side)
        pool = next(pool for pool in self.pools(holder) if position in pool.positions)
        self._end_orders(holder, pool)
        order = self._close(holder, pool, position)
        self._follow_prints()
        return order

    # How it goes

    def _liquidate(self, account: Account, pool: Pool) -> None:
        self._end_orders(account, pool)
        left: Pool | None = pool
        while left is not None and left.short:
            largest = max(left.positions, key=lambda p: (abs(p.notional(self.mark(p.symbol.symbol))), p.symbol.symbol))
            self._close(account, left, largest)
            left = next((other for other in self.pools(account) if other.key == pool.key), None)

    def _end_orders(self, account: Account, pool: Pool) -> None:
        """End the orders whose margin is that of the pool."""
        for orders in list(account.open_orders.values()):
            for order in list(orders.values()):
                symbol = order.symbol
                if len(pool.key) == 2:
                    ends = pool.key == (symbol.symbol, order.position_side)
                else:
                    ends = not account.is_isolated(symbol) and pool.key in ((), (symbol.margin_asset,))
                if ends:
                    self.close(order, EXPIRED, self.now, _LIQUIDATED)

    def _close(self, account: Account, pool: Pool, position: Position) -> Order:
        symbol = position.symbol
        market = self.market(symbol.symbol) if symbol.listed else self.markets[symbol.symbol]
        order = self.closing_order(
            position, account, LIQUIDATION, self._bankruptcy(pool, position), abs(position.quantity)
        )
        outside = self._outside(account, pool)
        take(self, market, self.books[symbol.symbol], order, order.price, self.now)
        sold = order.quote
        if order.left and order.status not in CLOSED:
            self._hand_over(account, order)
        self._settle_up(account, pool, symbol, sold, outside)
        return order

    def _bankruptcy(self, pool: Pool, position: Position) -> int:
        """The price in ticks at which the position has used up the money of its pool."""
        symbol = position.symbol
        money, rate = pool.balance, E8 if pool.key else self.rate(symbol.margin_asset)
        money = money * E8 // rate - position.profit(self.mark(symbol.symbol))
        if position.quantity > 0:
            ticks = -(-(position.cost - money) // (position.quantity * symbol.unit))
        else:
            ticks = (money - position.cost) // (-position.quantity * symbol.unit)
        return max(ticks, 1)

    def _hand_over(self, account: Account, order: Order) -> None:
        """Give away what found no taker."""
        symbol = order.symbol
        fund = self.house.insurance.get(symbol.margin_asset, 0)
        if fund + self.fund_gain(order, order.left) >= 0:
            self.off_market(order, order.left, status="NEW_INSURANCE", against="insurance")
            return
        for holder, position in self._queue(account, order):
            steps = min(abs(position.quantity), order.left)
            other = self.closing_order(position, holder, ADL, order.price, steps)
            self.off_market(other, steps, against="account")
            self.off_market(order, steps, status="NEW_ADL", against="account")
            if not order.left:
                return
        self.off_market(order, order.left, status="NEW_ADL")

    def _queue(self, account: Account, order: Order) -> list[tuple[Account, Position]]:
        """Opposite positions of other accounts, those with the highest profit and leverage first."""
        name = order.symbol.symbol
        mark = self.mark(name)
        found: list[tuple[int, Account, Position]] = []
        for holder in self.accounts.values():
            for position in holder.active.values():
                against = position.quantity < 0 if not order.buy else position.quantity > 0
                if holder is not account and position.symbol.symbol == name and against:
                    found.append((_rank(position, mark, holder.leverage_of(order.symbol)), holder, position))
        found.sort(key=lambda row: -row[0])
        return [(holder, position) for _, holder, position in found]

    def adl_place(self, account: Account, position: Position) -> int:
        """Place of a position in the queue of auto-deleveraging: 0 (last, or no position) to 4 (first)."""
        if not position.quantity:
            return 0
        rank = _rank(position, self.mark(position.symbol.symbol), account.leverage_of(position.symbol))
        return sum(rank > step for step in _PLACES)

    def _outside(self, account: Account, pool: Pool) -> int:
        """What an isolated position cannot touch; 0 for other pools."""
        if len(pool.key) != 2:
            return 0
        position = pool.positions[0]
        return account.wallet.get(position.symbol.margin_asset, 0) - position.isolated

    def _settle_up(self, account: Account, pool: Pool, symbol: Symbol, sold: int, outside: int) -> None:
        """Take the fee of what is left, or pay for what is missing."""
        asset = symbol.margin_asset
        if len(pool.key) == 2:
            left = account.wallet.get(asset, 0) - outside
        else:
            now = next((other for other in self.pools(account) if other.key == pool.key), None)
            if now is not None:
                left = now.balance if pool.key else now.balance * E8 // self.rate(asset)
            elif pool.key:
                left = account.wallet.get(asset, 0) - self.margins(account).asset(asset).isolated
            else:
                self.auto_exchange(account, 0)
                for other in [name for name, money in account.wallet.items() if money < 0 and name != asset]:
                    self.pay(account, "INSURANCE_CLEAR", other, -account.wallet[other], symbol=symbol.symbol)
                left = account.wallet.get(asset, 0)
        fee = min(sold * (scaled(symbol.liquidation_fee, 6) or 0) // 1_000_000, max(left, 0))
        if fee:
            self.pay(account, "INSURANCE_CLEAR", asset, -fee, symbol=symbol.symbol)
        elif left < 0 and (len(pool.key) == 2 or len(pool.positions) == 1):
            self.pay(account, "INSURANCE_CLEAR", asset, -left, symbol=symbol.symbol)

    def auto_exchange(self, account: Account, floor: int) -> None:
        """Fill up wallets below ``floor`` from the others; in multi-assets mode only."""
        if not account.multi_assets:
            return
        for asset, money in list(account.wallet.items()):
            if money >= floor or money >= 0:
                continue
            for source in sorted(BUFFERS, key=lambda name: (BUFFERS[name], name)):
                held, missing = account.wallet.get(source, 0), -account.wallet[asset]
                if source == asset or held <= 0 or missing <= 0:
                    continue
                taken, paid = exchanged(source, held, self.rate(source), asset, missing, self.rate(asset))
                self.pay(account, "AUTO_EXCHANGE", source, -taken)
                self.pay(account, "AUTO_EXCHANGE", asset, paid)


def _rank(position: Position, mark: int, leverage: int) -> int:
    """Profit for the cost times leverage, in millionths; of a loss, the loss by leverage."""
    gain, cost = position.profit(mark) * 1_000_000, max(abs(position.cost), 1)
    return gain * leverage // cost if gain > 0 else gain // (cost * leverage)
