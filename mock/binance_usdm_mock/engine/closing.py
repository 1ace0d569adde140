"""Positions that the exchange closes: by an order of its own, at a price of its own.

Rules:
- the client id tells why: ``autoclose-`` a liquidation, ``adl_autoclose`` auto-deleveraging, ``settlement_autoclose-``
  a delisting, ``delivery_autoclose-`` a delivery;
- what is not traded on the book is no public trade, and no commission is taken for it;
- the instant and a count make the ids, so that they are the same in every run.
"""

from __future__ import annotations

from .account import Account
from .conditional import Conditional
from .fixed import scaled
from .order import EXPIRED, Order
from .position import Position
from .settlement import settle
from .symbols import Symbol

__all__ = ["ADL", "DELIVERY", "LIQUIDATION", "SETTLEMENT", "Closing"]

LIQUIDATION, ADL = "autoclose-", "adl_autoclose"
SETTLEMENT, DELIVERY = "settlement_autoclose-", "delivery_autoclose-"
_DELISTED = "7"


class Closing(Conditional):
    """An exchange that can close positions; see ``VenueState`` for the arguments."""

    _forced = 0

    def closing_order(self, position: Position, account: Account, reason: str, price: int, quantity: int) -> Order:
        """Enter an order that closes a position, or a part of it.

        Args:
            position: What is closed.
            account: Whose it is.
            reason: How the client id begins.
            price: Ticks.
            quantity: Steps.
        """
        self._forced += 1
        order = Order(
            id=0,
            client_id=reason if reason == ADL else f"{reason}{self.now}{self._forced:06d}",
            account=account.name,
            symbol=position.symbol,
            buy=position.quantity < 0,
            position_side=position.side,
            type="LIMIT",
            time_in_force="IOC",
            price=price,
            quantity=quantity,
            reduce_only=False,
            stp="NONE",
            price_match="NONE",
            good_till=0,
            time=self.now,
            update_time=self.now,
        )
        self.enter(account, order)
        return order

    def off_market(
        self, order: Order, quantity: int, *, status: str = "", against: str = "market", profit: str = "REALIZED_PNL"
    ) -> None:
        """Fill an order at its price, but not on the book.

        Args:
            order: The order.
            quantity: Steps.
            status: What its event tells instead of how far it is filled.
            against: Who takes the other side: ``market``, ``insurance`` (which passes it on at the mark price) or
                ``account`` (an order filled besides this one).
            profit: Income type of the realized profit.
        """
        account, symbol = self.accounts[order.account], order.symbol
        value = symbol.value(order.price, quantity)
        paid = value if order.buy else -value
        if against != "account":
            self.house.trade(symbol.margin_asset, paid)
        if against == "insurance":
            gain = self.fund_gain(order, quantity)
            self.house.trade(symbol.margin_asset, -gain)
            self.house.book("INSURANCE_CLEAR", symbol.margin_asset, -gain)
        order.told = status
        settle(
            account,
            order,
            price=order.price,
            quantity=quantity,
            maker=False,
            time=self.now,
            trade_id=self.markets[symbol.symbol].take_id(self.now),
            rate=self.rate,
            ledger=self.ledger,
            profit=profit,
            free=True,
        )
        order.told = ""
        self._expire_reducing(account, order, self.now)

    def fund_gain(self, order: Order, quantity: int) -> int:
        """What the insurance fund gets out of taking an order's other side; below zero when it loses."""
        symbol = order.symbol
        worth = symbol.notional(self.mark(symbol.symbol), quantity)
        value = symbol.value(order.price, quantity)
        return value - worth if order.buy else worth - value

    def deleverage(
        self, account: str, symbol: str, *, side: str = "BOTH", quantity: str | None = None, price: str | None = None
    ) -> Order:
        """Reduce a position by auto-deleveraging.

        Args:
            account: Name of the account.
            symbol: The contract.
            side: The position side.
            quantity: How much; by default all of it.
            price: At which price; by default the mark price.

        Returns:
            The order ``adl_autoclose`` that closed it.

        Raises:
            ValueError: There is no such position.
        """
        holder, position = self._held(account, symbol, side)
        found = position.symbol
        ticks = self._ticks(found, price, self.mark(symbol))
        steps = abs(position.quantity) if quantity is None else _steps(found, quantity)
        if not 0 < steps <= abs(position.quantity):
            raise ValueError(f"{quantity} is not between 0 and {found.quantity_text(abs(position.quantity))}")
        order = self.closing_order(position, holder, ADL, ticks, steps)
        self.off_market(order, steps)
        return order

    def _held(self, account: str, symbol: str, side: str) -> tuple[Account, Position]:
        holder = self.accounts.get(account)
        if holder is None:
            raise ValueError(f"there is no account {account!r}; there are: {', '.join(self.accounts)}")
        position = holder.positions.get((symbol, side))
        if position is None or not position.quantity:
            raise ValueError(f"the account {account!r} has no position {side} in {symbol}")
        self.markets[symbol].follow(self.now)
        return holder, position

    def _ticks(self, symbol: Symbol, price: str | None, otherwise_e8: int) -> int:
        value = otherwise_e8 if price is None else _e8(price)
        return max((value + symbol.tick_e8 // 2) // symbol.tick_e8, 1)

    def end_contract(self, name: str, *, price: str | None = None) -> None:
        """End what waits on a contract, and close its positions when it is settled.

        Args:
            name: The contract; its status says whether positions are closed.
            price: Settlement price; by default the index price.
        """
        symbol = self.markets[name].symbol
        for account in self.accounts.values():
            for order in list(account.open_orders.get(name, {}).values()):
                self.close(order, EXPIRED, self.now, _DELISTED)
            for algo in list(account.algo.open.values()):
                if algo.symbol == name:
                    self.close_algo(algo, "EXPIRED", "The contract does not trade any more.")
        if symbol.listed and symbol.status in ("TRADING", "PENDING_TRADING", "PRE_SETTLE", "PRE_DELIVERING"):
            return
        delivered = "PERPETUAL" not in symbol.contract_type
        ticks = self._ticks(symbol, price, self.markets[name].index_e8(self.now))
        for account in self.accounts.values():
            for position in [p for p in account.active.values() if p.symbol is symbol and p.quantity]:
                steps = abs(position.quantity)
                order = self.closing_order(position, account, DELIVERY if delivered else SETTLEMENT, ticks, steps)
                self.off_market(order, steps, profit="DELIVERED_SETTELMENT" if delivered else "REALIZED_PNL")


def _e8(text: str) -> int:
    value = scaled(text, 8)
    if value is None:
        raise ValueError(f"{text} has more than 8 decimals")
    return value


def _steps(symbol: Symbol, text: str) -> int:
    steps, rest = divmod(_e8(text), symbol.step_e8)
    if rest:
        raise ValueError(f"{text} is no multiple of {symbol.quantity_text(1)}")
    return steps
