"""What happens now and then: liquidations, changes of contracts, trading sessions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..engine.brackets import RATE
from ..engine.draw import number
from ..engine.fixed import E8, show
from ..engine.market import Market
from ..engine.order import Order
from ..engine.state import ExchangeState
from ..engine.symbols import Symbol
from ..engine.tape import Trade
from .feed import Event, Feed, answer, event, traded

__all__ = ["ContractInfoFeed", "ForceOrderFeed", "TradingSessionFeed"]

Json = dict[str, Any]
_RARE = 16
_MOST = 200
_UPDATES = {"EQUITY": "Equity", "COMMODITY": "Commodity"}


class ForceOrderFeed(Feed):
    """Liquidations, the largest of each symbol since the last look.

    Every sixteenth trade of the rest of the market, chosen by the seed, was one; the accounts' own liquidation orders
    are told as well, as they are after their largest fill.

    Args:
        x: The exchange.
        period: Milliseconds between looks.
        symbol: One contract; None for all.
    """

    def __init__(self, x: ExchangeState, period: int, symbol: str | None = None) -> None:
        super().__init__(x, period)
        self._symbol = symbol
        self._next: dict[str, int] = {}
        self._entries = len(x.ledger.entries)
        for name in self._names():
            self._cursor(name)

    def _names(self) -> list[str]:
        return [name for name in traded(self.x) if self._symbol in (None, name)]

    def _cursor(self, name: str) -> int:
        if name not in self._next:
            market = self.x.market(name)
            last = market.last(self.x.now)
            self._next[name] = last.number + 1 if last else market.first_id()
        return self._next[name]

    def take(self, now_ms: int) -> list[Event]:
        """The liquidations since the last look."""
        forced = self._own()
        found: list[Event] = []
        for name in self._names():
            market = self.x.market(name)
            first, last = self._cursor(name), market.last(now_ms)
            if last is None:
                continue
            self._next[name] = last.number + 1
            trades = market.by_id(max(first, last.number - _MOST), _MOST + 1, now_ms) if last.number >= first else []
            hit = [
                t
                for t in trades
                if (name, t.number) in forced or not number(self.x.seed, name, "forced", t.number) % _RARE
            ]
            if hit:
                largest = max(hit, key=lambda trade: (trade.quantity, trade.number))
                found.append(_forced(market, largest, forced.get((name, largest.number)), now_ms))
        return found

    def _own(self) -> dict[tuple[str, int], Order]:
        fresh = self.x.ledger.entries[self._entries :]
        self._entries += len(fresh)
        return {
            (str(entry.facts["symbol"]), int(entry.facts["tradeId"])): order
            for entry in fresh
            if entry.kind == "trade"
            and str(entry.facts["clientOrderId"]).startswith(("autoclose-", "adl_autoclose"))
            and (order := self.x.accounts[entry.facts["account"]].orders.get(entry.facts["orderId"])) is not None
        }


def _forced(market: Market, trade: Trade, order: Order | None, now_ms: int) -> Event:
    symbol = market.symbol
    filled = symbol.quantity_text(trade.quantity)
    price = average = symbol.price_text(trade.price)
    quantity = executed = filled
    if order is not None:
        price, average = symbol.price_text(order.price), symbol.average_text(order.quote, order.executed)
        quantity, executed = symbol.quantity_text(order.quantity), symbol.quantity_text(order.executed)
    return event(
        {
            "e": "forceOrder",
            "E": now_ms,
            "o": {
                "s": symbol.symbol,
                "S": "SELL" if trade.buyer_is_maker else "BUY",
                "o": "LIMIT",
                "f": "IOC",
                "q": quantity,
                "p": price,
                "ap": average,
                "X": "FILLED" if order is None else order.status,
                "l": filled,
                "z": executed,
                "T": trade.time,
            },
            "ps": symbol.pair,
            "st": 1,
        }
    )


class ContractInfoFeed(Feed):
    """Contracts that were listed or changed; brackets only when they changed."""

    def __init__(self, x: ExchangeState, period: int) -> None:
        super().__init__(x, period)
        self._seen = {name: _signature(market.symbol) for name, market in x.markets.items()}

    def take(self, now_ms: int) -> list[Event]:
        """The changes since the last look."""
        found: list[Event] = []
        for name, market in self.x.markets.items():
            before, now = self._seen.get(name), _signature(market.symbol)
            if before == now:
                continue
            self._seen[name] = now
            symbol = market.symbol
            told: Json = {
                "e": "contractInfo",
                "E": now_ms,
                "s": name,
                "ps": symbol.pair,
                "ct": symbol.contract_type,
                "dt": symbol.delivery,
                "ot": symbol.onboard,
                "cs": symbol.status,
            }
            if before is None or before[-1] != now[-1]:
                told["bks"] = _brackets(symbol)
            found.append(event({**told, "st": 1}))
        return found


def _signature(symbol: Symbol) -> tuple[Any, ...]:
    rows = symbol.brackets.rows
    brackets = tuple((row.leverage, row.cap, row.rate) for row in rows)
    return symbol.contract_type, symbol.delivery, symbol.onboard, symbol.status, brackets


def _brackets(symbol: Symbol) -> list[Json]:
    rows = symbol.brackets.rows
    return [
        {
            "bs": row.number,
            "bnf": row.floor // E8,
            "bnc": row.cap // E8,
            "mmr": Decimal(row.rate) / RATE,
            "cf": Decimal(show(row.cum, 8, 0)),
            "mi": rows[at + 1].leverage + 1 if at + 1 < len(rows) else 1,
            "ma": row.leverage,
        }
        for at, row in enumerate(rows)
    ]


class TradingSessionFeed(Feed):
    """The present session of every underlying market."""

    def take(self, now_ms: int) -> list[Event]:
        """One event per market."""
        found: list[Event] = []
        for name, schedule in answer(self.x, "trading_schedule")["marketSchedules"].items():
            for session in schedule["sessions"]:
                if session["startTime"] <= now_ms < session["endTime"]:
                    kind = session["type"]
                    if name != "EQUITY" and kind != "REGULAR":
                        kind = "NO_TRADING"
                    found.append(
                        event(
                            {
                                "e": _kind(name),
                                "E": now_ms,
                                "t": session["startTime"],
                                "T": session["endTime"],
                                "S": kind,
                            }
                        )
                    )
        return found


def _kind(market: str) -> str:
    region, _, rest = market.rpartition("_")
    told = _UPDATES.get(rest, rest)
    return f"{region}_{told}Update" if region else f"{told}Update"
