# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 d5de51531efcd6a90098f5bc8b0276e5c22d43c305f33772ed3d04dd7a3d438e
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
