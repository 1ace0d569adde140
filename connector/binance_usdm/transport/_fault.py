"""Turn what the operating system and OpenSSL raise into faults."""

import ssl

from ._message import FaultKind, TransportFault


def connect_fault(error: OSError, authority: str) -> TransportFault:
    """Describe a failed attempt to connect.

    Args:
        error: What connecting raised.
        authority: Host and port, for the text.
    """
    return TransportFault(FaultKind.CONNECT, False, f"cannot connect to {authority}: {_reason(error)}")


def handshake_fault(error: BaseException, authority: str) -> TransportFault:
    """Describe a failed TLS handshake.

    Args:
        error: What the handshake raised.
        authority: Host and port, for the text.
    """
    if isinstance(error, ssl.SSLCertVerificationError):
        detail = f"the certificate of {authority} was refused: {error.verify_message}"
    else:
        detail = f"the TLS handshake with {authority} failed: {_reason(error)}"
    return TransportFault(FaultKind.TLS, False, detail)


def broken_fault(error: BaseException | None) -> TransportFault:
    """Describe a connection that broke after the request was written.

    Args:
        error: What the socket raised, if anything.
    """
    return TransportFault(FaultKind.RESET, True, f"the connection broke: {_reason(error)}")


def timeout_fault(seconds: float) -> TransportFault:
    """Describe an answer that did not arrive in time.

    Args:
        seconds: The total time that was allowed.
    """
    return TransportFault(FaultKind.TIMEOUT, True, f"no complete answer within {seconds:g} s")


def pool_fault(seconds: float, size: int) -> TransportFault:
    """Describe a wait for a connection that took all the time.

    Args:
        seconds: The total time that was allowed.
        size: How many connections are allowed.
    """
    return TransportFault(
        FaultKind.TIMEOUT, False, f"all {size} connections were busy for {seconds:g} s; allow more or send less"
    )


def closed_fault(sent: bool) -> TransportFault:
    """Describe a transport that the caller has closed.

    Args:
        sent: Whether the request may have been sent before.
    """
    return TransportFault(FaultKind.CLOSED, sent, "the transport has been closed")


def _reason(error: BaseException | None) -> str:
    if error is None:
        return "closed"
    return getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
