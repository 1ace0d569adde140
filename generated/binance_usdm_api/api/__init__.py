# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Synchronous method classes, one for each group."""

from __future__ import annotations

from .account import AccountMethods
from .algo import AlgoMethods
from .convert import ConvertMethods
from .market import MarketMethods
from .trade import TradeMethods
from .user_stream import UserStreamMethods

__all__ = [
    "AccountMethods",
    "AlgoMethods",
    "ConvertMethods",
    "MarketMethods",
    "TradeMethods",
    "UserStreamMethods",
]
