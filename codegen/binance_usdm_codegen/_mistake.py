"""A mistake in the catalogue, where it stands, and the list that gathers all of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import attrs

__all__ = ["CatalogueError", "Mark", "Mistake", "Report"]


@attrs.frozen(order=True)
class Mark:
    """A place in the catalogue.

    Attributes:
        file: Path as the user can open it.
        line: Line, counted from 1.
    """

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@attrs.frozen(order=True)
class Mistake:
    """One thing that is wrong, with what would be right."""

    mark: Mark
    field: str
    wrong: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.mark}: {self.field}: {self.wrong}; allowed: {self.allowed}"


class CatalogueError(Exception):
    """The catalogue has mistakes; nothing was generated.

    Args:
        mistakes: All of them, sorted by place.
    """

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


class Report:
    """Gathers mistakes, so that one run shows them all."""

    def __init__(self) -> None:
        self._found: dict[Mistake, None] = {}

    def add(self, mark: Mark, field: str, wrong: str, allowed: str) -> None:
        """Note one mistake; the same one twice counts once."""
        self._found[Mistake(mark, field, wrong, allowed)] = None

    def unknown(self, mark: Mark, field: str, what: str, name: str, known: Iterable[str]) -> None:
        """Note a name that does not exist, with the nearest one that does."""
        names = sorted(known)
        close = difflib.get_close_matches(name, names, 1, 0.6) or [
            known_name for known_name in names if known_name.lower() == name.lower()
        ]
        guess = f" (did you mean {close[0]}?)" if close else ""
        shown = ", ".join(names[:40]) + (", ..." if len(names) > 40 else "")
        self.add(mark, field, f"unknown {what} {name!r}{guess}", shown or "none is defined")

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """All mistakes, sorted by place."""
        return tuple(sorted(self._found))
