"""One column of history.

Pure. A decimal is a whole number and the digits behind the point that all of its column share.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

from binance_usdm_api.errors import InvalidParameter

from ._arrays import Numbers, numpy_or_none
from ._schema import ColumnKind

__all__ = ["Column"]


@attrs.frozen(eq=False, repr=False)
class Column:
    """One column.

    Attributes:
        name: Name of the field.
        kind: What it holds: ``int``, ``instant`` (ms), ``decimal``, ``bool`` or ``text``.
        values: A NumPy array of int64, an ``array`` where NumPy is not installed; a list for texts, and for numbers of
            which one is missing or beyond 64 bits. Decimals are whole numbers.
        digits: How many digits of a decimal stand after the point.
    """

    name: str
    kind: ColumnKind
    values: Numbers
    digits: int = 0

    def __len__(self) -> int:
        return len(self.values)

    def __repr__(self) -> str:
        return f"<Column {self.name} {self.kind} of {len(self)}>"

    def at(self, index: int) -> Any:
        """One value: int, Decimal, bool, str or None."""
        value = self.values[index]
        if value is None or self.kind is ColumnKind.TEXT:
            return value
        if self.kind is ColumnKind.DECIMAL:
            return Decimal(f"{int(value)}e-{self.digits}")
        return bool(value) if self.kind is ColumnKind.BOOL else int(value)

    def to_list(self) -> list[Any]:
        """All values: int, Decimal, bool, str or None."""
        return [self.at(index) for index in range(len(self))]

    def floats(self) -> Any:
        """All numbers as binary floats, missing ones as NaN: a NumPy array, or a list without NumPy."""
        if self.kind is ColumnKind.TEXT:
            raise InvalidParameter("column", self.name, "a column of numbers", reason="texts have no floats")
        numpy, scale = numpy_or_none(), 10**self.digits
        if numpy is not None and isinstance(self.values, numpy.ndarray):
            return self.values / scale
        numbers = [float("nan") if value is None else int(value) / scale for value in self.values]
        return numbers if numpy is None else numpy.array(numbers)
