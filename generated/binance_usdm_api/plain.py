# DO NOT EDIT: @generated, copied from codegen/binance_usdm_codegen/runtime/plain.py by `binance-usdm-codegen generate`.
"""A plain client on httpx: enough to call every operation with the generated methods, and nothing more.

No retries, no rate limits, no clock correction: the ``binance_usdm`` connector has those. Use it like this::

    from binance_usdm_api.api.market import MarketMethods
    from binance_usdm_api.plain import PlainCaller

    with PlainCaller("https://fapi.binance.com") as call:
        MarketMethods(call).klines(symbol="BTCUSDT", interval="1h")
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar

import httpx
import msgspec

from ._operation import Operation
from ._options import CallOptions
from .errors import ApiError, CredentialsError, NotSent, OutcomeUnknown, TransportError

__all__ = ["AsyncPlainCaller", "PlainCaller", "Sign"]

T = TypeVar("T")
Sign = Callable[[bytes], str]
"""Signature of a query, as text; percent-encoded by the caller below."""

_ESCAPES = str.maketrans({"+": "%2B", "/": "%2F", "=": "%3D"})


class _Refusal(msgspec.Struct):
    code: int | None = None
    msg: str | None = None


class _Plain:
    # What both callers share: building a request and reading its answer.

    def __init__(self, base_url: str, api_key: str | None, sign: Sign | None, now_ms: Callable[[], int]) -> None:
        self._base_url = base_url.rstrip("/")
        self._api_key = api_key
        self._sign = sign
        self._now_ms = now_ms

    def _request(
        self, operation: Operation[Any], params: Mapping[str, object], options: CallOptions | None
    ) -> tuple[str, str, dict[str, str]]:
        rest = operation.rest
        if rest is None:
            raise NotSent(f"{operation.id} exists on the WebSocket API only", operation=operation.id, retryable=False)
        query = operation.encode_query(params)
        headers: dict[str, str] = {}
        if operation.security.needs_key and self._api_key is not None:
            headers["X-MBX-APIKEY"] = self._api_key
        if operation.security.signed:
            if self._sign is None or self._api_key is None:
                raise CredentialsError(
                    "a signed operation needs api_key and sign", operation=operation.id, hint="Pass both to the caller."
                )
            window = options.recv_window if options is not None else None
            stamp = (
                f"timestamp={self._now_ms()}" if window is None else f"recvWindow={window}&timestamp={self._now_ms()}"
            )
            query = f"{query}&{stamp}" if query else stamp
            query += "&signature=" + self._sign(query.encode()).translate(_ESCAPES)
        return rest.method, f"{self._base_url}{rest.path}" + (f"?{query}" if query else ""), headers

    def _lost(self, operation: Operation[Any], error: Exception) -> TransportError:
        where = f"{operation.rest.method} {operation.rest.path}" if operation.rest else operation.id
        kind = type(error).__name__
        if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)):
            return NotSent(f"no connection ({kind})", request=where, operation=operation.id)
        if operation.retry.kind in ("safe", "idempotent"):
            return TransportError(f"no answer ({kind})", request=where, operation=operation.id, retryable=True)
        return OutcomeUnknown(f"no answer ({kind})", request=where, operation=operation.id)

    def _result(self, operation: Operation[T], status: int, body: bytes) -> T:
        if 200 <= status < 300:
            return operation.decode(body)
        try:
            found = msgspec.json.decode(body, type=_Refusal)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            found = _Refusal()
        number = found.code
        table = importlib.import_module(f"{__name__.rpartition('.')[0]}.error_table")
        kind: type[ApiError] = table.error_class_for(number, status)
        known = table.ERRORS.get(number)
        raise kind(
            found.msg or f"HTTP {status}",
            code=number,
            status=status,
            name=known.name if known else None,
            hint=known.hint if known else None,
            request=f"{operation.rest.method} {operation.rest.path}" if operation.rest else None,
            operation=operation.id,
        )


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


class PlainCaller(_Plain):
    """Calls operations one after the other.

    Args:
        base_url: Origin of REST, such as ``https://fapi.binance.com``.
        api_key: Key, where operations need one.
        sign: Makes the signature of a query, where operations need one.
        client: An httpx client to use; by default one is made, and closed with this object.
        now_ms: The clock, in milliseconds since 1970 UTC.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str | None = None,
        sign: Sign | None = None,
        client: httpx.Client | None = None,
        now_ms: Callable[[], int] = _wall_ms,
    ) -> None:
        super().__init__(base_url, api_key, sign, now_ms)
        self._client = client if client is not None else httpx.Client(timeout=10.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._client.close()

    def __call__(self, operation: Operation[T], params: dict[str, object], options: CallOptions | None = None) -> T:
        """Send an operation and decode its answer."""
        method, url, headers = self._request(operation, params, options)
        timeout = options.timeout if options is not None and options.timeout is not None else httpx.USE_CLIENT_DEFAULT
        try:
            answer = self._client.request(method, url, headers=headers, timeout=timeout)
        except httpx.TransportError as error:
            raise self._lost(operation, error) from None
        return self._result(operation, answer.status_code, answer.content)


class AsyncPlainCaller(_Plain):
    """Calls operations on an event loop.

    Args:
        base_url: Origin of REST, such as ``https://fapi.binance.com``.
        api_key: Key, where operations need one.
        sign: Makes the signature of a query, where operations need one.
        client: An httpx client to use; by default one is made, and closed with this object.
        now_ms: The clock, in milliseconds since 1970 UTC.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str | None = None,
        sign: Sign | None = None,
        client: httpx.AsyncClient | None = None,
        now_ms: Callable[[], int] = _wall_ms,
    ) -> None:
        super().__init__(base_url, api_key, sign, now_ms)
        self._client = client if client is not None else httpx.AsyncClient(timeout=10.0)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._client.aclose()

    async def __call__(
        self, operation: Operation[T], params: dict[str, object], options: CallOptions | None = None
    ) -> T:
        """Send an operation and decode its answer."""
        method, url, headers = self._request(operation, params, options)
        timeout = options.timeout if options is not None and options.timeout is not None else httpx.USE_CLIENT_DEFAULT
        try:
            answer = await self._client.request(method, url, headers=headers, timeout=timeout)
        except httpx.TransportError as error:
            raise self._lost(operation, error) from None
        return self._result(operation, answer.status_code, answer.content)
