# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 17f42c62619ceee4820747c37e157ba7db184ee138b5721127d211c5f57a00c7
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
