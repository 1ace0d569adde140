"""Turn what httpx and httpx2 raise into faults.

Rules of this module:

- Pure: the two libraries name their exceptions alike, so they are told apart by name and neither is imported.
- The nearest known ancestor decides; what is not known at all counts as sent, which is the safe guess.
- Only steps before the request proper prove that nothing was sent; the library's trace shows whether it got further.
"""

import socket
import ssl

from ._message import FaultKind, TransportFault

_SENDING = ".send_request_headers.started"

_KINDS = {
    "CloseError": FaultKind.RESET,
    "ConnectError": FaultKind.CONNECT,
    "ConnectTimeout": FaultKind.CONNECT,
    "DecodingError": FaultKind.ENCODING,
    "HTTPError": FaultKind.PROTOCOL,
    "InvalidURL": FaultKind.PROTOCOL,
    "LocalProtocolError": FaultKind.PROTOCOL,
    "NetworkError": FaultKind.RESET,
    "PoolTimeout": FaultKind.TIMEOUT,
    "ProtocolError": FaultKind.PROTOCOL,
    "ProxyError": FaultKind.PROXY,
    "ReadError": FaultKind.RESET,
    "ReadTimeout": FaultKind.TIMEOUT,
    "RemoteProtocolError": FaultKind.PROTOCOL,
    "RequestError": FaultKind.PROTOCOL,
    "StreamClosed": FaultKind.CANCELLED,
    "StreamError": FaultKind.PROTOCOL,
    "TimeoutException": FaultKind.TIMEOUT,
    "TooManyRedirects": FaultKind.PROTOCOL,
    "TransportError": FaultKind.RESET,
    "UnsupportedProtocol": FaultKind.PROTOCOL,
    "WriteError": FaultKind.RESET,
    "WriteTimeout": FaultKind.TIMEOUT,
}
_UNSENT = frozenset(
    {"ConnectError", "ConnectTimeout", "InvalidURL", "PoolTimeout", "ProxyError", "UnsupportedProtocol"}
)


class Progress:
    """How far the library got, as its trace tells; a transport without trace proves nothing."""

    __slots__ = ("_seen", "_sending")

    def __init__(self) -> None:
        self._seen = False
        self._sending = False

    @property
    def maybe_sent(self) -> bool:
        """False only when the trace shows that no request byte was written."""
        return self._sending or not self._seen

    def note(self, event: str, info: object) -> None:  # noqa: ARG002 - httpcore's signature
        """Take a trace event."""
        self._seen = True
        if event.endswith(_SENDING):
            self._sending = True

    async def anote(self, event: str, info: object) -> None:
        """Take a trace event of an asynchronous client."""
        self.note(event, info)


def httpx_fault(error: Exception, progress: Progress) -> TransportFault:
    """Describe what a client raised.

    Args:
        error: Anything it raised.
        progress: How far it got.
    """
    name = next((cls.__name__ for cls in type(error).__mro__ if cls.__name__ in _KINDS), "")
    sent = progress.maybe_sent and name not in _UNSENT
    if not name:
        if isinstance(error, RuntimeError) and "closed" in str(error):
            return TransportFault(FaultKind.CLOSED, progress.maybe_sent, "the HTTP client has been closed")
        kind = FaultKind.RESET if isinstance(error, OSError) else FaultKind.PROTOCOL
        return TransportFault(kind, sent, f"the HTTP client raised {type(error).__name__}")
    kind = _KINDS[name]
    if kind is FaultKind.CONNECT:
        kind = _connecting_kind(error)
    elif name == "RemoteProtocolError":
        kind = _remote_kind(str(error))
    return TransportFault(kind, sent, f"the HTTP client raised {type(error).__name__}{_reason(error)}")


def _connecting_kind(error: BaseException) -> FaultKind:
    for cause in _chain(error):
        if isinstance(cause, socket.gaierror):
            return FaultKind.DNS
        if isinstance(cause, (ssl.SSLError, ssl.CertificateError)):
            return FaultKind.TLS
    return FaultKind.CONNECT


def _remote_kind(text: str) -> FaultKind:
    if "without sending complete" in text:
        return FaultKind.TRUNCATED
    if "without sending a response" in text:
        return FaultKind.RESET
    return FaultKind.PROTOCOL


def _reason(error: BaseException) -> str:
    # The library's own text may quote the URL, so only the system's reason is passed on.
    for cause in _chain(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f": {cause.verify_message}"
        if isinstance(cause, OSError) and cause.strerror:
            return f": {cause.strerror}"
    return ""


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    return chain
