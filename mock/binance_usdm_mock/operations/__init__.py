"""What each operation of the catalogue answers: JSON values with wire names, one function per operation id."""

from __future__ import annotations

from . import account, algo, candles, convert, history, market, settings, statistics, trade, user_stream
from .registry import HANDLERS

__all__ = [
    "HANDLERS",
    "account",
    "algo",
    "candles",
    "convert",
    "history",
    "market",
    "settings",
    "statistics",
    "trade",
    "user_stream",
]
