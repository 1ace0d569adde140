"""What readers of a book get: levels, and what an order would meet there."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

__all__ = ["BookLevel", "Depth", "Sweep"]


class BookLevel(NamedTuple):
    """Price in quote asset and total quantity in base asset of one level."""

    price: Decimal
    quantity: Decimal


class Depth(NamedTuple):
    """How much there is up to a price.

    Attributes:
        quantity: Sum over the levels, base asset.
        complete: False when the price lies beyond the levels that are known, so that there may be more.
    """

    quantity: Decimal
    complete: bool


class Sweep(NamedTuple):
    """What an order of some quantity would meet.

    Attributes:
        quantity: What is there of it, base asset.
        average: Average price, None when there is nothing.
        worst: Price of the last level touched, None when there is nothing.
        complete: True when all of the quantity is there within the levels that are known.
    """

    quantity: Decimal
    average: Decimal | None
    worst: Decimal | None
    complete: bool
