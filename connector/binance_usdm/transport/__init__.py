"""Carry bytes to one origin: the fast transports, the httpx adapters and the messages they exchange."""

from typing import TYPE_CHECKING

from .._lazy import load

if TYPE_CHECKING:
    from ._async import AsyncioTransport
    from ._blocking import BlockingTransport
    from ._httpx import HttpxAsyncTransport, HttpxTransport
    from ._message import (
        AsyncTransport,
        FaultKind,
        Headers,
        HttpRequest,
        HttpResponse,
        Transport,
        TransportFault,
    )
    from ._tls import tls_context

# Sockets, TLS and asyncio load with the first name that needs them, so that importing the package stays cheap.
_HOME = {
    "AsyncTransport": "._message",
    "AsyncioTransport": "._async",
    "BlockingTransport": "._blocking",
    "FaultKind": "._message",
    "Headers": "._message",
    "HttpRequest": "._message",
    "HttpResponse": "._message",
    "HttpxAsyncTransport": "._httpx",
    "HttpxTransport": "._httpx",
    "Transport": "._message",
    "TransportFault": "._message",
    "tls_context": "._tls",
}

__all__ = [
    "AsyncTransport",
    "AsyncioTransport",
    "BlockingTransport",
    "FaultKind",
    "Headers",
    "HttpRequest",
    "HttpResponse",
    "HttpxAsyncTransport",
    "HttpxTransport",
    "Transport",
    "TransportFault",
    "tls_context",
]


def __getattr__(name: str) -> object:
    return load(globals(), _HOME, name)


def __dir__() -> list[str]:
    return sorted(__all__)
