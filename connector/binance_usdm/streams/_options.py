"""Arguments of ``subscribe`` as type checkers tell them apart: what is handed out depends on two of them.

Pure, and for type checkers only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, Required, TypedDict

from ._control import ControlEvent, Gap
from ._policy import Policy
from ._settings import StreamSettings

__all__ = ["Options", "WithControl", "WithoutGaps"]


class _Common(TypedDict, total=False):
    policy: Policy | str | Mapping[str, Policy | str] | None
    repair: bool
    on_control: Callable[[ControlEvent | Gap], None] | None
    settings: StreamSettings | None


class WithoutGaps(_Common, total=False):
    """Only the events of the streams are handed out."""

    gaps: Required[Literal[False]]
    control: Literal[False]


class Options(_Common, total=False):
    """Gaps are handed out among the events."""

    gaps: bool | None
    control: Literal[False]


class WithControl(_Common, total=False):
    """Gaps and control events are handed out among the events."""

    gaps: bool | None
    control: Required[bool]
