"""What a call gives back beside its typed result; a Struct because one is made for every call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

import msgspec

from binance_usdm_api import Weight

__all__ = ["Reply"]

T = TypeVar("T")


class Reply(msgspec.Struct, Generic[T], frozen=True):
    """A typed result and how it came.

    Attributes:
        result: The typed result; what the method of the same operation returns.
        carrier: ``rest`` or ``ws``.
        weight: What the call cost.
        attempts: How often the request was sent.
        headers: Headers of the answer, by lower-case name.
        raw: The body as it came; fields the typed view does not know are here.
        resolved: True when the answer was lost and a query found what it would have said.
    """

    result: T
    carrier: str
    weight: Weight
    attempts: int
    headers: Mapping[str, str]
    raw: bytes
    resolved: bool = False

    def __repr__(self) -> str:
        # The result and the body may be long, and may hold a listen key.
        how = "resolved, " if self.resolved else ""
        return (
            f"<Reply {type(self.result).__name__} over {self.carrier}, {how}attempts {self.attempts}, "
            f"{len(self.raw)} bytes>"
        )
