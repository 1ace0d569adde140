# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
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
