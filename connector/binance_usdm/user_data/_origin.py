"""Where an order came from, as far as its own id and its events tell.

Pure. Prefixes as the exchange documents and users report them; an id of another shape is a program's.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Origin", "origin_of"]


class Origin(StrEnum):
    """Where an order came from."""

    PROGRAM = "program"
    """Some program, this one or another."""
    MANUAL = "manual"
    """The exchange's website or app."""
    LIQUIDATION = "liquidation"
    """The exchange closes a position whose margin is used up."""
    ADL = "adl"
    """The exchange reduces a position to cover somebody else's liquidation."""
    SETTLEMENT = "settlement"
    """The exchange settles a contract that is delisted."""
    DELIVERY = "delivery"
    """The exchange settles a contract that is delivered."""

    @property
    def forced(self) -> bool:
        """True when the exchange placed the order by itself."""
        return self not in (Origin.PROGRAM, Origin.MANUAL)


_PREFIXES = (
    ("autoclose-", Origin.LIQUIDATION),
    ("adl_autoclose", Origin.ADL),
    ("settlement_autoclose-", Origin.SETTLEMENT),
    ("delivery_autoclose-", Origin.DELIVERY),
    ("web_", Origin.MANUAL),
    ("android_", Origin.MANUAL),
    ("ios_", Origin.MANUAL),
    ("electron_", Origin.MANUAL),
)
_STATUSES = {"NEW_INSURANCE": Origin.LIQUIDATION, "NEW_ADL": Origin.ADL}


def origin_of(client_order_id: str | None, execution_type: str | None = None, status: str | None = None) -> Origin:
    """Where an order came from.

    Args:
        client_order_id: Own id of the order.
        execution_type: ``x`` of its event, where there is one; CALCULATED marks a liquidation.
        status: Status of the order; NEW_INSURANCE and NEW_ADL mark forced orders.
    """
    for prefix, origin in _PREFIXES:
        if client_order_id is not None and client_order_id.startswith(prefix):
            return origin
    if status is not None and status in _STATUSES:
        return _STATUSES[status]
    return Origin.LIQUIDATION if execution_type == "CALCULATED" else Origin.PROGRAM
