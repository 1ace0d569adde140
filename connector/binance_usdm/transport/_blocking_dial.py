"""Open one connection of a thread: resolve, connect, shake hands, all within one limit."""

import errno
import os
import socket
import ssl
from time import monotonic

from ._fault import connect_fault, handshake_fault
from ._message import FaultKind, TransportFault
from ._origin import Origin
from ._readiness import Readiness
from ._resolve import Address, look_up_within

_UNDER_WAY = frozenset({errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN})


def dial(origin: Origin, tls: ssl.SSLContext | None, limit: float) -> socket.socket:
    """Return a connected socket that does not block.

    Args:
        origin: Where to.
        tls: How to verify the server; used when the origin is secure.
        limit: Monotonic time at which to give up.

    Raises:
        TransportFault: There is no connection; no byte of any request was sent.
    """
    addresses = look_up_within(origin, limit - monotonic())
    sock = _connect(origin, addresses, limit)
    if not origin.secure or tls is None:
        return sock
    try:
        return _shake_hands(sock, origin, tls, limit)
    except (OSError, ssl.CertificateError) as error:
        sock.close()
        raise handshake_fault(error, origin.authority) from error
    except BaseException:
        sock.close()
        raise


def _connect(origin: Origin, addresses: list[Address], limit: float) -> socket.socket:
    last: OSError = TimeoutError()
    for tried, (family, address) in enumerate(addresses):
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # An address that swallows packets must leave time for the others.
            _reach(sock, address, (limit - monotonic()) / (len(addresses) - tried))
        except OSError as error:
            sock.close()
            last = error
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    if isinstance(last, TimeoutError) and last.errno is None:
        raise TransportFault(FaultKind.CONNECT, False, f"no connection for {origin.authority} in time")
    raise connect_fault(last, origin.authority) from last


def _reach(sock: socket.socket, address: tuple[object, ...], seconds: float) -> None:
    code = sock.connect_ex(address)
    if code in _UNDER_WAY:
        if seconds <= 0.0 or not Readiness(sock).writable(seconds):
            raise TimeoutError
        code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))


def _shake_hands(sock: socket.socket, origin: Origin, tls: ssl.SSLContext, limit: float) -> ssl.SSLSocket:
    secure = tls.wrap_socket(
        sock, server_hostname=origin.host, do_handshake_on_connect=False, suppress_ragged_eofs=False
    )
    ready = Readiness(secure)
    try:
        while True:
            left = limit - monotonic()
            try:
                secure.do_handshake()
            except ssl.SSLWantReadError:
                in_time = left > 0.0 and ready.readable(left)
            except ssl.SSLWantWriteError:
                in_time = left > 0.0 and ready.writable(left)
            else:
                return secure
            if not in_time:
                raise TransportFault(FaultKind.TLS, False, f"no TLS handshake for {origin.authority} in time")
    except BaseException:
        secure.close()
        raise
