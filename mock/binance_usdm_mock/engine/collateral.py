"""What assets count for as margin of each other in multi-assets mode: their price less a buffer."""

from __future__ import annotations

from .fixed import E8

__all__ = ["BUFFERS", "exchanged", "worth"]

BUFFERS = {"BTC": 5, "BNB": 5, "ETH": 5, "USDC": 1, "USDT": 0}
"""Percent taken off what is held and put on what is owed; other assets count for nothing."""


def worth(asset: str, amount: int, rate: int) -> int:
    """Dollars that an amount counts for.

    Args:
        asset: Its name.
        amount: Units of 1e-8; below zero when owed.
        rate: Dollars of the asset in units of 1e-8.
    """
    buffer = BUFFERS.get(asset, 100 if amount > 0 else 0)
    percent = 100 - buffer if amount > 0 else 100 + buffer
    return amount * rate * percent // (100 * E8)


def exchanged(source: str, held: int, source_rate: int, target: str, missing: int, target_rate: int) -> tuple[int, int]:
    """How much of ``source`` is taken, and how much of ``target`` that pays for; rounded against who pays."""
    given = source_rate * (100 - BUFFERS[source])
    wanted = target_rate * (100 + BUFFERS.get(target, 0))
    taken = -(-missing * wanted // given)
    return (taken, missing) if taken <= held else (held, held * given // wanted)
