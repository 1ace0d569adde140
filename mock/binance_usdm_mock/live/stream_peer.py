"""A stream connection: its route, its subscriptions, and the requests a client sends over it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Protocol, cast
from urllib.parse import parse_qsl, unquote

import attrs
import msgspec

from binance_usdm_api.service import ROUTES, STREAM_RULES

from .feed import Event
from .names import read_name
from .peer import Peer

__all__ = ["Host", "KeyUse", "StreamPeer", "knows_path"]

_encode = msgspec.json.encode
_VARIANTS = ", ".join(STREAM_RULES.requests)


class Host(Protocol):
    """What a connection asks of the exchange."""

    def subscribe(self, peer: StreamPeer, name: str) -> None:
        """Begin to deliver a stream."""
        ...

    def unsubscribe(self, peer: StreamPeer, name: str) -> None:
        """Stop delivering a stream."""
        ...

    def send(self, peer: Peer, stream: str, found: Event, frame: bytes) -> None:
        """Send a frame, unless it is to go wrong."""
        ...


@attrs.define(slots=True)
class KeyUse:
    """A listen key of a connection and the events it asked for; None stands for all."""

    key: str
    events: frozenset[str] | None = None
    seen_alive: bool = False


def _split(path: str) -> tuple[str, str, str]:
    """Route, mode and rest of a path."""
    parts = path.split("/")
    route = parts[1] if len(parts) > 1 and parts[1] in ROUTES else ""
    rest = parts[2 if route else 1 :]
    return route, rest[0] if rest else "", "/".join(rest[1:])


def knows_path(path: str) -> bool:
    """True for a path on which streams are served."""
    return _split(path)[1] in ("ws", "stream")


class StreamPeer(Peer):
    """A connection to the streams.

    Args:
        host: The exchange's live side.
        number: Counts the connections, from 1.
        path: Path and query it was opened with.
        opened: When (ms).
        address: Host it came from.
    """

    def __init__(self, host: Host, number: int, path: str, opened: int, address: str = "127.0.0.1") -> None:
        super().__init__(number, path, opened, address)
        self._host = host
        self._stamps: deque[int] = deque()
        self._asked = "?"
        self.streams: dict[str, None] = {}
        self.keys: list[KeyUse] = []
        bare, _, query = path.partition("?")
        route, mode, rest = _split(bare)
        self.route = route or "public"
        self.combined = mode == "stream"
        pairs = parse_qsl(query, keep_blank_values=True)
        if self.route == "private":
            self._use_keys(unquote(rest), pairs)
        else:
            named = "/".join(value for name, value in pairs if name == "streams") if self.combined else unquote(rest)
            self.add([name for name in named.split("/") if name])

    def _use_keys(self, rest: str, pairs: list[tuple[str, str]]) -> None:
        self.keys += [KeyUse(key) for key in rest.split("/") if key]
        for name, value in pairs:
            if name == "listenKey":
                self.keys.append(KeyUse(value))
            elif name == "streams":
                self.keys += [KeyUse(key) for key in value.split("/") if key]
            elif name == "events" and self.keys:
                self.keys[-1].events = frozenset(value.split("/"))

    def serves(self, name: str) -> bool:
        """True when this connection's route carries the stream; elsewhere it stays silent."""
        named = read_name(name)
        return named is not None and named.stream.route == self.route

    def add(self, names: list[str]) -> None:
        """Subscribe to streams; beyond the limit the connection is closed."""
        for name in names:
            if name in self.streams:
                continue
            if len(self.streams) >= STREAM_RULES.max_streams:
                self.close(1008, "Too many streams")
                return
            self.streams[name] = None
            if self.route == "private":
                if all(use.key != name for use in self.keys):
                    self.keys.append(KeyUse(name))
            elif self.serves(name):
                self._host.subscribe(self, name)

    def remove(self, names: list[str]) -> None:
        """Unsubscribe from streams."""
        for name in names:
            if name in self.streams:
                del self.streams[name]
                if self.route == "private":
                    self.keys = [use for use in self.keys if use.key != name]
                else:
                    self._host.unsubscribe(self, name)

    def frame(self, stream: str, payload: bytes) -> bytes:
        """An event in the envelope of this connection."""
        if not self.combined:
            return payload
        return b'{"stream":' + _encode(stream) + b',"data":' + payload + b"}"

    def _allowed(self, now_ms: int) -> bool:
        stamps = self._stamps
        stamps.append(now_ms)
        while stamps[0] <= now_ms - 1000:
            stamps.popleft()
        if len(stamps) > STREAM_RULES.max_messages_per_second:
            self.close(1008, "Too many requests")
            return False
        return True

    def pinged(self, payload: bytes, now_ms: int) -> None:
        """Take a ping; it counts as a message."""
        if not self.frozen and not self.closed and self._allowed(now_ms):
            super().pinged(payload, now_ms)

    def receive(self, raw: bytes, now_ms: int) -> None:
        """Take a request."""
        if self.frozen or self.closed:
            return
        self.received += 1
        if not self._allowed(now_ms):
            return
        self._asked = "?"
        told = self._answer(raw)
        if not self.closed:
            self._host.send(self, "", Event("ack", b"", name=self._asked), _encode(told))

    def _answer(self, raw: bytes) -> dict[str, Any]:
        try:
            value = msgspec.json.decode(raw)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return _wrong(3, "Invalid JSON: expected value at line 1 column 1", None)
        if not isinstance(value, dict):
            return _wrong(2, "Invalid request: expected an object", None)
        frame = cast("dict[str, Any]", value)
        identity, method, params = frame.get("id"), frame.get("method"), frame.get("params")
        if identity is not None and (isinstance(identity, bool) or not isinstance(identity, int | str)):
            return _wrong(2, "Invalid request: request ID must be an unsigned integer", None)
        if isinstance(identity, int) and identity < 0:
            return _wrong(2, "Invalid request: request ID must be an unsigned integer", None)
        if method is None:
            return _wrong(2, "Invalid request: missing field `method`", identity)
        acts: dict[str, Callable[[Any, Any], dict[str, Any]]] = {
            "SUBSCRIBE": self._subscribe,
            "UNSUBSCRIBE": self._unsubscribe,
            "LIST_SUBSCRIPTIONS": self._list,
            "SET_PROPERTY": self._set,
            "GET_PROPERTY": self._get,
        }
        act = acts.get(method) if isinstance(method, str) else None
        if act is None:
            return _wrong(2, f"Invalid request: unknown variant `{method}`, expected one of {_VARIANTS}", identity)
        self._asked = method
        return act(params, identity)

    def _subscribe(self, params: Any, identity: Any) -> dict[str, Any]:
        names = _names(params)
        if names is None:
            return _wrong(2, "Invalid request: params must be a list of stream names", identity)
        self.add(names)
        return {"result": None, "id": identity}

    def _unsubscribe(self, params: Any, identity: Any) -> dict[str, Any]:
        names = _names(params)
        if names is None:
            return _wrong(2, "Invalid request: params must be a list of stream names", identity)
        self.remove(names)
        return {"result": None, "id": identity}

    def _list(self, params: Any, identity: Any) -> dict[str, Any]:
        if params:
            return _wrong(2, "Invalid request: too many parameters", identity)
        return {"result": list(self.streams), "id": identity}

    def _set(self, params: Any, identity: Any) -> dict[str, Any]:
        given = cast("list[object]", params) if isinstance(params, list) else []
        if len(given) > 2:
            return _wrong(2, "Invalid request: too many parameters", identity)
        if len(given) < 2 or not isinstance(given[0], str):
            return _wrong(2, "Invalid request: property name must be a string", identity)
        if given[0] != "combined":
            return _wrong(0, "Unknown property", identity)
        if not isinstance(given[1], bool):
            return _wrong(1, "Invalid value type: expected Boolean", identity)
        self.combined = given[1]
        return {"result": None, "id": identity}

    def _get(self, params: Any, identity: Any) -> dict[str, Any]:
        given = cast("list[object]", params) if isinstance(params, list) else []
        if len(given) > 1:
            return _wrong(2, "Invalid request: too many parameters", identity)
        if not given or not isinstance(given[0], str):
            return _wrong(2, "Invalid request: property name must be a string", identity)
        if given[0] != "combined":
            return _wrong(0, "Unknown property", identity)
        return {"result": self.combined, "id": identity}


def _names(params: Any) -> list[str] | None:
    if not isinstance(params, list):
        return None
    given = cast("list[object]", params)
    return [name for name in given if isinstance(name, str)] if all(isinstance(n, str) for n in given) else None


def _wrong(code: int, text: str, identity: Any) -> dict[str, Any]:
    return {"error": {"code": code, "msg": text}, "id": identity}
