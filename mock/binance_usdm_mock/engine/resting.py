"""Orders in the books and what becomes of them: resting, filled, ended."""

from __future__ import annotations

import heapq

from .account import Account
from .order import CANCELED, EXPIRED, FILLED, Order
from .settlement import settle
from .venue import VenueState

__all__ = ["Resting"]


class Resting(VenueState):
    """An exchange whose books hold orders; see ``VenueState`` for the arguments."""

    def account_of(self, order: Order) -> Account:
        """The account that placed an order."""
        return self.accounts[order.account]

    def open_count(self) -> int:
        """Resting orders of all accounts."""
        return sum(len(orders) for account in self.accounts.values() for orders in account.open_orders.values())

    def watch(self, name: str) -> None:
        """Look at the public trades of a symbol from now on; they matter from the first waiting order on."""
        if not self.books[name] and not self.triggers[name]:
            last = self.markets[name].tape.last(self.now)
            self._cursors[name] = last.number if last else -1
            if name not in self._awake:
                self._wake(name)

    def _wake(self, name: str) -> None:
        """Look at a symbol again when its next trade is due."""
        at = self._awake[name] = self.markets[name].tape.quiet_until(self.now)
        heapq.heappush(self._alarms, (at, name))

    def rest(self, order: Order) -> None:
        """Put what is left of an order into the book."""
        account, name = self.account_of(order), order.symbol.symbol
        book = self.books[name]
        self.watch(name)
        book.add(order)
        account.open_orders.setdefault(order.symbol.symbol, {})[order.id] = order
        if not order.opens:
            account.reducing[order.id] = order
        account.rest(order, order.left)
        if order.good_till:
            self.at(order.good_till, "good_till", order)

    def unrest(self, order: Order) -> bool:
        """Take an order out of the book; False when it did not rest."""
        account = self.account_of(order)
        resting = account.open_orders.get(order.symbol.symbol)
        if resting is None or resting.pop(order.id, None) is None:
            return False
        account.reducing.pop(order.id, None)
        self.books[order.symbol.symbol].remove(order)
        account.rest(order, -order.left)
        return True

    def close(self, order: Order, status: str, now_ms: int, why: str = "") -> None:
        """End an order that is not filled; ``why`` is the exchange's number of the reason."""
        self.unrest(order)
        order.status, order.update_time, order.why = status, now_ms, why
        self.ledger.write(
            now_ms,
            "cancel" if status == CANCELED else "expire",
            account=order.account,
            symbol=order.symbol.symbol,
            orderId=order.id,
            clientOrderId=order.client_id,
            status=status,
            executedQty=order.symbol.quantity_text(order.executed),
        )

    def fill(self, taker: Order | None, maker: Order | None, price: int, quantity: int, now_ms: int) -> None:
        """Book one trade; None stands for the rest of the market."""
        either = maker or taker
        if either is None:
            return
        buyer_is_maker = maker.buy if maker else not either.buy
        name = either.symbol.symbol
        trade_id = self.markets[name].print_own(now_ms, price, quantity, buyer_is_maker)
        if maker is None or taker is None:
            value = either.symbol.value(price, quantity)
            self.house.trade(either.symbol.margin_asset, value if either.buy else -value)
        # What was taken changes the public book, be it of the ladder or of a resting order.
        if maker is None or maker.time_in_force != "RPI":
            self.books[name].changes += 1
        else:
            self.books[name].retail_changes += 1
        for order in (maker, taker):
            if order is None:
                continue
            account = self.account_of(order)
            if order is maker:
                account.rest(order, -quantity)
            fill = settle(
                account,
                order,
                price=price,
                quantity=quantity,
                maker=order is maker,
                time=now_ms,
                trade_id=trade_id,
                rate=self.rate,
                ledger=self.ledger,
            )
            self.house.book("COMMISSION", fill.commission_asset, -fill.commission)
            if order is maker and order.status == FILLED:
                self.unrest(order)
        for order in (maker, taker):
            if order is not None:
                self._expire_reducing(self.account_of(order), order, now_ms)

    def _expire_reducing(self, account: Account, cause: Order, now_ms: int) -> None:
        """Orders that have nothing left to reduce end with the position."""
        if not account.reducing:
            return
        key = (cause.symbol.symbol, cause.position_side)
        position = account.positions[key]
        for order in list(account.reducing.values()):
            if (order.symbol.symbol, order.position_side) == key and not account.closable(order):
                self.close(order, EXPIRED, now_ms)
        account.touch(position)
