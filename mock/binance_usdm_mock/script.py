"""Files that script the mock exchange: YAML or JSON, read so that every complaint names file, line and field.

Rules:
- a file is refused as a whole: nothing of it is in force when anything in it is wrong;
- a field that is not known is an error that lists the known ones, because a misspelt fault would silently do nothing;
- numbers that are prices or quantities are taken as the text they were written in.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs

from binance_usdm_api.errors import ConfigError, MissingExtra, printable

__all__ = ["Node", "ScriptError", "read_file", "read_text"]


class ScriptError(ConfigError):
    """A fault file or market script says something that is not understood."""


@attrs.frozen
class Node:
    """A value of a file and where it stands; ``value`` is a dict or list of nodes, or a scalar."""

    file: str
    line: int
    field: str
    value: Any
    text: str = ""

    def wrong(self, problem: str, hint: str = "Correct the file; nothing of it is in force.") -> ScriptError:
        """The error for this place."""
        where = f"{self.file}:{self.line}: {self.field}: " if self.field else f"{self.file}:{self.line}: "
        return ScriptError(where + problem, hint=hint)

    def fields(self) -> Fields:
        """The value as named fields.

        Raises:
            ScriptError: It is something else.
        """
        if not isinstance(self.value, dict):
            raise self.wrong("must be a set of named fields.")
        return Fields(self)

    def items(self) -> list[Node]:
        """The value as a list.

        Raises:
            ScriptError: It is something else.
        """
        if not isinstance(self.value, list):
            raise self.wrong("must be a list.")
        return self.value  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType] - made by _node

    def string(self) -> str:
        """The value as it was written."""
        if isinstance(self.value, (dict, list)):
            raise self.wrong("must be text.")
        return self.text

    def number(self, kind: type[int | float], least: float | None = None, most: float | None = None) -> Any:
        """The value as a number in a range."""
        value = self.value
        good = not isinstance(value, bool) and isinstance(value, (int, float) if kind is float else int)
        if not good or value != value or (least is not None and value < least) or (most is not None and value > most):  # noqa: PLR0124 - NaN
            span = f" from {least:g}" if least is not None else ""
            span += f" to {most:g}" if most is not None else ""
            word = "a whole number" if kind is int else "a number"
            raise self.wrong(f"must be {word}{span}, got {printable(self.text or '?', 40)!r}.")
        return value

    def choice(self, allowed: Iterable[str]) -> str:
        """The value as one of some words."""
        words = sorted(allowed)
        if self.text not in words or isinstance(self.value, (dict, list)):
            raise self.wrong(f"{printable(self.text, 40)!r} is not known.{_near(self.text, words)}")
        return self.text

    def flag(self) -> bool:
        """The value as true or false."""
        if not isinstance(self.value, bool):
            raise self.wrong(f"must be true or false, got {printable(self.text or '?', 40)!r}.")
        return self.value


class Fields:
    """Named fields; what was not asked for by ``finish`` is an error."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self._known: set[str] = set()

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        return iter(self.node.value.items())

    def get(self, name: str) -> Node | None:
        """A field, or None when it is left out."""
        self._known.add(name)
        found: Node | None = self.node.value.get(name)
        return found

    def need(self, name: str) -> Node:
        """A field that must be there.

        Raises:
            ScriptError: It is missing.
        """
        found = self.get(name)
        if found is None:
            raise self.node.wrong(f"the field {name!r} is missing.")
        return found

    def finish(self) -> None:
        """Refuse fields that nobody asked for.

        Raises:
            ScriptError: There are some.
        """
        for name, node in self:
            if name not in self._known:
                raise node.wrong(f"there is no such field here.{_near(name, sorted(self._known))}")


def _near(word: str, allowed: list[str]) -> str:
    near = difflib.get_close_matches(word, allowed, n=1)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    return f"{meant} Allowed: {', '.join(allowed)}."


def read_file(path: str) -> Node:
    """Read a file.

    Raises:
        ScriptError: It cannot be read or is no YAML or JSON.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise ScriptError(f"{path}: cannot be read: {error.strerror}.", hint="Name a file that exists.") from None
    except UnicodeDecodeError:
        raise ScriptError(f"{path}: is not UTF-8 text.", hint="Save it as UTF-8.") from None
    return read_text(text, path)


def read_text(text: str, file: str) -> Node:
    """Read text; ``file`` is what complaints call it.

    Raises:
        ScriptError: It is no YAML or JSON.
    """
    try:
        import yaml
    except ModuleNotFoundError:
        raise MissingExtra("A script of the mock exchange", "mock") from None
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is None:
            raise ScriptError(f"{file}:1: the file is empty.", hint="See docs/mock.md for what it may say.")
        return _node(root, file, "", yaml.SafeLoader(""), 0)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ScriptError(f"{file}:{line}: is no YAML or JSON: {error.problem}.", hint="Correct the file.") from None
    except (yaml.YAMLError, ValueError) as error:
        raise ScriptError(f"{file}:1: is no YAML or JSON: {error}.", hint="Correct the file.") from None


def _node(raw: Any, file: str, field: str, loader: Any, depth: int) -> Node:
    line = raw.start_mark.line + 1
    if depth > 20:
        raise Node(file, line, field, None).wrong("is nested too deeply.")
    if raw.id == "sequence":
        rows = [_node(item, file, f"{field}[{n}]", loader, depth + 1) for n, item in enumerate(raw.value)]
        return Node(file, line, field, rows)
    if raw.id == "mapping":
        found: dict[str, Node] = {}
        for key, value in raw.value:
            name = str(key.value) if key.id == "scalar" else "?"
            path = f"{field}.{name}" if field else name
            node = _node(value, file, path, loader, depth + 1)
            if name in found:
                raise Node(file, key.start_mark.line + 1, path, None).wrong("is there twice.")
            found[name] = attrs.evolve(node, line=key.start_mark.line + 1) if value.id == "scalar" else node
        return Node(file, line, field, found)
    return Node(file, line, field, loader.construct_object(raw), str(raw.value))
