"""From the bytes of a stream frame to typed events.

Rules:
- a frame is an event, a list of events, or one of both inside ``{"stream": ..., "data": ...}``;
- the text of ``e`` chooses the type; most frames begin with it, so the first bytes are looked at before parsing;
- decoders are made on first use, one for each known event type; unknown types are never stored, so a server cannot make
  the process grow;
- an unknown event is an UnknownEvent with what it held; a known one that does not fit is a DecodeError with its path.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import msgspec

from ._decode import decode_as
from .errors import DecodeError

__all__ = ["EventDecoder", "UnknownEvent"]

_EVENT = b'{"e":"'
_COMBINED = b'{"stream":"'
_DATA = b'","data":'
_SPACE = b" \t\r\n"
_DEPTH = 2  # a list inside a combined frame is the deepest there is


@attrs.frozen
class UnknownEvent:
    """An event of a type that the catalogue does not list.

    Attributes:
        raw: The decoded JSON.
        event_type: The text of ``e``, or None where there was none.
    """

    raw: Any
    event_type: str | None = None


class _Envelope(msgspec.Struct):
    stream: str | None = None
    data: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    e: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class EventDecoder:
    """Decodes frames by a table of event types.

    Args:
        events: Model of each event type.
    """

    def __init__(self, events: Mapping[str, type[msgspec.Struct]]) -> None:
        self._events = events
        self._known: dict[bytes, tuple[Any, msgspec.json.Decoder[Any]]] = {}
        self._envelope = msgspec.json.Decoder(_Envelope)
        self._pieces = msgspec.json.Decoder(list[msgspec.Raw])

    def decode(self, frame: bytes | bytearray | memoryview | str) -> Any:
        """The typed event of a frame, or a list of events for a frame that holds a list.

        Args:
            frame: A raw or combined frame.

        Raises:
            DecodeError: The frame is not JSON, is no object or array, or a known event does not have its shape.
        """
        body = frame if isinstance(frame, bytes) else frame.encode() if isinstance(frame, str) else bytes(frame)
        if body.startswith(_EVENT):
            # The usual case, in one step: a raw frame of a type that was seen before.
            known = self._known.get(body[6 : body.find(b'"', 6)])
            if known is not None:
                try:
                    return known[1].decode(body)
                except (msgspec.MsgspecError, RecursionError):
                    return decode_as(known[0], body, known[1], known[0].__name__, None)
        elif body.startswith(_COMBINED):
            start = body.find(_DATA, 11)
            end = body.rstrip(_SPACE)
            if start > 0 and b"\\" not in body[11:start] and end.endswith(b"}"):
                return self._data(end[start + 9 : -1], 1)
        return self._data(body, 0)

    def _data(self, body: bytes, depth: int) -> Any:
        if body.startswith(_EVENT):
            known = self._known.get(body[6 : body.find(b'"', 6)])
            if known is not None:
                kind, decoder = known
                try:
                    return decoder.decode(body)
                except (msgspec.MsgspecError, RecursionError):
                    return decode_as(kind, body, decoder, kind.__name__, None)
        first = body.lstrip(_SPACE)[:1]
        if first == b"[" and depth < _DEPTH:
            pieces = decode_as(list[msgspec.Raw], body, self._pieces, "a list of events", None)
            return [self._data(bytes(piece), _DEPTH) for piece in pieces]
        if first != b"{":
            raise DecodeError("a frame must be a JSON object or an array of objects", payload=body, model="an event")
        return self._object(body, depth)

    def _object(self, body: bytes, depth: int) -> Any:
        found = decode_as(_Envelope, body, self._envelope, "an event", None)
        if not isinstance(found.data, msgspec.UnsetType) and found.stream is not None and depth == 0:
            return self._data(bytes(found.data), 1)
        name: Any = None if isinstance(found.e, msgspec.UnsetType) else _plain(bytes(found.e))
        model = self._events.get(name) if isinstance(name, str) else None
        if model is None:
            return UnknownEvent(_plain(body), name if isinstance(name, str) else None)
        known = self._known.setdefault(name.encode(), (model, msgspec.json.Decoder(model)))
        return decode_as(model, body, known[1], model.__name__, None)


def _plain(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise DecodeError(str(error), payload=body, model="an event") from None
