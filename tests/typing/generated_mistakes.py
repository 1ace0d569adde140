"""Calls that a type checker must refuse; each marked line is an error, or the mark itself is one."""

from __future__ import annotations

from binance_usdm_api.api import MarketMethods, TradeMethods
from binance_usdm_api.models import OrderAck
from binance_usdm_api.streams import kline


def refused(market: MarketMethods, trade: TradeMethods, ack: OrderAck) -> None:
    """Floats, unknown intervals, misspelt, missing and positional parameters, and assignment to models."""
    trade.new_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity=0.1)  # type: ignore[arg-type]
    market.klines(symbol="BTCUSDT", interval="7m")  # type: ignore[arg-type]
    market.klines(symbol="BTCUSDT", intervall="1m")  # type: ignore[call-arg]
    market.klines(symbol="BTCUSDT")  # type: ignore[call-arg]
    market.klines("BTCUSDT", interval="1m")  # type: ignore[call-arg]
    trade.new_order(symbol="BTCUSDT", side="BUYY", type="MARKET")  # type: ignore[arg-type]
    kline(symbol="BTCUSDT", interval="2m")  # type: ignore[arg-type]
    ack.symbol = "ETHUSDT"  # type: ignore[misc]
