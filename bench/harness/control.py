"""Commands to the canned server from within a contender, over a blocking connection of their own.

What waiting for them costs is the server's time, not the contender's.
"""

import socket
from urllib.parse import urlsplit


class Control:
    """A way to make the canned server send a burst or drop connections.

    Args:
        origin: The canned server.
    """

    def __init__(self, origin: str) -> None:
        address = urlsplit(origin)
        self._socket = socket.create_connection((address.hostname, address.port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def burst(self, stream: str, count: int) -> None:
        """Have so many events of a stream sent."""
        self._command(f"/bench/burst?stream={stream}&count={count}")

    def drop(self, how: str) -> None:
        """Have all connections with streams ended, by ``rst`` or ``fin``."""
        self._command(f"/bench/drop?how={how}")

    def close(self) -> None:
        """Let go of the connection."""
        self._socket.close()

    def _command(self, target: str) -> None:
        self._socket.sendall(f"GET {target} HTTP/1.1\r\n\r\n".encode())
        received = b""
        while b"\r\n\r\n{}" not in received:
            chunk = self._socket.recv(4096)
            assert chunk, "the canned server closed the connection"
            received += chunk
