"""From what REST told to the events that were missed.

Rules of this module:

- Pure. Every difference becomes an event with a source, and goes through the ledger like any other, so that nothing is
  told twice and nothing old overwrites what is new.
- Fills come first, in the order of their ids, then what else changed about their order.
- Fills from before the stream began are history and are not told.
- At the start the state of REST is simply taken on.
- What does not fit together leaves a doubt: the account is compared again.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs

from binance_usdm_api.enums import AccountUpdateReason
from binance_usdm_api.models import AccountTrade, Order
from binance_usdm_api.models.user import AccountUpdateData, BalanceUpdate, PositionUpdate

from ._events import RECONCILIATION, ReconciledAccount, ReconciledAlgo, ReconciledOrder
from ._fills import key_of_trade
from ._holdings import Taken
from ._ledger import Ledger
from ._orders import OrderKey, same_state
from ._plan import Snapshot
from ._rows import algo_of, balance_of, fill_of, order_of, position_of

__all__ = ["Outcome", "merge"]

_FORGOTTEN_MS = 3 * 86_400_000
_ZERO = Decimal(0)


@attrs.define
class Outcome:
    """What a reconciliation found.

    Attributes:
        events: The differences, as events.
        fills: Fills among them.
        orders: Other changes of orders.
        algo_orders: Changes of conditional orders.
        positions: Changed positions.
        balances: Changed balances.
        vanished: Orders that the exchange forgot.
        doubtful: True when something does not fit together.
    """

    events: list[Any] = attrs.field(factory=list[Any])
    fills: int = 0
    orders: int = 0
    algo_orders: int = 0
    positions: int = 0
    balances: int = 0
    vanished: list[int] = attrs.field(factory=list[int])
    doubtful: bool = False


def merge(ledger: Ledger, told: Snapshot, start: int | None) -> Outcome:
    """Take what REST told into the ledger.

    Args:
        ledger: What is known.
        told: What REST told.
        start: Instant from which on fills are told, ms; None at the start.
    """
    outcome = Outcome(doubtful=told.doubtful)
    events: list[ReconciledOrder] = []
    for key in dict.fromkeys([*told.orders, *told.trades]):
        row = told.orders.get(key)
        if row is not None:
            events += _order(ledger, told, key, row, start)
        elif start is not None and any(_untold(ledger, key, told, start)):
            # Trades of an order that cannot be found yet: they are told once it can.
            outcome.doubtful = True
    # The sort is stable: what belongs to one order stays in its order.
    events.sort(key=lambda event: event.transaction_time)
    outcome.fills = sum(1 for event in events if event.order.trade_id is not None)
    outcome.orders = len(events) - outcome.fills
    outcome.events += events
    _missing_orders(ledger, told, outcome)
    _algos(ledger, told, outcome)
    _holdings(ledger, told, outcome)
    if (start is not None and ledger.orders.holes) or ledger.orders.doubtful:
        outcome.doubtful = True
    ledger.orders.doubtful = False
    return outcome


def _untold(ledger: Ledger, key: OrderKey, told: Snapshot, start: int) -> Iterator[AccountTrade]:
    fills = ledger.orders.fills
    for _, trade in sorted(told.trades.get(key, {}).items()):
        if trade.time >= start and not fills.has(key[0], key_of_trade(trade)):
            yield trade


def _order(ledger: Ledger, told: Snapshot, key: OrderKey, row: Order, start: int | None) -> Iterator[ReconciledOrder]:
    orders = ledger.orders
    known = orders.find(key)
    time = row.update_time or row.time or told.server_ms
    if start is not None:
        yield from _fills(ledger, told, key, row, start)
    before = orders.find(key)
    changed = (
        known is not None and (known[0].price, known[0].original_quantity) != (row.price, row.orig_qty)
    )  # fmt: skip
    state = order_of(row, amended=changed and str(row.status) in ("NEW", "PARTIALLY_FILLED"))
    if orders.take_on(state, time) and (before is None or not same_state(before[0], state)):
        yield ReconciledOrder(
            event_type="ORDER_TRADE_UPDATE", transaction_time=time, order=state, source=RECONCILIATION
        )
    if start is None:
        orders.count(key, row.executed_qty)
    elif key in told.listings:
        everything = sum((trade.qty for trade in told.trades.get(key, {}).values()), _ZERO)
        orders.count(key, everything)
    elif before is None:
        orders.count(key, _ZERO)


def _fills(ledger: Ledger, told: Snapshot, key: OrderKey, row: Order, start: int) -> Iterator[ReconciledOrder]:
    orders = ledger.orders
    known = orders.find(key)
    most = row.executed_qty if known is None else max(row.executed_qty, known[0].filled_quantity)
    filled = orders.counted(key)
    listed = key in told.listings
    before: dict[int, Decimal] = {}
    if listed:
        total = _ZERO
        for number, trade in sorted(told.trades[key].items()) if key in told.trades else ():
            total += trade.qty
            before[number] = total
    elif known is None and (row.time or 0) < start:
        untold = sum((trade.qty for trade in _untold(ledger, key, told, start)), _ZERO)
        filled = max(_ZERO, row.executed_qty - untold)
    for trade in list(_untold(ledger, key, told, start)):
        filled += trade.qty
        amount = min(before.get(trade.id, filled), most) if most else filled
        event = ReconciledOrder(
            event_type="ORDER_TRADE_UPDATE",
            transaction_time=trade.time,
            order=fill_of(row, trade, amount),
            source=RECONCILIATION,
        )
        if ledger.admit(event) is not None:
            yield event


def _missing_orders(ledger: Ledger, told: Snapshot, outcome: Outcome) -> None:
    orders = ledger.orders
    for key in orders.open:
        if key in told.listed:
            continue
        known = orders.find(key)
        if key not in told.unknown_orders or known is None:
            # Not in the list of open orders, and its own row calls it open or did not come: one of them lags behind.
            outcome.doubtful = outcome.doubtful or key in told.orders
        elif told.server_ms - known[1] > _FORGOTTEN_MS:
            orders.forget(key)
            outcome.vanished.append(key[1])
        else:
            # "Does not exist" is no proof: orders have been invisible to queries for a while.
            outcome.doubtful = True


def _algos(ledger: Ledger, told: Snapshot, outcome: Outcome) -> None:
    for row in told.algos.values():
        order, time = algo_of(row), row.update_time or row.create_time or told.server_ms
        if ledger.algos.take_on(order, time):
            outcome.algo_orders += 1
            outcome.events.append(
                ReconciledAlgo(event_type="ALGO_UPDATE", transaction_time=time, algo_order=order, source=RECONCILIATION)
            )
    for number in told.unknown_algos:
        known = ledger.algos.find(number)
        if known is not None and told.server_ms - known[1] > _FORGOTTEN_MS:
            ledger.algos.forget(number)
            outcome.vanished.append(number)
        else:
            outcome.doubtful = True


def _holdings(ledger: Ledger, told: Snapshot, outcome: Outcome) -> None:
    holdings = ledger.holdings
    positions: list[PositionUpdate] = []
    balances: list[BalanceUpdate] = []
    latest = 0
    for row in told.positions:
        position = position_of(row)
        taken = holdings.take_position(position, row.update_time or 0)
        if taken in (Taken.NEWS, Taken.DOUBTFUL):
            positions.append(position)
            latest = max(latest, row.update_time or 0)
        outcome.doubtful = outcome.doubtful or taken in (Taken.DOUBTFUL, Taken.OLD)
    for asset in told.balances:
        balance = balance_of(asset)
        taken = holdings.take_balance(balance, asset.update_time or 0)
        if taken in (Taken.NEWS, Taken.DOUBTFUL):
            balances.append(balance)
            latest = max(latest, asset.update_time or 0)
        outcome.doubtful = outcome.doubtful or taken in (Taken.DOUBTFUL, Taken.OLD)
    shown = {(row.symbol, str(row.position_side)) for row in told.positions}
    if any(key not in shown for key in holdings.positions):
        outcome.doubtful = True
    outcome.positions, outcome.balances = len(positions), len(balances)
    if positions or balances:
        outcome.events.append(
            ReconciledAccount(
                event_type="ACCOUNT_UPDATE",
                transaction_time=latest or told.server_ms,
                update=AccountUpdateData(
                    reason=AccountUpdateReason(RECONCILIATION.upper()), balances=balances, positions=positions
                ),
                source=RECONCILIATION,
            )
        )
