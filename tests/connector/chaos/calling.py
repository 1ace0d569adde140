"""One call of a trading program, and what it is told; now and then the program does not wait for the answer."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any

from tests.connector.chaos.verdicts import WAITING, Verdicts

from binance_usdm import BinanceUsdmError, CallOptions

LEFT = "left"
"""The caller was cancelled; what became of the request is in the log, later."""


@dataclass
class _Departure:
    operation: str
    ids: str
    note: Callable[[str], object]


class Caller:
    """Makes calls.

    Args:
        verdicts: What the log says.
    """

    def __init__(self, verdicts: Verdicts) -> None:
        self.departures: list[_Departure] = []
        self._verdicts = verdicts

    async def call(
        self,
        chance: random.Random,
        operation: str,
        names: Iterable[str],
        make: Callable[[CallOptions], Coroutine[Any, Any, Any]],
        note: Callable[[str], object],
        *,
        insist: bool = False,
    ) -> Any:
        """Make a call and note its outcome; the result, or None.

        Args:
            chance: Decides the carrier and whether the caller is cancelled.
            operation: Id of the operation.
            names: Own ids in the request, in their order.
            make: Makes the call.
            note: Is told ``accepted``, ``refused``, ``not_sent`` or ``unknown``; LEFT at first for a cancelled caller.
            insist: Try again when nothing was sent: the same under the same id is no second one then.
        """
        options = CallOptions(carrier=chance.choice(["ws", "rest"]))
        patience = chance.choice([0.001, 0.01, 0.05, 0.2, 0.5]) if chance.random() < 0.06 else None
        ids = ",".join(names)
        for _ in range(100 if insist else 1):
            self._verdicts.forget(operation, ids)
            task = asyncio.create_task(make(options))
            if patience is not None:
                await asyncio.wait([task], timeout=patience)
                task.cancel()
            try:
                result = await task
            except BinanceUsdmError as error:
                note(str(error.outcome))
                if error.outcome != "not_sent":
                    return None
            except asyncio.CancelledError:
                assert patience is not None
                note(LEFT)
                self.departures.append(_Departure(operation, ids, note))
                return None
            else:
                note("accepted")
                return result
            await asyncio.sleep(0.1 if insist else 0)
        return None

    async def hear(self) -> None:
        """Wait until the log has said what became of every request whose caller was cancelled."""
        async with asyncio.timeout(15):
            for each in self.departures:
                while (said := self._verdicts.of(each.operation, each.ids)) == WAITING:  # noqa: ASYNC110 a log tells nobody
                    await asyncio.sleep(0.05)
                each.note(said)
