"""The smallest client that signs: one connection, HMAC, parameters encoded by the generated package."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Mapping
from typing import Any

import attrs

from binance_usdm_api import OPERATIONS
from binance_usdm_mock import MockServer


@attrs.frozen
class Told:
    """An answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> int | None:
        return self.json.get("code") if isinstance(self.json, dict) else None


class SignedClient:
    """Calls operations of a running mock exchange."""

    def __init__(self, server: MockServer) -> None:
        self.server = server
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)

    def close(self) -> None:
        self._connection.close()

    def send(self, method: str, path: str, query: str = "", body: str = "", *, key: str | None = None) -> Told:
        """Send exactly these texts."""
        headers = {"X-MBX-APIKEY": self.server.api_key if key is None else key}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, f"{path}?{query}" if query else path, body or None, headers)
        answer = self._connection.getresponse()
        return Told(answer.status, dict(answer.getheaders()), answer.read())

    def sign(self, payload: str) -> str:
        """The signature of a payload."""
        return hmac.new(self.server.api_secret.encode(), payload.encode(), hashlib.sha256).hexdigest()

    def stamped(self, query: str, *, shift_ms: int = 0) -> str:
        """A query with timestamp and signature."""
        now = time.time_ns() // 1_000_000 + shift_ms
        query = f"{query}&timestamp={now}" if query else f"timestamp={now}"
        return f"{query}&signature={self.sign(query)}"

    def call(self, operation: str, params: Mapping[str, Any] | None = None, **more: Any) -> Told:
        """Call an operation with wire-named parameters."""
        constant = OPERATIONS[operation]
        assert constant.rest is not None
        query = constant.encode_query({**(params or {}), **more})
        if constant.security.signed:
            query = self.stamped(query)
        return self.send(constant.rest.method, constant.rest.path, query)

    def ok(self, operation: str, params: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """Call and expect success; returns the JSON value."""
        told = self.call(operation, params, **more)
        assert (operation, 200) == (operation, told.status), told.body
        return told.json
