"""The pages that people read, and the examples in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import attrs

ROOT = Path(__file__).resolve().parents[2]
PAGES = tuple(sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]))
"""All pages, the generated ones in docs/reference among them."""

_BLOCK = re.compile(r"^```([a-z]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@attrs.frozen
class Block:
    """An example on a page.

    Attributes:
        page: The page.
        line: Line of the page on which the example begins.
        language: What stands behind the opening fence.
        text: The example.
    """

    page: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{name(self.page)}:{self.line}"


def name(page: Path) -> str:
    """A page as messages call it."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, language: str) -> Iterator[Block]:
    """The examples of a page that are written in a language."""
    text = page.read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        if found[1] == language:
            yield Block(page, text.count("\n", 0, found.start()) + 2, language, found[2])


def prose(page: Path) -> str:
    """A page without its examples."""
    return _BLOCK.sub("", page.read_text(encoding="utf-8"))
