"""Decimal texts as whole numbers with one exponent for all: exact, eight bytes each.

Pure. ``"37000.10"`` and ``"0.5"`` are 3700010 and 50 with two digits after the point.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from binance_usdm_api.errors import DecodeError

from ._arrays import Numbers, integers
from ._doubles import read_list

__all__ = ["scale_texts"]

_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?").fullmatch


def scale_texts(texts: Sequence[Any]) -> tuple[Numbers, int]:
    """Whole numbers and how many of their digits stand after the point, or doubles that hold the texts exactly.

    Args:
        texts: Decimal texts or Decimals; None and the empty text are missing.

    Raises:
        DecodeError: One is no number.
    """
    if not texts:
        return integers([]), 0
    if isinstance(texts[0], str) and None not in texts:
        doubles = read_list(texts)
        if doubles is not None:
            return doubles, _decimals(texts[0])
    plain = [_spell(text) for text in texts]
    digits = max(map(_decimals, plain))
    return integers([_scale(text, digits) for text in plain]), digits


def _decimals(text: str) -> int:
    point = text.find(".")
    return 0 if point < 0 else len(text) - point - 1


def _spell(value: Any) -> str:
    text = "" if value is None else str(value)
    if not text or _PLAIN(text):
        return text
    try:
        return format(_finite(Decimal(text)), "f")
    except InvalidOperation:
        raise DecodeError(f"{text[:40]!r} is no number", model="Decimal") from None


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite() or abs(number.adjusted()) > 100:
        raise InvalidOperation
    return number


def _scale(text: str, digits: int) -> int | None:
    if not text:
        return None
    whole, _, part = text.partition(".")
    return int(whole + part.ljust(digits, "0"))
