"""What arrived at the server, for tests that ask what a client truly sent."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ..engine.refusal import ExchangeError
from .message import Request
from .params import split

__all__ = ["HIDDEN", "RequestRecord", "told", "visible"]

HIDDEN = "***"
_SECRET_HEADERS = frozenset({"x-mbx-apikey", "authorization", "cookie", "proxy-authorization"})


@attrs.define(slots=True)
class RequestRecord:
    """One request.

    Attributes:
        time: When it arrived, on the clock of the exchange (ms).
        operation: Operation id, or None for an unknown path.
        executed: True when the exchange carried it out.
        status: HTTP status that was sent; None when the connection was dropped.
        fault: Name of the fault that hit it.
        code: The exchange's code when it refused.
    """

    time: int
    method: str
    path: str
    operation: str | None
    _request: Request = attrs.field(repr=False, alias="request")
    executed: bool = False
    status: int | None = None
    fault: str | None = None
    code: int | None = None

    @property
    def params(self) -> dict[str, str]:
        """Parameters of query and body, without the signature; ``?`` stands for what could not be read."""
        params: dict[str, str] = {}
        for text in (self._request.body.decode(errors="replace"), self._request.query):
            try:
                params.update(split(text))
            except ExchangeError:
                params["?"] = "unreadable"
        params.pop("signature", None)
        return params

    @property
    def headers(self) -> dict[str, str]:
        """Header fields, the key hidden."""
        return visible(self._request.headers)


def visible(headers: Mapping[str, str]) -> dict[str, str]:
    """Header fields without secrets."""
    return {name: HIDDEN if name in _SECRET_HEADERS else value for name, value in headers.items()}


def told(record: RequestRecord) -> dict[str, object]:
    """A record as JSON values, without what differs from run to run: headers and signatures."""
    return {
        "time": record.time,
        "method": record.method,
        "path": record.path,
        "operation": record.operation,
        "params": record.params,
        "executed": record.executed,
        "status": record.status,
        "fault": record.fault,
        "code": record.code,
    }
