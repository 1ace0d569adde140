"""The tasks that work for one object and end with it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

__all__ = ["Tasks"]


class Tasks:
    """Tasks of one object, kept so that none is forgotten or left behind."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin a piece of work; needs a running event loop."""
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def cancel(self) -> set[asyncio.Task[None]]:
        """Cancel all but the task that asks for it.

        Returns:
            Those that were cancelled and have to end yet.
        """
        others = self._tasks - {asyncio.current_task()}
        for task in others:
            task.cancel()
        return others

    async def aclose(self) -> None:
        """Cancel all but the task that asks for it, and wait until they have ended."""
        others = self.cancel()
        if others:
            await asyncio.wait(others)
