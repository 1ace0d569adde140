"""Bodies as they go out: compressed well, badly, twice, or only said to be."""

from __future__ import annotations

import gzip
from typing import Literal

__all__ = ["CODINGS", "Coding", "code"]

Coding = Literal["none", "gzip", "gzip-corrupt", "gzip-truncated", "gzip-twice", "gzip-false", "gzip-bomb"]

CODINGS: tuple[Coding, ...] = (
    "none",
    "gzip",
    "gzip-corrupt",
    "gzip-truncated",
    "gzip-twice",
    "gzip-false",
    "gzip-bomb",
)
_BOMB = 300_000_000
_PIECE = 10_000_000


def _pressed(body: bytes) -> bytes:
    # Without a time in its header the same body is always the same bytes.
    return gzip.compress(body, mtime=0)


def code(body: bytes, coding: Coding) -> bytes:
    """The body as it goes out; all but ``none`` are sent with ``Content-Encoding: gzip``."""
    if coding in ("none", "gzip-false"):
        return body
    if coding == "gzip-bomb":
        # Members of a gzip file follow each other: the whole expands to 300 MB.
        return _pressed(b" " * _PIECE) * (_BOMB // _PIECE)
    pressed = _pressed(body)
    if coding == "gzip-twice":
        return _pressed(pressed)
    if coding == "gzip-truncated":
        return pressed[: max(len(pressed) // 2, 11)]
    if coding == "gzip-corrupt":
        middle = len(pressed) // 2
        return pressed[:middle] + bytes(byte ^ 0xFF for byte in pressed[middle : middle + 8]) + pressed[middle + 8 :]
    return pressed
