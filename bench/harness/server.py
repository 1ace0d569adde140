"""The canned server: fixed bytes for each path, as fast as asyncio gives them, on 127.0.0.1 alone; WebSockets too.

Run as a program it prints one JSON line with its port and lives until its standard input ends, so it never outlives
the process that started it. `running` does that for the benchmark and its tests.
"""

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from . import answers
from .sockets import Streams, WebSocket

_ROOM = 64 * 1024
_TIME = b"GET /fapi/v1/time"
_KLINES = b"GET /fapi/v1/klines"
_COMMAND = b"GET /bench/"
_BODY_LENGTH = b"content-length:"
_KEY = b"sec-websocket-key:"


class _Connection(asyncio.BufferedProtocol):
    """Answers the requests of one connection, split or pipelined as they come."""

    def __init__(self, canned: dict[bytes, bytes], streams: Streams) -> None:
        self._canned = canned
        self._streams = streams
        self._missing = answers.respond({"code": -5000, "msg": "The canned server has no such path."}, "404 Not Found")
        self._buffer = bytearray(_ROOM)
        self._view = memoryview(self._buffer)
        self._filled = 0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - asyncio's signature
        return self._view[self._filled :]

    def buffer_updated(self, nbytes: int) -> None:
        self._filled += nbytes
        start = 0
        while start < self._filled:
            used = self._answer_from(start)
            if not used:
                break
            start += used
        if start:
            self._view[: self._filled - start] = bytes(self._view[start : self._filled])
            self._filled -= start
        if self._filled == _ROOM and self._transport is not None:
            self._transport.abort()

    def _answer_from(self, start: int) -> int:
        """Answer the request that begins at `start`, if all of it is here, and say how long it was."""
        end = self._buffer.find(b"\r\n\r\n", start, self._filled)
        if end < 0:
            return 0
        head = bytes(self._view[start:end])
        length = len(head) + 4
        lower = head.lower()
        named = lower.find(_BODY_LENGTH)
        if named >= 0:
            length += int(lower[named + len(_BODY_LENGTH) :].split(b"\r\n", 1)[0])
            if start + length > self._filled:
                return 0
        line_end = head.index(b" HTTP/1.")
        query = head.find(b"?", 0, line_end)
        key = head[: query if query > 0 else line_end]
        assert self._transport is not None
        named = lower.find(_KEY)
        if named >= 0:
            accepted = head[named + len(_KEY) :].split(b"\r\n", 1)[0].strip()
            WebSocket(self._streams, head[4:line_end].decode()).open(self._transport, accepted)
            return length
        if key == _TIME:
            answer = answers.server_time()
        elif key == _KLINES and b"startTime=" in head[:line_end]:
            answer = answers.kline_page(head[query + 1 : line_end].decode())
        elif key.startswith(_COMMAND):
            self._streams.command(head[4:line_end].decode())
            answer = answers.respond({})
        else:
            answer = self._canned.get(key, self._missing)
        self._transport.write(answer)
        return length


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    canned, streams = answers.canned(), Streams()
    server = await loop.create_server(lambda: _Connection(canned, streams), "127.0.0.1", 0, backlog=256)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    # Nothing is ever written there: the read returns when whoever started this closes the pipe or ends.
    await loop.run_in_executor(None, sys.stdin.buffer.read)


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start the canned server in a process of its own, yield its origin URL, stop it."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"{__package__}.server"],
        cwd=Path(__file__).resolve().parents[__package__.count(".") + 1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{json.loads(process.stdout.readline())['port']}"
    finally:
        process.stdin.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


if __name__ == "__main__":
    asyncio.run(_serve())
