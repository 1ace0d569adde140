"""Answers of the exchange, and of what stands before it, that everybody has to deal with; by name."""

from __future__ import annotations

import attrs
import msgspec

from .actions import Reply

__all__ = ["PRESETS", "preset"]

_HTML = (
    b"<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01 Transitional//EN'><HTML><HEAD><TITLE>ERROR: The request could not"
    b" be satisfied</TITLE></HEAD><BODY><H1>403 ERROR</H1><H2>Request blocked.</H2></BODY></HTML>"
)
_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>"


def _coded(status: int, code: int, message: str) -> Reply:
    return Reply(status=status, body=msgspec.json.encode({"code": code, "msg": message}))


_OVERLOAD = (
    "Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again."
)

PRESETS: dict[str, Reply] = {
    "unknown_503": _coded(503, -1000, "Unknown error, please check your request or try again later."),
    "unavailable_503": _coded(503, -1000, "Service Unavailable."),
    "internal_503": _coded(503, -1001, "Internal error; unable to process your request. Please try again."),
    "overload_503": attrs.evolve(_coded(503, -1008, _OVERLOAD), spares_reducing=True),
    "timeout_408": _coded(
        408, -1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown."
    ),
    "unexpected_1006": _coded(
        400, -1006, "An unexpected response was received from the message bus. Execution status unknown."
    ),
    "engine_window_5028": _coded(400, -5028, "Timestamp for this request is outside of the ME recvWindow."),
    "too_many_orders_429": _coded(429, -1015, "Too many new orders; current limit is 300 orders per TEN_SECONDS."),
    "waf_403": Reply(status=403, body=_HTML, content_type="text/html"),
    "country_451": Reply(
        status=451,
        body=b'{"code":0,"msg":"Service unavailable from a restricted location according to \'b. Eligibility\'"}',
    ),
    "empty_500": Reply(status=500),
    "gateway_502": Reply(status=502, body=_GATEWAY, content_type="text/html"),
    "gateway_504": Reply(
        status=504, body=_GATEWAY.replace(b"502 Bad Gateway", b"504 Gateway Time-out"), content_type="text/html"
    ),
    "proxy_407": Reply(status=407, headers=(("Proxy-Authenticate", 'Basic realm="proxy"'),), content_type="text/html"),
    "redirect_302": Reply(
        status=302, headers=(("Location", "http://127.0.0.1:9/elsewhere"),), content_type="text/html"
    ),
    "empty_200": Reply(status=200),
    "html_200": Reply(status=200, body=_GATEWAY, content_type="text/html"),
    "half_200": Reply(status=200, body=b'{"orderId":8389765500000000001,"sym'),
    "error_in_200": _coded(200, -1000, "An unknown error occurred while processing the request."),
    "nan_200": Reply(status=200, body=b'{"serverTime":NaN,"price":Infinity}'),
    "doubled_keys_200": Reply(status=200, body=b'{"orderId":1,"orderId":2}'),
    "deep_200": Reply(status=200, body=b"[", repeat=100_000),
    "huge_200": Reply(status=200, body=b"[" + b" " * 999_999, repeat=200),
    "bomb_200": Reply(status=200, coding="gzip-bomb"),
    "not_utf8_200": Reply(status=200, body=b'{"msg":"\xe6\xb5"}'),
}


def preset(name: str, *, executed: bool = False) -> Reply:
    """A named answer.

    Raises:
        KeyError: There is none of that name.
    """
    return attrs.evolve(PRESETS[name], executed=executed)
