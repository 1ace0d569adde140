"""The passing of time: the rest of the market trades, timers ring, funding is paid.

Rules:
- time never runs backwards; an earlier instant counts as the newest one;
- between two calls the rest of the market goes on: its trades fill resting orders at the instants they were made,
  timers (GTD, countdown) fire in between, funding is paid on the hour it is due;
- a symbol that somebody waits on is looked at when its next trade is due, and not before.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from .account import Account
from .fixed import E8
from .market import FUNDING
from .matching import follow_trade
from .order import CANCELED, CLOSED, EXPIRED, Order
from .resting import Resting
from .tape import MINUTE, Trade

__all__ = ["Passage"]


class Passage(Resting):
    """An exchange in time; see ``VenueState`` for the arguments."""

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
