"""A raw TCP server whose every byte, pause and end of connection a test writes down itself."""

import socket
import ssl
import struct
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Peer:
    """The server's side of one connection."""

    def __init__(self, sock: socket.socket, number: int, stopped: Event) -> None:
        self.sock = sock
        self.number = number
        self.stopped = stopped
        self.requests: list[bytes] = []

    def read_request(self) -> bytes | None:
        """Return the next request, None at the end of input."""
        data = b""
        while b"\r\n\r\n" not in data:
            part = self.sock.recv(65536)
            if not part:
                return None
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        while len(body) < length:
            body += self.sock.recv(65536)
        data = head + b"\r\n\r\n" + body
        self.requests.append(data)
        return data

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def dribble(self, data: bytes, pause: float) -> None:
        for index in range(len(data)):
            self.send(data[index : index + 1])
            if self.stopped.wait(pause):
                return

    def wait(self, seconds: float) -> None:
        self.stopped.wait(seconds)

    def reset(self) -> None:
        """End with RST instead of FIN."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


Script = Callable[[Peer], None]


def answer_all(*answers: bytes) -> Script:
    """Answer requests in turn, the last answer for ever."""

    def script(peer: Peer) -> None:
        served = 0
        while peer.read_request() is not None:
            peer.send(answers[min(served, len(answers) - 1)])
            served += 1

    return script


class ScriptedServer:
    """Runs one script a connection, each in its own thread."""

    def __init__(self, script: Script, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self._script = script
        self._tls = tls
        self._stopped = Event()
        self._lock = Lock()
        self._threads: list[Thread] = []
        self.peers: list[Peer] = []
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family, backlog=200)
        self.port: int = self._listener.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        self.origin = f"{'https' if tls else 'http'}://{shown}:{self.port}"

    def __enter__(self) -> Self:
        self._listener.settimeout(0.05)
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._threads[0].join(5)
        self._listener.close()
        for peer in self.peers:
            with suppress(OSError):
                peer.sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads[1:]:
            thread.join(5)
        assert [] == [thread for thread in self._threads if thread.is_alive()]

    def wait_for_end_of_first(self) -> None:
        """Return once the first connection's script has ended and its socket is closed."""
        self._threads[1].join(5)

    def _start(self, run: Callable[[], None]) -> None:
        thread = Thread(target=run, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                sock, _ = self._listener.accept()
            except TimeoutError:
                continue
            sock.settimeout(10)
            with self._lock:
                peer = Peer(sock, len(self.peers), self._stopped)
                self.peers.append(peer)
            self._start(lambda peer=peer: self._serve(peer))  # type: ignore[misc]

    def _serve(self, peer: Peer) -> None:
        # What the client does to the connection is the client's test, not an error of the server.
        with suppress(OSError, ValueError):
            if self._tls is not None:
                plain = peer.sock
                try:
                    peer.sock = self._tls.wrap_socket(plain, server_side=True)
                except (OSError, ValueError):
                    plain.close()
                    raise
            self._script(peer)
        with suppress(OSError):
            peer.sock.close()
