"""S2: on a virtual clock a day passes at once, and the same script gives the same event log, byte for byte."""

from __future__ import annotations

import json

import pytest
from tests.contract.signed import SignedClient
from tests.mock.world import DAY, NOW

from binance_usdm_mock import MockServer, VirtualClock
from binance_usdm_mock import faults as fault


def script(seed: int) -> bytes:
    clock = VirtualClock(NOW)
    with MockServer(seed=seed, clock=clock) as server:
        client = SignedClient(server)
        server.faults.add(fault.preset("unknown_503", executed=True), path="/fapi/v1/order", probability=0.5)
        for number in range(8):
            query = f"symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01&newClientOrderId=n{number}&timestamp={clock()}"
            client.send("POST", "/fapi/v1/order", f"{query}&signature={client.sign(query)}")
            clock.advance(3_600_017)
        clock.advance(DAY)
        client.close()
        return server.event_log()


def test_same_script_same_event_log() -> None:
    log = script(7)
    assert log == script(7)
    assert log != script(8)
    rows = [json.loads(line) for line in log.splitlines()]
    asked = [row["request"] for row in rows if "request" in row]
    assert ({"Reply", None}, 8) == ({request["fault"] for request in asked}, len(asked))
    paid = [row for row in rows if "event" in row and row["event"]["facts"].get("type") == "FUNDING_FEE"]
    assert 4 == len(paid)


def test_time_does_not_run_backwards() -> None:
    clock = VirtualClock(NOW)
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(-1)
    assert NOW == clock()


def test_a_real_clock_cannot_be_advanced() -> None:
    with pytest.raises(RuntimeError, match=r"VirtualClock\(start_ms\)"):
        _ = MockServer().clock


def test_what_happens_meanwhile_has_happened() -> None:
    clock = VirtualClock(NOW)
    with MockServer(seed=7, clock=clock) as server:
        server.exchange.execute("countdown_cancel_all", {"symbol": "BTCUSDT", "countdownTime": 5000})
        order = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.01"}
        price = server.exchange.symbol("BTCUSDT").price_text(server.exchange.mark("BTCUSDT") * 97 // 100 // 10_000_000)
        placed = server.exchange.execute("new_order", {**order, "price": price})
        assert NOW + 5000 == clock.advance(5000)
        [cancelled] = server.exchange.ledger.of("cancel")
    assert (placed["orderId"], NOW + 5000) == (cancelled.facts["orderId"], cancelled.time)
