"""What the final candlesticks of a stream are handed out as: values, no behaviour.

Pure.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import attrs

__all__ = ["BarSource", "ClosedBar", "MissingBars"]


class BarSource(StrEnum):
    """What says that a bar is final."""

    STREAM = "stream"
    """The stream said that it is closed."""
    REST = "rest"
    """The stream did not in time, and a query some time after its end shows these figures."""


@attrs.frozen(kw_only=True)
class ClosedBar:
    """A bar that is over.

    Attributes:
        symbol: Symbol.
        interval: Length as text, such as ``1m``.
        open_time: When it begins, ms.
        close_time: Its last millisecond.
        open: First price.
        high: Highest price.
        low: Lowest price.
        close: Last price.
        volume: In the base asset.
        quote_volume: In the quote asset.
        trade_count: Trades; 0 for a bar in which nobody traded.
        taker_buy_volume: Bought by takers, in the base asset.
        taker_buy_quote_volume: The same in the quote asset.
        source: What says that it is final.
        amends: True when it takes the place of the one handed out before for the same time, or of one that was said to
            be missing.
    """

    symbol: str
    interval: str
    open_time: int
    close_time: int
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal
    quote_volume: Decimal | None
    trade_count: int | None
    taker_buy_volume: Decimal | None
    taker_buy_quote_volume: Decimal | None
    source: BarSource = attrs.field(eq=False)
    amends: bool = attrs.field(default=False, eq=False)


@attrs.frozen(kw_only=True)
class MissingBars:
    """Bars that neither stream nor queries know: a hole, not a time without trades, which has flat bars.

    Attributes:
        symbol: Symbol.
        interval: Length as text.
        first: Opening time of the first one missing, ms.
        last: Opening time of the last one missing, ms.
        count: How many are missing.
    """

    symbol: str
    interval: str
    first: int
    last: int
    count: int
