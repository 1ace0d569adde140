"""Prices as text and as whole numbers of the last decimal place.

Rules:

- a book has one number of decimals, so each price has exactly one text and one whole number;
- a text that is spelt otherwise ("7.5" for "7.50") is put into the book's spelling; one with more decimals than the
  book has raises TooFine, upon which the book takes more decimals;
- anything but digits with at most one point raises ValueError.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["NOTHING", "ZEROS", "TooFine", "decimals_of", "key_near", "key_of", "respell", "spell", "spell_near"]

_PLAIN = re.compile(r"([0-9]{1,20})(?:\.([0-9]{1,20}))?", re.ASCII).fullmatch

NOTHING = "0." + "0" * 30
"""Texts of quantities that are above zero sort after it, texts of zero do not."""
ZEROS = frozenset(["0", *("0." + "0" * places for places in range(1, 21))])
"""All texts of zero that the exchange could write."""


class TooFine(Exception):
    """A price has more decimals than the book.

    Args:
        decimals: How many it has.
    """

    def __init__(self, decimals: int) -> None:
        super().__init__(decimals)
        self.decimals = decimals


def decimals_of(text: str) -> int:
    """Digits after the point."""
    return len(text) - text.find(".") - 1 if "." in text else 0


def spell(price: int, decimals: int) -> str:
    """The text of a whole number of the last decimal place, zero or above."""
    if not decimals:
        return str(price)
    digits = str(price)
    if len(digits) <= decimals:
        digits = digits.zfill(decimals + 1)
    return f"{digits[:-decimals]}.{digits[-decimals:]}"


def respell(text: str, decimals: int) -> str:
    """A price in the spelling of a book with so many decimals.

    Raises:
        ValueError: It is no number.
        TooFine: It needs more decimals.
    """
    found = _PLAIN(text)
    if found is None:
        raise ValueError(text)
    whole, fraction = found.group(1), (found.group(2) or "").rstrip("0")
    if len(fraction) > decimals:
        raise TooFine(len(fraction))
    return spell(int(whole + fraction.ljust(decimals, "0")), decimals)


def key_of(text: str, decimals: int) -> int | None:
    """The whole number of a price; None when the text is not in the spelling of the book.

    Raises:
        ValueError: It is no number.
    """
    price = int(text.replace(".", "", 1))
    return price if price >= 0 and spell(price, decimals) == text else None


# Near the best price the same few prices come and go all the time. Shared by all books, and never used to go through
# whole sides, which would push those few out.
_REMEMBERED = 1 << 14
key_near = lru_cache(_REMEMBERED)(key_of)
"""As `key_of`, for prices that are likely to be asked for again."""
spell_near = lru_cache(_REMEMBERED)(spell)
"""As `spell`, for prices that are likely to be asked for again."""
