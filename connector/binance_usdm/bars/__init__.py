"""Final bars: each candlestick once and in order, when it is over, with holes and corrections told.

    async with client.bars(kline("BTCUSDT", "1m")) as bars:
        async for bar in bars:
            ...

A blocking client has the same in ``with client.bars(...)``. Importing this package loads no asyncio code; that comes
with the first bars. BarKeeper does no I/O at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import load
from ._bar import BarSource, ClosedBar, MissingBars
from ._keeper import BarKeeper
from ._options import BarOptions

if TYPE_CHECKING:
    from ._bars import Bars
    from ._blocking_bars import BlockingBars

__all__ = ["BarKeeper", "BarOptions", "BarSource", "Bars", "BlockingBars", "ClosedBar", "MissingBars"]

_SHELLS = {"Bars": "._bars", "BlockingBars": "._blocking_bars"}


def __getattr__(name: str) -> object:
    return load(globals(), _SHELLS, name)
