"""Columns for Arrow, pandas and Polars.

Pure, and each of the three is imported only when it is asked for. Numbers are handed over as the blocks of memory they
are; texts and columns with missing values go one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from binance_usdm_api.errors import InvalidParameter, MissingExtra

from ._arrays import numpy_or_none
from ._schema import ColumnKind

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from ._column import Column

__all__ = ["to_arrow", "to_pandas", "to_polars"]

_PRECISION = 38
_INT64_DIGITS = 19


def _module(name: str, extra: str, feature: str) -> Any:
    try:
        found: ModuleType = import_module(name)
    except ImportError:
        raise MissingExtra(feature, extra) from None
    return found


def _exact(decimals: str) -> bool:
    if decimals not in ("exact", "float"):
        raise InvalidParameter("decimals", decimals, "exact, float", reason="decimals is unknown")
    return decimals == "exact"


def _array_or_none(column: Column) -> Any:
    numpy = numpy_or_none()
    if numpy is None or not isinstance(column.values, numpy.ndarray):
        return None
    return numpy.ascontiguousarray(column.values)


def _arrow_column(column: Column, exact: bool, arrow: Any) -> Any:
    kinds = {
        ColumnKind.INT: arrow.int64(),
        ColumnKind.INSTANT: arrow.timestamp("ms", tz="UTC"),
        ColumnKind.DECIMAL: arrow.decimal128(_PRECISION, column.digits) if exact else arrow.float64(),
        ColumnKind.BOOL: arrow.bool_(),
        ColumnKind.TEXT: arrow.string(),
    }
    kind, values = kinds[column.kind], _array_or_none(column)
    if column.kind is ColumnKind.TEXT:
        return arrow.array([None if value is None else str(value) for value in column.values], kind)
    if values is None:
        listed = column.to_list()
        if column.kind is ColumnKind.DECIMAL and not exact:
            listed = [None if value is None else float(value) for value in listed]
        return arrow.array(listed, kind)
    if column.kind is ColumnKind.BOOL:
        return arrow.array(values)
    if column.kind is ColumnKind.DECIMAL:
        if not exact:
            return arrow.array(column.floats())
        # A decimal128 is its whole number in two's complement, low half first.
        numpy: Any = numpy_or_none()
        halves = numpy.empty((len(values), 2), numpy.int64)
        halves[:, 0] = values
        halves[:, 1] = values >> 63
        values = halves
    return arrow.Array.from_buffers(kind, len(column), [None, arrow.py_buffer(values)])


def to_arrow(columns: Mapping[str, Column], decimals: str) -> Any:
    """See ``Columns.to_arrow``."""
    exact = _exact(decimals)
    arrow = _module("pyarrow", "arrow", "Export to Arrow")
    return arrow.table({name: _arrow_column(columns[name], exact, arrow) for name in columns})


def to_pandas(columns: Mapping[str, Column], decimals: str) -> pd.DataFrame:
    """See ``Columns.to_pandas``."""
    exact = _exact(decimals)
    frames = _module("pandas", "pandas", "Export to pandas")
    made: dict[str, Any] = {}
    for name in columns:
        column = columns[name]
        if column.kind is ColumnKind.INSTANT:
            made[name] = frames.to_datetime(frames.Series(column.values), unit="ms", utc=True)
        elif column.kind is ColumnKind.DECIMAL and exact:
            arrow = _module("pyarrow", "pandas", "Export of exact decimals to pandas")
            made[name] = frames.Series(frames.arrays.ArrowExtensionArray(_arrow_column(column, True, arrow)))
        elif column.kind is ColumnKind.DECIMAL:
            made[name] = column.floats()
        elif column.kind is ColumnKind.TEXT:
            made[name] = [None if value is None else str(value) for value in column.values]
        else:
            made[name] = column.values
    frame: pd.DataFrame = frames.DataFrame(made)
    return frame


def _polars_column(column: Column, exact: bool, polars: Any) -> Any:
    kinds = {
        ColumnKind.INT: polars.Int64,
        ColumnKind.INSTANT: polars.Datetime("ms", "UTC"),
        ColumnKind.DECIMAL: polars.Decimal(_PRECISION, column.digits) if exact else polars.Float64,
        ColumnKind.BOOL: polars.Boolean,
        ColumnKind.TEXT: polars.String,
    }
    kind, values = kinds[column.kind], _array_or_none(column)
    if column.kind is ColumnKind.TEXT:
        return polars.Series(column.name, [None if v is None else str(v) for v in column.values], kind)
    if column.kind is ColumnKind.DECIMAL and not exact:
        if values is not None:
            return polars.Series(column.name, column.floats())
        return polars.Series(column.name, [None if value is None else float(value) for value in column.to_list()], kind)
    if values is None:
        return polars.Series(column.name, column.to_list(), kind)
    if column.kind is not ColumnKind.DECIMAL:
        return polars.Series(column.name, values).cast(kind)
    whole = polars.Series(column.name, values).cast(polars.Decimal(_PRECISION, 0))
    if not column.digits:
        return whole
    unit = polars.Series([Decimal(f"1e-{column.digits}")], dtype=polars.Decimal(_PRECISION, column.digits))
    return (whole * unit).cast(kind)


def to_polars(columns: Mapping[str, Column], decimals: str) -> pl.DataFrame:
    """See ``Columns.to_polars``."""
    exact = _exact(decimals)
    frames = _module("polars", "polars", "Export to Polars")
    frame: pl.DataFrame = frames.DataFrame([_polars_column(columns[name], exact, frames) for name in columns])
    return frame
