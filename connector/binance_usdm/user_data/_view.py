"""An account at a glance: what is open and what is held, as last told. Pure, read-only."""

from __future__ import annotations

from collections.abc import Mapping

from binance_usdm_api.enums import PositionSide
from binance_usdm_api.models.user import AlgoUpdateOrder, BalanceUpdate, OrderUpdate, PositionUpdate

from ._ledger import Ledger

__all__ = ["AccountView"]


class AccountView:
    """What is known of an account.

    Args:
        ledger: Where it is kept.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @property
    def open_orders(self) -> tuple[OrderUpdate, ...]:
        """Open orders, whoever placed them."""
        return tuple(self._ledger.orders.open.values())

    @property
    def open_algo_orders(self) -> tuple[AlgoUpdateOrder, ...]:
        """Conditional orders that have not ended."""
        return tuple(self._ledger.algos.open.values())

    @property
    def positions(self) -> tuple[PositionUpdate, ...]:
        """Positions that are not flat."""
        return tuple(self._ledger.holdings.positions.values())

    @property
    def balances(self) -> Mapping[str, BalanceUpdate]:
        """Balances by asset."""
        return self._ledger.holdings.balances

    def position(self, symbol: str, side: PositionSide | str = PositionSide.BOTH) -> PositionUpdate | None:
        """A position; None for a flat one.

        Args:
            symbol: Such as ``BTCUSDT``.
            side: LONG or SHORT in hedge mode.
        """
        return self._ledger.holdings.positions.get((symbol, str(side)))

    def order(self, symbol: str, order_id: int) -> OrderUpdate | None:
        """An order that is open, or ended not too long ago.

        Args:
            symbol: Such as ``BTCUSDT``.
            order_id: The exchange's id.
        """
        found = self._ledger.orders.find((symbol, order_id))
        return None if found is None else found[0]
