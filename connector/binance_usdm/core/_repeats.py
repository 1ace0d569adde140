"""Whether an answer names a key twice in one object: nobody knows which of the two it means.

Rules of this module:

- Pure, exact, and no false alarm: what is told is certain, in objects at any depth. What cannot be read is no repeat.
- A body has at least as many colons as keys. So it repeats none when it has no more of them than there are different
  keys, and those are counted the cheapest way there is: by what the typed result holds, then in a plain reading.
- Only what has colons in its texts, or objects in objects, is read pair by pair.
"""

from __future__ import annotations

from itertools import repeat
from operator import is_not
from typing import cast

import msgspec
from msgspec.structs import astuple

__all__ = ["names_twice"]

_plain = msgspec.json.Decoder()


def names_twice(body: bytes, result: object = None) -> bool:
    """True when an object of a JSON text has a key more than once.

    Args:
        body: The text.
        result: What it was decoded to, if it was; fields that were absent are None there.
    """
    colons = body.count(b":")
    # By identity: Decimal is slow to say that it does not equal None.
    if isinstance(result, msgspec.Struct) and sum(map(is_not, astuple(result), repeat(None))) == colons:
        return False
    try:
        return _different(_plain.decode(body)) != colons and _repeats(body)
    except (msgspec.DecodeError, RecursionError):
        return _repeats(body)


def _different(read: object) -> int:
    """How many different keys the outer objects have."""
    elements = cast("list[object]", read) if isinstance(read, list) else [read]
    return sum(len(cast("dict[str, object]", each)) for each in elements if isinstance(each, dict))


class _Twice(Exception):
    pass


def _look(pairs: list[tuple[str, object]]) -> None:
    if len({key for key, _ in pairs}) != len(pairs):
        raise _Twice


def _repeats(body: bytes) -> bool:
    import json

    try:
        json.loads(body, object_pairs_hook=_look, parse_int=str, parse_float=str)
    except _Twice:
        return True
    except (ValueError, RecursionError):
        return False
    return False
