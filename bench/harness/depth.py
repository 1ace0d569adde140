"""Depth changes of a made-up market as combined frames, the same bytes for every contender and every run.

50 levels a side and change, most of them near the best price, a third of those that exist vanishing. The price walks a
little, so the best bid and ask change and vanish too. After the last frame the market begins anew with its snapshot.
"""

import json
import random
from collections.abc import Callable, Iterable
from itertools import islice

SYMBOL = "BTCUSDT"
LEVELS = 50
FRAMES = 4_000
_DEEP = 1_000
_FIRST = 1_000
_MIDDLE = 600_000
_WALK = 40


def _price(ticks: int) -> str:
    return f"{ticks // 10}.{ticks % 10}0"


class _Market:
    def __init__(self) -> None:
        self._random = random.Random(11)
        self._middle = _MIDDLE
        self._sides = {sign: {_MIDDLE + sign * (1 + i): self._quantity() for i in range(_DEEP)} for sign in (-1, 1)}
        self._last = _FIRST
        self._time = 1_700_000_000_000

    def _quantity(self) -> str:
        return f"{self._random.randrange(1, 99_999) / 1000:.3f}"

    def levels(self, sign: int) -> list[list[str]]:
        side = self._sides[sign]
        return [[_price(ticks), side[ticks]] for ticks in sorted(side, reverse=sign < 0)]

    def _change(self, sign: int) -> list[list[str]]:
        side, chance = self._sides[sign], self._random
        change = {ticks: "0.000" for ticks in side if (ticks - self._middle) * sign <= 0}
        # The best price has orders again at once, as in a market where many trade.
        change[self._middle + sign] = self._quantity()
        while len(change) < LEVELS:
            ticks = self._middle + sign * (1 + int(chance.expovariate(1 / 120)))
            if abs(ticks - _MIDDLE) < _DEEP - _WALK:
                change[ticks] = "0.000" if ticks in side and chance.random() < 0.33 else self._quantity()
        for ticks, quantity in change.items():
            if quantity == "0.000":
                side.pop(ticks, None)
            else:
                side[ticks] = quantity
        return [[_price(ticks), change[ticks]] for ticks in sorted(change, reverse=sign < 0)]

    def frame(self) -> bytes:
        step = self._random.choice((-1, 0, 0, 1))
        if abs(self._middle + step - _MIDDLE) < _WALK:
            self._middle += step
        before, self._last = self._last, self._last + self._random.randrange(20, 200)
        self._time += 100
        data = {"e": "depthUpdate", "E": self._time, "T": self._time, "s": SYMBOL, "U": before, "u": self._last}
        data |= {"pu": before, "b": self._change(-1), "a": self._change(1)}
        stream = f"{SYMBOL.lower()}@depth@100ms"
        return json.dumps({"stream": stream, "data": data}, separators=(",", ":")).encode()


def market() -> tuple[bytes, list[bytes]]:
    """A snapshot of 1,000 levels a side, and the changes after it."""
    made = _Market()
    body = {"lastUpdateId": _FIRST, "E": 1, "T": 1, "bids": made.levels(-1), "asks": made.levels(1)}
    return json.dumps(body).encode(), [made.frame() for _ in range(FRAMES)]


def repeated(begin: Callable[[bytes], Callable[[Iterable[bytes]], object]]) -> Callable[[int], None]:
    """Work of any number of changes; each time they are through, a new book begins.

    Args:
        begin: Makes a book of a snapshot and gives what applies frames to it.
    """
    snapshot, frames = market()
    place, apply = 0, begin(snapshot)

    def run(count: int) -> None:
        nonlocal place, apply
        while count:
            if place == FRAMES:
                place, apply = 0, begin(snapshot)
            end = min(FRAMES, place + count)
            apply(islice(frames, place, end))
            count -= end - place
            place = end

    return run
