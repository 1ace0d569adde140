"""Fills that the exchange told without their fee: asked for over REST until the fee is known, and told once more then.

Rules of this module:

- Pure. A fee comes from the account's trades or stays unknown; none is ever computed.
- A fill is told at once, without its fee; what is added follows as an event of its own that is no fill.
- One query answers all fills of a symbol that wait; only one is under way, and they are a second apart at least.
- A query that fails, or does not show the trade yet, is repeated after growing pauses. What is not known after some
  time is given up, and the log says which.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from binance_usdm_api.errors import BinanceUsdmError
from binance_usdm_api.models import AccountTrade
from binance_usdm_api.models.user import OrderTradeUpdate, OrderUpdate

from .._pace import full_jitter
from ..observe import event as log_event
from ..observe import get_logger
from ._events import CompletedFill
from ._fills import FillKey, key_of, key_of_trade
from ._plan import Ask
from ._settings import UserSettings

__all__ = ["Fees"]

_NEVER = float("inf")
_PAGE = 1000
_APART = 1.0
_log = get_logger("user_data")


class _Symbol:
    """Fills of one symbol that wait, each with the instant when it is given up."""

    def __init__(self, at: float) -> None:
        self.at = at
        self.attempts = 0
        self.read_to = 0
        self.fills: dict[FillKey, tuple[OrderTradeUpdate, float]] = {}


class Fees:
    """Fees that are not known yet.

    Args:
        settings: Intervals.
        chance: A random number in [0, 1).
    """

    def __init__(self, settings: UserSettings, chance: Callable[[], float]) -> None:
        self.found = 0
        """Fees that were left out and found."""
        self.unknown = 0
        """Fees that were given up."""
        self._settings = settings
        self._chance = chance
        self._symbols: dict[str, _Symbol] = {}
        self._asked: str | None = None
        self._free_at = -_NEVER

    def note(self, event: OrderTradeUpdate, now: float) -> None:
        """Take an event that is told now; only a fill without its fee matters."""
        order = event.order
        key = key_of(order)
        if key is None or not _lacks_fee(order):
            return
        number = order.trade_id
        if number is None or number <= 0:
            self._give_up(order.symbol, [(event, now)])
            return
        waiting = self._symbols.get(order.symbol)
        if waiting is None:
            # Fills come in bursts, and REST shows a trade a little later.
            waiting = self._symbols[order.symbol] = _Symbol(now + _APART)
        waiting.fills[key] = event, now + self._settings.fee_wait

    def next_deadline(self) -> float:
        """When `due` has something to do; infinite for never."""
        if self._asked is not None or not self._symbols:
            return _NEVER
        return max(self._free_at, min(waiting.at for waiting in self._symbols.values()))

    def due(self, now: float) -> Ask | None:
        """The query that is to be made now; None for none."""
        if now < self.next_deadline():
            return None
        symbol = min(self._symbols, key=lambda name: self._symbols[name].at)
        self._asked = symbol
        self._free_at = now + _APART
        waiting = self._symbols[symbol]
        numbers = [event.order.trade_id or 0 for event, _ in waiting.fills.values()]
        # A full page did not reach the later ones, and one that never comes must not keep them waiting.
        further = [number for number in numbers if number > waiting.read_to]
        return Ask("account_trades", {"symbol": symbol, "fromId": min(further or numbers), "limit": _PAGE})

    def answered(self, answer: Any, now: float) -> list[CompletedFill]:
        """Take the answer to the query, or its error; what it completes is to be told."""
        symbol, self._asked = self._asked, None
        if symbol is None:
            return []
        trades: list[AccountTrade] = []
        wait = 0.0
        if isinstance(answer, BinanceUsdmError):
            wait = answer.retry_after or 0.0
        else:
            trades = list(answer)
        told = self.learn(trades)
        waiting = self._symbols.get(symbol)
        if waiting is None:
            return told
        late = [key for key, (_, until) in waiting.fills.items() if now >= until]
        self._give_up(symbol, [waiting.fills.pop(key) for key in late])
        if not waiting.fills:
            del self._symbols[symbol]
            return told
        settings = self._settings
        delay = full_jitter(waiting.attempts, settings.retry, settings.retry_max, 0.5 + 0.5 * self._chance())
        waiting.read_to = trades[-1].id if len(trades) >= _PAGE else 0
        waiting.attempts = 0 if told else waiting.attempts + 1
        waiting.at = now + max(delay, wait)
        return told

    def learn(self, trades: Iterable[AccountTrade]) -> list[CompletedFill]:
        """Take trades of the account, whatever they were asked for; what they complete is to be told."""
        told: list[CompletedFill] = []
        for trade in trades:
            waiting = self._symbols.get(trade.symbol)
            key = key_of_trade(trade)
            if waiting is None or key not in waiting.fills or trade.commission is None:
                continue
            event, _ = waiting.fills.pop(key)
            told.append(_completed(event, trade))
            if not waiting.fills and trade.symbol != self._asked:
                del self._symbols[trade.symbol]
        self.found += len(told)
        return told

    def _give_up(self, symbol: str, fills: list[tuple[OrderTradeUpdate, float]]) -> None:
        self.unknown += len(fills)
        if fills:
            trades = " ".join(str(event.order.trade_id) for event, _ in fills)
            log_event(_log, logging.ERROR, "fee_unknown", symbol=symbol, fills=len(fills), trades=trades)


def _lacks_fee(order: OrderUpdate) -> bool:
    return order.commission is None or (order.commission != 0 and not order.commission_asset)


def _completed(event: OrderTradeUpdate, trade: AccountTrade) -> CompletedFill:
    order = msgspec.structs.replace(event.order, commission=trade.commission, commission_asset=trade.commission_asset)
    return CompletedFill(transaction_time=event.transaction_time, order=order)
