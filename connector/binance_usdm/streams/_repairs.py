"""Carries out the repairs of a stream: one task for each gap, the requests planned in _repair.py."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from binance_usdm_api.errors import BinanceUsdmError

from ..observe import event as log_event
from ..observe import get_logger
from ._feed import Feed
from ._lane import RepairJob
from ._repair import plan
from ._surroundings import Call
from ._tasks import Tasks

__all__ = ["Repairs"]

_log = get_logger("streams")


class Repairs:
    """Repairs under way.

    Args:
        feed: Where the jobs are and the events go.
        call: Calls an operation and returns its result; it keeps to the weight budget.
        pages: Most requests for one gap.
        wake: Called when something waits in the feed.
    """

    def __init__(self, feed: Feed, call: Call, pages: int, wake: Callable[[], None]) -> None:
        self._feed = feed
        self._call = call
        self._pages = pages
        self._wake = wake
        self._tasks = Tasks()

    def start(self) -> None:
        """Begin all repairs that the feed asks for."""
        jobs, self._feed.jobs[:] = list(self._feed.jobs), []
        for job in jobs:
            self._tasks.start(self._run(job))

    async def _run(self, job: RepairJob) -> None:
        steps = plan(job, self._pages)
        events: list[Any] = []
        complete = False
        try:
            request = next(steps)
            while True:
                rows: Any = await self._call(request.operation, request.params)
                request = steps.send(rows)
        except StopIteration as done:
            events, complete = done.value
        except BinanceUsdmError as error:
            log_event(_log, logging.WARNING, "repair_failed", stream=job.lane.name, error=str(error))
        finally:
            # What waits behind the gap is delivered whatever became of the repair.
            self._feed.repaired(job, events, complete)
            self._wake()

    async def aclose(self) -> None:
        """Give up what is under way."""
        await self._tasks.aclose()
