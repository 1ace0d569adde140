"""Events of several blocking streams as one: a thread for each, and a short queue between them and the reader."""

from collections.abc import Iterable, Iterator
from queue import Queue
from threading import Thread
from typing import Any

__all__ = ["merged"]

_WAITING = 256


class _End:
    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def merged(streams: list[Iterable[Any]]) -> Iterator[Any]:
    """Take events of all streams as they come; ends with the first stream that ends.

    Args:
        streams: At least one; each is iterated in a thread of its own unless there is only one.

    Raises:
        BinanceUsdmError: A stream could not go on.
    """
    if len(streams) == 1:
        yield from streams[0]
        return
    queue: Queue[Any] = Queue(_WAITING)
    for stream in streams:
        # Daemons: one that waits for room in the queue must not keep the command from ending.
        Thread(target=_move, args=(stream, queue), name="binance-usdm-merge", daemon=True).start()
    while not isinstance(event := queue.get(), _End):
        yield event
    if event.error is not None:
        raise event.error


def _move(stream: Iterable[Any], queue: "Queue[Any]") -> None:
    error: BaseException | None = None
    try:
        for event in stream:
            queue.put(event)
    except Exception as raised:  # noqa: BLE001 it is raised where the events are taken
        error = raised
    queue.put(_End(error))
