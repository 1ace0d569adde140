"""Requests and answers of the WebSocket API as bytes.

Pure. An answer becomes the same value that an HTTP answer is, so that everything after the carrier is shared: status,
body of the result or the error, and the used budgets under the names of the REST headers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from binance_usdm_api.service import HEADERS

from ..auth import ws_payload
from ..transport._message import HttpResponse

__all__ = ["Notice", "SocketRequest", "frame", "frame_of", "read", "sign"]

_USED_WEIGHT = HEADERS.used_weight.lower()
_ORDERS_10S = HEADERS.orders_10s.lower()
_ORDERS_1M = HEADERS.orders_1m.lower()
_RETRY_AFTER = HEADERS.retry_after.lower()
_REPORTED = {
    ("REQUEST_WEIGHT", "MINUTE", 1): _USED_WEIGHT,
    ("ORDERS", "SECOND", 10): _ORDERS_10S,
    ("ORDERS", "MINUTE", 1): _ORDERS_1M,
}


class SocketRequest(msgspec.Struct, eq=False, gc=False):
    """One request, ready to be sent as it is.

    Args:
        id: Unique in this process; the answer carries it.
        method: Method of the WebSocket API.
        payload: The whole text frame.
    """

    id: str
    method: str
    payload: bytes

    def __repr__(self) -> str:
        return f"SocketRequest({self.method} {self.id})"


class Notice:
    """A frame that answers no request.

    Attributes:
        event: Wire type of an event, such as ``serverShutdown``; empty for anything else.
        status: Status of an answer without an id, such as 401 when the key was revoked.
        code: The exchange's code in it.
    """

    __slots__ = ("code", "event", "status")

    def __init__(self, event: str, status: int, code: int | None) -> None:
        self.event = event
        self.status = status
        self.code = code


class _Limit(msgspec.Struct, gc=False):
    rateLimitType: str = ""  # noqa: N815 (the wire's own spelling)
    interval: str = ""
    intervalNum: int = 0  # noqa: N815
    count: int | None = None


class _Error(msgspec.Struct):
    code: int | None = None
    data: dict[str, Any] | None = None


class _Answer(msgspec.Struct, gc=False):
    id: str | int | None = None
    status: int = 0
    result: msgspec.Raw = msgspec.Raw(b"")
    error: msgspec.Raw = msgspec.Raw(b"")
    rateLimits: list[_Limit] | None = None  # noqa: N815
    e: str = ""
    event: msgspec.Raw = msgspec.Raw(b"")


class _Event(msgspec.Struct):
    e: str = ""


_answer = msgspec.json.Decoder(_Answer)
_error = msgspec.json.Decoder(_Error)
_event = msgspec.json.Decoder(_Event)
_encoder = msgspec.json.Encoder()


def frame(id: str, method: str, params: Mapping[str, Any]) -> bytes:  # noqa: A002
    """The text frame of a request."""
    return _encoder.encode({"id": id, "method": method, "params": params} if params else {"id": id, "method": method})


def frame_of(id: str, method: str, members: str) -> bytes:  # noqa: A002
    """The text frame of a request.

    Args:
        id: Id of the request.
        method: Method of the WebSocket API.
        members: The parameters as members of a JSON object, such as ``"timestamp":1700000000000``; may be empty.
    """
    if not members:
        return f'{{"id":"{id}","method":"{method}"}}'.encode()
    return f'{{"id":"{id}","method":"{method}","params":{{{members}}}}}'.encode()


def sign(params: dict[str, Any], api_key: str, signer: Any) -> None:
    """Add key and signature to parameters that already hold the timestamp."""
    params["apiKey"] = api_key
    params["signature"] = signer.sign(ws_payload({name: str(value) for name, value in params.items()}))


def read(text: bytes) -> tuple[str, HttpResponse] | Notice:
    """An answer with its id, or a notice.

    Raises:
        msgspec.DecodeError: The frame is not JSON of this protocol; the connection can go on.
    """
    answer = _answer.decode(text)
    failed = bytes(answer.error)
    if answer.id is None:
        code = _error.decode(failed).code if failed else None
        # Events come bare, or inside an object as they do on spot.
        wrapped = bytes(answer.event)
        return Notice(answer.e or (_event.decode(wrapped).e if wrapped else ""), answer.status, code)
    headers: dict[str, str] = {}
    for limit in answer.rateLimits or ():
        name = _REPORTED.get((limit.rateLimitType, limit.interval, limit.intervalNum))
        if name is not None and limit.count is not None:
            headers[name] = str(limit.count)
    if failed and answer.status in (418, 429):
        wait = _wait(_error.decode(failed).data)
        if wait is not None:
            headers[_RETRY_AFTER] = wait
    return str(answer.id), HttpResponse(answer.status, headers, failed or bytes(answer.result))


def _wait(data: dict[str, Any] | None) -> str | None:
    # The instant until which to keep silent, with the server's own time beside it.
    if not data or not isinstance(data.get("retryAfter"), int) or not isinstance(data.get("serverTime"), int):
        return None
    return str(max(0, -(-(data["retryAfter"] - data["serverTime"]) // 1000)))
