"""python-binance's depth cache, fed with frames; its manager's checks of the ids belong to the spot market."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from binance.ws.depthcache import DepthCache
from harness import depth


def depth_book(_origin: str) -> Callable[[int], None]:
    """Changes into two dicts of floats, which it sorts anew at each reading."""

    def begin(snapshot: bytes) -> Callable[[Iterable[bytes]], object]:
        found: Any = json.loads(snapshot)
        cache: Any = DepthCache(depth.SYMBOL)
        for bid in found["bids"]:
            cache.add_bid(bid)
        for ask in found["asks"]:
            cache.add_ask(ask)

        def apply(frames: Iterable[bytes]) -> None:
            for frame in frames:
                change = json.loads(frame)["data"]
                for bid in change["b"]:
                    cache.add_bid(bid)
                for ask in change["a"]:
                    cache.add_ask(ask)

        return apply

    return depth.repeated(begin)
