"""Waiting for what streams tell."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

Listen = Callable[..., Awaitable[list[Any]]]
"""Subscribes to what a method of the SDK names; gives the list that the events go to."""


async def until(done: Callable[[], object]) -> None:
    """Wait until something is true; half a minute is the bound of the wait, not what is expected."""
    for _ in range(600):
        if done():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("waited in vain")
