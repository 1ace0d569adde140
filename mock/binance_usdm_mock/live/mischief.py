"""Frames that get lost, come twice, late, in the wrong order or broken, by rule and seed.

A rule looks at frames on their way to one connection; what the exchange truly did is untouched. A frame counts for
every rule it matches, and the first rule that hits it decides.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable
from enum import StrEnum

import attrs

from ..engine.venue import Random
from .feed import Event
from .peer import Peer

__all__ = ["WS_API", "Mischief", "Rule", "Way"]


WS_API = "ws_api"
"""Stands for a stream where replies of the WebSocket API are meant; the event is then the method."""


class Way(StrEnum):
    """What happens to a frame."""

    DROP = "drop"
    DUPLICATE = "duplicate"
    SWAP = "swap"
    """It is sent after the next one of the same connection and stream."""
    DELAY = "delay"
    REPLACE = "replace"


@attrs.define
class Rule:
    """Which frames go wrong, and how.

    Attributes:
        way: What happens.
        stream: Name of the stream, or the listen key; ``*`` and ``?`` allowed, ``ws_api`` for the WebSocket API.
        event: Text of ``e``; ``ack`` stands for answers to SUBSCRIBE and the like; None matches all but answers.
        final: True matches only the last event of a candle.
        nth: Only the n-th matching frame, from 1.
        every: Every n-th matching frame.
        times: Most frames that are hit.
        probability: Chance that a matching frame is hit.
        delay_ms: How late, for ``DELAY``.
        body: What is sent instead, for ``REPLACE``.
        change: Makes what is sent instead from the true frame, for ``REPLACE``.
        peers: Connections; None stands for all.
    """

    way: Way
    stream: str = "*"
    event: str | None = None
    final: bool = False
    nth: int | None = None
    every: int | None = None
    times: int | None = None
    probability: float = 1.0
    delay_ms: int = 0
    body: bytes = b""
    change: Callable[[bytes], bytes] | None = None
    peers: Callable[[Peer], bool] | None = None
    matched: int = 0
    applied: int = 0

    def matches(self, peer: Peer, stream: str, found: Event) -> bool:
        """Count a frame if it is one that the rule is about."""
        if (found.kind == "ack") != (self.event == "ack") or self.event not in (None, found.kind):
            return False
        if (stream == WS_API) != (self.stream == WS_API):
            return False
        if (self.final and not found.final) or not fnmatch.fnmatchcase(stream, self.stream):
            return False
        if self.peers is not None and not self.peers(peer):
            return False
        self.matched += 1
        return True

    def hits(self, rng: Random) -> bool:
        """Tell whether the frame just counted is hit."""
        if self.nth is not None and self.matched != self.nth:
            return False
        if self.every is not None and self.matched % self.every:
            return False
        if self.times is not None and self.applied >= self.times:
            return False
        if self.probability < 1.0 and rng.random() >= self.probability:
            return False
        self.applied += 1
        return True


class Mischief:
    """The rules in force.

    Args:
        rng: Decides probabilities.
    """

    def __init__(self, rng: Random) -> None:
        self.rules: list[Rule] = []
        self.silenced: list[str] = []
        """Patterns of streams that send nothing; what is said of a name covers all connections."""
        self._rng = rng
        self._held: dict[tuple[int, str], list[bytes]] = {}

    def _is_silenced(self, stream: str) -> bool:
        return any(fnmatch.fnmatchcase(stream, pattern) for pattern in self.silenced)

    def treat(self, peer: Peer, stream: str, found: Event, frame: bytes) -> list[tuple[int, bytes]]:
        """What is sent for a frame: delays in milliseconds and bytes."""
        if not self.rules and not self.silenced and not self._held:
            return [(0, frame)]
        if (
            found.kind != "ack"
            and stream != WS_API
            and any(fnmatch.fnmatchcase(stream, pattern) for pattern in self.silenced)
        ):
            return []
        after = [(0, held) for held in self._held.pop((peer.number, stream), [])]
        matching = [rule for rule in self.rules if rule.matches(peer, stream, found)]
        rule = next((rule for rule in matching if rule.hits(self._rng)), None)
        match None if rule is None else rule.way:
            case Way.DROP:
                sent: list[tuple[int, bytes]] = []
            case Way.DUPLICATE:
                sent = [(0, frame), (0, frame)]
            case Way.SWAP:
                self._held[peer.number, stream] = [frame]
                sent = []
            case Way.DELAY:
                sent = [(rule.delay_ms if rule else 0, frame)]
            case Way.REPLACE:
                sent = [(0, rule.change(frame) if rule and rule.change else rule.body if rule else frame)]
            case _:
                sent = [(0, frame)]
        return [*sent, *after]
