"""Who has live streams, such as a client. Pure; for type checkers."""

from __future__ import annotations

from functools import cached_property
from typing import Protocol, TypeAlias, TypeVar

__all__ = ["HasStreams"]

S_co = TypeVar("S_co", covariant=True)


class _Property(Protocol[S_co]):
    @property
    def streams(self) -> S_co: ...


class _Cached(Protocol[S_co]):
    # Pyright does not take one for a property.
    @cached_property
    def streams(self) -> S_co: ...


HasStreams: TypeAlias = _Property[S_co] | _Cached[S_co]
