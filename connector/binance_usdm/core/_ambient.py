"""What the core must be told about the world: time, chance and fresh ids.

Pure; the shells pass the real functions, tests pass their own. Times of this project are monotonic seconds, unless a
name ends in ``_ms``, which means milliseconds since 1970 UTC.
"""

from __future__ import annotations

from binascii import hexlify
from collections.abc import Callable

import attrs

__all__ = ["Ambient", "spell_id"]

# Hexadecimal digits without vowels: such an id can spell no word, so no firewall takes it for an attack and no one is
# offended.
_LETTERS = bytes.maketrans(b"abcdef", b"ghjkmn")


@attrs.frozen
class Ambient:
    """Time, chance and ids as arguments.

    Attributes:
        monotonic: Seconds that never go back.
        wall_ms: This host's idea of the time.
        random: A number in [0, 1).
        new_id: A client order id that was never used before.
    """

    monotonic: Callable[[], float]
    wall_ms: Callable[[], int]
    random: Callable[[], float]
    new_id: Callable[[], str]


def spell_id(entropy: bytes) -> str:
    """A client order id of digits and consonants, two characters a byte: take 15, at most 18."""
    return hexlify(entropy).translate(_LETTERS).decode()
