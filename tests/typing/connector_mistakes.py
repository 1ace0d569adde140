"""Calls of the connector that a type checker must refuse; each marked line is an error, or the mark itself is one."""

from __future__ import annotations

from binance_usdm import AsyncClient, Client, Settings


def refused(client: Client, aio: AsyncClient) -> None:
    """Misspelt and wrong arguments, floats for money, order types that do not exist, forgotten parts."""
    Client(enviroment="testnet")  # type: ignore[call-arg]
    AsyncClient(credentials="key")  # type: ignore[arg-type]
    Settings(timeout="5")  # type: ignore[arg-type]
    client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity=0.1, price="1")  # type: ignore[arg-type]
    client.place_order(symbol="BTCUSDT", side="BUY", type="LIMT", quantity="1")  # type: ignore[arg-type]
    client.place_order(symbol="BTCUSDT", side="BUY", quantity="1")  # type: ignore[call-arg]
    client.place_order(symbol="BTCUSDT", side="BUY", type="MARKET", stop="1")  # type: ignore[call-arg]
    client.symbol("BTCUSDT").round_quantity(0.1, "ROUND_DOWN")  # type: ignore[arg-type]
    client.symbol("BTCUSDT").round_quantity("0.1")  # type: ignore[call-arg]
