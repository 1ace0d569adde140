"""The state of the exchange and the passing of time: markets, books, accounts, fills, timers.

Rules:
- no clock: every entry takes the instant, and time never runs backwards; an earlier instant counts as the newest one;
- between two calls the rest of the market goes on: its trades fill resting orders at the instants they were made,
  timers (GTD, countdown) fire in between, funding is paid on the hour it is due;
- randomness comes from the seed and one ``random.Random`` that was passed in.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from functools import partial
from random import Random

from .account import Account
from .algo import Triggers
from .book import Book
from .exposure import Exposure
from .fixed import E8, scaled
from .house import House
from .ledger import Ledger
from .margin import Margins
from .market import FUNDING, Market
from .matching import follow_trade
from .order import CANCELED, CLOSED, EXPIRED, FILLED, Order
from .refusal import ExchangeError
from .settlement import settle
from .symbols import PERPETUAL_DELIVERY, Symbol, default_symbols
from .tape import MINUTE, Trade

__all__ = ["DEFAULT_BALANCES", "Random", "VenueState"]

DEFAULT_BALANCES: Mapping[str, str] = {"USDT": "15000", "USDC": "5000", "BNB": "10", "BTC": "0.5"}
_FIRST_ORDER = 812_345_000_000
_FIRST_LARGE_ORDER = 8_389_765_500_000_000_000
_LARGE_ORDERS = frozenset({"ETHUSDT"})
"""Contracts whose order ids are beyond 2**53 on the exchange; those of the others fit into a double."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class VenueState:
    """Markets, books and accounts of one exchange.

    Args:
        seed: Decides the market and every id.
        now_ms: Instant of the start.
        rng: Source of ids; by default one made from the seed.
        symbols: Contracts to list; by default those of ``default_symbols``.
        balances: Wallets of the first account, asset to decimal text.
    """

    def __init__(
        self,
        seed: int,
        now_ms: int,
        *,
        rng: Random | None = None,
        symbols: Iterable[Symbol] | None = None,
        balances: Mapping[str, str] | None = None,
    ) -> None:
        self.seed = seed
        self.now = now_ms
        self.rng = Random(seed) if rng is None else rng
        self.ledger = Ledger()
        self.house = House()
        self.markets: dict[str, Market] = {}
        self.books: dict[str, Book] = {}
        self.triggers: dict[str, Triggers] = {}
        self.accounts: dict[str, Account] = {}
        self._cursors: dict[str, int] = {}
        self._exposures: dict[str, Exposure] = {}
        self._alarms: list[tuple[int, str]] = []
        self._awake: dict[str, int] = {}
        """When the symbols that somebody waits on are looked at next."""
        self._timers: list[tuple[int, int, str, tuple[object, ...]]] = []
        self._timer_count = 0
        self._countdowns: dict[tuple[str, str], object] = {}
        self._orders = 0
        self.hide_for = 0
        """Milliseconds for which orders placed now cannot be queried, changed or cancelled."""
        self._next_funding = (now_ms // FUNDING + 1) * FUNDING
        for symbol in default_symbols(now_ms) if symbols is None else symbols:
            self.list_symbol(symbol)
        self.add_account("main", DEFAULT_BALANCES if balances is None else balances)

    def list_symbol(self, symbol: Symbol) -> None:
        """List a contract."""
        name = symbol.symbol
        self.markets[name] = Market(self.seed, symbol)
        self.books[name] = Book()
        self.triggers[name] = Triggers()
        if self.now < symbol.delivery < PERPETUAL_DELIVERY:
            self.at(symbol.delivery, "delivery", name)

    def add_account(self, name: str, balances: Mapping[str, str]) -> Account:
        """Open an account; its balances arrive as a transfer."""
        alias = "".join(self.rng.choices(_LETTERS, k=4))
        account = self.accounts[name] = Account(name=name, alias=alias, wallet={}, opened=self.now)
        for asset, amount in balances.items():
            self.deposit(account, asset, amount)
        return account

    def deposit(self, account: Account, asset: str, amount: str) -> None:
        """Give an amount, or take it when it is below zero, of which nobody is told."""
        value = scaled(amount, 8)
        if value is None:
            raise ValueError(f"{amount} has more than 8 decimals")
        account.wallet.setdefault(asset, 0)
        account.book_income(self.now, "", "TRANSFER", asset, value, info="TRANSFER")
        self.house.book("TRANSFER", asset, value)

    def pay(
        self, account: Account, kind: str, asset: str, amount: int, *, symbol: str = "", info: str = "", told: str = ""
    ) -> None:
        """Change a wallet and write it down everywhere; ``told`` is the reason that the account's event gives."""
        if amount:
            account.book_income(self.now, symbol, kind, asset, amount, info=info)
            self.house.book(kind, asset, amount)
        facts: dict[str, object] = {"symbol": symbol, "type": kind, "asset": asset, "amount": amount}
        self.ledger.write(self.now, "income", account=account.name, **facts, **({"reason": told} if told else {}))

    def symbol(self, name: object) -> Symbol:
        """A contract by name.

        Raises:
            ExchangeError: -1121.
        """
        market = self.markets.get(str(name))
        if market is None or not market.symbol.listed:
            raise ExchangeError(-1121)
        return market.symbol

    def market(self, name: object) -> Market:
        """A market at the present instant."""
        market = self.markets.get(str(name))
        if market is None or not market.symbol.listed:
            raise ExchangeError(-1121)
        market.follow(self.now)
        return market

    def mark(self, symbol: str) -> int:
        """Mark price now, in units of 1e-8."""
        return self.markets[symbol].mark_e8(self.now)

    def mark_until(self, symbol: str) -> int:
        """Instant up to which the mark price stays what it is (ms)."""
        return self.markets[symbol].mark_until(self.now)

    def rate(self, asset: str) -> int:
        """Dollars of an asset now, in units of 1e-8."""
        market = self.markets.get(f"{asset}USDT")
        return E8 if market is None else market.index_e8(self.now)

    def margins(self, account: Account) -> Margins:
        """Margin figures of an account now."""
        found = self._exposures.get(account.name)
        if found is None:
            found = self._exposures[account.name] = Exposure(account, self.mark, self.mark_until)
        return Margins(account, self.mark, self.rate, partial(found.asset, now_ms=self.now))

    def next_order_number(self) -> int:
        """Counts orders and their changes, from 1."""
        self._orders += 1
        return self._orders

    def next_order_id(self, symbol: str) -> int:
        """A new order id; beyond 2**53 for some contracts, as the exchange's are."""
        return (_FIRST_LARGE_ORDER if symbol in _LARGE_ORDERS else _FIRST_ORDER) + self.next_order_number()

    def new_client_id(self) -> str:
        """A client id for who gave none."""
        return "".join(self.rng.choices(_LETTERS, k=22))

    # Time

    def at(self, time: int, kind: str, *facts: object) -> None:
        """Set a timer."""
        self._timer_count += 1
        heapq.heappush(self._timers, (time, self._timer_count, kind, facts))

    def advance(self, now_ms: int) -> None:
        """Let time pass up to an instant."""
        if now_ms <= self.now:
            return
        while True:
            timer = self._timers[0][0] if self._timers else now_ms + 1
            due = min(timer, self._next_funding)
            if due > now_ms:
                break
            self._pass_to(due)
            if due == self._next_funding:
                self._next_funding += FUNDING
                self._pay_funding(due)
            else:
                _, _, kind, facts = heapq.heappop(self._timers)
                self._ring(kind, facts, due)
        self._pass_to(now_ms)

    def _pass_to(self, until: int) -> None:
        passing: list[tuple[int, str, Trade]] = []
        due = self._due(until)
        for name in due:
            self._look_ahead(name, until, passing)
        danger = self._danger(until)
        while passing or danger is not None:
            if danger is not None and (not passing or danger < passing[0][0]):
                self.now = max(self.now, danger)
                changed = set(self._meet_danger(danger))
                self._look_again(changed, until, passing)
                due += sorted(changed.difference(due))
            else:
                time, name, trade = heapq.heappop(passing)
                # Balances and margins seen while this trade is booked are those of its own instant.
                self.now = max(self.now, time)
                self._cursors[name] = trade.number
                market = self.markets[name]
                follow_trade(self, market, self.books[name], trade)
                self.after_trade(name, trade)
                self._look_ahead(name, until, passing)
            danger = self._danger(until)
        self.now = max(self.now, until)
        for name in due:
            if self.books[name] or self.triggers[name]:
                self._wake(name)

    def _due(self, until: int) -> list[str]:
        """The symbols somebody waits on that have a trade up to an instant."""
        found: list[str] = []
        while self._alarms and self._alarms[0][0] <= until:
            at, name = heapq.heappop(self._alarms)
            if self._awake.get(name) == at:
                del self._awake[name]
                if self.books[name] or self.triggers[name]:
                    found.append(name)
        return found

    def _wake(self, name: str) -> None:
        """Look at a symbol again when its next trade is due."""
        at = self._awake[name] = self.markets[name].tape.quiet_until(self.now)
        heapq.heappush(self._alarms, (at, name))

    def _look_again(self, names: Iterable[str], until: int, passing: list[tuple[int, str, Trade]]) -> None:
        """Forget what was found ahead for symbols whose orders have changed since."""
        changed = set(names)
        passing[:] = [entry for entry in passing if entry[1] not in changed]
        heapq.heapify(passing)
        for name in sorted(changed):
            last = self.markets[name].tape.last(self.now)
            self._cursors[name] = last.number if last else -1
            self._look_ahead(name, until, passing)

    def _danger(self, until: int) -> int | None:
        """The next instant up to ``until`` at which an account must be looked at."""
        del until
        return None

    def _meet_danger(self, now_ms: int) -> Iterable[str]:
        """Look at the accounts of this instant; returns the symbols that were traded."""
        del now_ms
        return ()

    def _look_ahead(self, name: str, until: int, passing: list[tuple[int, str, Trade]]) -> None:
        """Find the next public trade of a symbol that may concern anybody; all before it are passed over."""
        book, triggers = self.books[name], self.triggers[name]
        if not book and not triggers:
            return
        market = self.markets[name]
        tape = market.tape
        last = tape.last(until)
        if last is None or last.number <= self._cursors[name]:
            return
        number, tick = self._cursors[name] + 1, market.symbol.tick_e8
        bid, ask = book.nearest(True), book.nearest(False)
        while number <= last.number:
            minute, first, count = tape.place(number)
            low, high = tape.reach(minute)
            if (bid is None or low > bid) and (ask is None or high < ask):
                whole = number == first and number + count - 1 <= last.number
                away = market.derived.away("mark", minute * MINUTE) if triggers else 0
                if not triggers or (whole and triggers.pass_minute(low * tick, high * tick, away)):
                    number = first + count
                    continue
            trade = tape.by_number(number)
            heapq.heappush(passing, (trade.time, name, trade))
            break
        self._cursors[name] = min(number - 1, last.number)

    def after_trade(self, name: str, trade: Trade | None) -> None:
        """Act on a new price of a symbol; ``trade`` is None when an account of this exchange made it."""

    def _ring(self, kind: str, facts: tuple[object, ...], now_ms: int) -> None:
        if kind == "scene":
            (act,) = facts
            if callable(act):
                act(now_ms)
        elif kind == "good_till":
            order = facts[0]
            if isinstance(order, Order) and order.status not in CLOSED and order.good_till == now_ms:
                self.close(order, EXPIRED, now_ms)
        elif kind == "countdown":
            account, symbol, number = facts
            if isinstance(account, Account) and self._countdowns.get((account.name, str(symbol))) == number:
                del self._countdowns[account.name, str(symbol)]
                for order in list(account.open_orders.get(str(symbol), {}).values()):
                    self.close(order, CANCELED, now_ms)

    def set_countdown(self, account: Account, symbol: str, milliseconds: int) -> None:
        """Cancel all open orders of a symbol after a while; 0 stops the countdown."""
        self._timer_count += 1
        if milliseconds:
            self._countdowns[account.name, symbol] = self._timer_count
            self.at(self.now + milliseconds, "countdown", account, symbol, self._timer_count)
        else:
            self._countdowns.pop((account.name, symbol), None)

    def _pay_funding(self, now_ms: int) -> None:
        for account in self.accounts.values():
            for position in list(account.positions.values()):
                symbol = position.symbol
                if not position.quantity or "PERPETUAL" not in symbol.contract_type:
                    continue
                market = self.markets[symbol.symbol]
                fee = -position.notional(market.mark_e8(now_ms)) * market.funding_rate(now_ms) // E8
                if account.is_isolated(symbol):
                    position.isolated += fee
                self.pay(account, "FUNDING_FEE", symbol.margin_asset, fee, symbol=symbol.symbol)

    # Orders

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
