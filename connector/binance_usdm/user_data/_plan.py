"""What is to be asked of REST to learn what the events of an account did not tell.

Rules of this module:

- Pure: a generator that yields questions which may be asked at once, and is sent their answers in the same order.
- Open orders, positions and balances are asked as a whole; then each order that was known to be open and is no longer
  listed, trades of every symbol with activity since some seconds before the loss, orders of trades that nobody
  knows, and all trades of orders that have filled more than can be explained.
- A position that is no longer listed is asked for once more, because only its own row says when it was closed.
- Symbols come from orders, positions, fills and the user; account history names those where something happened unseen.
- What failed is told; nothing is guessed from an answer that did not come.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any, NamedTuple, TypeAlias

import attrs

from binance_usdm_api.errors import BinanceUsdmError, NotFound
from binance_usdm_api.models import AccountBalance, AccountTrade, AlgoOrder, Income, Order
from binance_usdm_api.models.account import PositionInformation, PositionInformationV2

from ._fills import key_of_trade
from ._ledger import Ledger
from ._orders import OrderKey

__all__ = ["Ask", "Inquiry", "Snapshot", "plan"]

_PAGE = 1000
_MOST_PAGES = 500
_WEEK_MS = 7 * 86_400_000


class Ask(NamedTuple):
    """A question: an operation and its parameters by wire name."""

    operation: str
    params: dict[str, object]


Answer: TypeAlias = Any
"""The result of an operation, or the error."""
Inquiry: TypeAlias = "Generator[list[Ask], list[Answer], Snapshot]"


@attrs.define
class Snapshot:
    """What REST told.

    Attributes:
        server_ms: The exchange's time when the first question came in.
        failure: The first error after which nothing can be said.
        orders: Orders by key: the open ones and those that were asked for.
        listed: Orders in the list of open ones.
        unknown_orders: Orders that the exchange does not know.
        algos: Conditional orders by id.
        listed_algos: Conditional orders in the list of open ones.
        unknown_algos: Conditional orders that the exchange does not know.
        positions: Positions.
        balances: Balances.
        trades: Trades by order.
        listings: Orders whose trades are all here.
        doubtful: True when an answer is missing without which something may stay unseen.
    """

    server_ms: int = 0
    failure: BinanceUsdmError | None = None
    orders: dict[OrderKey, Order] = attrs.field(factory=dict[OrderKey, Order])
    listed: set[OrderKey] = attrs.field(factory=set[OrderKey])
    unknown_orders: set[OrderKey] = attrs.field(factory=set[OrderKey])
    algos: dict[int, AlgoOrder] = attrs.field(factory=dict[int, AlgoOrder])
    listed_algos: set[int] = attrs.field(factory=set[int])
    unknown_algos: set[int] = attrs.field(factory=set[int])
    positions: list[PositionInformation | PositionInformationV2] = attrs.field(
        factory=list[PositionInformation | PositionInformationV2]
    )
    balances: list[AccountBalance] = attrs.field(factory=list[AccountBalance])
    trades: dict[OrderKey, dict[int, AccountTrade]] = attrs.field(factory=dict[OrderKey, dict[int, AccountTrade]])
    listings: set[OrderKey] = attrs.field(factory=set[OrderKey])
    doubtful: bool = False

    def add_order(self, row: Order) -> None:
        """Take an order; the later one of two."""
        key = row.symbol, row.order_id
        known = self.orders.get(key)
        if known is None or (row.executed_qty, row.update_time or 0) >= (known.executed_qty, known.update_time or 0):
            self.orders[key] = row

    def add_trades(self, rows: Iterable[AccountTrade]) -> None:
        """Take trades."""
        for row in rows:
            # Both sides of a trade with oneself have one id, but belong to different orders.
            self.trades.setdefault((row.symbol, row.order_id), {})[row.id] = row


def plan(
    ledger: Ledger, wanted: frozenset[str], since: int | None, start: int = 0, *, thorough: bool = True
) -> Inquiry:
    """The questions.

    Args:
        ledger: What is known.
        wanted: Symbols that the user named.
        since: Instant from which on events may be missing, ms; None at the start, when no trade can be missing.
        start: Instant from which on fills are told, ms.
        thorough: False to read trades only where something else tells that there may be new ones.
    """
    found = Snapshot()
    asked = [Ask(name, {}) for name in ("time", "open_orders", "open_algo_orders", "position_information")]
    asked.append(Ask("account_balance", {}))
    if since is not None:
        asked.append(Ask("income_history", {"startTime": since, "limit": _PAGE}))
    answers = yield asked
    for answer in answers[:5]:
        if isinstance(answer, BinanceUsdmError):
            found.failure = found.failure or answer
    if found.failure is not None:
        return found
    time, orders, algos, positions, balances = answers[:5]
    found.server_ms = time.server_time
    for order in orders:
        found.add_order(order)
        found.listed.add((order.symbol, order.order_id))
    found.algos = {algo.algo_id: algo for algo in algos}
    found.listed_algos = set(found.algos)
    found.positions, found.balances = list(positions), list(balances)
    symbols: frozenset[str] = frozenset()
    if since is not None:
        history = answers[5]
        if thorough or isinstance(history, BinanceUsdmError) or _wallets_moved(ledger, found):
            symbols = ledger.symbols | wanted | {key[0] for key in found.orders}
            symbols |= {row.symbol for row in found.positions}
        else:
            symbols = wanted | _suspicious(ledger, found)
        if not isinstance(history, BinanceUsdmError):
            incomes: list[Income] = history
            symbols |= {row.symbol for row in incomes if row.symbol}
    yield from _details(ledger, found, symbols, since or 0)
    yield from _strangers(ledger, found)
    yield from _listings(ledger, found, start)
    return found


def _wallets_moved(ledger: Ledger, found: Snapshot) -> bool:
    known = ledger.holdings.balances
    return any(row.balance != known[row.asset].wallet_balance for row in found.balances if row.asset in known)


def _suspicious(ledger: Ledger, found: Snapshot) -> frozenset[str]:
    """Symbols of which something other than trades tells that there may be new ones."""
    orders, positions = ledger.orders, ledger.holdings.positions
    shown = {(row.symbol, str(row.position_side)): row.position_amt for row in found.positions}
    names = {symbol for symbol, _ in orders.holes}
    names |= {key[0] for key in orders.open if key not in found.listed}
    names |= {key[0] for key, row in found.orders.items() if row.executed_qty != orders.counted(key)}
    known = {key: row.position_amount for key, row in positions.items()}
    names |= {key[0] for key, amount in shown.items() if amount != known.get(key, 0)}
    return frozenset(names | {key[0] for key in positions if key not in shown})


def _details(
    ledger: Ledger, found: Snapshot, symbols: frozenset[str], since: int
) -> Generator[list[Ask], list[Answer], None]:
    missing = [key for key in ledger.orders.open if key not in found.listed]
    lost = [key for key in ledger.algos.open if key not in found.listed_algos]
    listed = {(row.symbol, str(row.position_side)) for row in found.positions}
    closed = list(dict.fromkeys(symbol for symbol, side in ledger.holdings.positions if (symbol, side) not in listed))
    trades = [_trades_from(ledger, symbol, since, found.server_ms) for symbol in sorted(symbols)]
    asked = [Ask("query_order", {"symbol": symbol, "orderId": number}) for symbol, number in missing]
    asked += [Ask("query_algo_order", {"algoId": number}) for number in lost]
    asked += [Ask("position_information_v2", {"symbol": symbol}) for symbol in closed]
    if not asked and not trades:
        return
    answers = yield asked + trades
    for key, answer in zip(missing, answers, strict=False):
        _take_order(found, key, answer)
    answers = answers[len(missing) :]
    for number, answer in zip(lost, answers, strict=False):
        if isinstance(answer, NotFound):
            found.unknown_algos.add(number)
        elif isinstance(answer, BinanceUsdmError):
            found.doubtful = True
        else:
            found.algos[number] = answer
    answers = answers[len(lost) :]
    for answer in answers[: len(closed)]:
        if isinstance(answer, BinanceUsdmError):
            found.doubtful = True
        else:
            found.positions += [row for row in answer if (row.symbol, str(row.position_side)) not in listed]
    yield from _pages(found, trades, answers[len(closed) :])


def _trades_from(ledger: Ledger, symbol: str, since: int, server_ms: int) -> Ask:
    number = ledger.orders.fills.resume(symbol, since)
    if number is not None:
        return Ask("account_trades", {"symbol": symbol, "fromId": number, "limit": _PAGE})
    return _window(symbol, since, server_ms)


def _window(symbol: str, start: int, server_ms: int) -> Ask:
    params: dict[str, object] = {"symbol": symbol, "startTime": start, "limit": _PAGE}
    if server_ms - start >= _WEEK_MS:
        params["endTime"] = start + _WEEK_MS - 1
    return Ask("account_trades", params)


def _pages(found: Snapshot, asked: list[Ask], answers: list[Answer]) -> Generator[list[Ask], list[Answer], None]:
    for _ in range(_MOST_PAGES):
        further: list[Ask] = []
        for ask, answer in zip(asked, answers, strict=False):
            if isinstance(answer, BinanceUsdmError):
                found.doubtful = True
                continue
            rows: list[AccountTrade] = list(answer)
            found.add_trades(rows)
            end = ask.params.get("endTime")
            if len(rows) >= _PAGE:
                # The last one again: the other side of a trade with oneself has the same id.
                last = max(row.id for row in rows)
                further.append(Ask("account_trades", {"symbol": ask.params["symbol"], "fromId": last, "limit": _PAGE}))
            elif isinstance(end, int):
                further.append(_window(str(ask.params["symbol"]), end + 1, found.server_ms))
        if not further:
            return
        asked, answers = further, (yield further)
    found.doubtful = True


def _take_order(found: Snapshot, key: OrderKey, answer: Answer) -> None:
    if isinstance(answer, NotFound):
        found.unknown_orders.add(key)
    elif isinstance(answer, BinanceUsdmError):
        found.doubtful = True
    else:
        found.add_order(answer)


def _strangers(ledger: Ledger, found: Snapshot) -> Generator[list[Ask], list[Answer], None]:
    """Orders of trades that no event told, unless their state is here already."""
    fills = ledger.orders.fills
    wanted = [
        key
        for key, trades in found.trades.items()
        if key not in found.orders and any(not fills.has(key[0], key_of_trade(trade)) for trade in trades.values())
    ]
    wanted += [key for key in ledger.orders.holes if key not in found.orders and key not in wanted]
    if wanted:
        answers = yield [Ask("query_order", {"symbol": symbol, "orderId": number}) for symbol, number in wanted]
        for key, answer in zip(wanted, answers, strict=False):
            _take_order(found, key, answer)


def _listings(ledger: Ledger, found: Snapshot, start: int) -> Generator[list[Ask], list[Answer], None]:
    """All trades of orders that have filled more than the fills that are known or were found."""
    if not ledger.orders.counting:
        return
    wanted: list[OrderKey] = []
    for key, row in found.orders.items():
        known = ledger.orders.find(key)
        filled = max(row.executed_qty, known[0].filled_quantity) if known is not None else row.executed_qty
        fresh = sum(
            (
                trade.qty
                for trade in found.trades.get(key, {}).values()
                if trade.time >= start and not ledger.orders.fills.has(key[0], key_of_trade(trade))
            ),
            ledger.orders.counted(key),
        )
        if fresh < filled:
            wanted.append(key)
    if not wanted:
        return
    answers = yield [
        Ask("account_trades", {"symbol": symbol, "orderId": number, "limit": _PAGE}) for symbol, number in wanted
    ]
    for key, answer in zip(wanted, answers, strict=False):
        if isinstance(answer, BinanceUsdmError):
            found.doubtful = True
        else:
            found.add_trades(answer)
            if len(answer) < _PAGE:
                found.listings.add(key)
