"""S1: python-binance's asynchronous client, and the WebSocket API of both clients, say what is true."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest
from binance.exceptions import BinanceAPIException
from tests.peers.clock import HeldClock
from tests.peers.truth import Truth

S = "BTCUSDT"


async def test_market_data(async_binance: Any, truth: Truth, clock: HeldClock) -> None:
    with clock.held():
        book, trades, ticker, candles = await asyncio.gather(
            async_binance.futures_order_book(symbol=S, limit=5),
            async_binance.futures_recent_trades(symbol=S, limit=5),
            async_binance.futures_symbol_ticker(symbol=S),
            async_binance.futures_klines(symbol=S, interval="1m", limit=2),
        )
        assert truth.depth() == {
            side: [(Decimal(price), Decimal(size)) for price, size in book[side]] for side in ("bids", "asks")
        }
        assert [trade["id"] for trade in truth.trades()] == [trade["id"] for trade in trades]
        assert truth.last_price() == Decimal(ticker["price"])
        assert [truth.candle(row[0]) for row in candles] == [[Decimal(text) for text in row[1:6]] for row in candles]
    told = await async_binance.futures_exchange_info()
    assert truth.symbols().keys() == {one["symbol"] for one in told["symbols"]}


async def test_orders(async_binance: Any, truth: Truth) -> None:
    price = truth.price(away=-0.1)
    wish = {"symbol": S, "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.01", "price": price}
    placed = await asyncio.gather(*(async_binance.futures_create_order(**wish) for _ in range(10)))
    assert sorted(order["orderId"] for order in placed) == truth.open_ids()
    one = {"symbol": S, "orderId": placed[0]["orderId"]}
    await async_binance.futures_modify_order(**one, side="BUY", quantity="0.02", price=price)
    assert truth.order(one["orderId"])["qty"] == Decimal((await async_binance.futures_get_order(**one))["origQty"])
    batch = await async_binance.futures_place_batch_order(batchOrders=[dict(wish) for _ in range(3)])
    await async_binance.futures_cancel_orders(symbol=S, orderidlist=[row["orderId"] for row in batch[:2]])
    await async_binance.futures_cancel_orders(symbol=S, origclientorderidlist=[batch[2]["clientOrderId"]])
    assert ["CANCELED"] * 3 == [truth.order(row["orderId"])["status"] for row in batch]
    await async_binance.futures_cancel_all_open_orders(symbol=S)
    assert [] == truth.open_ids() == await async_binance.futures_get_open_orders(symbol=S)
    assert 13 == len(await async_binance.futures_get_all_orders(symbol=S))
    with pytest.raises(BinanceAPIException) as refused:
        await async_binance.futures_cancel_order(**one)
    assert (400, -2011) == (refused.value.status_code, refused.value.code)
    below = truth.price(away=-0.2)
    stop = await async_binance.futures_create_order(
        symbol=S, side="SELL", type="STOP_MARKET", stopPrice=below, quantity="0.01"
    )
    assert [stop["algoId"]] == truth.open_algo_ids()
    await async_binance.futures_cancel_algo_order(symbol=S, algoId=stop["algoId"])
    assert [] == truth.open_algo_ids()


async def test_account(async_binance: Any, truth: Truth) -> None:
    await async_binance.futures_change_leverage(symbol=S, leverage=5)
    await async_binance.futures_change_margin_type(symbol=S, marginType="ISOLATED")
    assert (5, True) == (truth.leverage(), truth.isolated())
    await async_binance.futures_create_order(symbol=S, side="SELL", type="MARKET", quantity="0.01")
    account, positions, trades, income = await asyncio.gather(
        async_binance.futures_account(),
        async_binance.futures_position_information(symbol=S),
        async_binance.futures_account_trades(symbol=S),
        async_binance.futures_income_history(),
    )
    assert truth.wallet() == Decimal(account["totalWalletBalance"])
    assert [truth.position()] == [
        {"qty": Decimal(row["positionAmt"]), "entry": Decimal(row["entryPrice"])} for row in positions
    ]
    assert [fill["id"] for fill in truth.fills()] == [row["id"] for row in trades]
    assert [row["amount"] for row in truth.income()] == [Decimal(row["income"]) for row in income]


def over_the_blocking_client(binance: Any, truth: Truth) -> set[str]:
    """Call every method of the WebSocket API; the names of those that were called."""
    called: set[str] = set()

    def call(name: str, **params: Any) -> Any:
        called.add(f"ws_futures_{name}")
        return getattr(binance, f"ws_futures_{name}")(**params)

    assert truth.symbols().keys() == {row["symbol"] for row in call("get_all_tickers")}
    assert 5 == len(call("get_order_book", symbol=S, limit=5)["bids"])
    assert S == call("get_order_book_ticker", symbol=S)["symbol"]
    price = truth.price(away=-0.1)
    wish = {"symbol": S, "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": 0.01, "price": price}
    one = {"symbol": S, "orderId": call("create_order", **wish)["orderId"]}
    assert [one["orderId"]] == truth.open_ids()
    call("edit_order", **one, side="BUY", quantity=0.02, price=price)
    assert truth.order(one["orderId"])["qty"] == Decimal(call("get_order", **one)["origQty"]) == Decimal("0.02")
    call("cancel_order", **one)
    assert "CANCELED" == truth.order(one["orderId"])["status"]
    with pytest.raises(BinanceAPIException) as refused:
        call("cancel_order", **one)
    assert -2011 == refused.value.code
    stop = {"symbol": S, "side": "SELL", "type": "STOP_MARKET", "quantity": 0.01}
    below = truth.price(away=-0.2)
    algo = call("create_algo_order", **stop, algoType="CONDITIONAL", triggerPrice=below)["algoId"]
    assert {algo, call("create_order", **stop, stopPrice=below)["algoId"]} == set(truth.open_algo_ids())
    call("cancel_algo_order", symbol=S, algoId=algo)
    assert "CANCELED" == truth.algo(algo)["status"]
    call("create_order", symbol=S, side="SELL", type="MARKET", quantity=0.01)
    for version in ("", "v2_"):
        assert truth.wallet() == Decimal(call(f"{version}account_status")["totalWalletBalance"])
        assert truth.wallet() == Decimal(call(f"{version}account_balance")[0]["balance"])
        [held] = call(f"{version}account_position", symbol=S)
        assert truth.position()["qty"] == Decimal(held["positionAmt"])
    return called


def test_every_method_of_the_websocket_api(binance: Any, truth: Truth) -> None:
    called = over_the_blocking_client(binance, truth)
    assert called == {name for name in dir(binance) if name.startswith("ws_futures_")}
    binance.loop.run_until_complete(binance.ws_future.close())


@pytest.fixture
async def api(async_binance: Any) -> AsyncIterator[Any]:
    """The asynchronous client, its WebSocket API closed in the end."""
    yield async_binance
    await async_binance.ws_future.close()


async def test_orders_in_flight_over_the_websocket_api(api: Any, truth: Truth) -> None:
    price = truth.price(away=-0.1)
    wish = {"symbol": S, "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.01", "price": price}
    placed = await asyncio.gather(*(api.ws_futures_create_order(**wish) for _ in range(10)))
    assert sorted(order["orderId"] for order in placed) == truth.open_ids()
    await asyncio.gather(*(api.ws_futures_cancel_order(symbol=S, orderId=order["orderId"]) for order in placed))
    assert [] == truth.open_ids()
    assert truth.wallet() == Decimal((await api.ws_futures_v2_account_balance())[0]["balance"])
