"""Write a request as HTTP/1.1 bytes.

Rules of this module:

- Pure, and the text of the target is not changed by a single character: what was signed is what is sent.
- Everything that is the same for all requests of an origin is prepared once.
- A request that would read as two is refused before a byte leaves.
"""

from functools import lru_cache

from ._message import FaultKind, HttpRequest, TransportFault

_LENGTH_EXPECTED = frozenset({"POST", "PUT", "PATCH"})


class RequestWriter:
    """Writes requests for one origin.

    Args:
        authority: Value of the `Host` header.
    """

    __slots__ = ("_line_end",)

    def __init__(self, authority: str) -> None:
        self._line_end = f" HTTP/1.1\r\nHost: {authority}\r\n"

    def write(self, request: HttpRequest) -> bytes:
        """Return the whole request.

        Raises:
            TransportFault: Method or target cannot stand in a request line; nothing was sent.
        """
        method = request.method
        body = request.body
        # With the parameters in the body the target is a path, and there are few of them.
        line = (_known_line if body else _line)(method, request.target, self._line_end)
        if body or method in _LENGTH_EXPECTED:
            return b"%b%bContent-Length: %d\r\n\r\n%b" % (line, request.headers.block, len(body), body)
        return b"%b%b\r\n" % (line, request.headers.block)


def _line(method: str, target: str, line_end: str) -> bytes:
    if not target.startswith("/") or not method.isalpha():
        raise _refused()
    # One search each is several times cheaper than a look at every character.
    if " " in target or "\r" in target or "\n" in target or "\t" in target or "\0" in target:
        raise _refused()
    try:
        return f"{method} {target}{line_end}".encode("ascii")
    except UnicodeEncodeError:
        raise _refused() from None


_known_line = lru_cache(maxsize=256)(_line)


def _refused() -> TransportFault:
    return TransportFault(
        FaultKind.PROTOCOL, False, "method and target must be plain ASCII without spaces, the target starting with '/'"
    )
