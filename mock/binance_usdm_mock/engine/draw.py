"""Draws that depend on their labels only, so that any part of the market can be made again, in any order."""

from __future__ import annotations

from hashlib import shake_128

__all__ = ["draw", "number"]


def draw(count: int, *labels: object) -> bytes:
    """``count`` bytes for these labels; a longer draw begins with the shorter one."""
    return shake_128("\x1f".join(map(str, labels)).encode()).digest(count)


def number(*labels: object) -> int:
    """A number below 2**64 for these labels."""
    return int.from_bytes(draw(8, *labels), "little")
