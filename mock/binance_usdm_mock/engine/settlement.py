"""What a fill does to an account: position, realized profit, fee, wallet, records."""

from __future__ import annotations

from collections.abc import Callable

from .account import Account, Fill
from .fixed import E8, div
from .ledger import Ledger
from .order import FILLED, PARTIALLY_FILLED, Order
from .position import Position

__all__ = ["settle"]

_MILLION = 1_000_000


def settle(
    account: Account,
    order: Order,
    *,
    price: int,
    quantity: int,
    maker: bool,
    time: int,
    trade_id: int,
    rate: Callable[[str], int],
    ledger: Ledger,
    profit: str = "REALIZED_PNL",
    free: bool = False,
) -> Fill:
    """Book a fill.

    Args:
        account: Who traded.
        order: The order that was filled.
        price: Ticks.
        quantity: Steps.
        maker: True when the order rested.
        time: When (ms).
        trade_id: Id of the public trade.
        rate: Dollars of an asset in units of 1e-8, for fees in BNB.
        ledger: Where it is written down.
        profit: Income type of the realized profit.
        free: True when no commission is taken.
    """
    symbol = order.symbol
    value = symbol.value(price, quantity)
    order.executed += quantity
    order.quote += value
    order.update_time = time
    order.status = PARTIALLY_FILLED if order.left else FILLED
    position = account.position(symbol, order.position_side)
    held = position.quantity
    realized = position.apply(quantity if order.buy else -quantity, price)
    _set_aside(account, position, held, value, quantity)
    rate_ppm = account.retail_ppm if order.time_in_force == "RPI" else account.maker_ppm if maker else account.taker_ppm
    fee = 0 if free else div(value * rate_ppm, _MILLION)
    asset, commission = symbol.margin_asset, fee
    if account.fee_burn and fee:
        in_bnb = fee * 9 * E8 // (10 * rate("BNB"))
        if account.wallet.get("BNB", 0) >= in_bnb:
            asset, commission = "BNB", in_bnb
    if position.quantity:
        position.fees += fee
    position.update_time = time
    account.touch(position)
    account.stirred = True
    identity = str(trade_id)
    account.book_income(time, symbol.symbol, profit, symbol.margin_asset, realized, identity)
    account.book_income(time, symbol.symbol, "COMMISSION", asset, -commission, identity)
    fill = Fill(trade_id, time, order, price, quantity, value, maker, realized, commission, asset)
    account.fills.setdefault(symbol.symbol, []).append(fill)
    ledger.write(
        time,
        "trade",
        account=account.name,
        symbol=symbol.symbol,
        tradeId=trade_id,
        orderId=order.id,
        clientOrderId=order.client_id,
        side=order.side,
        positionSide=order.position_side,
        price=symbol.price_text(price),
        qty=symbol.quantity_text(quantity),
        maker=maker,
        status=order.told or order.status,
        realizedPnl=realized,
        commission=commission,
        commissionAsset=asset,
    )
    return fill


def _set_aside(account: Account, position: Position, held: int, value: int, quantity: int) -> None:
    """Move money into or out of an isolated position."""
    symbol = position.symbol
    if not account.is_isolated(symbol):
        return
    now = position.quantity
    if not now:
        position.isolated = 0
    elif held and (held > 0) == (now > 0) and abs(now) < abs(held):
        position.isolated = position.isolated * abs(now) // abs(held)
    elif not held or (held > 0) == (now > 0):
        position.isolated += value // account.leverage_of(symbol)
    else:
        position.isolated = value * abs(now) // quantity // account.leverage_of(symbol)
