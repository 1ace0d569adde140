"""Where reading a range stands, and how to write that down.

Pure. A state counts delivered rows only, so going on from it repeats nothing and leaves nothing out. Its text names the
operation and the parameters it belongs to: a state of one walk is refused by another.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import attrs
import msgspec

from binance_usdm_api.errors import InvalidParameter

__all__ = ["Phase", "State", "read_cursor", "write_cursor"]


class Phase(StrEnum):
    """What ``position`` means."""

    LOCATE = "locate"
    """An instant, ms: looking for the id of the first row at or after it."""
    TIME = "time"
    """An instant, ms."""
    ID = "id"
    """The id of a row."""


@attrs.frozen
class State:
    """The next thing to ask for.

    Attributes:
        phase: What ``position`` means.
        position: The first instant or id that is not settled.
        seen: Rows already delivered at ``position``, where rows can share an instant.
        done: True when the range is read to its end.
    """

    phase: Phase
    position: int
    seen: tuple[str, ...] = ()
    done: bool = False


class _Cursor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    operation: str
    params: dict[str, str]
    phase: Phase
    position: int
    seen: tuple[str, ...] = ()


_decoder = msgspec.json.Decoder(_Cursor)


def _fingerprint(params: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in sorted(params.items())}


def write_cursor(operation: str, params: Mapping[str, object], state: State) -> str:
    """A state as text that can be kept in a file."""
    cursor = _Cursor(operation, _fingerprint(params), state.phase, state.position, state.seen)
    return msgspec.json.encode(cursor).decode()


def read_cursor(text: str, operation: str, params: Mapping[str, object]) -> State:
    """The state that was written down.

    Raises:
        InvalidParameter: It is no cursor, or it belongs to another range.
    """
    allowed = f"a cursor of {operation} with the same parameters"
    try:
        cursor = _decoder.decode(text)
    except (msgspec.DecodeError, TypeError):
        raise InvalidParameter("resume", text, allowed, reason="resume is no cursor", operation=operation) from None
    if cursor.operation != operation or cursor.params != _fingerprint(params):
        raise InvalidParameter(
            "resume", text, allowed, reason="the cursor belongs to another range", operation=operation
        )
    return State(cursor.phase, cursor.position, cursor.seen)
