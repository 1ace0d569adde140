"""Read the frames that do not begin like those of a subscribed stream: replies, notices, other spellings, rubbish.

Pure, and never raises. Such frames are rare, so they are parsed in full.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import msgspec

from binance_usdm_api.errors import printable

if TYPE_CHECKING:
    from ._link import Link, Tap

__all__ = ["Found", "Reading", "read", "readable"]


class Reading(Enum):
    """What a frame is."""

    DATA = 1
    """Data of a stream."""
    REPLY = 2
    """The reply to a request."""
    SHUTDOWN = 3
    """The server says that it will close the connection."""
    STRAY = 4
    """Data of a stream that is not subscribed."""
    UNNAMED = 5
    """Data that does not say which of several streams it belongs to."""
    MALFORMED = 6


def readable(frame: bytes) -> bool:
    """True for a frame that is JSON."""
    try:
        msgspec.json.decode(frame)
    except Exception:  # noqa: BLE001 nothing that arrives may end the connection
        return False
    return True


class Found(NamedTuple):
    """What was read.

    Attributes:
        kind: What the frame is.
        tap: The stream, for data.
        number: Id of the request, for a reply.
        refused: True for a reply with an error.
        code: The exchange's error code.
        text: The exchange's text, or what is wrong with the frame.
        listed: The list in a reply that is one.
    """

    kind: Reading
    tap: Tap | None = None
    number: object = None
    refused: bool = False
    code: int | None = None
    text: str = ""
    listed: list[object] | None = None


def read(frame: bytes, link: Link) -> Found:
    """Tell what a frame is.

    Args:
        frame: A text frame.
        link: The connection that it came on.
    """
    try:
        value: Any = msgspec.json.decode(frame)
    except Exception as error:  # noqa: BLE001 nothing that arrives may end the connection
        return Found(Reading.MALFORMED, text=str(error))
    if isinstance(value, dict):
        return _read_object(cast("dict[str, Any]", value), link)
    if isinstance(value, list) and value and isinstance(value[0], dict) and "e" in value[0]:
        return _unwrapped(cast("dict[str, Any]", value[0]), link)
    return Found(Reading.MALFORMED, text="neither an object nor a list of events")


def _read_object(value: dict[str, Any], link: Link) -> Found:
    if "id" in value and ("result" in value or "error" in value or "code" in value):
        return _reply(value)
    data = value.get("data")
    if isinstance(value.get("stream"), str) and data is not None:
        if isinstance(data, dict) and cast("dict[str, Any]", data).get("e") == "serverShutdown":
            return Found(Reading.SHUTDOWN)
        tap = link.raw or link.taps.get(value["stream"])
        return Found(Reading.STRAY if tap is None else Reading.DATA, tap)
    if "e" in value:
        return _unwrapped(value, link)
    if "error" in value or "code" in value:
        return _reply(value)
    return Found(Reading.MALFORMED, text="an object that is neither event nor reply")


def _reply(value: dict[str, Any]) -> Found:
    error: Any = value.get("error")
    told = cast("dict[str, Any]", error) if isinstance(error, dict) else value
    code, result = told.get("code"), value.get("result")
    return Found(
        Reading.REPLY,
        number=value.get("id"),
        refused=error is not None or "code" in value,
        code=code if isinstance(code, int) else None,
        text=printable(told.get("msg", ""), 200),
        listed=cast("list[object]", result) if isinstance(result, list) else None,
    )


def _unwrapped(event: dict[str, Any], link: Link) -> Found:
    kind = event.get("e")
    if kind == "serverShutdown":
        return Found(Reading.SHUTDOWN)
    if link.raw is not None:
        return Found(Reading.DATA, link.raw)
    bar: Any = event.get("k")
    interval = cast("dict[str, Any]", bar).get("i") if isinstance(bar, dict) else None
    key = (str(kind), str(event.get("s") or event.get("ps") or "").lower(), str(interval or ""))
    if key not in link.by_event:
        link.by_event[key] = _only_match(link, *key)
    tap = link.by_event[key]
    return Found(Reading.UNNAMED if tap is None else Reading.DATA, tap)


def _only_match(link: Link, kind: str, symbol: str, interval: str) -> Tap | None:
    matches: list[Tap] = []
    for tap in link.taps.values():
        subscription = tap.lane.subscription
        if subscription is None or kind not in subscription.stream.event_types:
            continue
        own = tap.lane.name.partition("@")[0].partition("_")[0]
        everything = not subscription.stream.placeholders
        if (everything or own == symbol) and (not interval or tap.lane.name.endswith(f"_{interval}")):
            matches.append(tap)
    return matches[0] if len(matches) == 1 else None
