"""Final bars for code without an event loop: they are made in the thread of the client's streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from ..streams._blocking_events import BlockingEvents
from ._bars import Bars
from ._keeper import Final

if TYPE_CHECKING:
    from binance_usdm_api import Subscription, UnknownEvent
    from binance_usdm_api.models.stream import KlineEvent

    from ..streams._blocking import BlockingStreams
    from ..streams._has_streams import HasStreams
    from ._options import BarOptions

__all__ = ["BlockingBars"]


class BlockingBars(BlockingEvents[Final]):
    """Final bars of any number of candlestick streams, in order and each once, for blocking code.

    Iterate it, directly or inside ``with``; one thread at a time may do so.

    Args:
        client: Whose streams and calls are used.
        *subscriptions: Made by ``kline``.
        **options: See BarOptions; errors as of Bars.
    """

    def __init__(
        self,
        client: HasStreams[BlockingStreams],
        *subscriptions: Subscription[KlineEvent | UnknownEvent],
        **options: Unpack[BarOptions],
    ) -> None:
        entry = client.streams
        super().__init__(entry.thread, Bars(entry, *subscriptions, **options), "Make new ones.")
        entry.adopt(self)
