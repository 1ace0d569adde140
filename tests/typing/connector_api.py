"""The connector's types as users see them: mypy --strict and pyright strict accept this file; it is never run."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_type

from binance_usdm import AsyncClient, CallOptions, Client, Credentials, Reply, Settings, SymbolRules
from binance_usdm_api.models import AlgoOrderAck, OrderAck


def blocking() -> None:
    """The blocking client."""
    with Client(
        environment="testnet", credentials=Credentials("key", "secret"), settings=Settings(timeout=5)
    ) as client:
        assert_type(client, Client)
        assert_type(client.trade.new_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity="1"), OrderAck)
        placed = client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity=Decimal(1), price="60000")
        assert_type(placed, OrderAck | AlgoOrderAck)
        assert_type(client.symbol("BTCUSDT"), SymbolRules)
        assert_type(client.symbol("BTCUSDT").round_price("1", "ROUND_DOWN"), Decimal)
        assert_type(client.sync_clock(), tuple[float, float])
        client.call("ping", {}, CallOptions(timeout=1))


async def asynchronous() -> None:
    """The asynchronous client."""
    async with AsyncClient(environment="testnet", proxy=None) as client:
        assert_type(client, AsyncClient)
        ack = await client.trade.new_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity=1)
        assert_type(ack, OrderAck)
        assert_type(await client.symbol("BTCUSDT"), SymbolRules)


def replies(reply: Reply[OrderAck]) -> int:
    """A reply carries its result's type."""
    assert_type(reply.result, OrderAck)
    return reply.result.order_id
