"""One column of history.

Pure. A decimal is a whole number and the digits behind the point that all of its column share. Columns that came as
doubles become whole numbers when these are first asked for.
"""

from __future__ import annotations

from array import array
from decimal import Decimal
from typing import Any, cast

from binance_usdm_api.errors import InvalidParameter

from ._arrays import Numbers, numpy_or_none
from ._doubles import is_doubles, settle
from ._schema import ColumnKind

__all__ = ["Column"]


class Column:
    """One column.

    Attributes:
        name: Name of the field.
        kind: What it holds: ``int``, ``instant`` (ms), ``decimal``, ``bool`` or ``text``.
    """

    __slots__ = ("_held", "kind", "name")

    def __init__(self, name: str, kind: ColumnKind, values: Numbers, digits: int = 0) -> None:
        self.name = name
        self.kind = kind
        self._held = values, digits

    def _settled(self) -> tuple[Numbers, int]:
        held = self._held
        if is_doubles(held[0]):
            held = self._held = settle(*held)
        return held

    @property
    def values(self) -> Numbers:
        """A NumPy array of int64, an ``array`` where NumPy is not installed.

        A list for texts, and for numbers of which one is missing or beyond 64 bits. Decimals are whole numbers.
        """
        return self._settled()[0]

    @property
    def digits(self) -> int:
        """How many digits of a decimal stand after the point."""
        return self._settled()[1]

    @property
    def nbytes(self) -> int:
        """Bytes of the values, not counting the texts themselves."""
        values = self._held[0]
        return int(values.nbytes) if hasattr(values, "nbytes") else len(values) * getattr(values, "itemsize", 8)

    def __len__(self) -> int:
        return len(self._held[0])

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
        numpy = numpy_or_none()
        values, digits = self._held
        if is_doubles(values):
            doubles = cast("array[float]", values)
            return doubles.tolist() if numpy is None else numpy.array(doubles)
        scale = 10**digits
        if numpy is not None and isinstance(values, numpy.ndarray):
            return values / scale
        numbers = [float("nan") if value is None else int(value) / scale for value in values]
        return numbers if numpy is None else numpy.array(numbers)
