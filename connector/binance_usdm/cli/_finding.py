"""What the doctor finds: a level, a fact, and what to do about it."""

from collections.abc import Iterator
from enum import StrEnum

import attrs

from ._exit import ExitCode

__all__ = ["Finding", "Findings", "Level"]


class Level(StrEnum):
    """How bad it is."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@attrs.frozen
class Finding:
    """One line of the doctor's report.

    Args:
        level: How bad it is.
        about: What was looked at, in a word or two.
        fact: What was found.
        advice: What to do; empty where there is nothing to do.
        code: What the command ends with when this is the first failure.
    """

    level: Level
    about: str
    fact: str
    advice: str = ""
    code: ExitCode = ExitCode.OK


Findings = Iterator[Finding]
"""Checks yield what they find as they find it, so that a slow one does not hold back the others."""
