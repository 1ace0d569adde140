"""The type grammar of the catalogue: ``Decimal``, ``OrderSide``, ``list[Kline]``, ``map[Int]``; ``?`` may be null."""

from __future__ import annotations

import re

import attrs

__all__ = ["SCALARS", "ResultExpression", "TypeExpression", "parse_result", "parse_type"]

SCALARS = ("Any", "Bool", "Decimal", "Int", "Ms", "String", "Symbol", "TextFlag")
PARAMETER_SCALARS = ("Bool", "ClientId", "Decimal", "Int", "Ms", "String", "Symbol")
RESULT_SHAPES = ("list", "one_or_list", "always_list", "batch")

_NAME = r"[A-Za-z][A-Za-z0-9_]*"
_TYPE = re.compile(rf"(?:(?P<outer>list|map)\[(?P<inner>.+)\]|(?P<name>{_NAME}))(?P<nullable>\?)?")
_RESULT = re.compile(rf"(?:(?P<shape>{'|'.join(RESULT_SHAPES)})\[(?P<inner>{_NAME})\]|(?P<name>{_NAME}))")


@attrs.frozen
class TypeExpression:
    """A parsed type.

    Attributes:
        name: Scalar, enum or model name; ``list`` or ``map`` for containers.
        item: Type of the elements of a container.
        nullable: True when the wire may hold null or an empty text.
    """

    name: str
    item: TypeExpression | None = None
    nullable: bool = False

    @property
    def leaf(self) -> str:
        """The innermost name."""
        return self.item.leaf if self.item is not None else self.name

    def __str__(self) -> str:
        inner = f"{self.name}[{self.item}]" if self.item is not None else self.name
        return inner + ("?" if self.nullable else "")


@attrs.frozen
class ResultExpression:
    """What an operation answers.

    Attributes:
        shape: ``object``, ``list``, ``one_or_list``, ``always_list`` or ``batch``.
        model: Name of the model.
    """

    shape: str
    model: str


def parse_type(text: str) -> TypeExpression | None:
    """Parse a type; None when the text is none."""
    if len(text) > 200:
        return None
    found = _TYPE.fullmatch(text.strip())
    if found is None:
        return None
    nullable = found["nullable"] is not None
    if found["outer"] is None:
        return TypeExpression(found["name"], nullable=nullable)
    item = parse_type(found["inner"])
    return None if item is None else TypeExpression(found["outer"], item, nullable)


def parse_result(text: str) -> ResultExpression | None:
    """Parse a result; None when the text is none."""
    found = _RESULT.fullmatch(text.strip())
    if found is None:
        return None
    if found["shape"] is None:
        return ResultExpression("object", found["name"])
    return ResultExpression(found["shape"], found["inner"])
