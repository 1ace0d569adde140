# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 d5de51531efcd6a90098f5bc8b0276e5c22d43c305f33772ed3d04dd7a3d438e
"""Asynchronous method classes, one for each group."""

from __future__ import annotations

from .account import AsyncAccountMethods
from .algo import AsyncAlgoMethods
from .convert import AsyncConvertMethods
from .market import AsyncMarketMethods
from .trade import AsyncTradeMethods
from .user_stream import AsyncUserStreamMethods

__all__ = [
    "AsyncAccountMethods",
    "AsyncAlgoMethods",
    "AsyncConvertMethods",
    "AsyncMarketMethods",
    "AsyncTradeMethods",
    "AsyncUserStreamMethods",
]
