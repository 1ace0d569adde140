"""A mock of the Binance USDⓈ-M futures exchange: deterministic, over real sockets or in process."""

from __future__ import annotations

from .exchange import MockExchange

__all__ = ["MockExchange"]
