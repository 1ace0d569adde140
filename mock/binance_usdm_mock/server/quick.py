"""HTTP/1.1 without detours: a plain request is read, answered and written in one step, everything else is handed over.

Rules:
- a connection begins here; with the first request that is none of the plain ones (an upgrade, a body in chunks, a fault
  that may strike) it goes to the full server, with every byte that was not used, and stays there;
- heads are those of the full server, so that nobody can tell which of the two has answered.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from email.utils import formatdate
from http import HTTPStatus
from typing import Protocol, cast

from aiohttp.http import SERVER_SOFTWARE

from .message import Answer, Request
from .sending import JSON

__all__ = ["Plain", "QuickConnection"]

_END = b"\r\n\r\n"
_METHODS = frozenset({"GET", "POST", "PUT", "DELETE"})
_LARGEST_HEAD = 8_000
_LARGEST_BODY = 1 << 20
_ODD = ("upgrade", "transfer-encoding", "expect")
_LINES = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n" for status in HTTPStatus}
_SERVER = f"\r\nServer: {SERVER_SOFTWARE}"
_date = ("", 0)


class Plain(Protocol):
    """What answers plain requests."""

    @property
    def connections(self) -> set[QuickConnection]:
        """The connections that are here."""
        ...

    def is_plain(self, path: str) -> bool:
        """True for requests that are answered at once."""
        ...

    def answer(self, request: Request) -> Answer:
        """The answer."""
        ...


class QuickConnection(asyncio.Protocol):
    """A connection.

    Args:
        plain: Answers plain requests.
        full: Makes the protocol of the full server.
    """

    def __init__(self, plain: Plain, full: Callable[[], asyncio.Protocol]) -> None:
        self._plain, self._full = plain, full
        self._received = b""
        self._address = "127.0.0.1"
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has connected."""
        self._transport = cast("asyncio.Transport", transport)
        peer = transport.get_extra_info("peername")
        if isinstance(peer, tuple) and peer:
            self._address = str(cast("tuple[object, ...]", peer)[0])
        self._plain.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        del exc
        self._plain.connections.discard(self)
        self._transport = None

    def close(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()

    def pause_writing(self) -> None:
        """The client does not read its answers: take no further requests."""
        if self._transport is not None:
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        """The client reads again."""
        if self._transport is not None:
            self._transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        """Take bytes; every whole request is answered."""
        data = self._received + data if self._received else data
        while data:
            end = data.find(_END)
            if end < 0:
                if len(data) > _LARGEST_HEAD or not data[:1].isalpha():
                    self._hand_over(data)
                    return
                break
            used = self._serve(data, end)
            if used < 0:
                self._hand_over(data)
                return
            if not used:
                break
            data = data[used:]
        self._received = data

    def _serve(self, data: bytes, end: int) -> int:
        """Answer the first request; returns its length, 0 while it is not whole, -1 when it is not plain."""
        transport = self._transport
        lines = data[:end].decode("latin-1").split("\r\n")
        method, _, rest = lines[0].partition(" ")
        target, _, version = rest.partition(" ")
        path, _, query = target.partition("?")
        if transport is None or version != "HTTP/1.1" or method not in _METHODS or not self._plain.is_plain(path):
            return -1
        headers: dict[str, str] = {}
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            if not colon or name[-1:] == " " or name[:1] in (" ", "\t"):
                return -1
            headers[name.lower()] = value.strip()
        length = headers.get("content-length", "0")
        last = headers.get("connection", "").lower()
        if not length.isdecimal() or int(length) > _LARGEST_BODY or last not in ("", "keep-alive"):
            return -1
        if any(name in headers for name in _ODD) or len(headers) != len(lines) - 1:
            return -1
        begin = end + 4
        stop = begin + int(length)
        if len(data) < stop:
            return 0
        request = Request(method, path, query, headers, data[begin:stop], self._address)
        transport.write(_written(self._plain.answer(request)))
        return stop

    def _hand_over(self, data: bytes) -> None:
        """Let the full server go on with this connection."""
        transport = self._transport
        if transport is None:
            return
        self._plain.connections.discard(self)
        self._transport, self._received = None, b""
        full = self._full()
        transport.set_protocol(full)
        full.connection_made(transport)
        full.data_received(data)


def _now() -> str:
    global _date  # noqa: PLW0603 - one second's text for all connections
    second = int(time.time())
    if _date[1] != second:
        _date = formatdate(second, usegmt=True), second
    return _date[0]


def _written(answer: Answer) -> bytes:
    head = _LINES.get(answer.status) or f"HTTP/1.1 {answer.status} \r\n"
    for name, value in answer.headers.items():
        head += f"{name}: {value}\r\n"
    head += f"Content-Type: {JSON}\r\nContent-Length: {len(answer.body)}\r\nDate: {_now()}{_SERVER}\r\n\r\n"
    return head.encode("latin-1") + answer.body
