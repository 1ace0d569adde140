"""Conditional orders in the exchange: placed, triggered by the prices that pass, linked to the order each becomes.

Rules:
- states go NEW, then TRIGGERING, TRIGGERED and FINISHED; or REJECTED when the order is refused at its trigger (only
  then is margin checked), EXPIRED when the exchange ends it, CANCELED on request;
- every change is a ledger entry of kind ``algo`` and is written before the entry of what it causes;
- all public trades count, those of the accounts too; what one trigger trades can trigger the next one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from .account import Account
from .algo import AlgoOrder
from .order import CLOSED, FILLED, Order
from .refusal import ExchangeError
from .restrictions import check as check_restrictions
from .symbols import Symbol
from .tape import Trade
from .trading import LONGEST, UNFILLED, Trading
from .venue import Random

__all__ = ["Conditional"]


class Conditional(Trading):
    """An exchange that triggers conditional orders; see ``VenueState`` for the arguments."""

    def __init__(
        self,
        seed: int,
        now_ms: int,
        *,
        rng: Random | None = None,
        symbols: Iterable[Symbol] | None = None,
        balances: Mapping[str, str] | None = None,
    ) -> None:
        self._prints: deque[tuple[str, int]] = deque()
        self._firing = False
        super().__init__(seed, now_ms, rng=rng, symbols=symbols, balances=balances)

    def last_e8(self, name: str) -> int:
        """Price of the newest public trade of a symbol, in units of 1e-8."""
        market = self.markets[name]
        last = market.last(self.now)
        return (last.price if last else market.symbol.base_ticks) * market.symbol.tick_e8

    def place_algo(self, account: Account, algo: AlgoOrder) -> None:
        """Take a conditional order that was checked.

        Raises:
            ExchangeError: The account may not place it.
        """
        if account.restrictions:
            closes = algo.side == "SELL" if algo.position_side == "LONG" else algo.side == "BUY"
            reduces = algo.reduce_only or (account.dual_side and closes)
            check_restrictions(account.restrictions, algo.symbol, algo.side, self.now, reduces=reduces)
        self.watch(algo.symbol)
        algo.hidden_until = self.hidden_until(algo.client_id)
        account.algo.add(algo)
        self.triggers[algo.symbol].add(algo)
        if algo.trails and not algo.active:
            algo.see(self.last_e8(algo.symbol) if algo.working_type == "CONTRACT_PRICE" else self.mark(algo.symbol))
        if algo.good_till:
            self.at(algo.good_till, "algo_good_till", algo)
        self.tell_algo(algo)

    def algo_shown(self, algo: AlgoOrder) -> bool:
        """True while the exchange still answers queries for a conditional order."""
        if algo.status == "NEW":
            return True
        became = algo.status in ("TRIGGERING", "TRIGGERED", "FINISHED")
        return self.now - algo.create_time <= (LONGEST if became else UNFILLED)

    def close_algo(self, algo: AlgoOrder, status: str, reason: str = "") -> None:
        """End a conditional order that has not become an order."""
        self.triggers[algo.symbol].remove(algo)
        algo.reason = reason
        self.accounts[algo.account].algo.close(algo, status, self.now)
        self.tell_algo(algo)

    def tell_algo(self, algo: AlgoOrder) -> None:
        """Write the present state of a conditional order down."""
        self.ledger.write(
            self.now,
            "algo",
            account=algo.account,
            symbol=algo.symbol,
            algoId=algo.id,
            clientAlgoId=algo.client_id,
            side=algo.side,
            type=algo.type,
            quantity=algo.quantity,
            triggerPrice=algo.trigger_price,
            status=algo.status,
            actualOrderId=algo.actual_order_id,
            reason=algo.reason,
        )

    # What passes

    def place(
        self,
        account: Account,
        params: Mapping[str, Any],
        *,
        default_stp: str = "EXPIRE_MAKER",
        algo: AlgoOrder | None = None,
    ) -> Order:
        """Place an order; what its trades trigger follows at once."""
        order = super().place(account, params, default_stp=default_stp, algo=algo)
        self._follow_prints()
        return order

    def modify(self, account: Account, params: Mapping[str, Any]) -> Order:
        """Change an order; what its trades trigger follows at once."""
        order = super().modify(account, params)
        self._follow_prints()
        return order

    def fill(self, taker: Order | None, maker: Order | None, price: int, quantity: int, now_ms: int) -> None:
        """Book one trade; None stands for the rest of the market."""
        super().fill(taker, maker, price, quantity, now_ms)
        for order in (maker, taker):
            if order is not None:
                self._prints.append((order.symbol.symbol, price * order.symbol.tick_e8))
                if order.status == FILLED:
                    self._finish(order)

    def close(self, order: Order, status: str, now_ms: int, why: str = "") -> None:
        """End an order that is not filled."""
        super().close(order, status, now_ms, why)
        self._finish(order)

    def after_trade(self, name: str, trade: Trade | None) -> None:
        """Act on a new price of a symbol."""
        if trade is not None:
            self._prints.append((name, trade.price * self.markets[name].symbol.tick_e8))
        self._follow_prints()

    def _follow_prints(self) -> None:
        if self._firing:
            return
        self._firing = True
        try:
            while self._prints:
                name, price = self._prints.popleft()
                if self.triggers[name]:
                    self._meet_price(name, price)
        finally:
            self._firing = False

    def _meet_price(self, name: str, last: int) -> None:
        mark, symbol = self.mark(name), self.markets[name].symbol
        apart = abs(mark - last) * 10_000 > symbol.trigger_protect * mark
        for algo in self.triggers[name].due(last, mark):
            if algo.status == "NEW" and not (algo.price_protect and apart):
                self._fire(algo)

    def _ring(self, kind: str, facts: tuple[object, ...], now_ms: int) -> None:
        if kind == "algo_good_till":
            algo = facts[0]
            if isinstance(algo, AlgoOrder) and algo.status == "NEW":
                self.close_algo(algo, "EXPIRED")
        else:
            super()._ring(kind, facts, now_ms)

    # Triggers

    def _fire(self, algo: AlgoOrder) -> None:
        account = self.accounts[algo.account]
        self.triggers[algo.symbol].remove(algo)
        algo.status, algo.trigger_time, algo.update_time = "TRIGGERING", self.now, self.now
        self.tell_algo(algo)
        try:
            params = self._becomes(account, algo)
            if params is None:
                self.close_algo(algo, "EXPIRED", "There is no position to close.")
                return
            self.place(account, params, default_stp="NONE", algo=algo)
        except ExchangeError as error:
            self.close_algo(algo, "REJECTED", error.message)

    def _becomes(self, account: Account, algo: AlgoOrder) -> dict[str, Any] | None:
        """Parameters of the order that a conditional order turns into; None when there is nothing to close."""
        symbol = self.markets[algo.symbol].symbol
        params: dict[str, Any] = {
            "symbol": algo.symbol,
            "side": algo.side,
            "positionSide": algo.position_side,
            "quantity": algo.quantity,
            "selfTradePreventionMode": algo.stp,
        }
        if algo.close_position:
            position = account.positions.get((algo.symbol, algo.position_side))
            held = position.quantity if position else 0
            if not held or (held > 0) == (algo.side == "BUY"):
                return None
            params["quantity"] = symbol.quantity_text(abs(held))
        if algo.reduce_only and not account.dual_side:
            params["reduceOnly"] = True
        known = account.by_client_id.get((algo.symbol, algo.client_id))
        if known is None or known.status in CLOSED:
            params["newClientOrderId"] = algo.client_id
        if algo.type not in ("STOP", "TAKE_PROFIT"):
            return {**params, "type": "MARKET"}
        # An expiry is carried over as it is; it may be nearer by now than a fresh order's may be.
        params |= {"type": "LIMIT", "timeInForce": "GTC" if algo.good_till else algo.time_in_force}
        if algo.price_match == "NONE":
            return {**params, "price": algo.price}
        return {**params, "priceMatch": algo.price_match}

    def link(self, algo: AlgoOrder, order: Order) -> None:
        """A conditional order has become this order."""
        order.origin, order.close_position = algo.type, algo.close_position
        if algo.good_till:
            order.time_in_force, order.good_till = "GTD", algo.good_till
        algo.actual_order_id, algo.actual_type = str(order.id), order.type
        book = self.accounts[algo.account].algo
        book.by_order[order.id] = algo
        book.close(algo, "TRIGGERED", self.now)
        self.tell_algo(algo)

    def _finish(self, order: Order) -> None:
        algo = self.account_of(order).algo.by_order.pop(order.id, None)
        if algo is not None:
            symbol = order.symbol
            algo.actual_price = symbol.average_text(order.quote, order.executed)
            algo.actual_quantity = symbol.quantity_text(order.executed)
            algo.status, algo.update_time = "FINISHED", self.now
            self.tell_algo(algo)
