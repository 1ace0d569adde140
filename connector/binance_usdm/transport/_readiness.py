"""Ask the system whether a socket can be read or written, for a bounded time."""

import select
from typing import Protocol

_POLL_IN = getattr(select, "POLLIN", 1)
_POLL_OUT = getattr(select, "POLLOUT", 4)


class HasFileno(Protocol):
    """What the system needs to know of a socket."""

    def fileno(self) -> int:
        """Return the descriptor."""
        ...


class Readiness:
    """Waits until a socket can be read or written.

    Args:
        sock: Any socket, or what asyncio shows of one.
    """

    __slots__ = ("_poll", "_sock")

    def __init__(self, sock: HasFileno) -> None:
        self._sock = sock
        self._poll = None
        if hasattr(select, "poll"):
            self._poll = select.poll()
            self._poll.register(sock, _POLL_IN)

    def readable(self, seconds: float) -> bool:
        """Wait for bytes, the end of input or an error.

        Args:
            seconds: How long at most; 0 only looks.
        """
        if self._poll is not None:
            return bool(self._poll.poll(seconds * 1000.0))
        return bool(select.select([self._sock], [], [], seconds)[0])

    def writable(self, seconds: float) -> bool:
        """Wait for room in the send buffer, or an error.

        Args:
            seconds: How long at most.
        """
        if self._poll is None:
            _, ready, failed = select.select([], [self._sock], [self._sock], seconds)
            return bool(ready or failed)
        self._poll.modify(self._sock, _POLL_OUT)
        try:
            return bool(self._poll.poll(seconds * 1000.0))
        finally:
            self._poll.modify(self._sock, _POLL_IN)
