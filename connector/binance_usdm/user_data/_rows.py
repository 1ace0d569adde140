"""Rows of REST as the account's own events would tell them. Pure translation; what REST does not tell is None."""

from __future__ import annotations

from decimal import Decimal

from binance_usdm_api.enums import ExecutionType, MarginType, OrderSide, OrderStatus
from binance_usdm_api.models import AccountBalance, AccountTrade, AlgoOrder, Order
from binance_usdm_api.models.account import PositionInformation, PositionInformationV2
from binance_usdm_api.models.user import AlgoUpdateOrder, BalanceUpdate, OrderUpdate, PositionUpdate

__all__ = ["algo_of", "balance_of", "fill_of", "order_of", "position_of"]

# How an order gets into a state; what cannot be told from the state is called a new order.
_EXECUTIONS = {
    "CANCELED": ExecutionType.CANCELED,
    "EXPIRED": ExecutionType.EXPIRED,
    "EXPIRED_IN_MATCH": ExecutionType.EXPIRED,
    "FILLED": ExecutionType.TRADE,
    "PARTIALLY_FILLED": ExecutionType.TRADE,
}


def order_of(row: Order, *, amended: bool = False) -> OrderUpdate:
    """An order; never a fill, since no trade is named.

    Args:
        row: From REST.
        amended: True when price or quantity are not those that were told.
    """
    execution = _EXECUTIONS.get(str(row.status), ExecutionType.NEW)
    return OrderUpdate(
        symbol=row.symbol,
        client_order_id=row.client_order_id or "",
        side=row.side if row.side is not None else OrderSide(""),
        order_type=row.type,
        time_in_force=row.time_in_force,
        original_quantity=row.orig_qty,
        price=row.price,
        average_price=row.avg_price,
        stop_price=row.stop_price,
        execution_type=ExecutionType.AMENDMENT if amended else execution,
        order_status=row.status,
        order_id=row.order_id,
        filled_quantity=row.executed_qty,
        order_trade_time=row.update_time,
        reduce_only=row.reduce_only,
        working_type=row.working_type,
        original_order_type=row.orig_type,
        position_side=row.position_side,
        close_position=row.close_position,
        activation_price=row.activate_price,
        callback_rate=row.price_rate,
        price_protect=row.price_protect,
        self_trade_prevention_mode=row.self_trade_prevention_mode,
        price_match=row.price_match,
        good_till_date=row.good_till_date,
    )


def fill_of(row: Order, trade: AccountTrade, filled: Decimal) -> OrderUpdate:
    """One fill of an order.

    Args:
        row: The order as it is by now.
        trade: The fill.
        filled: What the order had filled with it.
    """
    whole = row.orig_qty is not None and filled >= row.orig_qty
    side = trade.side if trade.side is not None else row.side
    return OrderUpdate(
        symbol=row.symbol,
        client_order_id=row.client_order_id or "",
        side=side if side is not None else OrderSide(""),
        order_type=row.type,
        time_in_force=row.time_in_force,
        original_quantity=row.orig_qty,
        price=row.price,
        average_price=row.avg_price if filled == row.executed_qty else None,
        stop_price=row.stop_price,
        execution_type=ExecutionType.TRADE,
        order_status=OrderStatus.FILLED if whole else OrderStatus.PARTIALLY_FILLED,
        order_id=row.order_id,
        last_filled_quantity=trade.qty,
        filled_quantity=filled,
        last_filled_price=trade.price,
        commission_asset=trade.commission_asset,
        commission=trade.commission,
        order_trade_time=trade.time,
        trade_id=trade.id,
        is_maker=trade.maker,
        reduce_only=row.reduce_only,
        working_type=row.working_type,
        original_order_type=row.orig_type,
        position_side=trade.position_side if trade.position_side is not None else row.position_side,
        close_position=row.close_position,
        realized_profit=trade.realized_pnl,
        self_trade_prevention_mode=row.self_trade_prevention_mode,
        price_match=row.price_match,
        good_till_date=row.good_till_date,
    )


def algo_of(row: AlgoOrder) -> AlgoUpdateOrder:
    """A conditional order."""
    return AlgoUpdateOrder(
        client_algo_id=row.client_algo_id,
        algo_id=row.algo_id,
        algo_type=row.algo_type,
        order_type=row.order_type,
        symbol=row.symbol,
        side=row.side,
        position_side=row.position_side,
        time_in_force=row.time_in_force,
        quantity=row.quantity,
        algo_status=row.algo_status,
        matching_engine_order_id=row.actual_order_id,
        matching_engine_average_price=row.actual_price,
        matching_engine_executed_quantity=row.actual_qty,
        matching_engine_order_type=row.actual_type,
        trigger_price=row.trigger_price,
        order_price=row.price,
        self_trade_prevention_mode=row.self_trade_prevention_mode,
        working_type=row.working_type,
        price_match=row.price_match,
        close_position=row.close_position,
        price_protect=row.price_protect,
        reduce_only=row.reduce_only,
        trigger_time=row.trigger_time,
        good_till_date=row.good_till_date,
    )


def position_of(row: PositionInformation | PositionInformationV2) -> PositionUpdate:
    """A position."""
    if isinstance(row, PositionInformationV2):
        margin = row.margin_type
    else:
        margin = MarginType.ISOLATED_LOWER if row.isolated_margin else MarginType.CROSS_LOWER
    return PositionUpdate(
        symbol=row.symbol,
        position_amount=row.position_amt,
        entry_price=row.entry_price,
        breakeven_price=row.break_even_price,
        unrealized_pnl=row.unrealized_profit,
        margin_type=margin,
        isolated_wallet=row.isolated_wallet,
        position_side=row.position_side,
    )


def balance_of(row: AccountBalance) -> BalanceUpdate:
    """A balance."""
    return BalanceUpdate(asset=row.asset, wallet_balance=row.balance, cross_wallet_balance=row.cross_wallet_balance)
