"""Many streams at once: how long a lost connection costs, and how much memory they take."""

import gc
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

from .answers import symbol_name
from .control import Control

FEW = 100
MANY = 1_000

TRADES = [f"{symbol_name(index).lower()}@aggTrade" for index in range(FEW)]
"""Streams of the reconnection."""
SYMBOLS = [symbol_name(index) for index in range(MANY // 2)]
"""Symbols whose trades and tickers are the streams of the memory figure."""
STREAMS = [f"{symbol.lower()}@{kind}" for kind in ("aggTrade", "bookTicker") for symbol in SYMBOLS]
ROUTES = {"market": STREAMS[: MANY // 2], "public": STREAMS[MANY // 2 :]}
"""The same by the route that serves them."""


def resident_mb(*, collect: bool = True) -> float:
    """Memory of this process now, megabytes.

    Args:
        collect: Free what is garbage first, which costs CPU.
    """
    if collect:
        gc.collect()
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - read again and again
            return int(statm.read().split()[1]) * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


class Live(Protocol):
    """A client with a hundred streams, each of which has had an event."""

    async def take(self) -> object:
        """Take the next event; errors of a lost connection are its own business."""
        ...

    async def close(self) -> None:
        """Let go of the connection."""
        ...


def reconnections(
    origin: str, how: str, begin: Callable[[], Awaitable[Live]]
) -> Callable[[int], Awaitable[dict[str, float]]]:
    """What drops a connection that was well, and measures the time until the client hands out data again.

    Args:
        origin: The canned server.
        how: ``rst`` or ``fin``.
        begin: Makes a client for each trial: what one loss costs, not a row of them.
    """
    control = Control(origin)

    async def run(count: int) -> dict[str, float]:
        del count
        live = await begin()
        start = time.perf_counter()
        control.drop(how)
        await live.take()
        taken = time.perf_counter() - start
        await live.close()
        return {"ms": taken * 1e3}

    return run


def settled(before: float) -> Callable[[int], Awaitable[dict[str, float]]]:
    """What tells the memory that is taken now, and how much more that is than before the streams."""

    async def run(count: int) -> dict[str, float]:
        del count
        now = resident_mb()
        return {"resident_mb": now, "added_mb": now - before}

    return run
