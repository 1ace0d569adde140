"""Results for reading: tables and small charts in a terminal, tables in Jupyter.

from binance_usdm import display

display.show(client.market.klines(symbol="BTCUSDT", interval="1h", limit=24))
%load_ext binance_usdm.display      in IPython and Jupyter: results print as tables
"""

from __future__ import annotations

from ._candles import candles
from ._html import html_table
from ._ipython import load_ipython_extension, unload_ipython_extension
from ._show import show, show_candles
from ._table import table

__all__ = [
    "candles",
    "html_table",
    "load_ipython_extension",
    "show",
    "show_candles",
    "table",
    "unload_ipython_extension",
]
