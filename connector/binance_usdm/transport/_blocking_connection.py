"""One keep-alive connection of a thread: moves bytes between a socket that never blocks and the response reader."""

import socket
import ssl
from contextlib import suppress
from time import monotonic

from ._fault import broken_fault, timeout_fault
from ._http1 import ResponseReader
from ._message import FaultKind, HttpResponse, TransportFault
from ._readiness import Readiness

_SURE = 0.01
_AGAIN = (BlockingIOError, InterruptedError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class BlockingConnection:
    """Carries one exchange at a time.

    Args:
        sock: A connected socket that does not block, with TLS done.
        reader: Reads the responses of this connection.
    """

    __slots__ = ("_reader", "_ready", "_recv_into", "_send", "_sock", "_tls", "idle_since")

    idle_since: float
    """Monotonic time of its last use."""

    def __init__(self, sock: socket.socket, reader: ResponseReader) -> None:
        self._sock = sock
        self._send = sock.send
        self._recv_into = sock.recv_into
        self._tls = sock if isinstance(sock, ssl.SSLSocket) else None
        self._reader = reader
        self._ready = Readiness(sock)
        self.idle_since = 0.0

    @property
    def reusable(self) -> bool:
        """True when the last answer left the connection ready for another request."""
        return self._reader.reusable

    def usable(self, now: float) -> bool:
        """Say whether a request may be written, as far as anybody can know: not closed, and nothing said unasked.

        Args:
            now: Monotonic time.
        """
        # The system is asked, but not in a burst, where that would cost a call for each request.
        return now - self.idle_since < _SURE or self._quiet()

    def _quiet(self) -> bool:
        if self._tls is not None and self._tls.pending():
            return False
        if not self._ready.readable(0.0):
            return True
        if self._tls is None:
            return False
        # Session tickets arrive after the handshake and are no application data.
        try:
            self._tls.recv(1)
        except ssl.SSLWantReadError:
            return True
        except OSError:
            return False
        return False

    def exchange(self, wire: bytes, deadline: float, allowed: float) -> HttpResponse:
        """Write a request and read its answer.

        Args:
            wire: The whole request.
            deadline: Monotonic time at which to give up.
            allowed: The seconds that were allowed, for the text of the fault.

        Raises:
            TransportFault: There is no complete answer.
        """
        reader = self._reader
        reader.start()
        try:
            try:
                count = self._send(wire)
            except _AGAIN:
                count = 0
            if count != len(wire):
                self._send_rest(wire, count, deadline, allowed)
            # TLS may hold decrypted bytes that the socket does not show; then there is nothing to wait for.
            wait = self._tls is None or not self._tls.pending()
            while True:
                if wait:
                    left = deadline - monotonic()
                    if left <= 0.0 or not self._ready.readable(left):
                        raise timeout_fault(allowed)
                elif monotonic() > deadline:
                    raise timeout_fault(allowed)
                try:
                    count = self._recv_into(reader.get_buffer())
                except _AGAIN:
                    wait = True
                    continue
                wait = self._tls is None or not self._tls.pending()
                response = reader.receive(count) if count else reader.eof()
                if response is not None:
                    return response
        except ssl.SSLEOFError as error:
            # Without TLS's own end mark nobody knows whether this was all.
            kind = FaultKind.TRUNCATED if reader.started else FaultKind.RESET
            raise TransportFault(kind, True, "the connection ended without TLS's end mark") from error
        except OSError as error:
            raise broken_fault(error) from error

    def interrupt(self) -> None:
        """End a wait in another thread."""
        with suppress(OSError):
            # Past the TLS layer, whose state belongs to the other thread.
            socket.socket.shutdown(self._sock, socket.SHUT_RDWR)

    def close(self) -> None:
        """Drop the connection; closing twice is fine."""
        with suppress(OSError):
            self._sock.close()

    def _send_rest(self, wire: bytes, sent: int, deadline: float, allowed: float) -> None:
        view = memoryview(wire)
        while sent < len(wire):
            left = deadline - monotonic()
            if left <= 0.0 or not self._ready.writable(left):
                raise timeout_fault(allowed)
            with suppress(*_AGAIN):
                sent += self._send(view[sent:])
