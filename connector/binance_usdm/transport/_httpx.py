"""Carry requests through a client of httpx or httpx2 that somebody configured: proxies, own transports, mocks.

The request is built without the client's defaults: its headers, cookies, parameters and authentication would change a
request that is already signed. Redirects are never followed. The library is found through the client, not imported.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from time import monotonic
from typing import Any

from ._body import decode_body
from ._fault import timeout_fault
from ._httpx_fault import Progress, httpx_fault
from ._message import FaultKind, HttpRequest, HttpResponse, TransportFault
from ._origin import Origin

_MAX_BODY = 64 * 1024 * 1024
_LIBRARIES = frozenset({"httpx", "httpx2"})


class _Adapter:
    """What both adapters share: building the request, reading the response."""

    def __init__(
        self,
        client: Any,
        origin: str | None = None,
        *,
        connect_timeout: float = 5.0,
        max_body: int = _MAX_BODY,
        close_client: bool = False,
    ) -> None:
        self._client = client
        self._library = _library_of(client)
        self._origin = Origin(str(client.base_url) if origin is None else origin)
        self._base = self._library.URL(f"{'https' if self._origin.secure else 'http'}://{self._origin.authority}")
        self._connect_timeout = connect_timeout
        self._max_body = max_body
        self._close_client = close_client

    def _build(self, request: HttpRequest, timeout: float, trace: object) -> Any:
        target = request.target.encode("ascii")
        url = self._base.copy_with(raw_path=target)
        extensions: dict[str, object] = {
            "timeout": {
                "connect": min(self._connect_timeout, timeout),
                "read": timeout,
                "write": timeout,
                "pool": timeout,
            },
            "trace": trace,
        }
        if url.raw_path != target:
            # The library would quote it anew, and the signature covers every character.
            extensions["target"] = target
        return self._library.Request(
            request.method, url, headers=list(request.headers.pairs), content=request.body, extensions=extensions
        )

    def _check(self, size: int) -> None:
        if size > self._max_body:
            raise TransportFault(FaultKind.TOO_LARGE, True, "the answer's body is larger than allowed")

    def _respond(self, response: Any, body: bytes, decoded: bool) -> HttpResponse:
        headers: dict[str, str] = {}
        for name, value in response.headers.raw:
            headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1").strip(" \t"))
        if not decoded:
            codings = response.headers.get("content-encoding", "")
            body = decode_body(codings, body, self._max_body)
        self._check(len(body))
        return HttpResponse(response.status_code, headers, body)


class HttpxTransport(_Adapter):
    """Carries requests through a blocking client of httpx or httpx2.

    httpx limits each step, not the whole: the total is checked whenever a part of the body arrives, so an answer whose
    headers dribble can take longer than the timeout.

    Args:
        client: An `httpx.Client` or `httpx2.Client`; it stays yours.
        origin: Where to; by default the client's base URL.
        connect_timeout: Seconds for connecting.
        max_body: Largest body in bytes, compressed and decompressed.
        close_client: Also close the client in `close()`.

    Raises:
        ConfigError: It is not such a client, or the origin is not acceptable.
    """

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        """Send one request once and return its complete response.

        Args:
            request: What to send.
            timeout: Seconds, see above.

        Raises:
            TransportFault: There is no complete response.
        """
        progress = Progress()
        deadline = monotonic() + timeout
        try:
            built = self._build(request, timeout, progress.note)
            response = self._client.send(built, stream=True, auth=None, follow_redirects=False)
            try:
                if response.is_stream_consumed:
                    return self._respond(response, response.content, decoded=True)
                return self._respond(response, self._read(response.iter_raw(), deadline, timeout), decoded=False)
            finally:
                response.close()
        except TransportFault:
            raise
        except Exception as error:
            raise httpx_fault(error, progress) from error

    def close(self) -> None:
        """Close the client if it was given away; closing twice is fine."""
        if self._close_client:
            self._client.close()

    def _read(self, parts: Iterator[bytes], deadline: float, allowed: float) -> bytes:
        body = bytearray()
        for part in parts:
            body += part
            self._check(len(body))
            if monotonic() > deadline:
                raise timeout_fault(allowed)
        return bytes(body)


class HttpxAsyncTransport(_Adapter):
    """Carries requests through an asynchronous client of httpx or httpx2, on asyncio.

    Args:
        client: An `httpx.AsyncClient` or `httpx2.AsyncClient`; it stays yours.
        origin: Where to; by default the client's base URL.
        connect_timeout: Seconds for connecting.
        max_body: Largest body in bytes, compressed and decompressed.
        close_client: Also close the client in `aclose()`.

    Raises:
        ConfigError: It is not such a client, or the origin is not acceptable.
    """

    async def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        """Send one request once and return its complete response.

        Args:
            request: What to send.
            timeout: Seconds for everything.

        Raises:
            TransportFault: There is no complete response.
        """
        progress = Progress()
        try:
            async with asyncio.timeout(timeout):
                built = self._build(request, timeout, progress.anote)
                response = await self._client.send(built, stream=True, auth=None, follow_redirects=False)
                try:
                    if response.is_stream_consumed:
                        return self._respond(response, response.content, decoded=True)
                    return self._respond(response, await self._read(response.aiter_raw()), decoded=False)
                finally:
                    await response.aclose()
        except TransportFault:
            raise
        except TimeoutError as error:
            raise TransportFault(
                FaultKind.TIMEOUT, progress.maybe_sent, f"no complete answer within {timeout:g} s"
            ) from error
        except Exception as error:
            raise httpx_fault(error, progress) from error

    async def aclose(self) -> None:
        """Close the client if it was given away; closing twice is fine."""
        if self._close_client:
            await self._client.aclose()

    async def _read(self, parts: AsyncIterator[bytes]) -> bytes:
        body = bytearray()
        async for part in parts:
            body += part
            self._check(len(body))
        return bytes(body)


def _library_of(client: object) -> Any:
    for cls in type(client).__mro__:
        root = cls.__module__.partition(".")[0]
        if root in _LIBRARIES:
            return import_module(root)
    from binance_usdm_api.errors import ConfigError

    raise ConfigError(
        f"A {type(client).__name__} is not a client of httpx or httpx2.",
        hint="Give an httpx.Client, httpx.AsyncClient or the same of httpx2",
    )
