"""One page as columns.

Pure. Rows of plain numbers, as candlesticks are, are read as doubles that hold them exactly; all other rows are decoded
to a plain model first.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import itemgetter
from typing import Any, Protocol, TypeVar

import attrs
import msgspec

from binance_usdm_api import Operation

from ._arrays import Numbers, flags, integers
from ._doubles import pack_columns, read_table
from ._page import Keep
from ._scaled import scale_texts
from ._schema import ColumnKind, Field, plain_model, schema_of

__all__ = ["Block", "BulkOperation", "NumericBlock", "Packed", "PackedBlock", "RowsBlock", "bulk"]

R = TypeVar("R")


_NUMERIC = frozenset({ColumnKind.INT, ColumnKind.INSTANT, ColumnKind.DECIMAL})


class Packed(Protocol):
    """Columns of one page."""

    def __len__(self) -> int: ...

    def column(self, index: int) -> tuple[Numbers, int]:
        """A column and how many of its digits stand after the point: a guess where the column is one of doubles."""
        ...


class Block(Protocol):
    """Rows of one page."""

    @property
    def rows(self) -> Sequence[Any]:
        """The rows, where they exist one by one."""
        ...

    def __len__(self) -> int: ...

    def ints(self, name: str) -> Sequence[int]:
        """A column of whole numbers."""
        ...

    def select(self, keep: Keep) -> Block:
        """Some of the rows."""
        ...

    def packed(self) -> Packed:
        """The same as columns, without an object for each row."""
        ...


@attrs.frozen
class NumericBlock:
    """Rows of plain numbers."""

    fields: tuple[Field, ...]
    numbers: Sequence[tuple[Any, ...]]
    decimals: tuple[int, ...]
    """Digits after the point in the first row, for each of its cells."""

    @property
    def rows(self) -> Sequence[Any]:
        """None exist as objects with names."""
        return ()

    def __len__(self) -> int:
        return len(self.numbers)

    def ints(self, name: str) -> Sequence[int]:
        """A column of whole numbers."""
        index = next(index for index, field in enumerate(self.fields) if field.name == name)
        return list(map(itemgetter(index), self.numbers))

    def select(self, keep: Keep) -> Block:
        """Some of the rows."""
        return NumericBlock(self.fields, _chosen(self.numbers, keep), self.decimals)

    def packed(self) -> Packed:
        """The same as columns of doubles."""
        wanted = _wanted(self.fields)
        columns = pack_columns(self.numbers, len(self.decimals), wanted)
        return PackedBlock(len(self.numbers), list(zip(columns, self.decimals, strict=False)))


@attrs.frozen
class RowsBlock:
    """Rows as objects."""

    fields: tuple[Field, ...]
    rows: Sequence[Any]

    def __len__(self) -> int:
        return len(self.rows)

    def ints(self, name: str) -> Sequence[int]:
        """A column of whole numbers."""
        return [getattr(row, name) for row in self.rows]

    def select(self, keep: Keep) -> Block:
        """Some of the rows."""
        return RowsBlock(self.fields, _chosen(self.rows, keep))

    def column(self, index: int) -> tuple[Numbers, int]:
        """A column and how many of its digits stand after the point."""
        field = self.fields[index]
        values = [getattr(row, field.name) for row in self.rows]
        if field.kind is ColumnKind.DECIMAL:
            return scale_texts(values)
        if field.kind is ColumnKind.BOOL:
            return flags(values), 0
        if field.kind is ColumnKind.TEXT:
            # A symbol or a side comes with every row: one object for each text is enough.
            known: dict[Any, Any] = {}
            return [known.setdefault(value, value) for value in values], 0
        return integers(values), 0

    def packed(self) -> Packed:
        """The same as columns, without an object for each row."""
        return PackedBlock(len(self.rows), [self.column(index) for index in range(len(self.fields))])


@attrs.frozen
class PackedBlock:
    """Columns that were made from objects."""

    length: int
    columns: list[tuple[Numbers, int]]

    def __len__(self) -> int:
        return self.length

    def column(self, index: int) -> tuple[Numbers, int]:
        """A column and how many of its digits stand after the point."""
        return self.columns[index]


def _chosen(rows: Sequence[R], keep: Keep) -> Sequence[R]:
    return rows[keep] if isinstance(keep, slice) else [rows[index] for index in keep]


def _wanted(fields: Sequence[Field]) -> int:
    """How many columns come before the first that holds no numbers."""
    return next((index for index, field in enumerate(fields) if field.kind is ColumnKind.TEXT), len(fields))


class BulkOperation(Operation[Block]):
    """An operation whose answers become blocks instead of rows.

    Attributes:
        typed: The operation itself.
        model: The model of its rows.
        fields: The columns they make.
        numeric: True when every row is an array of plain numbers.
    """

    typed: Operation[list[Any]]
    model: Any
    fields: tuple[Field, ...]
    numeric: bool

    def decode(self, body: bytes) -> Block:
        """Decode a body.

        Raises:
            DecodeError: The body does not have the documented shape.
        """
        if self.numeric:
            block = _numeric(body, self.fields)
            if block is not None:
                return block
        try:
            return RowsBlock(self.fields, _plain_decoder(self.model).decode(body))
        except msgspec.DecodeError:
            return RowsBlock(self.fields, self.typed.decode(body))


@cache
def _plain_decoder(model: Any) -> msgspec.json.Decoder[list[Any]]:
    plain: Any = plain_model(model)
    return msgspec.json.Decoder(list[plain])


def bulk(operation: Operation[list[Any]], instants: tuple[str, ...], left_out: tuple[str, ...]) -> BulkOperation:
    """The operation with answers as blocks; fields that are left out need not be right."""
    from binance_usdm_api import models

    given: dict[str, Any] = {
        str(field.alias): getattr(operation, field.name) for field in attrs.fields(Operation) if field.init
    }
    made = BulkOperation(**given)
    made.typed = operation
    made.model = getattr(models, operation.result.model)
    made.fields = schema_of(made.model, instants)
    plain = all(field.kind in _NUMERIC or field.name in left_out for field in made.fields)
    made.numeric = plain and made.model.__struct_config__.array_like
    return made


def _numeric(body: bytes, fields: tuple[Field, ...]) -> Block | None:
    if not body.startswith(b"[["):
        return None
    first = body[2 : body.find(b"]")].replace(b'"', b"").split(b",")
    if len(first) < len(fields):
        return None
    wanted = _wanted(fields)
    numbers = read_table(
        body, tuple(index < wanted and fields[index].kind is not ColumnKind.DECIMAL for index in range(len(first)))
    )
    if numbers is None:
        return None
    decimals = tuple(0 if point < 0 else len(cell) - point - 1 for cell in first for point in (cell.find(b"."),))
    return NumericBlock(fields, numbers, decimals)
