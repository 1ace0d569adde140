"""The state of the exchange: markets, books, accounts, prices, timers that are set.

Rules:
- no clock: the present instant is what it was last told;
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
from .refusal import ExchangeError
from .symbols import PERPETUAL_DELIVERY, Symbol, default_symbols

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
        self.late: tuple[int, float, int] | None = None
        """Milliseconds up to which a part of all orders is hidden likewise, that part, and the seed that decides."""
        self._next_funding = (now_ms // FUNDING + 1) * FUNDING
        for symbol in default_symbols(now_ms) if symbols is None else symbols:
            self.list_symbol(symbol)
        self.add_account("main", DEFAULT_BALANCES if balances is None else balances)

    def hidden_until(self, name: str) -> int:
        """Until when an order placed now is hidden; 0 for one that is visible at once.

        Args:
            name: Its client id, which decides with the seed: the same order is always hidden for the same time.
        """
        hidden = self.hide_for
        if not hidden and self.late is not None:
            longest, part, seed = self.late
            chance = Random(f"visibility/{seed}/{name}")
            hidden = chance.randint(1, longest) if chance.random() < part else 0
        return self.now + hidden if hidden else 0

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

    def at(self, time: int, kind: str, *facts: object) -> None:
        """Set a timer."""
        self._timer_count += 1
        heapq.heappush(self._timers, (time, self._timer_count, kind, facts))
