# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 17f42c62619ceee4820747c37e157ba7db184ee138b5721127d211c5f57a00c7
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
