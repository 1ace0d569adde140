"""C4: links between the pages, to files and to headings, lead somewhere, and every page can be reached from README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.docs.pages import PAGES, ROOT, name, prose

_LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z]+:")


def _anchor(heading: str) -> str:
    """The anchor that a heading gets where pages are shown."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def _targets(page: Path) -> list[tuple[str, Path, str]]:
    """Each link of a page to something in the repository: as written, the file, the anchor."""
    found: list[tuple[str, Path, str]] = []
    for link in _LINK.findall(prose(page)):
        if not _ELSEWHERE.match(link):
            path, _, anchor = link.partition("#")
            found.append((link, (page.parent / path).resolve() if path else page, anchor))
    return found


def _leads_somewhere(target: Path, anchor: str) -> bool:
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not anchor or anchor in {_anchor(text) for text in _HEADING.findall(prose(target))}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_resolve(page: Path) -> None:
    """A link leads to a file of the repository and, where it has an anchor, to a heading of it."""
    assert [] == [link for link, target, anchor in _targets(page) if not _leads_somewhere(target, anchor)]


def test_every_page_can_be_reached() -> None:
    """From README, over links: a page that nothing links to is not read."""
    reached: set[Path] = set()
    todo = [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page not in reached:
            reached.add(page)
            todo += [target for _, target, _ in _targets(page) if target.suffix == ".md" and target.exists()]
    assert [] == [name(page) for page in PAGES if page not in reached]
