"""S1: ccxt's asynchronous client trades on the mock exchange as the blocking one does, many calls at once."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import ccxt
import pytest
from tests.peers.ccxt_client.pointing import BTC, ETH, exact
from tests.peers.clock import HeldClock
from tests.peers.truth import Truth


async def test_market_data(async_binance: Any, truth: Truth, clock: HeldClock) -> None:
    with clock.held():
        ticker, book, trades, candles = await asyncio.gather(
            async_binance.fetch_ticker(BTC),
            async_binance.fetch_order_book(BTC, 5),
            async_binance.fetch_trades(BTC, limit=5),
            async_binance.fetch_ohlcv(BTC, "1m", limit=2),
        )
        assert truth.last_price() == exact(ticker["last"])
        assert truth.depth() == {
            side: [(exact(price), exact(size)) for price, size in book[side]] for side in ("bids", "asks")
        }
        assert [trade["id"] for trade in truth.trades()] == [int(trade["id"]) for trade in trades]
        assert [truth.candle(candle[0]) for candle in candles] == [
            [exact(number) for number in candle[1:]] for candle in candles
        ]


async def test_orders_in_flight(async_binance: Any, truth: Truth) -> None:
    price = float(truth.price(away=-0.1))
    placed = await asyncio.gather(
        *(async_binance.create_order(BTC, "limit", "buy", 0.01, price - step) for step in range(20))
    )
    assert sorted(int(order["id"]) for order in placed) == truth.open_ids()
    [edited] = await async_binance.edit_orders(
        [{"id": placed[0]["id"], "symbol": BTC, "type": "limit", "side": "buy", "amount": 0.02, "price": price}]
    )
    assert Decimal("0.02") == truth.order(edited["id"])["qty"] == exact(edited["amount"])
    await async_binance.cancel_orders([order["id"] for order in placed[:10]], BTC)
    assert sorted(int(order["id"]) for order in placed[10:]) == truth.open_ids()
    await async_binance.cancel_all_orders(BTC)
    assert [] == truth.open_ids() == await async_binance.fetch_open_orders(BTC)
    with pytest.raises(ccxt.OrderNotFound, match="-2011"):
        await async_binance.cancel_order(placed[0]["id"], BTC)


async def test_account(async_binance: Any, truth: Truth) -> None:
    await async_binance.set_leverage(5, BTC)
    await async_binance.create_order(BTC, "market", "buy", 0.02)
    await async_binance.create_order(ETH, "market", "sell", 0.5)
    balance, positions, trades = await asyncio.gather(
        async_binance.fetch_balance(), async_binance.fetch_positions(), async_binance.fetch_my_trades(BTC)
    )
    assert truth.wallet() == Decimal(balance["info"]["totalWalletBalance"])
    assert {BTC: truth.position(), ETH: truth.position("ETHUSDT")} == {
        position["symbol"]: {
            "qty": exact(position["contracts"]) * (1 if position["side"] == "long" else -1),
            "entry": exact(position["entryPrice"]),
        }
        for position in positions
    }
    assert [str(fill["id"]) for fill in truth.fills()] == [trade["id"] for trade in trades]
    stop = await async_binance.create_order(
        BTC, "market", "sell", 0.01, None, {"stopLossPrice": float(truth.price(away=-0.2))}
    )
    assert [int(stop["id"])] == truth.open_algo_ids()
    await async_binance.cancel_order(stop["id"], BTC, {"trigger": True})
    assert [] == truth.open_algo_ids()
