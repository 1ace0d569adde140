"""ccxt.pro through its watch methods: unified dicts with floats.

It hands out what is newest whenever it is asked, so it may pass events over; a burst is taken when its last event is
seen, however many were passed over. Its limiter is off.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import ccxt
import ccxt.pro
from harness import bursts, many

from .ccxt_exchange import pointed_at

_SYMBOL = "BTC/USDT:USDT"
# Longer bursts have frozen it for good with versions of aiohttp that stop reading when much is waiting.
_MOST = 2_000


async def _exchange(origin: str) -> Any:
    exchange = pointed_at(ccxt.pro.binanceusdm({"enableRateLimit": False}), origin)
    exchange.urls["api"]["ws"]["linear"] = origin.replace("http", "ws", 1) + "/ws"
    await exchange.load_markets()
    return exchange


async def agg_trades(origin: str) -> Callable[[int], Awaitable[None]]:
    """Aggregate trades; the last one of a burst is known by its id."""
    exchange = await _exchange(origin)
    name = {"name": "aggTrade"}
    last = int((await exchange.watch_trades(_SYMBOL, params=name))[-1]["id"])

    async def take(count: int) -> None:
        nonlocal last
        wanted = last + count
        while last < wanted:
            last = int((await exchange.watch_trades(_SYMBOL, params=name))[-1]["id"])

    return bursts.in_bursts(origin, bursts.AGG_TRADE, take, _MOST)


async def book_tickers(origin: str) -> Callable[[int], Awaitable[None]]:
    """Best bid and ask; the last one of a burst is known by its update id."""
    exchange = await _exchange(origin)

    async def watch() -> int:
        tickers = await exchange.watch_bids_asks([_SYMBOL])
        return int(tickers[_SYMBOL]["info"]["u"])

    last = await watch()

    async def take(count: int) -> None:
        nonlocal last
        wanted = last + count
        while last < wanted:
            last = await watch()

    return bursts.in_bursts(origin, bursts.BOOK_TICKER, take, _MOST)


class _Live:
    """A hundred streams; after an error it is called again, as its users do, and connects again."""

    def __init__(self, exchange: Any) -> None:
        ids = {market["id"]: symbol for symbol, market in exchange.markets.items()}
        self._symbols = [ids[name.partition("@")[0].upper()] for name in many.TRADES]
        self._exchange = exchange

    async def take(self) -> object:
        while True:
            try:
                return await self._exchange.watch_trades_for_symbols(self._symbols, params={"name": "aggTrade"})
            except ccxt.NetworkError:
                continue

    async def close(self) -> None:
        await self._exchange.close()


async def _reconnect(origin: str, how: str) -> Callable[[int], Awaitable[dict[str, float]]]:
    async def begin() -> _Live:
        live = _Live(await _exchange(origin))
        await live.take()
        # The other streams' first events must not be taken for events after the loss.
        await asyncio.sleep(0.3)
        return live

    return many.reconnections(origin, how, begin)


async def reconnect_rst(origin: str) -> Callable[[int], Awaitable[dict[str, float]]]:
    """A hundred streams whose connection is reset."""
    return await _reconnect(origin, "rst")


async def reconnect_fin(origin: str) -> Callable[[int], Awaitable[dict[str, float]]]:
    """A hundred streams whose connection is closed without a close frame."""
    return await _reconnect(origin, "fin")


async def memory_streams(origin: str) -> Callable[[int], Awaitable[dict[str, float]]]:
    """A thousand streams; its markets, which it cannot do without, are loaded before."""
    exchange = await _exchange(origin)
    before = many.resident_mb()
    ids = {market["id"]: symbol for symbol, market in exchange.markets.items()}
    symbols = [ids[name] for name in many.SYMBOLS]
    for start in range(0, len(symbols), 100):
        some = symbols[start : start + 100]
        await exchange.watch_trades_for_symbols(some, params={"name": "aggTrade"})
        await exchange.watch_bids_asks(some)
    return many.settled(before)
