# DO NOT EDIT: @generated, copied from codegen/binance_usdm_codegen/runtime/_enum.py by `binance-usdm-codegen generate`.
"""Open enums: a member the exchange adds tomorrow decodes to a value that keeps its text.

An unknown member compares equal to its text, prints as its text and answers ``is_known`` with False. It is not
stored in the class, so a hostile server cannot make the process grow.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

__all__ = ["OpenEnum", "TextFlag"]


class OpenEnum(StrEnum):
    """A string enum that accepts members it does not know."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member

    @property
    def is_known(self) -> bool:
        """True when the catalogue lists this member."""
        return self._value_ in type(self)._value2member_map_

    def __reduce_ex__(self, proto: object) -> tuple[type[Self], tuple[str]]:
        return type(self), (self._value_,)


class TextFlag(OpenEnum):
    """A truth value that the exchange writes as text; its truth is its meaning, not its length."""

    TRUE = "true"
    FALSE = "false"

    def __bool__(self) -> bool:
        return self._value_ == "true"
