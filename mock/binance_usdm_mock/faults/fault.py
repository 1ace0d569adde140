"""One fault: what it hits. Method, path, parameters, text, count, chance.

What is no request has a word in place of a method, such as ``STREAM`` with the name of the stream as its path.

Pure: randomness is a generator made from a seed; instants are arguments.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping

import attrs

from ..engine.venue import Random
from .actions import Action, Reply
from .targets import LIVE

__all__ = ["Fault"]


@attrs.define
class Fault:
    """A rule: which requests an action applies to.

    Attributes:
        method: HTTP method; None matches any.
        path: Path, ``*`` and ``?`` allowed; None matches any.
        params: Parameters that must have these values; ``*`` and ``?`` allowed.
        text: Regular expression that must be found in query or body.
        nth: Only the n-th matching request, from 1; None matches each of them.
        every: Every n-th matching request.
        times: Most requests it applies to; None sets no limit.
        probability: Chance that a matching request is hit.
        lasting: Milliseconds from the first hit in which every matching request is hit, and none after.
        action: What happens.
    """

    action: Action
    method: str | None = None
    path: str | None = None
    params: Mapping[str, str] = attrs.field(factory=dict[str, str])
    nth: int | None = None
    times: int | None = None
    probability: float = 1.0
    text: str | None = None
    lasting: int | None = None
    every: int | None = None
    rng: Random | None = attrs.field(default=None, repr=False)
    matched: int = 0
    applied: int = 0
    since: int | None = None

    def hits(
        self, method: str, path: str, params: Mapping[str, str], rng: Random, *, raw: str | bytes = "", now_ms: int = 0
    ) -> bool:
        """Count the request and tell whether it is hit."""
        if not self._matches(method, path, params, raw):
            return False
        self.matched += 1
        if self.lasting is not None and self.since is not None:
            if now_ms >= self.since + self.lasting:
                return False
            self.applied += 1
            return True
        if self.nth is not None and self.matched != self.nth:
            return False
        if self.every is not None and self.matched % self.every:
            return False
        if self.times is not None and self.applied >= self.times:
            return False
        if self.probability < 1.0 and (self.rng or rng).random() >= self.probability:
            return False
        self.applied += 1
        self.since = now_ms if self.since is None else self.since
        return True

    def _matches(self, method: str, path: str, params: Mapping[str, str], raw: str | bytes) -> bool:
        if self.method != method and (self.method is not None or method in LIVE):
            return False
        if self.path is not None and not fnmatch.fnmatchcase(path, self.path):
            return False
        if any(not fnmatch.fnmatchcase(params.get(name, ""), value) for name, value in self.params.items()):
            return False
        if self.text is not None:
            text = raw.decode(errors="replace") if isinstance(raw, bytes) else raw
            if re.search(self.text, text) is None:
                return False
        return not (isinstance(self.action, Reply) and self.action.spares_reducing and _reduces(params))


def _reduces(params: Mapping[str, str]) -> bool:
    if "true" in (params.get("reduceOnly", "").lower(), params.get("closePosition", "").lower()):
        return True
    return (params.get("positionSide"), params.get("side")) in (("LONG", "SELL"), ("SHORT", "BUY"))
