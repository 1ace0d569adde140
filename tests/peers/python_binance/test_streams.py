"""S1: every futures stream of python-binance is heard, and its user stream and order book tell what happened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from binance.ws.depthcache import FuturesDepthCacheManager
from binance.ws.keepalive_websocket import KeepAliveWebsocket
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer

S = "BTCUSDT"
PATIENCE = 60


async def hear(socket: Any) -> Any:
    """The next message; a minute is the bound of the wait, not what is expected."""
    return await asyncio.wait_for(socket.recv(), PATIENCE)


MARKET: dict[str, Callable[[Any], Any]] = {
    "continuous_kline": lambda sockets: sockets.kline_futures_socket(S),
    "aggTrade": lambda sockets: sockets.aggtrade_futures_socket(S),
    "24hrTicker": lambda sockets: sockets.individual_symbol_ticker_futures_socket(S),
    "bookTicker": lambda sockets: sockets.symbol_ticker_futures_socket(S),
    "markPriceUpdate": lambda sockets: sockets.symbol_mark_price_socket(S),
    "depthUpdate": lambda sockets: sockets.futures_depth_socket(S),
    "depthUpdate rpi": lambda sockets: sockets.futures_rpi_depth_socket(S),
    "24hrTicker all": lambda sockets: sockets.futures_ticker_socket(),
    "24hrMiniTicker": lambda sockets: sockets.all_ticker_futures_socket("!miniTicker@arr"),
    "bookTicker all": lambda sockets: sockets.all_ticker_futures_socket(),
    "markPriceUpdate all": lambda sockets: sockets.all_mark_price_socket(),
    "aggTrade combined": lambda sockets: sockets.futures_multiplex_socket(["btcusdt@aggTrade"]),
    "depthUpdate combined": lambda sockets: sockets.futures_multiplex_socket(
        ["btcusdt@depth@100ms"], category="public"
    ),
}


async def test_every_market_stream(sockets: Any) -> None:
    async def first(make: Callable[[Any], Any]) -> Any:
        async with make(sockets) as socket:
            return await hear(socket)

    heard = dict(zip(MARKET, await asyncio.gather(*(first(make) for make in MARKET.values())), strict=True))
    for name, message in heard.items():
        event = message.get("data", message)
        event = event[0] if isinstance(event, list) else event
        assert name.split()[0] == event["e"], name


async def test_trades_are_those_of_the_market(sockets: Any, truth: Truth) -> None:
    async with sockets.aggtrade_futures_socket(S) as socket:
        event = (await hear(socket))["data"]
    [true] = [trade for trade in truth.trades(count=50) if trade["id"] == event["a"]]
    assert (true["price"], true["qty"], true["time"], true["buyerIsMaker"]) == (
        Decimal(event["p"]),
        Decimal(event["q"]),
        event["T"],
        event["m"],
    )


async def test_the_order_book_it_keeps(sockets: Any, async_binance: Any, truth: Truth) -> None:
    seen: list[Any] = []
    async with FuturesDepthCacheManager(async_binance, S, bm=sockets, conv_type=Decimal) as manager:
        for _ in range(40):
            cache = await hear(manager)
            seen.append(({"bids": cache.get_bids()[:5], "asks": cache.get_asks()[:5]}, truth.depth()))
            told = {side: [tuple(level) for level in levels] for side, levels in seen[-1][0].items()}
            # Between the two the market may have moved on.
            if told == seen[-1][1]:
                return
    raise AssertionError(seen[-1])


async def test_the_user_stream(
    sockets: Any, async_binance: Any, exchange: MockServer, truth: Truth, monkeypatch: pytest.MonkeyPatch
) -> None:
    # How long it takes to notice that it is to end.
    monkeypatch.setattr(KeepAliveWebsocket, "TIMEOUT", 0.5)
    async with sockets.futures_user_socket() as socket:
        [peer] = exchange.live.connections(route="private")
        assert truth.listen_keys() == [use.key for use in peer.keys]
        await async_binance.futures_create_order(symbol=S, side="BUY", type="MARKET", quantity="0.01")
        heard = [await hear(socket) for _ in range(4)]
        await async_binance.futures_change_leverage(symbol=S, leverage=9)
        config = await hear(socket)
        below = truth.price(away=-0.2)
        await async_binance.futures_create_order(
            symbol=S, side="SELL", type="STOP_MARKET", stopPrice=below, quantity="0.01"
        )
        algo = await hear(socket)
    [fill] = truth.fills()
    new, lite, account, filled = heard
    assert ["ORDER_TRADE_UPDATE", "TRADE_LITE", "ACCOUNT_UPDATE", "ORDER_TRADE_UPDATE"] == [row["e"] for row in heard]
    assert ("NEW", "FILLED", fill["id"], fill["orderId"]) == (
        new["o"]["X"],
        filled["o"]["X"],
        filled["o"]["t"],
        filled["o"]["i"],
    )
    assert (fill["price"], fill["commission"], fill["price"]) == (
        Decimal(filled["o"]["L"]),
        Decimal(filled["o"]["n"]),
        Decimal(lite["L"]),
    )
    [balance], [position] = account["a"]["B"], account["a"]["P"]
    assert (truth.wallet(), truth.position()["qty"]) == (Decimal(balance["wb"]), Decimal(position["pa"]))
    assert ("ACCOUNT_CONFIG_UPDATE", S, 9) == (config["e"], config["ac"]["s"], config["ac"]["l"])
    assert ("ALGO_UPDATE", truth.open_algo_ids()) == (algo["e"], [algo["o"]["aid"]])
