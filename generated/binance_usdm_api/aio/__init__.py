# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 751b7b6891a2aa2b2a6304c59a79960245d12f2462e0e786e477c6b3862b1f23
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
