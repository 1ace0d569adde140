"""What arrived at the server, for tests that ask what a client truly sent."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

__all__ = ["HIDDEN", "RequestRecord", "visible"]

HIDDEN = "***"
_SECRET_HEADERS = frozenset({"x-mbx-apikey", "authorization", "cookie", "proxy-authorization"})


@attrs.define(slots=True)
class RequestRecord:
    """One request.

    Attributes:
        time: When it arrived, on the clock of the exchange (ms).
        params: Parameters of query and body without the signature.
        headers: Header fields, the key hidden.
        operation: Operation id, or None for an unknown path.
        executed: True when the exchange carried it out.
        status: HTTP status that was sent; None when the connection was dropped.
        fault: Name of the fault that hit it.
        code: The exchange's code when it refused.
    """

    time: int
    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    operation: str | None
    executed: bool = False
    status: int | None = None
    fault: str | None = None
    code: int | None = None


def visible(headers: Mapping[str, str]) -> dict[str, str]:
    """Header fields without secrets."""
    return {name: HIDDEN if name in _SECRET_HEADERS else value for name, value in headers.items()}
