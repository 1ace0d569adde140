"""S1: what clients of many markets ask the spot and wallet services when they start is answered, and no more."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest
from tests.mock.world import NOW

from binance_usdm_mock import MockServer, VirtualClock
from binance_usdm_mock.faults import Permit


@pytest.fixture
def server() -> Iterator[MockServer]:
    with MockServer(seed=7, clock=VirtualClock(NOW)) as running:
        yield running


def ask(server: MockServer, path: str, *, secret: str | None = None) -> tuple[int, Any]:
    query = f"timestamp={NOW}"
    signature = hmac.new((secret or server.api_secret).encode(), query.encode(), hashlib.sha256).hexdigest()
    headers = {"X-MBX-APIKEY": server.api_key}
    answer = httpx.get(f"{server.rest}{path}?{query}&signature={signature}", headers=headers)
    return answer.status_code, msgspec.json.decode(answer.content)


def test_spot_ping_and_time_and_the_state_of_the_system_need_no_key(server: MockServer) -> None:
    paths = ("/api/v3/ping", "/api/v3/time", "/sapi/v1/system/status")
    assert [{}, {"serverTime": NOW}, {"status": 0, "msg": "normal"}] == [
        httpx.get(server.rest + path).json() for path in paths
    ]


def test_coins_are_those_of_the_contracts_and_told_to_signed_requests_only(server: MockServer) -> None:
    status, coins = ask(server, "/sapi/v1/capital/config/getall")
    assert (200, True) == (status, {"BTC", "USDT", "USDC", "BNB"} <= {coin["coin"] for coin in coins})
    status, refusal = ask(server, "/sapi/v1/capital/config/getall", secret="wrong")
    assert (400, -1022) == (status, refusal["code"])


def test_no_pair_is_traded_on_margin(server: MockServer) -> None:
    assert (200, []) == ask(server, "/sapi/v1/margin/allPairs")


def test_permissions_are_those_the_key_has(server: MockServer) -> None:
    path = "/sapi/v1/account/apiRestrictions"
    told = ask(server, path)[1]
    assert (False, True, False) == (told["ipRestrict"], told["enableFutures"], told["enableWithdrawals"])
    server.gate.permits[server.api_key] = Permit(addresses=("127.0.0.1",), trade=False)
    told = ask(server, path)[1]
    assert (True, False) == (told["ipRestrict"], told["enableFutures"])


def test_other_requests_to_the_neighbours_are_unknown_paths(server: MockServer) -> None:
    status, refusal = ask(server, "/api/v3/account")
    assert (404, -5000) == (status, refusal["code"])


@pytest.mark.parametrize("path", ["topLongShortAccountRatio", "topLongShortPositionRatio"])
def test_statistics_need_no_key(path: str, server: MockServer) -> None:
    answer = httpx.get(f"{server.rest}/futures/data/{path}", params={"symbol": "BTCUSDT", "period": "5m", "limit": 1})
    assert (200, 1) == (answer.status_code, len(answer.json()))
