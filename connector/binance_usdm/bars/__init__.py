"""Final bars: each candlestick once and in order, when it is over, with holes and corrections told.

    async with Bars(client, kline("BTCUSDT", "1m")) as bars:
        async for bar in bars:
            ...

Importing this package loads no asyncio code; that comes with Bars. BarKeeper does no I/O at all.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ._bar import BarSource, ClosedBar, MissingBars
from ._keeper import BarKeeper

if TYPE_CHECKING:
    from ._bars import Bars

__all__ = ["BarKeeper", "BarSource", "Bars", "ClosedBar", "MissingBars"]


def __getattr__(name: str) -> object:
    if name != "Bars":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = import_module("._bars", __name__).Bars
    globals()[name] = value
    return value
