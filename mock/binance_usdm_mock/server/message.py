"""A request as it arrived and an answer as it will be sent; no network library appears here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import msgspec

__all__ = ["Answer", "Request", "encode"]

encode = msgspec.json.Encoder(decimal_format="number").encode
"""JSON text of an answer; decimals become bare numbers."""


@attrs.frozen(slots=True)
class Request:
    """A request.

    Attributes:
        path: Path without the query.
        query: The query exactly as received, which is what was signed.
        headers: Names in lower case.
        address: Host it came from; weights are counted for it.
    """

    method: str
    path: str
    query: str = attrs.field(repr=False)
    headers: Mapping[str, str] = attrs.field(repr=False)
    body: bytes = attrs.field(repr=False)
    address: str


@attrs.define(slots=True)
class Answer:
    """An answer."""

    status: int
    body: bytes
    headers: dict[str, str] = attrs.field(factory=dict[str, str])

    @classmethod
    def of(cls, status: int, value: Any, headers: dict[str, str] | None = None) -> Answer:
        """An answer with a JSON body."""
        return cls(status, encode(value), {} if headers is None else headers)
