"""Fifty orders in flight: fifty tasks, or fifty threads where a client only blocks, each placing its share in turn."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

WIDTH = 50


def _shares(count: int) -> list[int]:
    each, rest = divmod(count, WIDTH)
    return [each + (index < rest) for index in range(WIDTH)]


def keep_in_flight(place: Callable[[], Awaitable[object]]) -> Callable[[int], Awaitable[None]]:
    """What places `count` orders with fifty tasks, each awaiting `place` for its share of them."""

    async def several(share: int) -> None:
        for _ in range(share):
            await place()

    async def run(count: int) -> None:
        await asyncio.gather(*[several(share) for share in _shares(count) if share])

    return run


def keep_threads_busy(place: Callable[[], object]) -> Callable[[int], None]:
    """What places `count` orders with fifty threads, each calling `place` for its share of them."""
    pool = ThreadPoolExecutor(WIDTH)

    def several(share: int) -> None:
        for _ in range(share):
            place()

    def run(count: int) -> None:
        for done in [pool.submit(several, share) for share in _shares(count) if share]:
            done.result()

    return run
