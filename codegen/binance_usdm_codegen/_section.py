"""Reads one mapping of the catalogue key by key and reports what does not fit.

Every getter returns a usable value or a fallback, so that reading goes on and one run finds all mistakes. ``finish``
reports the keys nobody asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from binance_usdm_codegen._mistake import Mark, Report
from binance_usdm_codegen._yaml import Node

__all__ = ["Section"]


class Section:
    """A mapping of the catalogue.

    Args:
        node: What should be a mapping.
        where: Path of the mapping inside its file, for messages.
        report: Gathers the mistakes.
    """

    def __init__(self, node: Node, where: str, report: Report) -> None:
        self.node = node
        self.where = where
        self.report = report
        self.mark = node.mark
        self._asked: dict[str, None] = {}
        self._items: dict[str | int, Node] = {}
        if isinstance(node.value, dict):
            self._items = node.value
        else:
            report.add(node.mark, where or "file", f"is {node.kind}", "a mapping")

    def path(self, key: str | int) -> str:
        """The path of a key, for messages."""
        return f"{self.where}.{key}" if self.where else str(key)

    def mark_of(self, key: str | int) -> Mark:
        """Where a key stands."""
        return self.node.key_marks.get(key, self.mark)

    def wrong(self, key: str, wrong: str, allowed: str) -> None:
        """Report a mistake of one key."""
        node = self._items.get(key)
        self.report.add(node.mark if node else self.mark_of(key), self.path(key), wrong, allowed)

    def has(self, key: str) -> bool:
        """True when the key is there."""
        self._asked[key] = None
        return key in self._items

    def raw(self, key: str) -> Node | None:
        """The node of a key."""
        self._asked[key] = None
        return self._items.get(key)

    def text(self, key: str, *, required: bool = False, default: str = "") -> str:
        """A text; a missing or wrong one gives the default."""
        node = self._need(key, required, "a text")
        if node is None:
            return default
        if isinstance(node.value, str) and node.value.strip():
            return " ".join(node.value.split())
        self.report.add(node.mark, self.path(key), f"is {node.kind}" if node.value != "" else "is empty", "a text")
        return default

    def optional_text(self, key: str) -> str | None:
        """A text or None."""
        return self.text(key) or None

    def literal(self, key: str) -> str | None:
        """A scalar exactly as written, booleans and numbers included."""
        node = self._need(key, False, "a scalar")
        if node is None:
            return None
        if isinstance(node.value, (dict, list)) or node.value is None:
            self.report.add(node.mark, self.path(key), f"is {node.kind}", "a text, number or boolean")
            return None
        return node.text

    def choice(self, key: str, allowed: tuple[str, ...], *, required: bool = False, default: str = "") -> str:
        """One of a few texts."""
        node = self._need(key, required, ", ".join(allowed))
        if node is None:
            return default
        if isinstance(node.value, str) and node.value in allowed:
            return node.value
        self.report.unknown(node.mark, self.path(key), "value", node.text or node.kind, allowed)
        return default

    def flag(self, key: str, *, default: bool = False) -> bool:
        """A boolean."""
        node = self._need(key, False, "true or false")
        if node is None:
            return default
        if isinstance(node.value, bool):
            return node.value
        self.report.add(node.mark, self.path(key), f"is {node.text or node.kind!r}, not a boolean", "true or false")
        return default

    def integer(self, key: str, *, required: bool = False, minimum: int | None = None) -> int | None:
        """A whole number."""
        allowed = "a whole number" if minimum is None else f"a whole number of at least {minimum}"
        node = self._need(key, required, allowed)
        if node is None:
            return None
        value = node.value
        if isinstance(value, int) and not isinstance(value, bool) and (minimum is None or value >= minimum):
            return value
        self.report.add(node.mark, self.path(key), f"is {node.text or node.kind!r}", allowed)
        return None

    def number(self, key: str) -> Decimal | None:
        """A number, exactly as written."""
        node = self._need(key, False, "a number")
        if node is None:
            return None
        if isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
            return Decimal(node.text)
        self.report.add(node.mark, self.path(key), f"is {node.text or node.kind!r}", "a number")
        return None

    def texts(
        self, key: str, *, required: bool = False, allow_one: bool = False, numbers: bool = False
    ) -> tuple[tuple[str, Mark], ...]:
        """A list of texts with their places.

        Args:
            key: The key.
            required: A missing list is a mistake.
            allow_one: A single text counts as a list of one.
            numbers: Whole numbers count as texts.
        """
        node = self._need(key, required, "a list of texts")
        if node is None:
            return ()
        if allow_one and isinstance(node.value, str):
            return ((node.value, node.mark),)
        if not isinstance(node.value, list):
            self.report.add(node.mark, self.path(key), f"is {node.kind}", "a list of texts")
            return ()
        found: list[tuple[str, Mark]] = []
        for item in node.value:
            if isinstance(item.value, str) and item.value:
                found.append((item.value, item.mark))
            elif numbers and isinstance(item.value, int) and not isinstance(item.value, bool):
                found.append((item.text, item.mark))
            else:
                self.report.add(item.mark, self.path(key), f"holds {item.text or item.kind!r}", "a list of texts")
        return tuple(found)

    def integers(self, key: str) -> tuple[tuple[int, Mark], ...]:
        """A list of whole numbers with their places."""
        node = self._need(key, False, "a list of whole numbers")
        if node is None:
            return ()
        if not isinstance(node.value, list):
            self.report.add(node.mark, self.path(key), f"is {node.kind}", "a list of whole numbers")
            return ()
        found: list[tuple[int, Mark]] = []
        for item in node.value:
            if isinstance(item.value, int) and not isinstance(item.value, bool):
                found.append((item.value, item.mark))
            else:
                self.report.add(
                    item.mark, self.path(key), f"holds {item.text or item.kind!r}", "a list of whole numbers"
                )
        return tuple(found)

    def items(self, key: str) -> tuple[Node, ...]:
        """The nodes of a list."""
        node = self._need(key, False, "a list")
        if node is None:
            return ()
        if isinstance(node.value, list):
            return tuple(node.value)
        self.report.add(node.mark, self.path(key), f"is {node.kind}", "a list")
        return ()

    def section(self, key: str, *, required: bool = False) -> Section | None:
        """A mapping inside this one."""
        node = self._need(key, required, "a mapping")
        return None if node is None else Section(node, self.path(key), self.report)

    def entries(self) -> Iterator[tuple[str | int, Node]]:
        """All keys and nodes; none of them is unknown."""
        for key, node in self._items.items():
            self._asked[str(key)] = None
            yield key, node

    def named(self, what: str) -> Iterator[tuple[str, Node]]:
        """All entries whose key is a text; others are mistakes."""
        for key, node in self.entries():
            if isinstance(key, str):
                yield key, node
            else:
                self.report.add(self.mark_of(key), self.path(key), "is a number", f"the name of {what}")

    def finish(self) -> None:
        """Report keys that nobody asked for."""
        for key in self._items:
            if str(key) not in self._asked:
                self.report.unknown(self.mark_of(key), self.path(key), "key", str(key), self._asked)

    def _need(self, key: str, required: bool, allowed: str) -> Node | None:
        self._asked[key] = None
        node = self._items.get(key)
        if node is None and required:
            self.report.add(self.mark, self.path(key), "is missing", allowed)
        return node
