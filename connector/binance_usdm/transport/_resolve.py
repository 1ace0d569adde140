"""Resolve a host name within a deadline, anew for each connection.

The system's resolver cannot be interrupted, so it runs in a daemon thread that is left behind when it is late: unlike
the event loop's own executor, such a thread never holds up the end of the program.
"""

import socket
from collections.abc import Callable
from threading import Event, Thread

from ._message import FaultKind, TransportFault
from ._origin import Origin

Address = tuple[int, tuple[str, int] | tuple[str, int, int, int]]
"""Family and socket address."""


def look_up(origin: Origin) -> list[Address]:
    """Ask the resolver, families taking turns so that one that leads nowhere costs one attempt.

    Args:
        origin: Whose host to resolve.

    Raises:
        TransportFault: There is no such host.
    """
    flags = socket.AI_NUMERICHOST if origin.literal else 0
    try:
        found = socket.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM, flags=flags)
    except (OSError, UnicodeError) as error:
        raise TransportFault(FaultKind.DNS, False, f"cannot resolve {origin.host}: {_reason(error)}") from error
    addresses: list[Address] = []
    for family, _, _, _, address in found:
        if family in (socket.AF_INET, socket.AF_INET6):
            addresses.append((family, address))  # type: ignore[arg-type]
    first = [address for address in addresses if address[0] == addresses[0][0]]
    second = [address for address in addresses if address[0] != addresses[0][0]]
    mixed: list[Address] = []
    while first or second:
        mixed += first[:1] + second[:1]
        first, second = first[1:], second[1:]
    if not mixed:
        raise TransportFault(FaultKind.DNS, False, f"{origin.host} has no usable address")
    return mixed


def look_up_within(origin: Origin, seconds: float) -> list[Address]:
    """Resolve, blocking for a bounded time.

    Args:
        origin: Whose host to resolve.
        seconds: How long to wait.

    Raises:
        TransportFault: There is no such host, or no answer in time.
    """
    if origin.literal:
        return look_up(origin)
    done = Event()
    outcome: list[list[Address] | TransportFault] = []

    def finish(result: list[Address] | TransportFault) -> None:
        outcome.append(result)
        done.set()

    look_up_aside(origin, finish)
    if not done.wait(max(seconds, 0.0)):
        raise TransportFault(FaultKind.DNS, False, f"no answer from the resolver for {origin.host} in time")
    result = outcome[0]
    if isinstance(result, TransportFault):
        raise result
    return result


def look_up_aside(origin: Origin, finish: Callable[[list[Address] | TransportFault], None]) -> None:
    """Resolve in a thread of its own and hand the result to a callback there.

    Args:
        origin: Whose host to resolve.
        finish: Called once, in the other thread, with addresses or the fault.
    """

    def run() -> None:
        result: list[Address] | TransportFault
        try:
            result = look_up(origin)
        except TransportFault as fault:
            result = fault
        finish(result)

    Thread(target=run, name="binance-usdm-resolver", daemon=True).start()


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
