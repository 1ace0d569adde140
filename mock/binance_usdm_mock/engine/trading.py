"""Placing, changing and cancelling orders.

Checks come before effects: an order that is refused leaves no trace but the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import rules
from .account import Account
from .algo import AlgoOrder
from .depth import best, levels
from .market import Market
from .matching import fillable, take, would_cross
from .order import CANCELED, CLOSED, EXPIRED, NEW, Amendment, Order
from .passage import Passage
from .refusal import ExchangeError
from .restrictions import check as check_restrictions
from .symbols import Symbol

__all__ = ["LONGEST", "UNFILLED", "Trading"]

_MAX_AMENDMENTS = 10_000
_DAY = 86_400_000
UNFILLED, LONGEST = 3 * _DAY, 90 * _DAY
"""Age in milliseconds up to which ended orders are answered: without a fill, and with one."""


class Trading(Passage):
    """An exchange that takes orders; parameters are named as on the wire."""

    def check_order(self, account: Account, params: Mapping[str, Any], *, default_stp: str = "EXPIRE_MAKER") -> Order:
        """Make an order after all checks, without any effect.

        Raises:
            ExchangeError: The order is refused.
        """
        symbol = self.symbol(params["symbol"])
        rules.check_form(params)
        rules.check_trading(symbol, account)
        side = rules.position_side(account, params)
        buy, is_market = params["side"] == "BUY", params["type"] == "MARKET"
        quantity = rules.to_steps(symbol, params["quantity"], market=is_market)
        market = self.market(symbol.symbol)
        price = 0 if is_market else self._price(symbol, market, params, buy=buy)
        given = params.get("newClientOrderId")
        order = Order(
            id=0,
            client_id="" if given is None else rules.client_id(given),
            account=account.name,
            symbol=symbol,
            buy=buy,
            position_side=side,
            type=str(params["type"]),
            time_in_force="GTC" if is_market else str(params["timeInForce"]),
            price=price,
            quantity=quantity,
            reduce_only=params.get("reduceOnly") in (True, "true"),
            stp=str(params.get("selfTradePreventionMode") or default_stp),
            price_match=str(params.get("priceMatch") or "NONE"),
            good_till=rules.good_till(params, self.now),
            time=self.now,
            update_time=self.now,
        )
        self._check(account, market, order)
        return order

    def _price(self, symbol: Symbol, market: Market, params: Mapping[str, Any], *, buy: bool) -> int:
        match = str(params.get("priceMatch") or "NONE")
        if match == "NONE":
            return rules.to_ticks(symbol, params["price"])
        kind, _, depth = match.partition("_")
        wanted = int(depth or 1)
        bid = buy == (kind == "QUEUE")
        for number, (price, _) in enumerate(levels(market, self.books[symbol.symbol], bid), 1):
            if number == wanted:
                return price
        raise ExchangeError(-5041, "No depth matches this BBO order.")

    def _check(self, account: Account, market: Market, order: Order) -> None:
        symbol, book = order.symbol, self.books[order.symbol.symbol]
        key = (symbol.symbol, order.client_id)
        known = account.by_client_id.get(key) if order.client_id else None
        if known is not None and known.status not in CLOSED:
            raise ExchangeError(-4116)
        if account.restrictions:
            reduces = not order.opens or order.quantity <= account.closable(order)
            check_restrictions(account.restrictions, symbol.symbol, order.side, self.now, reduces=reduces)
        price = order.price
        if order.type == "MARKET":
            level = best(market, book, not order.buy)
            if level is None or not self._within_bound(market, order.buy, level[0]):
                raise ExchangeError(-4131)
            price = level[0]
            worth = symbol.notional(market.mark_e8(self.now), order.quantity)
        else:
            rules.check_percent_price(symbol, market, self.now, buy=order.buy, ticks=price)
            worth = symbol.value(price, order.quantity)
        rules.check_notional(symbol, worth, reduces=not order.opens)
        if not order.opens:
            room = account.closable(order)
            if not room or (order.position_side != "BOTH" and order.quantity > room):
                raise ExchangeError(-2022)
        self._check_crossing(market, order)
        if order.type != "MARKET" and len(account.open_orders.get(symbol.symbol, ())) >= symbol.max_orders:
            raise ExchangeError(-2025)
        self._check_margin(account, order, price)

    def _check_crossing(self, market: Market, order: Order) -> None:
        book = self.books[order.symbol.symbol]
        if order.time_in_force in ("GTX", "RPI") and would_cross(market, book, buy=order.buy, price=order.price):
            raise ExchangeError(-5022)
        if order.time_in_force == "FOK" and not fillable(
            market, book, buy=order.buy, price=order.price, quantity=order.quantity
        ):
            raise ExchangeError(-5021)

    def _within_bound(self, market: Market, buy: bool, ticks: int) -> bool:
        limit = self._bound(market, buy)
        return ticks <= limit if buy else ticks >= limit

    def _bound(self, market: Market, buy: bool) -> int:
        """The worst price in ticks a market order may take."""
        symbol, mark = market.symbol, market.mark_e8(self.now)
        if buy:
            return mark * (10_000 + symbol.take_bound) // 10_000 // symbol.tick_e8
        return -(-mark * (10_000 - symbol.take_bound) // (10_000 * symbol.tick_e8))

    def _check_margin(self, account: Account, order: Order, price: int, freed: int = 0) -> None:
        """The order must find its margin; ``freed`` is money of resting orders that it replaces."""
        if not order.opens:
            return
        symbol = order.symbol
        position = account.position(symbol, order.position_side)
        money = symbol.value(price, order.left) - freed
        margins = self.margins(account)
        bids = position.bids + (money if order.buy else 0)
        asks = position.asks + (0 if order.buy else money)
        before = margins.total(position, position.bids, position.asks)
        after = margins.total(position, bids, asks)
        if after <= before:
            return
        leverage = account.leverage_of(symbol)
        if after * leverage > symbol.brackets.cap(leverage):
            raise ExchangeError(-2027)
        if after - before > margins.available(symbol.margin_asset):
            raise ExchangeError(-2019)

    def link(self, algo: AlgoOrder, order: Order) -> None:
        """A conditional order has become this order."""

    def place(
        self,
        account: Account,
        params: Mapping[str, Any],
        *,
        default_stp: str = "EXPIRE_MAKER",
        algo: AlgoOrder | None = None,
    ) -> Order:
        """Place an order; ``algo`` is the conditional order that it was.

        Raises:
            ExchangeError: The order is refused.
        """
        order = self.check_order(account, params, default_stp=default_stp)
        self.enter(account, order)
        if algo is not None:
            self.link(algo, order)
        self._match(order)
        return order

    def enter(self, account: Account, order: Order) -> None:
        """Give a new order its id and remember it."""
        name = order.symbol.symbol
        order.id = self.next_order_id(name)
        order.client_id = order.client_id or self.new_client_id()
        order.hidden_until = self.hidden_until(order.client_id)
        account.orders[order.id] = order
        account.by_client_id[name, order.client_id] = order
        account.history.setdefault(name, []).append(order)
        self.ledger.write(
            self.now,
            "order",
            account=account.name,
            symbol=name,
            orderId=order.id,
            clientOrderId=order.client_id,
            side=order.side,
            positionSide=order.position_side,
            type=order.type,
            timeInForce=order.time_in_force,
            price=order.symbol.price_text(order.price),
            origQty=order.symbol.quantity_text(order.quantity),
            reduceOnly=order.reduce_only,
        )

    def _match(self, order: Order) -> None:
        name = order.symbol.symbol
        market, is_market = self.markets[name], order.type == "MARKET"
        limit = self._bound(market, order.buy) if is_market else order.price
        take(self, market, self.books[name], order, limit, self.now)
        if order.status in CLOSED:
            return
        if is_market or order.time_in_force in ("IOC", "FOK"):
            self.close(order, EXPIRED, self.now)
        else:
            self.rest(order)

    def find(self, account: Account, symbol: str, params: Mapping[str, Any], code: int) -> Order:
        """An order of a symbol by either id; ``orderId`` wins.

        Raises:
            ExchangeError: ``code`` when there is none or it is too old to be shown.
        """
        identity, client = params.get("orderId"), params.get("origClientOrderId")
        if identity is None and client is None:
            raise ExchangeError(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!")
        if identity is not None:
            order = account.orders.get(int(identity))
        else:
            order = account.by_client_id.get((symbol, str(client)))
        if order is None or order.symbol.symbol != symbol or order.hidden_until > self.now or not self.shown(order):
            raise ExchangeError(code)
        return order

    def shown(self, order: Order) -> bool:
        """True while the exchange still answers queries for an order."""
        if order.status not in CLOSED:
            return True
        return self.now - order.time <= (LONGEST if order.executed else UNFILLED)

    def cancel(self, account: Account, symbol: str, params: Mapping[str, Any]) -> Order:
        """Cancel an open order.

        Raises:
            ExchangeError: -2011 when it is not open.
        """
        order = self.find(account, symbol, params, -2011)
        if order.status in CLOSED:
            raise ExchangeError(-2011)
        self.close(order, CANCELED, self.now)
        return order

    def modify(self, account: Account, params: Mapping[str, Any]) -> Order:
        """Change price and quantity of an open LIMIT order; it goes to the back of the queue.

        Raises:
            ExchangeError: The change is refused; the order is as before.
        """
        symbol = self.symbol(params["symbol"])
        order = self.find(account, symbol.symbol, params, -2013)
        if order.status in CLOSED:
            raise ExchangeError(-2013)
        if order.type != "LIMIT":
            raise ExchangeError(-5025)
        if (params["side"] == "BUY") != order.buy:
            raise ExchangeError(-1117)
        if params.get("reduceOnly") in (True, "true") and not order.reduce_only:
            raise ExchangeError(-5047)
        if len(order.amendments) >= _MAX_AMENDMENTS:
            raise ExchangeError(-5026)
        market = self.market(symbol.symbol)
        quantity = rules.to_steps(symbol, params["quantity"], market=False)
        price = self._price(symbol, market, params, buy=order.buy)
        if (price, quantity) == (order.price, order.quantity):
            raise ExchangeError(-5027)
        rules.check_percent_price(symbol, market, self.now, buy=order.buy, ticks=price)
        rules.check_notional(symbol, symbol.value(price, quantity), reduces=not order.opens)
        old = (order.price, order.quantity)
        ends = quantity <= order.executed or (
            order.time_in_force in ("GTX", "RPI")
            and would_cross(market, self.books[symbol.symbol], buy=order.buy, price=price)
        )
        if not ends:
            freed = symbol.value(order.price, order.left)
            order.price, order.quantity = price, quantity
            try:
                self._check_margin(account, order, price, freed)
            finally:
                order.price, order.quantity = old
        self._amend(order, price, quantity, ends, params)
        return order

    def _amend(self, order: Order, price: int, quantity: int, ends: bool, params: Mapping[str, Any]) -> None:
        if ends:
            self.close(order, CANCELED, self.now)
            return
        self.unrest(order)
        count, identity = len(order.amendments) + 1, params.get("modifyId")
        number = self.next_order_number()
        change = Amendment(
            number,
            self.now,
            order.price,
            price,
            order.quantity,
            quantity,
            count,
            None if identity is None else int(identity),
        )
        order.amendments.append(change)
        order.price, order.quantity, order.stp, order.update_time = price, quantity, "NONE", self.now
        order.price_match = str(params.get("priceMatch") or "NONE")
        self.ledger.write(
            self.now,
            "amend",
            account=order.account,
            symbol=order.symbol.symbol,
            orderId=order.id,
            clientOrderId=order.client_id,
            price=order.symbol.price_text(price),
            origQty=order.symbol.quantity_text(quantity),
        )
        if order.status == NEW and order.executed:
            raise AssertionError("an order with fills is never NEW")
        self._match(order)
