"""Positions and balances of an account, as last told.

Rules of this module:

- Pure. Every position and every balance carries the instant of its last change; what is older never overwrites it.
- Of one instant, events are taken as they come. REST counts too when it differs, but leaves a doubt.
- What an event tells of positions and balances that are newer already is taken out of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import msgspec

from binance_usdm_api.models.user import AccountUpdate, BalanceUpdate, PositionUpdate

__all__ = ["Holdings", "PositionKey", "Taken"]

PositionKey = tuple[str, str]
"""Symbol and BOTH, LONG or SHORT."""


class Taken(Enum):
    """What became of a row of REST."""

    SAME = 0
    """It said what was known."""
    NEWS = 1
    DOUBTFUL = 2
    """It said something else of the very instant of the last change: either may be the later one."""
    OLD = 3
    """It said something else and is older than what is known."""


def _same_position(one: PositionUpdate, other: PositionUpdate) -> bool:
    # The rest follows from the market, or is told by one of event and REST only.
    return (
        one.position_amount == other.position_amount
        and one.entry_price == other.entry_price
        and (one.isolated_wallet is None or other.isolated_wallet in (None, one.isolated_wallet))
    )


def _same_balance(one: BalanceUpdate, other: BalanceUpdate) -> bool:
    return one.wallet_balance == other.wallet_balance and one.cross_wallet_balance == other.cross_wallet_balance


class Holdings:
    """Positions and balances of an account."""

    def __init__(self) -> None:
        self._positions: dict[PositionKey, tuple[PositionUpdate, int]] = {}
        self._balances: dict[str, tuple[BalanceUpdate, int]] = {}

    def admit(self, event: AccountUpdate) -> AccountUpdate | None:
        """Take an event.

        Returns:
            What of it is news; None for nothing.
        """
        told, time = event.update, event.transaction_time
        balances = [row for row in told.balances or () if self._admit_balance(row, time)]
        positions = [row for row in told.positions or () if self._admit_position(row, time)]
        had = len(told.balances or ()) + len(told.positions or ())
        if len(balances) + len(positions) == had:
            return event
        if not balances and not positions:
            return None
        return msgspec.structs.replace(
            event, update=msgspec.structs.replace(told, balances=balances, positions=positions)
        )

    def _admit_balance(self, row: BalanceUpdate, time: int) -> bool:
        known = self._balances.get(row.asset)
        if known is not None and (time < known[1] or (time == known[1] and _same_balance(row, known[0]))):
            return False
        self._balances[row.asset] = row, time
        return True

    def _admit_position(self, row: PositionUpdate, time: int) -> bool:
        key = row.symbol, str(row.position_side)
        known = self._positions.get(key)
        if known is not None and (time < known[1] or (time == known[1] and _same_position(row, known[0]))):
            return False
        self._positions[key] = row, time
        return True

    # -- for reconciliation -------------------------------------------------------------------------------------------

    def take_position(self, row: PositionUpdate, time: int) -> Taken:
        """Take a position from REST."""
        key = row.symbol, str(row.position_side)
        known = self._positions.get(key)
        if known is None:
            self._positions[key] = row, time
            return Taken.NEWS if row.position_amount else Taken.SAME
        # Prices of one instant may be rounded in two ways.
        at_once = time == known[1] and row.position_amount == known[0].position_amount
        if at_once or _same_position(row, known[0]):
            self._positions[key] = known[0], max(time, known[1])
            return Taken.SAME
        if time < known[1]:
            return Taken.OLD
        doubtful = time == known[1]
        self._positions[key] = row, time
        return Taken.DOUBTFUL if doubtful else Taken.NEWS

    def take_balance(self, row: BalanceUpdate, time: int) -> Taken:
        """Take a balance from REST."""
        known = self._balances.get(row.asset)
        if known is None:
            self._balances[row.asset] = row, time
            return Taken.NEWS if row.wallet_balance else Taken.SAME
        at_once = time == known[1] and row.wallet_balance == known[0].wallet_balance
        if at_once or _same_balance(row, known[0]):
            self._balances[row.asset] = known[0], max(time, known[1])
            return Taken.SAME
        if time < known[1]:
            return Taken.OLD
        doubtful = time == known[1]
        self._balances[row.asset] = row, time
        return Taken.DOUBTFUL if doubtful else Taken.NEWS

    # -- reading ------------------------------------------------------------------------------------------------------

    @property
    def positions(self) -> Mapping[PositionKey, PositionUpdate]:
        """Positions that are not flat."""
        return {key: row for key, (row, _) in self._positions.items() if row.position_amount}

    @property
    def balances(self) -> Mapping[str, BalanceUpdate]:
        """Balances by asset, those of zero too where they were told."""
        return {asset: row for asset, (row, _) in self._balances.items()}
