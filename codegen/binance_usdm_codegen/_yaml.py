"""Strict YAML with a line number for every node.

Rules:
- a boolean is ``true`` or ``false``; ``yes``, ``no``, ``on`` and ``off`` are mistakes, so that no enum member or text
  turns into a boolean unseen;
- a key may stand once in a mapping; keys are texts or whole numbers;
- dates, octal and base-60 numbers are texts: nothing is guessed;
- anchors, aliases, merge keys and tags do not exist here: what a reader sees is what there is.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

import attrs
import yaml
from yaml.composer import ComposerError

from binance_usdm_codegen._mistake import Mark, Report

__all__ = ["Node", "Scalar", "read_yaml"]

Scalar = str | int | float | bool | None

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?")
_LOOSE_BOOLEAN = frozenset({"yes", "no", "on", "off"})
_BOOLEANS = {"true": True, "false": False}
_NULLS = frozenset({"", "null", "~"})
_PLAIN_STYLES = (None, "")


@attrs.frozen(eq=False)
class Node:
    """A scalar, a list or a mapping of the catalogue.

    Attributes:
        value: A scalar, a list of nodes, or a dict of nodes.
        mark: Where it stands.
        text: A scalar as it was written.
        key_marks: For a mapping: where each key stands.
    """

    value: Scalar | list[Node] | dict[str | int, Node]
    mark: Mark
    text: str = ""
    key_marks: dict[str | int, Mark] = attrs.field(factory=dict)

    @property
    def kind(self) -> str:
        """What the node is, in words."""
        value = self.value
        if isinstance(value, dict):
            return "a mapping"
        if isinstance(value, list):
            return "a list"
        if value is None:
            return "nothing"
        if isinstance(value, bool):
            return "a boolean"
        return "a text" if isinstance(value, str) else "a number"

    def plain(self) -> Any:
        """The value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


class _Composer(yaml.SafeLoader):
    """Composes nodes without aliases; the conversion below gives them their meaning."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            problem = "anchors and aliases are not part of this catalogue's YAML"
            mark: Any = event.start_mark
            raise ComposerError(None, None, problem, mark)
        return super().compose_node(parent, index)


def read_yaml(path: Path, shown: str, report: Report) -> Node | None:
    """Read one file; mistakes of the notation go to the report.

    Args:
        path: The file.
        shown: Its name in messages.
        report: Gathers the mistakes.

    Returns:
        The root node, or None when the file cannot be read at all.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        report.add(Mark(shown, 1), "file", f"cannot be read: {error}", "a readable UTF-8 file")
        return None
    try:
        root = _Composer(text).get_single_node()
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        report.add(Mark(shown, mark.line + 1 if mark is not None else 1), "file", f"is not YAML: {problem}", "YAML")
        return None
    if root is None:
        report.add(Mark(shown, 1), "file", "is empty", "a mapping")
        return None
    return _convert(root, shown, report)


def _convert(node: yaml.Node, shown: str, report: Report) -> Node:
    mark = Mark(shown, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _convert_mapping(node, mark, report)
    if isinstance(node, yaml.SequenceNode):
        _refuse_tag(node, "tag:yaml.org,2002:seq", mark, report)
        return Node([_convert(item, shown, report) for item in node.value], mark)
    return _convert_scalar(cast("yaml.ScalarNode", node), mark, report)


def _convert_mapping(node: yaml.MappingNode, mark: Mark, report: Report) -> Node:
    _refuse_tag(node, "tag:yaml.org,2002:map", mark, report)
    items: dict[str | int, Node] = {}
    marks: dict[str | int, Mark] = {}
    for key_node, value_node in node.value:
        key = _convert(key_node, mark.file, report)
        value = _convert(value_node, mark.file, report)
        name = key.value
        if isinstance(name, bool) or not isinstance(name, (str, int)) or name == "<<":
            report.add(key.mark, str(key.text or key.kind), "is no key", "a text or a whole number")
            continue
        if name in items:
            report.add(key.mark, str(name), f"duplicate key, first on line {marks[name].line}", "each key once")
            continue
        items[name] = value
        marks[name] = key.mark
    return Node(items, mark, key_marks=marks)


def _refuse_tag(node: yaml.Node, expected: str, mark: Mark, report: Report) -> None:
    if node.tag != expected:
        report.add(mark, "tag", f"{node.tag} is not part of this catalogue's YAML", "plain lists, mappings and scalars")


def _convert_scalar(node: yaml.ScalarNode, mark: Mark, report: Report) -> Node:
    text = str(node.value)
    if not node.tag.startswith("tag:yaml.org,2002:") or "/" in node.tag:
        _refuse_tag(node, "tag:yaml.org,2002:str", mark, report)
    if node.style not in _PLAIN_STYLES:
        return Node(text, mark, text)
    if text.lower() in _LOOSE_BOOLEAN:
        report.add(mark, text, "looks like a boolean", "true or false, or the text in quotes")
        return Node(text, mark, text)
    if text in _BOOLEANS:
        return Node(_BOOLEANS[text], mark, text)
    if text in _NULLS:
        return Node(None, mark, text)
    if _INT.fullmatch(text) and len(text) <= 40:
        return Node(int(text), mark, text)
    if _FLOAT.fullmatch(text) and len(text) <= 40:
        return Node(float(text), mark, text)
    return Node(text, mark, text)
