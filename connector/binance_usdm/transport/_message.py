"""What a transport carries: requests, responses and the one exception it may raise.

Rules of this module:

- Pure: no socket, clock, event loop or HTTP library is imported here.
- Nothing here prints a query, a body or the value of a secret header: requests are signed, their text is a secret.
- `Headers` is checked once, when it is built, and then reused; a request that passes here cannot smuggle a second one.
- The transport writes `Host` and `Content-Length` itself; every other header is the caller's.
- `TransportFault.sent` is False only when it is proven that no byte of the request left this host.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Protocol

import msgspec

_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SECRET = frozenset({"x-mbx-apikey", "authorization", "proxy-authorization", "cookie"})
_RESERVED = frozenset({"host", "content-length", "transfer-encoding", "connection", "expect", "upgrade"})
_DETAIL_LIMIT = 300


class FaultKind(StrEnum):
    """Where and why an exchange of bytes failed."""

    DNS = "dns"
    """The host name was not resolved, or not in time."""
    CONNECT = "connect"
    """No connection was established, or not in time."""
    TLS = "tls"
    """The TLS handshake failed: certificate, host name, protocol version, or not in time."""
    PROXY = "proxy"
    """The proxy refused or failed."""
    TIMEOUT = "timeout"
    """The total deadline passed, waiting for a free connection or for the answer."""
    RESET = "reset"
    """The connection broke before the whole answer had arrived."""
    TRUNCATED = "truncated"
    """The answer ended before its declared end."""
    PROTOCOL = "protocol"
    """The bytes are not a valid HTTP/1.1 message."""
    TOO_LARGE = "too_large"
    """The header or the (decompressed) body is larger than allowed."""
    ENCODING = "encoding"
    """The body's compression is unknown, corrupt or incomplete."""
    CANCELLED = "cancelled"
    """The caller's library gave up the exchange; asyncio's own cancellation is never turned into a fault."""
    CLOSED = "closed"
    """The transport has been closed."""


class TransportFault(Exception):
    """An exchange that did not end in a complete response.

    Args:
        kind: Where it failed.
        sent: True when any request byte may have left this host; False proves that the request was not sent.
        detail: What happened, for people; bounded and printable, without query or secrets.
    """

    kind: FaultKind
    sent: bool
    detail: str

    def __init__(self, kind: FaultKind, sent: bool, detail: str) -> None:
        printable = "".join(character if character.isprintable() else "?" for character in detail[:_DETAIL_LIMIT])
        super().__init__(kind, sent, printable)
        self.kind = kind
        self.sent = sent
        self.detail = printable

    def __str__(self) -> str:
        state = "the request may have been sent" if self.sent else "the request was not sent"
        return f"{self.kind.value}: {self.detail} ({state})"


class Headers:
    """An immutable set of request headers, checked once and reused for any number of requests.

    Args:
        pairs: Names and values in the order they go out; `Host`, `Content-Length` and the connection headers are the
            transport's own and refused here.

    Raises:
        ValueError: A name or value cannot stand in a header; the message names the header, never its value.
    """

    __slots__ = ("_block", "_pairs")

    _pairs: tuple[tuple[str, str], ...]
    _block: bytes

    def __init__(self, pairs: tuple[tuple[str, str], ...] = ()) -> None:
        for name, value in pairs:
            if not name or not _TOKEN.issuperset(name):
                raise ValueError(f"Header name {name[:64]!r} has characters HTTP does not allow. Nothing was sent.")
            if name.lower() in _RESERVED:
                raise ValueError(f"Header {name} is written by the transport; leave it out. Nothing was sent.")
            if not value.isascii() or not value.replace("\t", "").isprintable():
                raise ValueError(
                    f"The value of header {name} must be one line of printable ASCII: look for a line break or a "
                    "non-ASCII character in it. Nothing was sent."
                )
        self._pairs = tuple((name, value) for name, value in pairs)
        self._block = "".join(f"{name}: {value}\r\n" for name, value in self._pairs).encode("ascii")

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Names and values as given."""
        return self._pairs

    @property
    def block(self) -> bytes:
        """The wire form, each line ended by CR LF."""
        return self._block

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._pairs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Headers) and self._pairs == other._pairs

    def __hash__(self) -> int:
        return hash(self._pairs)

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}: {'***' if name.lower() in _SECRET else value!r}" for name, value in self._pairs)
        return f"Headers({shown})"


class HttpRequest(msgspec.Struct, eq=False, gc=False):
    """One request, ready to be sent as it is; a Struct because one is made for every call.

    Args:
        method: "GET", "POST", "PUT" or "DELETE".
        target: Path and query, ASCII, already percent-encoded.
        headers: What the caller sends beside `Host` and `Content-Length`.
        body: The body; empty for none. The headers name its content type.
    """

    method: str
    target: str
    headers: Headers
    body: bytes = b""

    def __repr__(self) -> str:
        path, question, _ = self.target.partition("?")
        return f"HttpRequest({self.method} {path}{'?***' if question else ''})"


class HttpResponse(msgspec.Struct, eq=False, gc=False):
    """One complete response; a Struct because one is made for every call.

    Args:
        status: The status code.
        headers: Values by lower-case name; the first of a repeated header wins.
        body: The whole body, decompressed.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        return f"HttpResponse({self.status}, {len(self.body)} bytes)"


class Transport(Protocol):
    """Carries requests to one origin, blocking the calling thread; safe to share between threads."""

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        """Send one request once and return its complete response; redirects are returned, never followed.

        Args:
            request: What to send.
            timeout: Seconds for everything, connecting included.

        Raises:
            TransportFault: There is no complete response.
        """
        ...

    def close(self) -> None:
        """Drop all connections; closing twice is fine."""
        ...


class AsyncTransport(Protocol):
    """Carries requests to one origin on the running event loop."""

    async def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        """Send one request once and return its complete response; redirects are returned, never followed.

        Args:
            request: What to send.
            timeout: Seconds for everything, connecting included.

        Raises:
            TransportFault: There is no complete response.
        """
        ...

    async def aclose(self) -> None:
        """Drop all connections; closing twice is fine."""
        ...
