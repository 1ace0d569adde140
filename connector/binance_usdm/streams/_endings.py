"""Which streams are over because their contract is: by news of contracts, or by the exchange's list after a silence.

Rules of this module:

- A contract that is delivered, closed or not listed any more ends all its streams.
- One that is being settled or delivered ends those of its streams that are silent; some may still speak.
- Without a word of the exchange no stream ends, however long it is silent.
- The list is asked for at most once a minute, and only after a silence.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any

from binance_usdm_api.errors import BinanceUsdmError

from ..observe import event as log_event
from ..observe import get_logger
from ._control import Ended, Live, Silence
from ._lane import Lane
from ._sequence import Contracts
from ._settings import StreamSettings
from ._surroundings import Call, Surroundings

__all__ = ["Endings"]

_OVER = frozenset({"DELIVERED", "CLOSE", None})
_STOPPED = frozenset({"DELIVERING", "SETTLING"})
_APART = 60.0
_log = get_logger("streams")


def symbol_of(lane: Lane) -> str | None:
    """The contract of a stream; None where it is about several."""
    subscription = lane.subscription
    if subscription is None or subscription.stream.id == "composite_index":
        return None
    if all(hole.parameter.name != "symbol" for hole in subscription.stream.placeholders):
        return None
    return lane.name.partition("@")[0].upper()


class Endings:
    """What is known of the contracts of one stream object.

    Args:
        lanes: Its streams, by name.
        surroundings: For asking, and the time.
        settings: Whether to ask.
        end: Told which streams are over.
    """

    def __init__(
        self,
        lanes: Mapping[str, Lane],
        surroundings: Surroundings,
        settings: StreamSettings,
        end: Callable[[list[Ended]], None],
    ) -> None:
        self._lanes = lanes
        self._call = surroundings.call if settings.check_symbols else None
        self._monotonic = surroundings.ambient.monotonic
        self._end = end
        self._known: dict[str, str | None] = {}
        self._silent: set[str] = set()
        self._asked_at = float("-inf")
        self._task: asyncio.Task[None] | None = None
        self._any = False

    @property
    def over(self) -> bool:
        """True when no stream is left because all have ended."""
        return self._any and not self._lanes

    def follow(self, lane: Lane) -> None:
        """Hear the news, if the stream is that of the contracts."""
        if isinstance(lane.sequence, Contracts):
            lane.sequence.on_fresh = self._news

    def _news(self, event: Any) -> None:
        status = event.contract_status
        if event.symbol is not None and status is not None:
            # Only a silence after the news says that the stream has stopped, too.
            self._silent.difference_update(
                lane.name for lane in self._lanes.values() if symbol_of(lane) == event.symbol
            )
            self._learn({event.symbol: str(status)})

    def told(self, said: object) -> None:
        """Take note of streams that fall silent or speak again."""
        if isinstance(said, Live):
            self._silent.discard(said.stream)
        elif isinstance(said, Silence):
            self._silent.add(said.stream)
            lane = self._lanes.get(said.stream)
            symbol = None if lane is None else symbol_of(lane)
            if symbol is not None and self._known.get(symbol) in _STOPPED:
                self._learn({})
            elif symbol is not None and self._call is not None and self._task is None:
                self._task = asyncio.get_running_loop().create_task(self._ask(self._call))

    async def _ask(self, call: Call) -> None:
        try:
            await asyncio.sleep(max(0.0, self._asked_at + _APART - self._monotonic()))
            self._asked_at = self._monotonic()
            info: Any = await call("exchange_info", {})
            listed = {each.symbol: str(each.status) for each in info.symbols}
            symbols = {symbol for lane in self._lanes.values() if (symbol := symbol_of(lane)) is not None}
            if listed:
                self._learn({symbol: listed.get(symbol) for symbol in symbols})
            self._silent.clear()
        except BinanceUsdmError as error:
            log_event(_log, logging.WARNING, "symbols_not_checked", error=str(error))
        finally:
            self._task = None

    def _learn(self, news: Mapping[str, str | None]) -> None:
        self._known.update(news)
        ended: list[Ended] = []
        for lane in self._lanes.values():
            symbol = symbol_of(lane)
            if symbol is None or symbol not in self._known:
                continue
            status = self._known[symbol]
            if status in _OVER or (status in _STOPPED and lane.name in self._silent):
                ended.append(Ended(stream=lane.name, symbol=symbol, status=status))
        if ended:
            # What is being taken or looked at right now is left alone until it is done.
            asyncio.get_running_loop().call_soon(self._finish, ended)

    def _finish(self, ended: list[Ended]) -> None:
        self._end([each for each in ended if each.stream in self._lanes])
        self._any = True

    async def aclose(self) -> None:
        """Ask no more."""
        task = self._task
        if task is not None:
            task.cancel()
            await asyncio.wait([task])
