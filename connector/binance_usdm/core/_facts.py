"""What the flow needs to know of an operation, looked up once: it is asked for every request."""

from __future__ import annotations

from typing import Any

from binance_usdm_api import Operation, RetryClass
from binance_usdm_api.errors import DecodeError

__all__ = ["Facts"]

_OWN_ID = {"new_order": "newClientOrderId", "new_algo_order": "clientAlgoId"}


class Facts:
    """Facts of one operation over REST.

    Attributes:
        where: Method and path, for messages.
        form: True when parameters travel in the body.
        takes_window: True when the receive window may be sent.
        own_id: Wire name of the parameter that carries the client's own id.
        ws_method: Method of the WebSocket API that does the same, if any.
        resolves: True when an unknown outcome is settled by a query.
        changes: True when the request must never be repeated while its outcome is unknown.
        hides: True when answers hold a secret, as listen keys are.
        noted: True when the client learns from the result: what the exchange allows, or what it refused of a batch.
        takes_anything: True when the result has no required field, so that an error would pass for one.
    """

    __slots__ = (
        "changes",
        "form",
        "hides",
        "kind",
        "method",
        "needs_key",
        "noted",
        "optional_key",
        "own_id",
        "path",
        "resolves",
        "signed",
        "takes_anything",
        "takes_window",
        "where",
        "ws_method",
    )

    def __init__(self, operation: Operation[Any]) -> None:
        rest = operation.rest
        if rest is None:
            raise TypeError(f"{operation.id} has no REST carrier")
        self.method = rest.method
        self.path = rest.path
        self.where = f"{rest.method} {rest.path}"
        self.ws_method = operation.ws_api
        self.form = rest.method in ("POST", "PUT")
        self.signed = operation.security.signed
        self.needs_key = operation.security.needs_key
        # Sources disagree on these: they answer with and without a key, so one is sent when there is one.
        self.optional_key = operation.security.value == "market_data"
        self.kind = operation.retry.kind
        self.resolves = self.kind is RetryClass.RESOLVE
        self.changes = self.resolves or self.kind is RetryClass.NEVER
        self.hides = operation.group == "user_stream"
        self.noted = operation.id == "exchange_info" or operation.result.shape == "batch"
        self.takes_anything = _takes_anything(operation)
        self.takes_window = operation.parameter("recvWindow") is not None
        self.own_id = _OWN_ID.get(operation.id)


def _takes_anything(operation: Operation[Any]) -> bool:
    try:
        operation.decode(b'{"code":-1,"msg":""}')
    except DecodeError:
        return False
    return True
