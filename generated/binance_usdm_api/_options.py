# DO NOT EDIT: @generated, copied from codegen/binance_usdm_codegen/runtime/_options.py by `binance-usdm-codegen generate`.
"""What a caller may set for one call."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

import attrs

__all__ = ["CallOptions", "Carrier", "Instant", "Number"]

Number = Decimal | str | int
"""A price, quantity or rate: exact kinds only, never a float."""
Instant = int | datetime
"""Milliseconds since 1970 UTC, or a datetime that knows its time zone."""


class Carrier(StrEnum):
    """What carries a request."""

    AUTO = "auto"
    REST = "rest"
    WS = "ws"


@attrs.frozen(kw_only=True)
class CallOptions:
    """Options of one call; what is None comes from the client.

    Attributes:
        timeout: Seconds for one attempt, connecting included.
        recv_window: Milliseconds for which the exchange may accept a signed request, 1 to 60000.
        carrier: REST, the WebSocket API, or whichever is connected.
    """

    timeout: float | None = None
    recv_window: int | None = None
    carrier: Carrier | str | None = None
