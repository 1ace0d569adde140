"""Exact numbers: prices in ticks, quantities in steps, money in units of 1e-8, all of them integers.

Rules:
- no floats and no rounding on the way in: a text that is finer than its scale is refused by the caller;
- rounding happens only where the exchange rounds too (fees, average prices), half to even;
- text out has the exchange's number of decimals, padded with zeros.
"""

from __future__ import annotations

__all__ = ["E8", "div", "plain", "scaled", "show"]

E8 = 100_000_000
"""Units of money, mark price and index price per whole."""

_TENS: tuple[int, ...] = tuple(int(10**n) for n in range(41))


def scaled(text: str, places: int) -> int | None:
    """The integer ``text * 10**places``, or None when the text has more significant decimals than that.

    Args:
        text: Plain decimal text, as ``12.50``; a leading minus sign is allowed.
        places: Decimals of the scale.

    Raises:
        ValueError: The text is no plain decimal number.
    """
    whole, _, fraction = text.partition(".")
    negative = whole.startswith("-")
    digits = whole[1:] if negative else whole
    if not (digits + fraction).isdecimal() or not (digits + fraction).isascii():
        raise ValueError(text)
    if len(fraction) > places:
        if fraction[places:].strip("0"):
            return None
        fraction = fraction[:places]
    value = int(digits or "0") * _TENS[places] + int(fraction.ljust(places, "0") or "0")
    return -value if negative else value


def div(value: int, by: int) -> int:
    """Divide and round half to even; ``by`` is above zero."""
    quotient, rest = divmod(value, by)
    double = rest * 2
    if double > by or (double == by and quotient & 1):
        return quotient + 1
    return quotient


def show(value: int, scale: int, places: int) -> str:
    """Text of ``value / 10**scale`` with exactly ``places`` decimals."""
    if places < scale:
        # Nearly every number shown is exact; only averages and fees have something to round.
        quotient, rest = divmod(value, _TENS[scale - places])
        value = div(value, _TENS[scale - places]) if rest else quotient
    elif places > scale:
        value *= _TENS[places - scale]
    sign = "-" if value < 0 else ""
    if not places:
        return f"{sign}{abs(value)}"
    whole, fraction = divmod(abs(value), _TENS[places])
    return f"{sign}{whole}.{fraction:0{places}d}"


def plain(value: int, scale: int) -> str:
    """Text of ``value / 10**scale`` without trailing zeros."""
    text = show(value, scale, scale)
    return text.rstrip("0").rstrip(".") if "." in text else text
