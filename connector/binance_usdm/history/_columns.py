"""Rows as columns: eight bytes a number instead of an object.

Pure. Decimals are whole numbers with a common exponent, or doubles that stand for nothing else, so money stays exact.
Arrow, pandas and Polars come into play in ``_export``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from ._column import Column

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = ["Columns", "Decimals"]

Decimals = Literal["exact", "float"]


class Columns:
    """A table of history, held as columns.

    ``columns["close"]`` is a Column; iterating gives the names, ``len()`` the number of rows.
    """

    __slots__ = ("_columns", "_length", "title")

    def __init__(self, columns: Sequence[Column], title: str = "") -> None:
        self._columns = {column.name: column for column in columns}
        self._length = len(columns[0]) if columns else 0
        self.title = title

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def __getitem__(self, name: str) -> Column:
        found = self._columns.get(name)
        if found is None:
            raise KeyError(f"there is no column {name!r}; there are {', '.join(self._columns)}")
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(self._columns)

    @property
    def nbytes(self) -> int:
        """Bytes of all values, not counting the texts themselves."""
        return sum(column.nbytes for column in self._columns.values())

    def row(self, index: int) -> dict[str, Any]:
        """One row by name; negative indices count from the end."""
        return {name: column.at(index) for name, column in self._columns.items()}

    def to_arrow(self, *, decimals: Decimals = "exact") -> Any:
        """An Arrow table; instants are timestamps in UTC.

        Args:
            decimals: ``exact`` for decimal128, ``float`` for float64.

        Raises:
            MissingExtra: pyarrow is not installed.
        """
        from ._export import to_arrow

        return to_arrow(self._columns, decimals)

    def to_pandas(self, *, decimals: Decimals = "exact") -> pd.DataFrame:
        """A pandas frame; instants are timestamps in UTC.

        Args:
            decimals: ``exact`` for Arrow decimals (needs pyarrow), ``float`` for float64.

        Raises:
            MissingExtra: pandas, or pyarrow for exact decimals, is not installed.
        """
        from ._export import to_pandas

        return to_pandas(self._columns, decimals)

    def to_polars(self, *, decimals: Decimals = "exact") -> pl.DataFrame:
        """A Polars frame; instants are timestamps in UTC.

        Args:
            decimals: ``exact`` for Decimal, ``float`` for Float64.

        Raises:
            MissingExtra: polars is not installed.
        """
        from ._export import to_polars

        return to_polars(self._columns, decimals)

    def __repr__(self) -> str:
        from ..display import table

        return f"{self._caption()}\n{table(self)}"

    def _repr_html_(self) -> str:
        from ..display import html_table

        return html_table(self, caption=self._caption())

    def _caption(self) -> str:
        return f"<Columns {self.title}: {self._length} rows>" if self.title else f"<Columns: {self._length} rows>"
