"""S1: what ccxt.pro hears on market streams and on the user stream is what happened."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.peers.ccxt_client.pointing import BTC, ETH, exact
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer

PATIENCE = 60


async def hear(watched: Awaitable[Any]) -> Any:
    """What is told next; a minute is the bound of the wait, not what is expected."""
    return await asyncio.wait_for(watched, PATIENCE)


async def agrees(watch: Callable[[], Awaitable[Any]], told: Callable[[Any], Any], true: Callable[[], Any]) -> None:
    """Watch until what is told is what is true now; between the two the market may have moved on."""
    pairs: list[Any] = []
    for _ in range(40):
        event = await hear(watch())
        pairs.append((told(event), true()))
        if pairs[-1][0] == pairs[-1][1]:
            return
    raise AssertionError(pairs)


async def test_order_book(watching: Any, truth: Truth) -> None:
    def top(book: Any) -> Any:
        return {side: [(exact(price), exact(size)) for price, size in book[side][:5]] for side in ("bids", "asks")}

    for _ in range(3):
        await agrees(lambda: watching.watch_order_book(BTC), top, truth.depth)
    await agrees(lambda: watching.watch_order_book_for_symbols([ETH]), top, lambda: truth.depth("ETHUSDT"))


async def test_prices(watching: Any, truth: Truth) -> None:
    await agrees(lambda: watching.watch_ticker(BTC), lambda told: exact(told["last"]), truth.last_price)
    await agrees(lambda: watching.watch_tickers([BTC]), lambda told: exact(told[BTC]["last"]), truth.last_price)
    await agrees(lambda: watching.watch_mark_price(BTC), lambda told: exact(told["markPrice"]), truth.mark_price)
    await agrees(
        lambda: watching.watch_bids_asks([BTC]),
        lambda told: (exact(told[BTC]["bid"]), exact(told[BTC]["bidVolume"])),
        lambda: truth.depth()["bids"][0],
    )
    assert BTC in await hear(watching.watch_tickers())
    # Contracts on traditional assets come in a frame of their own.
    assert (await hear(watching.watch_mark_prices())).keys() <= set(watching.symbols)


async def test_trades(watching: Any, truth: Truth) -> None:
    [first] = await hear(watching.watch_trades(BTC))
    [other] = await hear(watching.watch_trades_for_symbols([ETH]))
    for trade, symbol in ((first, "BTCUSDT"), (other, "ETHUSDT")):
        [true] = [row for row in truth.trades(symbol, 50) if row["id"] == int(trade["id"])]
        assert (true["price"], true["qty"], true["time"]) == (
            exact(trade["price"]),
            exact(trade["amount"]),
            trade["timestamp"],
        )


async def test_candles(watching: Any, truth: Truth) -> None:
    def newest(candles: Any) -> Any:
        return [exact(number) for number in candles[-1][1:]]

    opened: list[int] = []

    async def watch() -> Any:
        candles = await watching.watch_ohlcv(BTC, "1m")
        opened.append(candles[-1][0])
        return candles

    await agrees(watch, newest, lambda: truth.candle(opened[-1]))
    told = await hear(watching.watch_ohlcv_for_symbols([[ETH, "5m"]]))
    assert "5m" in told[ETH]


async def test_the_user_stream(watching: Any, exchange: MockServer, truth: Truth) -> None:
    async def closed_order() -> Any:
        while (told := await watching.watch_orders(BTC))[-1]["status"] != "closed":
            assert "open" == told[-1]["status"]
        return told[-1]

    async def some_position() -> Any:
        # The first answer may be the snapshot it takes over REST.
        while not (told := await watching.watch_positions([BTC])):
            pass
        return told

    orders, trades, balance, positions = (
        asyncio.ensure_future(watched)
        for watched in (
            closed_order(),
            watching.watch_my_trades(BTC),
            watching.watch_balance(),
            some_position(),
        )
    )
    for _ in range(600):
        if exchange.live.connections(route="private"):
            break
        await asyncio.sleep(0.05)
    placed = await watching.create_order(BTC, "market", "buy", 0.01)
    [fill] = truth.fills()
    heard = await hear(orders)
    assert (placed["id"], fill["price"], fill["qty"]) == (
        heard["id"],
        exact(heard["average"]),
        exact(heard["filled"]),
    )
    [trade] = await hear(trades)
    assert (str(fill["id"]), fill["price"], fill["commission"]) == (
        trade["id"],
        exact(trade["price"]),
        exact(trade["fee"]["cost"]),
    )
    assert truth.wallet() == exact((await hear(balance))["USDT"]["total"])
    [position] = await hear(positions)
    assert (truth.position()["qty"], truth.position()["entry"], "long") == (
        exact(position["contracts"]),
        exact(position["entryPrice"]),
        position["side"],
    )


async def test_orders_over_the_websocket_api(watching: Any, truth: Truth) -> None:
    price = float(truth.price(away=-0.1))
    placed = await hear(watching.create_order_ws(BTC, "limit", "buy", 0.01, price))
    assert [int(placed["id"])] == truth.open_ids()
    await hear(watching.edit_order_ws(placed["id"], BTC, "limit", "buy", 0.02, price))
    found = await hear(watching.fetch_order_ws(placed["id"], BTC))
    assert truth.order(placed["id"])["qty"] == exact(found["amount"]) == exact("0.02")
    await hear(watching.cancel_order_ws(placed["id"], BTC))
    assert "CANCELED" == truth.order(placed["id"])["status"]
    stop = {"stopLossPrice": float(truth.price(away=-0.2))}
    algo = await hear(watching.create_order_ws(BTC, "market", "sell", 0.01, None, stop))
    assert [int(algo["id"])] == truth.open_algo_ids()
    await hear(watching.cancel_order_ws(algo["id"], BTC, {"trigger": True}))
    assert [] == truth.open_algo_ids()


async def test_queries_over_the_websocket_api(watching: Any, truth: Truth) -> None:
    for method in ("account.balance", "v2/account.balance", "account.status", "v2/account.status"):
        balance = await hear(watching.fetch_balance_ws({"method": method}))
        assert truth.wallet() == exact(balance["USDT"]["total"]), method
    await hear(watching.create_order_ws(BTC, "market", "buy", 0.01))
    # It drops positions that are none by the text of their price.
    [position] = await hear(watching.fetch_positions_ws())
    assert (BTC, truth.position()["qty"]) == (position["symbol"], exact(position["contracts"]))
    await agrees(
        lambda: watching.fetch_order_book_ws(BTC, 5),
        lambda book: [(exact(price), exact(size)) for price, size in book["asks"]],
        lambda: truth.depth()["asks"],
    )
    await agrees(
        lambda: watching.fetch_ticker_ws(BTC, {"method": "ticker.book"}),
        lambda told: (exact(told["ask"]), exact(told["askVolume"])),
        lambda: truth.depth()["asks"][0],
    )
