"""How wide text is in a terminal, and text that cannot do harm there.

Pure. A Chinese character takes two cells, a combining mark none. Control characters, escape sequences and marks that
turn reading direction come out as visible escapes, whoever wrote them.
"""

from __future__ import annotations

import unicodedata

__all__ = ["clip", "harmless", "pad", "width_of"]

_WIDE = frozenset("WF")
_MARKS = frozenset(("Mn", "Me"))


def harmless(text: str) -> str:
    """The text with everything that is not printable escaped."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def _cells(character: str) -> int:
    if unicodedata.category(character) in _MARKS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def width_of(text: str) -> int:
    """Cells of a terminal that the text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def clip(text: str, width: int) -> str:
    """The text, cut with an ellipsis where it is wider than ``width`` cells."""
    if width_of(text) <= width:
        return text
    if width < 1:
        return ""
    used, kept = 0, ""
    for character in text:
        used += _cells(character)
        if used > width - 1:
            break
        kept += character
    return f"{kept}…"


def pad(text: str, width: int, *, right: bool) -> str:
    """The text filled with blanks to ``width`` cells; ``right`` puts it at the right."""
    blanks = " " * max(width - width_of(text), 0)
    return blanks + text if right else text + blanks
