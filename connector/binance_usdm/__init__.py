"""A client for Binance USD-M futures that knows what happened to every order.

    from binance_usdm import Client, Credentials

    with Client(environment="testnet", credentials=Credentials.from_env()) as client:
        client.market.klines(symbol="BTCUSDT", interval="1h", limit=100)

Importing this package loads no HTTP, TLS or asyncio code; that comes with the first connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._lazy import load

__version__ = "0.1.0"

if TYPE_CHECKING:
    from binance_usdm_api import CallOptions, Carrier
    from binance_usdm_api.errors import (
        AccountRestricted,
        ApiError,
        AuthRejected,
        Banned,
        BinanceUsdmError,
        Blocked,
        ClockSkew,
        ConfigError,
        CredentialsError,
        DecodeError,
        DuplicateClientOrderId,
        FilterRejected,
        FilterViolation,
        InsufficientFunds,
        InvalidParameter,
        InvalidRequest,
        MissingExtra,
        NotFound,
        NotSent,
        OrderRejected,
        Outcome,
        OutcomeUnknown,
        Overloaded,
        PostOnlyRejected,
        RateLimited,
        ReduceOnlyRejected,
        ServerError,
        StreamClosed,
        StreamError,
        StreamOverflow,
        TransportError,
        UnknownSymbol,
    )

    from ._async_client import AsyncClient
    from ._client import Client
    from .auth import Credentials
    from .core._ambient import Ambient
    from .core._limits import Budget, LocalBudget
    from .core._reply import Reply
    from .core._settings import Settings
    from .environment import Environment
    from .trading._order import OrderRequest
    from .trading._rules import SymbolRules

_ERRORS = (
    "AccountRestricted",
    "ApiError",
    "AuthRejected",
    "Banned",
    "BinanceUsdmError",
    "Blocked",
    "ClockSkew",
    "ConfigError",
    "CredentialsError",
    "DecodeError",
    "DuplicateClientOrderId",
    "FilterRejected",
    "FilterViolation",
    "InsufficientFunds",
    "InvalidParameter",
    "InvalidRequest",
    "MissingExtra",
    "NotFound",
    "NotSent",
    "OrderRejected",
    "Outcome",
    "OutcomeUnknown",
    "Overloaded",
    "PostOnlyRejected",
    "RateLimited",
    "ReduceOnlyRejected",
    "ServerError",
    "StreamClosed",
    "StreamError",
    "StreamOverflow",
    "TransportError",
    "UnknownSymbol",
)
_HOME = {
    "Ambient": "binance_usdm.core._ambient",
    "AsyncClient": "binance_usdm._async_client",
    "Budget": "binance_usdm.core._limits",
    "CallOptions": "binance_usdm_api",
    "Carrier": "binance_usdm_api",
    "Client": "binance_usdm._client",
    "Credentials": "binance_usdm.auth",
    "Environment": "binance_usdm.environment",
    "LocalBudget": "binance_usdm.core._limits",
    "OrderRequest": "binance_usdm.trading._order",
    "Reply": "binance_usdm.core._reply",
    "Settings": "binance_usdm.core._settings",
    "SymbolRules": "binance_usdm.trading._rules",
    **dict.fromkeys(_ERRORS, "binance_usdm_api.errors"),
}

__all__ = [
    "AccountRestricted",
    "Ambient",
    "ApiError",
    "AsyncClient",
    "AuthRejected",
    "Banned",
    "BinanceUsdmError",
    "Blocked",
    "Budget",
    "CallOptions",
    "Carrier",
    "Client",
    "ClockSkew",
    "ConfigError",
    "Credentials",
    "CredentialsError",
    "DecodeError",
    "DuplicateClientOrderId",
    "Environment",
    "FilterRejected",
    "FilterViolation",
    "InsufficientFunds",
    "InvalidParameter",
    "InvalidRequest",
    "LocalBudget",
    "MissingExtra",
    "NotFound",
    "NotSent",
    "OrderRejected",
    "OrderRequest",
    "Outcome",
    "OutcomeUnknown",
    "Overloaded",
    "PostOnlyRejected",
    "RateLimited",
    "ReduceOnlyRejected",
    "Reply",
    "ServerError",
    "Settings",
    "StreamClosed",
    "StreamError",
    "StreamOverflow",
    "SymbolRules",
    "TransportError",
    "UnknownSymbol",
    "__version__",
]


def __getattr__(name: str) -> object:
    return load(globals(), _HOME, name)


def __dir__() -> list[str]:
    return sorted(__all__)
