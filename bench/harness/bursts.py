"""Streams: what is subscribed, and taking it in bursts."""

from collections.abc import Awaitable, Callable

from .control import Control

SYMBOL = "BTCUSDT"
AGG_TRADE = "btcusdt@aggTrade"
BOOK_TICKER = "btcusdt@bookTicker"
DEPTH = "btcusdt@depth@100ms"

MOST = {AGG_TRADE: 10_000, BOOK_TICKER: 10_000, DEPTH: 2_000}
"""Most events of one burst: enough to keep a client busy, few enough for the server's memory."""


def in_bursts(
    origin: str, stream: str, take: Callable[[int], Awaitable[object]], most: int | None = None
) -> Callable[[int], Awaitable[None]]:
    """What has the server send ``count`` events, burst by burst, each after the one before was taken.

    Args:
        origin: The canned server.
        stream: Whose events.
        take: Takes the next so many events out of the client.
        most: Most events of one burst, where the contender cannot take more.
    """
    control = Control(origin)
    size = min(MOST[stream], most or MOST[stream])

    async def run(count: int) -> None:
        while count > 0:
            now = min(count, size)
            control.burst(stream, now)
            await take(now)
            count -= now

    return run
