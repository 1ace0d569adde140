"""Names of streams as clients write them, read by the catalogue's own patterns.

A name that no pattern fits is no mistake on the wire: the exchange acknowledges it and nothing ever comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import attrs

from binance_usdm_api import STREAMS, Stream
from binance_usdm_api.streams import ALL_ASSET_INDEXES

__all__ = ["Named", "read_name", "symbol_named"]

_PIECES = re.compile(r"<([A-Za-z]+)>|\[|\]|[^<\[\]]+")
_ONE_ASSET = re.compile(r"([^@]+)@assetIndex").fullmatch


@attrs.frozen(slots=True)
class Named:
    """A stream with what was chosen in its name.

    Attributes:
        stream: The stream.
        chosen: Placeholder to text, as written.
        period: Milliseconds between events; 0 for events in real time.
    """

    stream: Stream
    chosen: dict[str, str]
    period: int


def _expression(stream: Stream) -> re.Pattern[str]:
    values = {
        hole.parameter.name: [value.lower() if hole.lower else value for value in hole.parameter.values]
        for hole in stream.placeholders
    }
    parts: list[str] = []
    for piece in _PIECES.finditer(stream.pattern):
        text, hole = piece[0], piece[1]
        if hole is not None:
            allowed = "|".join(map(re.escape, values[hole])) if values.get(hole) else "[^@]+?"
            parts.append(f"(?P<{hole}>{allowed})")
        else:
            parts.append({"[": "(?:", "]": ")?"}.get(text) or re.escape(text))
    return re.compile("".join(parts))


_EXPRESSIONS = tuple((stream, _expression(stream)) for stream in STREAMS.values())


def _period(stream: Stream, speed: str | None) -> int:
    if speed is None:
        return stream.cadence_ms or 0
    return int(speed[:-2]) if speed.endswith("ms") else int(speed[:-1]) * 1000


@lru_cache(maxsize=8192)
def read_name(name: str) -> Named | None:
    """What a name asks for; None when it is no stream's name."""
    for stream, expression in _EXPRESSIONS:
        found = expression.fullmatch(name)
        if found is not None:
            chosen = {key: value for key, value in found.groupdict().items() if value is not None}
            return Named(stream, chosen, _period(stream, chosen.get("updateSpeed")))
    one = _ONE_ASSET(name)
    return Named(ALL_ASSET_INDEXES, {"asset": one[1]}, 1000) if one else None


def symbol_named(text: str, listed: Iterable[str]) -> str | None:
    """The listed name behind a name in lower case; anything else is silent."""
    if text != text.lower():
        return None
    return next((name for name in listed if name.lower() == text), None)
