"""What the account's own stream tells, against the truth."""

from __future__ import annotations

import asyncio
from decimal import Decimal

from binance_usdm import AsyncClient
from binance_usdm.streams import StreamSettings
from binance_usdm.user_data import Reconciled, UserSettings
from binance_usdm_api.models.user import OrderTradeUpdate

from .ledger import Truth
from .singles import MARKETS

QUICK = UserSettings(
    key_retry=0.1, key_retry_max=0.5, hold=1.0, confirm=1.0, retry=0.2, retry_max=1.0, weight=1_000_000
)
Fill = tuple[int, Decimal, Decimal]
FillKey = tuple[str, int, str]
"""Symbol, number, side: both sides of a trade with oneself have one number."""


class AccountWatcher:
    """Fills that events told, and the state at the end.

    Args:
        client: Whose account it is.
        settings: Intervals of the connection.
    """

    def __init__(self, client: AsyncClient, settings: StreamSettings) -> None:
        self.stream = client.streams.user(symbols=MARKETS, settings=QUICK, stream_settings=settings)
        self.fills: dict[FillKey, Fill] = {}
        self.twice: list[FillKey] = []
        self.recovered = 0

    async def follow(self) -> None:
        """Take events for ever."""
        async for event in self.stream:
            if isinstance(event, Reconciled):
                self.recovered += event.fills + event.orders
            elif isinstance(event, OrderTradeUpdate) and event.order.last_filled_quantity:
                order = event.order
                key = order.symbol or "", order.trade_id or 0, str(order.side)
                if key in self.fills:
                    self.twice.append(key)
                price, quantity = order.last_filled_price or Decimal(0), order.last_filled_quantity
                self.fills[key] = (order.order_id or 0, price, quantity or Decimal(0))

    async def settle(self, truth: Truth) -> None:
        """Wait until all is told, or for as long as that may take."""
        try:
            async with asyncio.timeout(30):
                while not self.stream.reconciled or self.audit(truth):  # noqa: ASYNC110 what is waited for is anything
                    await asyncio.sleep(0.05)
        except TimeoutError:
            return

    def audit(self, truth: Truth) -> list[str]:
        """Everything that was lost, doubled or misstated."""
        wrong = [f"fill {key} was told twice" for key in self.twice]
        fills = {key: each[:3] for key, each in truth.trades.items()}
        if self.fills != fills:
            wrong.append(f"fills differ: {set(self.fills.items()) ^ set(fills.items())}")
        open_now = {
            (name, order.order_id, order.status, order.price, order.quantity, order.executed)
            for name, order in truth.orders.items()
            if order.status in {"NEW", "PARTIALLY_FILLED"}
        }
        told = {
            (each.client_order_id, each.order_id, str(each.order_status), each.price, each.original_quantity,
             each.filled_quantity)
            for each in self.stream.open_orders
        }  # fmt: skip
        if told != open_now:
            wrong.append(f"open orders differ: {told ^ open_now}")
        waiting = {
            (name, algo.algo_id, algo.status)
            for name, algo in truth.algos.items()
            if algo.status in {"NEW", "TRIGGERING", "TRIGGERED"}
        }
        shown = {(each.client_algo_id, each.algo_id, str(each.algo_status)) for each in self.stream.open_algo_orders}
        if shown != waiting:
            wrong.append(f"open conditional orders differ: {shown ^ waiting}")
        held = {symbol: amount for symbol, amount in truth.positions.items() if amount}
        positions = {each.symbol: each.position_amount for each in self.stream.positions if each.position_amount}
        if positions != held:
            wrong.append(f"positions differ: {positions} and truly {held}")
        return wrong
