"""What the canned server says over WebSockets: numbered events of a stream, and answers of the WebSocket API.

Shapes are those of the real exchange, values are made up. Ids go on where they ended, as clients may look for gaps.
"""

import json
import re
from collections.abc import Callable

from . import answers

LEVELS = 50
"""Levels a side of a depth event."""
_TIME = 1_704_067_200_000
_VARIANTS = 10


def frame(text: bytes) -> bytes:
    """A text frame as a server sends it."""
    length = len(text)
    if length < 126:
        return bytes((0x81, length)) + text
    if length < 1 << 16:
        return b"\x81\x7e" + length.to_bytes(2, "big") + text
    return b"\x81\x7f" + length.to_bytes(8, "big") + text


def _levels(first: float, step: float, variant: int) -> str:
    return json.dumps(
        [[f"{first + step * index:.2f}", f"{(index * 7 + variant) % 90}.{variant}37"] for index in range(LEVELS)],
        separators=(",", ":"),
    )


_SIDES = [
    f'"b":{_levels(60_000.0, -0.1, variant)},"a":{_levels(60_000.1, 0.1, variant)}' for variant in range(_VARIANTS)
]


def _trade(symbol: str, number: int) -> str:
    time = _TIME + number
    return (
        f'{{"e":"aggTrade","E":{time},"a":{5_933_014 + number},"s":"{symbol}","p":"{60_000 + number % 97}.10",'
        f'"q":"0.{number % 900 + 100}","nq":"0.{number % 900 + 100}","f":{2 * number},"l":{2 * number + 1},'
        f'"T":{time},"m":{"true" if number & 1 else "false"}}}'
    )


def _ticker(symbol: str, number: int) -> str:
    time = _TIME + number
    return (
        f'{{"e":"bookTicker","u":{400_900_217 + number},"s":"{symbol}","b":"{60_000 + number % 97}.10",'
        f'"B":"31.{number % 900 + 100}","a":"{60_000 + number % 97}.20","A":"40.{number % 900 + 100}",'
        f'"T":{time},"E":{time}}}'
    )


def _depth(symbol: str, number: int) -> str:
    time, last = _TIME + number, 10 * number
    return (
        f'{{"e":"depthUpdate","E":{time},"T":{time},"s":"{symbol}","U":{last + 1},"u":{last + 10},"pu":{last},'
        f"{_SIDES[number % _VARIANTS]}}}"
    )


_KINDS: dict[str, Callable[[str, int], str]] = {"aggTrade": _trade, "bookTicker": _ticker, "depth": _depth}


def known(stream: str) -> bool:
    """True for a stream that there are events of, such as ``btcusdt@aggTrade``."""
    return stream.count("@") in (1, 2) and stream.split("@")[1] in _KINDS


def events(stream: str, first: int, count: int, wrapped: bool) -> bytes:
    """Frames of so many events of a stream, the first of them with this number.

    Args:
        stream: Such as ``btcusdt@aggTrade`` or ``btcusdt@depth@100ms``.
        first: Number of the first event; ids are made from it.
        count: How many.
        wrapped: True when each event names its stream.
    """
    symbol, kind = stream.split("@")[:2]
    make = _KINDS[kind]
    symbol = symbol.upper()
    head, tail = (f'{{"stream":"{stream}","data":', "}") if wrapped else ("", "")
    return b"".join(frame(f"{head}{make(symbol, n)}{tail}".encode()) for n in range(first, first + count))


_ID = re.compile(rb'"id":\s*("[^"]*"|\d+)')
_LIMITS = [
    {"rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": 2400, "count": 1},
    {"rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": 300, "count": 1},
    {"rateLimitType": "ORDERS", "interval": "MINUTE", "intervalNum": 1, "limit": 1200, "count": 1},
]
_PLACED = json.dumps({"status": 200, "result": answers.order(), "rateLimits": _LIMITS}, separators=(",", ":")).encode()[
    1:
]


def id_of(request: bytes) -> bytes:
    """The id of a request as it is written in it."""
    found = _ID.search(request)
    return found.group(1) if found else b"null"


def acknowledgement(request: bytes) -> bytes:
    """The frame that answers a request for streams."""
    return frame(b'{"result":null,"id":' + id_of(request) + b"}")


def placed(request: bytes) -> bytes:
    """The frame that answers a request of the WebSocket API: an order, whatever was asked for."""
    return frame(b'{"id":' + id_of(request) + b"," + _PLACED)
