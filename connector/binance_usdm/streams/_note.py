"""A line in the log for everything that goes wrong with a stream. Pure but for the log."""

from __future__ import annotations

import logging

import attrs

from ..observe import event as log_event
from ..observe import get_logger
from ._control import ControlEvent, Disconnected, Ended, Gap, Refused, Silence

__all__ = ["note"]

_log = get_logger("streams")


def note(said: ControlEvent | Gap) -> None:
    """Log what is a loss, or might become one."""
    if isinstance(said, Gap):
        log_event(_log, logging.WARNING, "gap", stream=said.stream, reason=said.reason, last_id=said.last_id)
    elif isinstance(said, (Disconnected, Ended, Refused, Silence)):
        log_event(_log, logging.WARNING, type(said).__name__.lower(), **attrs.asdict(said))
