# DO NOT EDIT: @generated, copied from codegen/binance_usdm_codegen/runtime/_late.py by `binance-usdm-codegen generate`.
"""Numbers that stay text until somebody reads them.

Candles, levels and trading rules come by the thousand and most of their numbers are never looked at; making a Decimal
of each costs more than all the rest of decoding. Models marked ``late`` in the catalogue keep the exchange's own
text and make the Decimal when the field is read: exact, and the same for the reader. What is no number is a DecodeError
then, not a wrong value.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import msgspec

from .errors import DecodeError

__all__ = ["LateDecimal", "late", "late_fields"]

T = TypeVar("T")
_NOT_A_NUMBER = Decimal("NaN")
_LATE: dict[type[Any], frozenset[str]] = {}

if TYPE_CHECKING:
    LateDecimal: TypeAlias = Decimal
else:
    # A bare whole number is exact as well; a bare fraction would come through a float and is refused.
    LateDecimal = str | int


def late(*names: str) -> Callable[[type[T]], type[T]]:
    """Let these fields of a Struct, which keep text, be read as Decimal; an empty text reads as None."""

    def apply(model: type[T]) -> type[T]:
        for name in names:
            setattr(model, name, _reader(model, name, model.__dict__[name]))
        _LATE[model] = frozenset(names)
        return model

    return apply


def late_fields(model: type[Any]) -> frozenset[str]:
    """Names of the fields of a model that keep text and read as Decimal."""
    return _LATE.get(model, frozenset())


def _reader(model: type[Any], name: str, member: Any) -> property:
    kept: Callable[[object], str | int | None] = member.__get__

    def read(self: object) -> Decimal | None:
        text = kept(self)
        if text is None or text == "":
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = _NOT_A_NUMBER
        if number.is_finite():
            return number
        wire = next(field.encode_name for field in msgspec.structs.fields(model) if field.name == name)
        raise DecodeError("not a number", payload=str(text).encode(), model=model.__name__, path=f"$.{wire}")

    return property(read)
