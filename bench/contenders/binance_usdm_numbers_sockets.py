"""This project's events with every number in them read as Decimal, for those who use them all."""

from collections.abc import Awaitable, Callable

from harness import bursts

from binance_usdm.streams import agg_trade, book_ticker, depth

from .binance_usdm_client_sockets import iterate


async def agg_trades(origin: str) -> Callable[[int], Awaitable[None]]:
    """Aggregate trades: price and quantity."""
    events = await iterate(origin, agg_trade(bursts.SYMBOL))

    async def take(count: int) -> None:
        async for event in events:
            _ = event.price, event.quantity
            count -= 1
            if not count:
                return

    return bursts.in_bursts(origin, bursts.AGG_TRADE, take)


async def book_tickers(origin: str) -> Callable[[int], Awaitable[None]]:
    """Best bid and ask with their quantities."""
    events = await iterate(origin, book_ticker(bursts.SYMBOL))

    async def take(count: int) -> None:
        async for event in events:
            _ = event.bid_price, event.bid_quantity, event.ask_price, event.ask_quantity
            count -= 1
            if not count:
                return

    return bursts.in_bursts(origin, bursts.BOOK_TICKER, take)


async def depths(origin: str) -> Callable[[int], Awaitable[None]]:
    """Two hundred numbers of each depth event."""
    events = await iterate(origin, depth(bursts.SYMBOL, speed="100ms"))

    async def take(count: int) -> None:
        async for event in events:
            for level in event.bids:
                _ = level.price, level.quantity
            for level in event.asks:
                _ = level.price, level.quantity
            count -= 1
            if not count:
                return

    return bursts.in_bursts(origin, bursts.DEPTH, take)
