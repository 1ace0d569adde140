"""A mock of the Binance USDⓈ-M futures exchange: deterministic, over real sockets or in process."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from .clock import VirtualClock
from .engine.refusal import ExchangeError
from .exchange import MockExchange

if TYPE_CHECKING:
    from .server.run import MockServer, serve, serve_forever

__all__ = ["ExchangeError", "MockExchange", "MockServer", "VirtualClock", "serve", "serve_forever"]

_SERVER = frozenset({"MockServer", "serve", "serve_forever"})


def __getattr__(name: str) -> Any:
    # The engine needs no network library; only who serves pays for importing one.
    if name not in _SERVER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        server = importlib.import_module(f"{__name__}.server.run")
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "aiohttp":
            raise
        from binance_usdm_api.errors import MissingExtra

        raise MissingExtra("Serving the mock exchange", "mock") from None
    return getattr(server, name)
