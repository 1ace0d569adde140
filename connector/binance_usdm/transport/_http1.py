"""Turn the bytes of one connection into responses, without touching the connection.

Rules of this module:

- Sans-I/O: the shell reads into `get_buffer()`, reports the count to `receive()`, and the end of input to `eof()`.
- One response at a time: `start()` before each request. Bytes that belong to no response make the connection unusable.
- The result does not depend on how the bytes were split.
- A response is returned whole or not at all; everything wrong is a `TransportFault` with `sent=True`.
- Memory is bounded by the header cap, the body cap and one receive buffer; large bodies are received in place.
"""

from ._body import decode_body
from ._head import CHUNKED, Head, parse_head
from ._message import FaultKind, HttpResponse, TransportFault

_BUFFER = 65536
_MAX_CHUNK_DIGITS = 15
_MAX_INTERIM = 16
_HEX = b"0123456789abcdefABCDEF"
_VERSION = b"HTTP/1."

_HEAD, _LENGTH, _IN_PLACE, _CHUNK_SIZE, _CHUNK_DATA, _CHUNK_END, _TRAILER, _UNTIL_CLOSE, _DONE = range(9)


class ResponseReader:
    """Reads the responses of one connection.

    Args:
        max_body: Largest allowed body in bytes, compressed and decompressed.
        max_header: Largest allowed head in bytes; also bounds chunk extensions and trailers.
    """

    __slots__ = (
        "_body",
        "_buffer",
        "_consumed",
        "_end",
        "_extra",
        "_filled",
        "_head",
        "_interim",
        "_max_body",
        "_max_header",
        "_scanned",
        "_state",
        "_view",
        "reusable",
    )

    reusable: bool
    """True when the last response left the connection ready for another request."""

    _head: Head
    _body: bytearray

    def __init__(self, max_body: int, max_header: int) -> None:
        self._max_body = max_body
        self._max_header = max_header
        self._buffer = bytearray(max(_BUFFER, max_header + 4))
        self._view = memoryview(self._buffer)
        self._body = bytearray()
        self.start()
        self._state = _DONE

    def start(self) -> None:
        """Expect a new response."""
        self.reusable = False
        self._state = _HEAD
        self._end = 0
        self._scanned = 0
        self._consumed = 0
        self._interim = 0
        self._extra = 0
        self._filled = 0

    @property
    def started(self) -> bool:
        """True when a part of the expected response has arrived."""
        return self._state != _HEAD or self._end > 0 or self._interim > 0

    def get_buffer(self) -> memoryview:
        """Where the next bytes go; never empty."""
        if self._state == _IN_PLACE:
            return memoryview(self._body)[self._filled :]
        return self._view[self._end :] if self._end else self._view

    def receive(self, count: int) -> HttpResponse | None:
        """Account for bytes written into the buffer.

        Args:
            count: How many.

        Returns:
            The response once it is complete, else None.

        Raises:
            TransportFault: The bytes are not a response, or one that is larger than allowed.
        """
        if self._state == _IN_PLACE:
            self._filled += count
            return self._complete(self._body) if self._filled == len(self._body) else None
        self._end += count
        if self._state == _HEAD:
            return self._receive_head()
        return self._receive_body()

    def eof(self) -> HttpResponse:
        """Account for the end of input.

        Returns:
            A response that ends with the connection.

        Raises:
            TransportFault: The response is not complete.
        """
        if self._state == _UNTIL_CLOSE:
            return self._complete(self._body)
        if not self.started:
            raise TransportFault(FaultKind.RESET, True, "the server closed the connection without an answer")
        raise TransportFault(FaultKind.TRUNCATED, True, "the server closed the connection in the middle of its answer")

    def _receive_head(self) -> HttpResponse | None:
        while True:
            stop = self._buffer.find(b"\r\n\r\n", self._scanned, self._end)
            if stop < 0:
                self._check_partial_head()
                return None
            if stop - self._consumed > self._max_header:
                raise _too_large("the answer's head")
            head = parse_head(bytes(self._view[self._consumed : stop]))
            self._consumed = self._scanned = stop + 4
            status = head[0]
            if status >= 200:
                break
            self._interim += 1
            if status < 100 or status == 101 or self._interim > _MAX_INTERIM:
                raise _broken("the server sent a status that no request asked for")
            self._compact()
        self._head = head
        length = head[1]
        if length >= 0:
            if length > self._max_body:
                raise _too_large("the answer's body")
            return self._receive_length(length)
        self._body = bytearray()
        self._state = _CHUNK_SIZE if length == CHUNKED else _UNTIL_CLOSE
        return self._receive_body()

    def _check_partial_head(self) -> None:
        start = self._buffer[: min(self._end, len(_VERSION))]
        if not _VERSION.startswith(start):
            raise _broken("the answer is not HTTP/1.1")
        # Only what is new is looked at, from the byte before it on: a line's end may have been split.
        fresh = self._scanned + 3 if self._scanned else 0
        if self._buffer.count(b"\n", fresh, self._end) != self._buffer.count(b"\r\n", max(fresh - 1, 0), self._end):
            raise _broken("the answer's head has a bare line break")
        if self._end > self._max_header:
            raise _too_large("the answer's head")
        self._scanned = max(self._end - 3, 0)

    def _receive_length(self, length: int) -> HttpResponse | None:
        have = self._end - self._consumed
        if have >= length:
            body = bytes(self._view[self._consumed : self._consumed + length])
            self._consumed += length
            return self._complete(body)
        if length <= len(self._buffer) - self._consumed:
            self._state = _LENGTH
            return None
        self._body = bytearray(length)
        self._body[:have] = self._view[self._consumed : self._end]
        self._filled = have
        self._consumed = self._end
        self._state = _IN_PLACE
        return None

    def _receive_body(self) -> HttpResponse | None:
        if self._state == _LENGTH:
            return self._receive_length(self._head[1])
        if self._state == _DONE:
            self.reusable = False
            raise _broken("the server sent bytes that no request asked for")
        while self._state != _UNTIL_CLOSE:
            if self._state == _CHUNK_DATA:
                if not self._take_chunk_data():
                    break
                continue
            line = self._take_line()
            if line is None:
                break
            if self._state == _CHUNK_SIZE:
                self._open_chunk(line)
            elif self._state == _CHUNK_END:
                if line:
                    raise _broken("a chunk is longer than it says")
                self._state = _CHUNK_SIZE
            elif line:
                self._count_extra(len(line) + 2)
            else:
                return self._complete(self._body)
        else:
            self._append(self._end - self._consumed)
        self._compact()
        return None

    def _open_chunk(self, line: bytes) -> None:
        digits, semicolon, _ = line.partition(b";")
        self._count_extra(len(line) - len(digits) if semicolon else 0)
        digits = digits.rstrip(b" \t")
        if not digits or len(digits) > _MAX_CHUNK_DIGITS or digits.strip(_HEX):
            raise _broken("a chunk's size is not a number")
        self._filled = int(digits, 16)
        if len(self._body) + self._filled > self._max_body:
            raise _too_large("the answer's body")
        self._state = _CHUNK_DATA if self._filled else _TRAILER

    def _take_chunk_data(self) -> bool:
        count = min(self._filled, self._end - self._consumed)
        self._append(count)
        self._filled -= count
        if self._filled:
            return False
        self._state = _CHUNK_END
        return True

    def _append(self, count: int) -> None:
        if len(self._body) + count > self._max_body:
            raise _too_large("the answer's body")
        self._body += self._view[self._consumed : self._consumed + count]
        self._consumed += count

    def _take_line(self) -> bytes | None:
        stop = self._buffer.find(b"\n", self._consumed, self._end)
        if stop < 0:
            if self._end - self._consumed > self._max_header:
                raise _too_large("the answer's trailer")
            return None
        line = bytes(self._view[self._consumed : stop])
        self._consumed = stop + 1
        if not line.endswith(b"\r") or b"\r" in line[:-1] or b"\0" in line:
            raise _broken("a chunk's line has a bare line break or a NUL")
        return line[:-1]

    def _count_extra(self, count: int) -> None:
        self._extra += count
        if self._extra > self._max_header:
            raise _too_large("the answer's chunk extensions and trailers")

    def _compact(self) -> None:
        # What is left is a part of one line or head, so this moves few bytes.
        rest = self._end - self._consumed
        if rest:
            self._view[:rest] = bytes(self._view[self._consumed : self._end])
        self._end = rest
        self._scanned = self._consumed = 0

    def _complete(self, body: bytes | bytearray) -> HttpResponse:
        status, _, keep_alive, coding, headers = self._head
        # A body that runs to the end of the connection leaves nothing to reuse, whatever the headers say.
        self.reusable = keep_alive and self._state != _UNTIL_CLOSE and self._consumed == self._end
        if coding and not body and self._state == _UNTIL_CLOSE:
            # Nothing is not a compressed nothing: the connection ended before the body began.
            raise TransportFault(FaultKind.TRUNCATED, True, "the compressed body is missing")
        self._state = _DONE
        self._end = 0
        if isinstance(body, bytearray):
            body = bytes(body)
            self._body = bytearray()
        if coding:
            body = decode_body(coding, body, self._max_body)
        return HttpResponse(status, headers, body)


def _broken(detail: str) -> TransportFault:
    return TransportFault(FaultKind.PROTOCOL, True, detail)


def _too_large(what: str) -> TransportFault:
    return TransportFault(FaultKind.TOO_LARGE, True, f"{what} is larger than allowed")
