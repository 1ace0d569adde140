"""What truly happened, in order: the account of the exchange against which a client's own can be checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

__all__ = ["Entry", "Ledger"]


class Entry(NamedTuple):
    """One event.

    Attributes:
        number: Place in the ledger, from 1.
        time: When it happened (ms).
        kind: ``order``, ``trade``, ``cancel``, ``expire``, ``amend``, ``income``, ``setting`` or ``algo``.
        facts: What happened, JSON values only.
    """

    number: int
    time: int
    kind: str
    facts: dict[str, Any]


class Ledger:
    """All events since the start."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.listeners: list[Callable[[Entry], None]] = []

    def write(self, time: int, kind: str, **facts: Any) -> None:
        """Add an event and tell the listeners."""
        entry = Entry(len(self.entries) + 1, time, kind, facts)
        self.entries.append(entry)
        for listener in self.listeners:
            listener(entry)

    def of(self, kind: str) -> list[Entry]:
        """The events of one kind."""
        return [entry for entry in self.entries if entry.kind == kind]
