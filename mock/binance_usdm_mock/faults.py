"""Faults on command: which requests go wrong, how, and whether the exchange executed them all the same.

Whether a request was executed cannot be seen from the bytes that go out: a fault answers the same either way.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping

import attrs
import msgspec

from .engine.venue import Random

__all__ = [
    "Action",
    "ClockOffset",
    "Delay",
    "Drop",
    "Fault",
    "Faults",
    "Reply",
    "Truncate",
    "clock_offset",
    "delay",
    "drop",
    "error",
    "mangle",
    "reply",
    "throttle",
    "truncate",
]


@attrs.frozen
class Action:
    """What goes wrong; ``executed`` tells whether the request took effect first."""

    executed: bool = False


@attrs.frozen
class Drop(Action):
    """The connection is reset without an answer; ``polite`` closes it instead."""

    polite: bool = False


@attrs.frozen
class Reply(Action):
    """This answer is sent instead of the true one."""

    status: int = 503
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "application/json"


@attrs.frozen
class Truncate(Action):
    """An answer of ``length`` bytes is announced and cut off after ``body``."""

    body: bytes = b'{"orderId":83'
    length: int = 512
    status: int = 200


@attrs.frozen
class Delay(Action):
    """The true answer comes late; the wait is before or after execution."""

    seconds: float = 1.0
    before: bool = False


@attrs.frozen
class ClockOffset(Action):
    """From this request on the clock of the exchange is off by this many milliseconds."""

    milliseconds: int = 0


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
    return Delay(executed=True, seconds=seconds, before=before)


def clock_offset(milliseconds: int) -> ClockOffset:
    """Shift the clock of the exchange and answer as usual."""
    return ClockOffset(executed=True, milliseconds=milliseconds)


@attrs.define
class Fault:
    """A rule: which requests an action applies to.

    Attributes:
        method: HTTP method; None matches any.
        path: Path, ``*`` and ``?`` allowed; None matches any.
        params: Parameters that must have these values.
        nth: Only the n-th matching request, from 1; None matches each of them.
        times: Most requests it applies to; None sets no limit.
        probability: Chance that a matching request is hit.
        action: What happens.
    """

    action: Action
    method: str | None = None
    path: str | None = None
    params: Mapping[str, str] = attrs.field(factory=dict[str, str])
    nth: int | None = None
    times: int | None = None
    probability: float = 1.0
    matched: int = 0
    applied: int = 0

    def hits(self, method: str, path: str, params: Mapping[str, str], rng: Random) -> bool:
        """Count the request and tell whether it is hit."""
        if self.method is not None and self.method != method:
            return False
        if self.path is not None and not fnmatch.fnmatchcase(path, self.path):
            return False
        if any(params.get(name) != value for name, value in self.params.items()):
            return False
        self.matched += 1
        if self.nth is not None and self.matched != self.nth:
            return False
        if self.times is not None and self.applied >= self.times:
            return False
        if self.probability < 1.0 and rng.random() >= self.probability:
            return False
        self.applied += 1
        return True


class Faults:
    """The faults in force; the first one that hits wins.

    Args:
        rng: Decides probabilities.
    """

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._faults: list[Fault] = []

    def __bool__(self) -> bool:
        return bool(self._faults)

    def add(
        self,
        action: Action,
        *,
        method: str | None = None,
        path: str | None = None,
        params: Mapping[str, str] | None = None,
        nth: int | None = None,
        times: int | None = None,
        probability: float = 1.0,
    ) -> Fault:
        """Add a fault; its fields count what it did."""
        fault = Fault(action, method, path, dict(params or {}), nth, times, probability)
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Remove all faults."""
        self._faults.clear()

    def pick(self, method: str, path: str, params: Mapping[str, str]) -> Action | None:
        """The action for a request."""
        for fault in self._faults:
            if fault.hits(method, path, params, self._rng):
                return fault.action
        return None
