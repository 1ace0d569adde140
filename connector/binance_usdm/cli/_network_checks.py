"""The doctor's look at the way to the exchange: name, connection, certificate, proxy."""

import socket
import ssl
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ._exit import ExitCode
from ._finding import Finding, Findings, Level

if TYPE_CHECKING:
    from ..environment import Environment

__all__ = ["proxy_check", "reach"]

_TIMEOUT = 5.0
_DAY = 86_400


def proxy_check(environment: "Environment") -> Finding:
    """Tell whether requests go through a proxy."""
    from .._assembly import proxy_for

    proxy = proxy_for(environment.rest, None)
    if proxy is None:
        return Finding(Level.OK, "proxy", "none; connections are direct")
    try:
        parts = urlsplit(proxy)
        shown = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    except ValueError:
        return Finding(
            Level.FAIL,
            "proxy",
            "the proxy's address is no URL",
            "Correct HTTPS_PROXY, or unset it.",
            ExitCode.BAD_INPUT,
        )
    return Finding(
        Level.WARN,
        "proxy",
        f"requests go through {shown}, by httpx",
        "It makes every request slower. Unset HTTPS_PROXY and ALL_PROXY, or add the host to NO_PROXY, to go directly.",
    )


def reach(about: str, url: str, failed: Level) -> Findings:
    """Look a host up, connect to it and check its certificate.

    Args:
        about: What the lines call it.
        url: Its address.
        failed: How bad it is when it cannot be reached.
    """
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme in ("https", "wss")
    port = parts.port or (443 if secure else 80)
    code = ExitCode.NOT_SENT if failed is Level.FAIL else ExitCode.OK
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        advice = "Check this machine's network, its DNS settings and the host's name."
        yield Finding(failed, about, f"{host} cannot be looked up: {reason}", advice, code)
        return
    addresses = len({each[4][0] for each in found})
    start = time.monotonic()
    try:
        with socket.create_connection((host, port), _TIMEOUT) as plain:
            connected = (time.monotonic() - start) * 1000
            facts = f"{host} has {addresses} address{'es' if addresses > 1 else ''}, connected in {connected:.0f} ms"
            if not secure:
                yield Finding(Level.OK, about, f"{facts}, without TLS on this machine")
                return
            yield from _tls(about, host, plain, facts)
    except ssl.SSLCertVerificationError as error:
        advice = (
            "Check this machine's clock and its trusted authorities (package ca-certificates). A company that inspects "
            "TLS needs its own authority there. Verification is never switched off."
        )
        yield Finding(failed, about, f"the certificate of {host} is refused: {error.verify_message}", advice, code)
    except ssl.SSLError as error:
        advice = "A firewall or another server may answer in its place."
        yield Finding(
            failed, about, f"TLS with {host}:{port} failed: {error.reason or 'no reason given'}", advice, code
        )
    except OSError as error:
        reason = "no answer in time" if isinstance(error, TimeoutError) else error.strerror or type(error).__name__
        advice = "Check this machine's network and any firewall; or set HTTPS_PROXY where a proxy is the way out."
        yield Finding(failed, about, f"{host}:{port} cannot be connected to: {reason}", advice, code)


def _tls(about: str, host: str, plain: socket.socket, facts: str) -> Findings:
    from ..transport._tls import tls_context

    with tls_context().wrap_socket(plain, server_hostname=host) as secured:
        certificate = secured.getpeercert() or {}
        until = certificate.get("notAfter")
        days = int((ssl.cert_time_to_seconds(until) - time.time()) // _DAY) if isinstance(until, str) else 0
        yield Finding(Level.OK, about, f"{facts}, {secured.version()}, certificate valid for {days} days")
