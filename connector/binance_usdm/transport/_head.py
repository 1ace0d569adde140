"""Read the head of a response: status, how the body ends, and the headers on demand.

Rules of this module:

- Pure: one complete head in, one `Head` out.
- Only what decides the framing is looked at eagerly, in one pass over the lower-cased head; this is the hottest parsing
  of the product, and looking at every header doubles the price of a request.
- Bytes become text first, one character a byte: text is cheaper to cut values out of.
- Whatever two readers could frame differently is refused: a bare line feed, a folded line, a repeated or odd length,
  a length beside chunked, white space before a framing header's colon.
- The other headers are found or parsed when somebody asks; a line without a colon is then left out.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from ._message import FaultKind, TransportFault

CHUNKED = -1
UNTIL_CLOSE = -2

_BODILESS = frozenset({204, 304})
_MAX_LENGTH_DIGITS = 18
# A line feed without carriage return, a folded line (both without groups), or a header that decides the framing.
_FRAMING = re.compile(r"\n(?:(?<!\r\n)|[ \t]|(c(?:ontent-(?:length|encoding)|onnection)|transfer-encoding)([^\r\n]*+))")
_VERSION_1_1 = "HTTP/1.1 "
_VERSION_1_0 = "HTTP/1.0 "
_ENDS_CODE = (" ", "\r", "")
_OTHER_NAME = re.compile(r"[!#-'*+\-.^_`|~0-9a-z]")


class ResponseHeaders(Mapping[str, str]):
    """The headers of one response by lower-case name, found or parsed when asked for."""

    __slots__ = ("_all", "_lowered", "_text")

    _text: str
    _lowered: str
    _all: dict[str, str] | None

    def __init__(self, text: str, lowered: str) -> None:
        self._text = text
        self._lowered = lowered
        self._all = None

    def __getitem__(self, name: str) -> str:
        value: str | None = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a header, or the default; Mapping's own would raise and catch for each absent name."""
        if self._all is not None:
            return self._all.get(name, default)
        # Two or three names are read of some twenty: searching is cheaper than a dictionary.
        needle = _needle(name)
        start = self._lowered.find(needle)
        if start < 0:
            return default
        start += len(needle)
        end = self._text.find("\r\n", start)
        return self._text[start : end if end >= 0 else None].strip(" \t")

    def _parsed(self) -> dict[str, str]:
        if self._all is None:
            found: dict[str, str] = {}
            for line in self._text.split("\r\n")[1:]:
                name, colon, value = line.partition(":")
                if colon and name:
                    found.setdefault(name.lower(), value.strip(" \t"))
            self._all = found
        return self._all

    def __iter__(self) -> Iterator[str]:
        return iter(self._parsed())

    def __len__(self) -> int:
        return len(self._parsed())

    def __repr__(self) -> str:
        return f"ResponseHeaders({', '.join(self._parsed())})"


Head = tuple[int, int, bool, str, ResponseHeaders]
"""Status; bytes of the body or CHUNKED or UNTIL_CLOSE; keep-alive; `Content-Encoding`; headers. A tuple, for speed."""


def parse_head(raw: bytes) -> Head:
    """Read a head without its final empty line.

    Args:
        raw: Status line and header lines, joined by CR LF, without the last CR LF.

    Raises:
        TransportFault: The head is not one that every reader would frame alike.
    """
    text = raw.decode("latin-1")
    status, modern = _status(text[:13])
    keep_alive = modern
    lowered = text.lower()
    length = UNTIL_CLOSE
    closing = False
    coding = ""
    for name, rest in _FRAMING.findall(lowered):
        if not name:
            raise _fault("the answer's head has a bare line feed or a folded line")
        if rest[:1] != ":":
            # "Content-Length : 5" is a length to one reader and an unknown header to another.
            if not _OTHER_NAME.match(rest):
                raise _fault("the answer has a framing header without a proper colon")
            continue
        value = rest[1:].strip(" \t")
        if name == "content-length":
            length = _length(value, length)
        elif name == "connection":
            if value != "keep-alive":
                options = [option.strip() for option in value.split(",")]
                closing = closing or "close" in options
                keep_alive = keep_alive or "keep-alive" in options
            else:
                keep_alive = True
        elif name == "content-encoding":
            coding = f"{coding},{value}" if coding else value
        else:
            length = _chunked(value, length)
    if length == CHUNKED:
        # A version 1.0 hop that forwards chunks may not have understood them (RFC 9112, 6.1).
        keep_alive = keep_alive and modern
    if status in _BODILESS or status < 200:
        length = 0
    return status, length, keep_alive and not closing, coding, ResponseHeaders(text, lowered)


@lru_cache(maxsize=64)
def _status(start: str) -> tuple[int, bool]:
    modern = start.startswith(_VERSION_1_1)
    code = start[9:12]
    if not (modern or start.startswith(_VERSION_1_0)) or not code.isdecimal() or start[12:] not in _ENDS_CODE:
        raise _fault("the answer does not start with an HTTP/1.1 status line")
    return int(code), modern


def _length(value: str, before: int) -> int:
    if before != UNTIL_CLOSE:
        raise _fault("the answer declares its length twice")
    if not value.isdecimal() or len(value) > _MAX_LENGTH_DIGITS:
        raise _fault("the answer's Content-Length is not a plausible number")
    return int(value)


def _chunked(value: str, before: int) -> int:
    if before != UNTIL_CLOSE:
        raise _fault("the answer declares its length twice")
    if value != "chunked":
        raise _fault("the answer has a Transfer-Encoding other than chunked")
    return CHUNKED


@lru_cache(maxsize=64)
def _needle(name: str) -> str:
    # A name that cannot be in a header becomes a line that parse_head refuses, so it is never found.
    if not name or not name.isascii() or ":" in name or "\n" in name:
        return "\n\n"
    return f"\r\n{name}:"


def _fault(detail: str) -> TransportFault:
    return TransportFault(FaultKind.PROTOCOL, True, detail)
