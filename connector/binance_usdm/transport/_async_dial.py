"""Open one connection of an event loop: resolve, connect, shake hands, all within one limit."""

import asyncio
import socket
import ssl
from contextlib import suppress

from ._fault import connect_fault, handshake_fault
from ._message import FaultKind, TransportFault
from ._origin import Origin
from ._resolve import Address, look_up, look_up_aside

_PHASES = {
    FaultKind.DNS: "no answer from the resolver",
    FaultKind.CONNECT: "no connection",
    FaultKind.TLS: "no TLS handshake",
}


async def dial(
    loop: asyncio.AbstractEventLoop,
    origin: Origin,
    tls: ssl.SSLContext | None,
    protocol: asyncio.BaseProtocol,
    limit: float,
) -> None:
    """Connect a protocol to an origin.

    Args:
        loop: The running loop.
        origin: Where to.
        tls: How to verify the server; used when the origin is secure.
        protocol: Gets the connection.
        limit: The loop's time at which to give up.

    Raises:
        TransportFault: There is no connection; no byte of any request was sent.
    """
    phase = FaultKind.DNS
    try:
        async with asyncio.timeout_at(limit):
            addresses = look_up(origin) if origin.literal else await _resolve(loop, origin)
            phase = FaultKind.CONNECT
            sock = await _connect(loop, origin, addresses, limit)
            phase = FaultKind.TLS if origin.secure else FaultKind.CONNECT
            transport, _ = await loop.create_connection(
                lambda: protocol,
                sock=sock,
                ssl=tls if origin.secure else None,
                server_hostname=origin.host if origin.secure else None,
                # The scope around this ends first; asyncio's own limit must only not be shorter.
                ssl_handshake_timeout=limit - loop.time() + 60.0 if origin.secure else None,
            )
    except TimeoutError:
        raise TransportFault(phase, False, f"{_PHASES[phase]} for {origin.authority} in time") from None
    except (OSError, ssl.CertificateError) as error:
        if phase is FaultKind.TLS:
            raise handshake_fault(error, origin.authority) from error
        raise connect_fault(error, origin.authority) from error
    if transport.is_closing():
        raise TransportFault(phase, False, f"{origin.authority} closed the connection at once")


async def _resolve(loop: asyncio.AbstractEventLoop, origin: Origin) -> list[Address]:
    answer: asyncio.Future[list[Address]] = loop.create_future()

    def settle(result: list[Address] | TransportFault) -> None:
        if answer.done():
            return
        if isinstance(result, TransportFault):
            answer.set_exception(result)
        else:
            answer.set_result(result)

    def finish(result: list[Address] | TransportFault) -> None:
        # A late resolver may find the loop closed.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result)

    look_up_aside(origin, finish)
    return await answer


async def _connect(
    loop: asyncio.AbstractEventLoop, origin: Origin, addresses: list[Address], limit: float
) -> socket.socket:
    last: OSError = TimeoutError()
    for tried, (family, address) in enumerate(addresses):
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # An address that swallows packets must leave time for the others.
            async with asyncio.timeout((limit - loop.time()) / (len(addresses) - tried)):
                await loop.sock_connect(sock, address)
        except OSError as error:
            sock.close()
            last = error
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    if isinstance(last, TimeoutError):
        raise last
    raise connect_fault(last, origin.authority) from last
