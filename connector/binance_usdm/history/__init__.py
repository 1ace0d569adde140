"""Any range of history, page by page: as rows, as columns, for Arrow, pandas and Polars.

for kline in client.history.klines(symbol="BTCUSDT", interval="1h", start="2026-01-01", end="2026-02-01"):
    ...
frame = client.history.klines(symbol="BTCUSDT", interval="1m", start="2026-01-01").to_polars()
"""

from __future__ import annotations

from ._async_history import AsyncHistory
from ._async_rows import AsyncHistoryRows
from ._column import Column
from ._columns import Columns
from ._history import History
from ._instant import When
from ._progress import Progress
from ._rows import HistoryRows
from ._schema import ColumnKind

__all__ = [
    "AsyncHistory",
    "AsyncHistoryRows",
    "Column",
    "ColumnKind",
    "Columns",
    "History",
    "HistoryRows",
    "Progress",
    "When",
]
