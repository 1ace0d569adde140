# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 751b7b6891a2aa2b2a6304c59a79960245d12f2462e0e786e477c6b3862b1f23
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
