"""What the account's own stream hands out besides the exchange's events.

What a reconciliation found is told as the event that was missed would have told it: the same types, with a field
``source`` more. Code that handles OrderTradeUpdate handles ReconciledOrder too.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from binance_usdm_api import Record, UnknownEvent
from binance_usdm_api.models.user import (
    AccountConfigUpdate,
    AccountUpdate,
    AlgoUpdate,
    ConditionalOrderTriggerReject,
    GridUpdate,
    ListenKeyExpired,
    MarginCall,
    OrderTradeUpdate,
    OrderUpdate,
    StrategyUpdate,
    TradeLite,
)

__all__ = [
    "RECONCILIATION",
    "CompletedFill",
    "Reconciled",
    "ReconciledAccount",
    "ReconciledAlgo",
    "ReconciledOrder",
    "UserEvent",
    "Why",
]

RECONCILIATION = "reconciliation"


class Why(StrEnum):
    """Why the account was reconciled; the weightiest come first."""

    START = "start"
    """The stream has begun."""
    RECONNECT = "reconnect"
    """The connection was lost and opened again."""
    GAP = "gap"
    """Events were lost otherwise."""
    LISTEN_KEY = "listen_key"
    """The listen key ended or was replaced."""
    ROTATION = "rotation"
    """The connection was replaced before it was dropped."""
    MISSED_FILL = "missed_fill"
    """An order has filled more than its events told."""
    UNREADABLE = "unreadable"
    """An event could not be read."""
    UNKNOWN_STATUS = "unknown_status"
    """An order has a status that nobody knows."""
    REQUEST = "request"
    """It was asked for."""
    CONFIRMATION = "confirmation"
    """Some time after a loss, or after doubts, in case REST had lagged behind."""


class ReconciledOrder(OrderTradeUpdate, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A change of an order or a fill that was found over REST."""

    source: str
    """``reconciliation``."""


class ReconciledAlgo(AlgoUpdate, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A change of a conditional order that was found over REST."""

    source: str
    """``reconciliation``."""


class ReconciledAccount(AccountUpdate, frozen=True, kw_only=True, omit_defaults=True):
    """Balances and positions that were found over REST; the reason is ``RECONCILIATION``."""

    source: str
    """``reconciliation``."""


class CompletedFill(Record, frozen=True, kw_only=True, tag_field="e", tag="completed_fill"):
    """The fee of a fill that was told without it, as the account's trades show it.

    The fill itself was told before and is not told again: what counts fills must not count this.
    """

    transaction_time: int
    """Of the event that told the fill, ms."""
    order: OrderUpdate
    """As that event told it, with ``commission`` and ``commission_asset``."""


class Reconciled(Record, frozen=True, kw_only=True, tag_field="e", tag="reconciled"):
    """The account was compared with REST; the differences came just before, as events with a ``source``."""

    reason: Why
    """Why it was done; the weightiest of several reasons."""
    complete: bool
    """False while something did not fit together; it is tried again by itself."""
    fills: int
    """Fills that no event had told."""
    orders: int
    """Other changes of orders that no event had told."""
    algo_orders: int
    """Changes of conditional orders that no event had told."""
    positions: int
    """Positions that no event had told."""
    balances: int
    """Balances that no event had told."""
    vanished: tuple[int, ...] = ()
    """Ids of orders that were open and that the exchange no longer knows, after three days or more."""


UserEvent: TypeAlias = (
    OrderTradeUpdate
    | AccountUpdate
    | AlgoUpdate
    | TradeLite
    | AccountConfigUpdate
    | MarginCall
    | ConditionalOrderTriggerReject
    | StrategyUpdate
    | GridUpdate
    | ListenKeyExpired
    | UnknownEvent
    | CompletedFill
    | Reconciled
)
"""What the iterator of the account's own stream hands out."""
