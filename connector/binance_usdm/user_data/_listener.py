"""Events of the account on their way to a callback."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from ._stream import UserStream

__all__ = ["UserListener"]


class UserListener:
    """Events of the account on their way to a callback.

    Args:
        stream: Where they come from.
        callback: Where they go.

    Attributes:
        stream: For its properties and counters.
    """

    def __init__(self, stream: UserStream, callback: Callable[[Any], object]) -> None:
        self.stream = stream
        self._callback = callback
        stream.open()
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        async for event in self.stream:
            try:
                result = self._callback(event)
                if inspect.isawaitable(result):
                    await result
            except Exception:  # noqa: BLE001 the stream goes on whatever its user's code does
                self.stream.count_callback_error()

    async def wait(self) -> None:
        """Wait until the stream ends.

        Raises:
            BinanceUsdmError: It could not go on.
        """
        await asyncio.shield(self._task)

    async def aclose(self) -> None:
        """Close the stream; closing twice is fine."""
        await self.stream.aclose()
        if self._task is not asyncio.current_task():
            await asyncio.wait([self._task])

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
