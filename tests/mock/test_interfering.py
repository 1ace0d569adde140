"""S1, S2: routes under /mock/ do what the Python API does, refuse what they do not understand, and are repeatable."""

from __future__ import annotations

import http.client
import json
from typing import Any

import pytest
from tests.mock.world import NOW

from binance_usdm_mock import MockServer, VirtualClock

BUY = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.300"}


def ask(server: MockServer, method: str, path: str, **body: Any) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request(method, path, json.dumps(body))
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    return answer.status, told


def script() -> bytes:
    """Everything that can be caused, on a clock that stands still but for six hours."""
    clock = VirtualClock(NOW)
    with MockServer(seed=5, clock=clock, admin=True) as server:
        x = server.exchange
        x.execute("new_order", BUY)
        assert (200, {}) == ask(server, "POST", "/mock/transfer", asset="USDT", amount="-100", kind="TRANSFER")
        assert -100 * 10**8 == x.account.income[-1].amount
        status, told = ask(server, "POST", "/mock/deleverage", symbol="BTCUSDT", quantity="0.100", price="50000")
        assert (200, "adl_autoclose", "FILLED") == (status, told["clientOrderId"], told["status"])
        assert (200, {}) == ask(server, "POST", "/mock/fund", asset="USDT", amount="5000000")
        status, told = ask(server, "POST", "/mock/liquidate", symbol="BTCUSDT")
        assert (200, f"autoclose-{NOW}000002") == (status, told["clientOrderId"])
        assert (200, {}) == ask(server, "POST", "/mock/restrict", code=-4192, seconds=60)
        with pytest.raises(Exception, match="Cooling-off"):
            x.execute("new_order", BUY)
        assert (200, {}) == ask(server, "DELETE", "/mock/restrict")
        x.execute("new_order", BUY)
        assert (200, {}) == ask(server, "POST", "/mock/contract", symbol="BTCUSDT", status="SETTLING", price="54321.5")
        clock.advance(6 * 3_600_000)
        assert not [p for p in x.account.active.values() if p.quantity]
        return server.event_log()


def test_the_same_interventions_give_the_same_bytes() -> None:
    log = script()
    assert log == script()
    kinds = {json.loads(line)["event"]["kind"] for line in log.splitlines() if b'"event"' in line}
    assert {"order", "trade", "income", "restriction", "contract"} <= kinds
    assert f"settlement_autoclose-{NOW}000003".encode() in log


@pytest.mark.parametrize(
    ("path", "body", "problem"),
    [
        ("/mock/transfer", {"asset": "USDT"}, "amount"),
        ("/mock/transfer", {"asset": "USDT", "amount": 5}, "amount"),
        ("/mock/transfer", {"asset": "USDT", "amount": "5", "acount": "main"}, "acount"),
        ("/mock/restrict", {"code": -1}, "allowed: -4402"),
        ("/mock/liquidate", {"symbol": "BTCUSDT"}, "has no position"),
        ("/mock/contract", {"symbol": "BTCUSDT", "tick": "0.03"}, "multiple of 0.1"),
    ],
)
def test_what_is_not_understood_changes_nothing(path: str, body: dict[str, Any], problem: str) -> None:
    with MockServer(seed=5, clock=VirtualClock(NOW), admin=True) as server:
        before = len(server.entries)
        status, told = ask(server, "POST", path, **body)
        assert (400, True) == (status, problem in told["error"])
        assert before == len(server.entries)
