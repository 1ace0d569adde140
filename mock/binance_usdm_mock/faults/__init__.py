"""Faults on command: which requests go wrong, how, and whether the exchange executed them all the same.

Whether a request was executed cannot be seen from the bytes that go out: a fault answers the same either way.
"""

from __future__ import annotations

from .actions import (
    Action,
    Alter,
    Ban,
    Change,
    ClockOffset,
    CloseIdle,
    Contract,
    Delay,
    Drop,
    EngineDelay,
    Hide,
    Limits,
    Permit,
    Reply,
    Revoke,
    Shaped,
    Truncate,
    Weights,
    clock_offset,
    delay,
    drop,
    error,
    mangle,
    reply,
    throttle,
    truncate,
)
from .fault import Fault
from .presets import PRESETS, preset
from .rules import Faults

__all__ = [
    "PRESETS",
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
    "Fault",
    "Faults",
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
    "preset",
    "reply",
    "throttle",
    "truncate",
]
