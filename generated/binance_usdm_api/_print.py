# DO NOT EDIT: @generated, copied from codegen/binance_usdm_codegen/runtime/_print.py by `binance-usdm-codegen generate`.
"""How results show themselves: rows as a table, a record on one line, both as tables in notebooks.

Pure. The package can show itself plainly; a connector that knows more about terminals hands in its own printers with
``use_printer``. A record stays on one line, because records are logged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TypeVar, cast

import msgspec

__all__ = ["Record", "Rows", "use_printer"]

T = TypeVar("T")


def _value(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, str) and str(value).isprintable() and " " not in value else repr(value)


# Whoever has one of these can read the account's events or act under its key.
_SECRETS = frozenset({"listen_key", "api_key"})


def _shown(record: msgspec.Struct) -> Iterator[tuple[str, object]]:
    # The values as they are kept: showing a record must not fail on a number that is none.
    for name, value in msgspec.structs.asdict(record).items():
        yield name, "***" if name in _SECRETS and value is not None else value


class Record(msgspec.Struct, frozen=True):
    """The base of everything the exchange answers with."""

    def __str__(self) -> str:
        shown = " ".join(f"{name}={_value(value)}" for name, value in _shown(self) if value is not None)
        return f"{type(self).__name__}({shown})"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in _shown(self))})"

    def _repr_html_(self) -> str | None:
        return _html(self)


class Rows(list[T]):
    """A list of results that prints as a table; in all else a list."""

    __slots__ = ()

    def __str__(self) -> str:
        return _text(self)

    def _repr_html_(self) -> str | None:
        return _html(self)


def _plain(result: object) -> str:
    return "\n".join(map(str, cast("list[object]", result))) if isinstance(result, list) else str(result)


def _nothing(result: object) -> str | None:
    del result
    return None


_text: Callable[[object], str] = _plain
_html: Callable[[object], str | None] = _nothing


def use_printer(text: Callable[[object], str], html: Callable[[object], str | None]) -> None:
    """Show results through these functions from now on.

    Args:
        text: Makes a text table of rows.
        html: Makes an HTML table of rows or of one record.
    """
    global _text, _html
    _text, _html = text, html
