"""What the log says became of requests whose callers were cancelled: nobody else is told."""

from __future__ import annotations

import logging

WAITING = ""


class Verdicts(logging.Handler):
    """Reads the log of the client, as a program would that watches over its cancelled tasks."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._said: dict[tuple[str, str], str] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Take a line."""
        facts = getattr(record, "usdm", {})
        key = facts.get("operation"), facts.get("ids")
        if facts.get("event") == "outcome_unknown":
            self._said[key] = WAITING
        elif facts.get("event") in {"outcome_settled", "outcome_still_unknown"}:
            self._said[key] = facts["outcome"]

    def forget(self, operation: str, ids: str) -> None:
        """From here on a new request of these ids counts."""
        self._said.pop((operation, ids), None)

    def of(self, operation: str, ids: str) -> str:
        """What became of a request; ``not_sent`` when the log never spoke of it, WAITING when it still looks for it."""
        return self._said.get((operation, ids), "not_sent")
