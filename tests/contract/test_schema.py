"""S3: what schemathesis makes of docs/openapi.json never breaks the mock exchange, and its answers fit the document."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from binance_usdm_api import OPERATIONS as CATALOGUE
from binance_usdm_mock import MockServer
from binance_usdm_mock import faults as fault

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
VALID: dict[str, Any] = {"symbol": "BTCUSDT", "pair": "BTCUSDT", "asset": "USDT", "fromAsset": "USDT", "toAsset": "BTC"}


class Signed(requests.auth.AuthBase):
    """Stamps and signs a request as it will be sent."""

    def __init__(self, server: MockServer) -> None:
        self._server = server

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        parts = urlsplit(str(request.url))
        query = _without_stamp(parts.query)
        body = request.body.decode() if isinstance(request.body, bytes) else str(request.body or "")
        form = request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
        body = _without_stamp(body) if form else ""
        query = f"{query}&timestamp={time.time_ns() // 1_000_000}".lstrip("&")
        secret = self._server.api_secret.encode()
        signature = hmac.new(secret, (query + body).encode(), hashlib.sha256).hexdigest()
        request.url = urlunsplit(parts._replace(query=f"{query}&signature={signature}"))
        request.headers["X-MBX-APIKEY"] = self._server.api_key
        if form:
            request.body = body
            request.headers["Content-Length"] = str(len(body.encode()))
        return request


def _without_stamp(text: str) -> str:
    return "&".join(piece for piece in text.split("&") if piece.partition("=")[0] not in ("timestamp", "signature"))


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer(seed=7) as running:
        running.gate.limits.enforced = False
        running.gate.strict = True
        yield running


LOADED = schemathesis.openapi.from_path(DOCUMENT)
OPERATIONS = {found.ok().definition.raw["operationId"]: found.ok() for found in LOADED.get_all_operations()}
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]


def test_the_document_has_all_operations() -> None:
    assert set(CATALOGUE) == set(OPERATIONS)


@pytest.mark.parametrize("mode", MODES, ids=["as documented", "not as documented"])
@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_any_request(name: str, mode: GenerationMode, server: MockServer) -> None:
    @settings(
        max_examples=8,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[name].as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        for sent in (case.query, case.body):
            if isinstance(sent, dict) and mode is GenerationMode.POSITIVE:
                # Random names of symbols would only ever show that they are unknown.
                sent.update({key: value for key, value in VALID.items() if key in sent})
        case.call_and_validate(base_url=server.rest, auth=Signed(server), checks=CHECKS)

    try:
        ask()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE
        assert not CATALOGUE[name].params


@pytest.mark.parametrize("body", ['{"serverTime":"soon"}', "[]", "<html>"])
def test_a_wrong_answer_is_noticed(body: str, server: MockServer) -> None:
    """The checks above can fail."""
    server.faults.add(fault.mangle(body, executed=True), path="/fapi/v1/time")
    try:
        with pytest.raises(FailureGroup):
            OPERATIONS["time"].Case().call_and_validate(base_url=server.rest, auth=Signed(server), checks=CHECKS)
    finally:
        server.faults.clear()
