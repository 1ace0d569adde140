"""What can go wrong with a request.

Rules:
- ``executed`` is the hidden switch: whether the exchange carried the request out first. What goes out is the same bytes
  either way, so only actions that bring their own answer have it;
- actions that send the true answer (late, in pieces, altered) have executed the request by their nature;
- actions that change the exchange do so before the request that they hit is looked at, and stay in force.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import msgspec

from .bodies import Coding

__all__ = [
    "Action",
    "Alter",
    "Ban",
    "Change",
    "ClockOffset",
    "CloseIdle",
    "Contract",
    "Delay",
    "Drop",
    "EngineDelay",
    "Hide",
    "Limits",
    "Permit",
    "Reply",
    "Revoke",
    "Shaped",
    "Truncate",
    "Weights",
    "clock_offset",
    "delay",
    "drop",
    "error",
    "mangle",
    "reply",
    "throttle",
    "truncate",
]

Pairs = tuple[tuple[str, str], ...]


@attrs.frozen
class Action:
    """What goes wrong; ``executed`` tells whether the request took effect first."""

    executed: bool = False

    @property
    def truthful(self) -> bool:
        """True for actions that send the exchange's own answer, so that the request is executed by their nature."""
        return False


@attrs.frozen
class Shaped(Action):
    """An answer that goes out in an unusual way.

    Attributes:
        headers: Header fields to add, also such as are there already.
        without: Header fields to leave out.
        coding: How the body is compressed, or said to be.
        chunk: Bytes per write; 0 writes all at once.
        pause: Seconds between the writes.
    """

    headers: Pairs = ()
    without: tuple[str, ...] = ()
    coding: Coding = "none"
    chunk: int = 0
    pause: float = 0.0


@attrs.frozen
class Drop(Action):
    """The connection is reset without an answer; ``polite`` closes it instead."""

    polite: bool = False


@attrs.frozen
class Reply(Shaped):
    """This answer is sent instead of the true one.

    Attributes:
        repeat: How often the body is sent.
        spares_reducing: Orders that can only make a position smaller are not hit.
    """

    status: int = 503
    body: bytes = b""
    content_type: str = "application/json"
    repeat: int = 1
    spares_reducing: bool = False


@attrs.frozen
class Truncate(Action):
    """An answer of ``length`` bytes is announced and cut off after ``body``."""

    body: bytes = b'{"orderId":83'
    length: int = 512
    status: int = 200


@attrs.frozen
class Delay(Action):
    """The true answer comes late; the wait is before or after execution."""

    executed: bool = True
    seconds: float = 1.0
    before: bool = False

    @property
    def truthful(self) -> bool:
        """Always true."""
        return True


@attrs.frozen
class EngineDelay(Action):
    """The request waits this long at the matching engine, which refuses it (-5028) beyond its recvWindow."""

    executed: bool = True
    milliseconds: int = 0

    @property
    def truthful(self) -> bool:
        """Always true."""
        return True


@attrs.frozen
class Alter(Shaped):
    """The true answer with changes.

    Attributes:
        set: JSON text by path, such as ``{"status": '"ODD"', "*.newField": "1"}``; ``*`` is every item of a list.
        drop: Paths of fields to leave out.
        reverse: Turn a list round.
        keep: Keep this many items of a list.
        remove: Leave out these items of a list, counted from 0.
        frame: On a WebSocket, change the whole frame and not what it carries.
    """

    executed: bool = True
    set: Pairs = ()
    drop: tuple[str, ...] = ()
    reverse: bool = False
    keep: int | None = None
    remove: tuple[int, ...] = ()
    frame: bool = False

    @property
    def truthful(self) -> bool:
        """Always true."""
        return True


@attrs.frozen
class CloseIdle(Action):
    """The true answer; the connection is closed when it was idle for this long."""

    executed: bool = True
    seconds: float = 0.0

    @property
    def truthful(self) -> bool:
        """Always true."""
        return True


@attrs.frozen
class Hide(Action):
    """The orders that this request places cannot be queried, changed or cancelled for a while."""

    executed: bool = True
    seconds: float = 0.0

    @property
    def truthful(self) -> bool:
        """Always true."""
        return True


@attrs.frozen
class Change(Action):
    """A change of the exchange; the request is then served as usual."""

    executed: bool = True

    @property
    def truthful(self) -> bool:
        """Always true."""
        return True


@attrs.frozen
class ClockOffset(Change):
    """From this request on the clock of the exchange is off by this many milliseconds, and drifts."""

    milliseconds: int = 0
    drift_ppm: float = 0.0


@attrs.frozen
class Limits(Change):
    """Other limits by pool, such as ``{"request_weight": 100}``."""

    limits: tuple[tuple[str, int], ...] = ()


@attrs.frozen
class Weights(Change):
    """Other weights by operation, such as ``{"order_book": 50}``."""

    weights: tuple[tuple[str, int], ...] = ()


@attrs.frozen
class Ban(Change):
    """The address of the request is banned."""

    seconds: float = 120.0


@attrs.frozen
class Revoke(Change):
    """The key of the request is revoked."""


@attrs.frozen
class Permit(Change):
    """The key of the request is good from these addresses only, and for these permissions."""

    addresses: tuple[str, ...] = ()
    trade: bool = True


@attrs.frozen
class Contract(Change):
    """A contract changes, or is listed or removed."""

    symbol: str = ""
    tick: str | None = None
    step: str | None = None
    min_notional: str | None = None
    status: str | None = None
    price: str | None = None
    """Settlement price, when positions are closed by it."""
    removed: bool = False
    like: str | None = None
    """List ``symbol`` as a new contract with the rules of this one."""


def drop(*, executed: bool, polite: bool = False) -> Drop:
    """Lose the answer by resetting the connection."""
    return Drop(executed=executed, polite=polite)


def reply(
    status: int,
    body: bytes | str = b"",
    *,
    executed: bool,
    headers: Mapping[str, str] | None = None,
    content_type: str = "application/json",
) -> Reply:
    """Answer with this status and body."""
    raw = body.encode() if isinstance(body, str) else body
    return Reply(
        executed=executed, status=status, body=raw, headers=tuple((headers or {}).items()), content_type=content_type
    )


def error(code: int, message: str, *, status: int, executed: bool = False) -> Reply:
    """Answer with a code of the exchange, such as 408 with -1007."""
    return reply(status, msgspec.json.encode({"code": code, "msg": message}), executed=executed)


def throttle(retry_after: int | None, *, status: int = 429, message: str = "Too many requests.") -> Reply:
    """Answer 429 (or 418) with -1003."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return reply(status, msgspec.json.encode({"code": -1003, "msg": message}), executed=False, headers=headers)


def truncate(*, executed: bool) -> Truncate:
    """Cut the answer in the middle of its body."""
    return Truncate(executed=executed)


def mangle(body: bytes | str, *, executed: bool, content_type: str = "application/json") -> Reply:
    """Answer 200 with a body that is not what it should be."""
    return reply(200, body, executed=executed, content_type=content_type)


def delay(seconds: float, *, before: bool = False) -> Delay:
    """Answer late; with ``before`` the request is executed after the wait."""
    return Delay(seconds=seconds, before=before)


def clock_offset(milliseconds: int, *, drift_ppm: float = 0.0) -> ClockOffset:
    """Shift the clock of the exchange and answer as usual."""
    return ClockOffset(milliseconds=milliseconds, drift_ppm=drift_ppm)
