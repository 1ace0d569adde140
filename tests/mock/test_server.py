"""S1, S2: the server speaks HTTP on a real socket, stops cleanly, records requests and misbehaves on command."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
from tests.contract.signed import SignedClient

from binance_usdm_mock import MockServer, serve
from binance_usdm_mock import faults as fault

ORDER = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.01"}


@pytest.fixture
def server() -> Iterator[MockServer]:
    with MockServer(seed=7) as running:
        yield running


@pytest.fixture
def client(server: MockServer) -> Iterator[SignedClient]:
    made = SignedClient(server)
    yield made
    made.close()


def test_addresses_and_keys(server: MockServer) -> None:
    assert f"http://127.0.0.1:{server.port}" == server.rest
    assert f"ws://127.0.0.1:{server.port}" == server.streams
    assert f"ws://127.0.0.1:{server.port}/ws-fapi/v1" == server.ws_api
    assert (64, 64) == (len(server.api_key), len(server.api_secret))


def test_an_order_over_the_socket(client: SignedClient) -> None:
    placed = client.ok("new_order", ORDER, newOrderRespType="RESULT")
    assert "FILLED" == placed["status"]
    assert ["0.010"] == [p["positionAmt"] for p in client.ok("position_information")]


def test_requests_are_recorded_without_secrets(server: MockServer, client: SignedClient) -> None:
    client.ok("new_order", ORDER)
    client.call("cancel_order", symbol="BTCUSDT", orderId=1)
    placed, cancelled = server.requests
    assert ("POST", "/fapi/v1/order", "new_order", True, 200) == (
        placed.method,
        placed.path,
        placed.operation,
        placed.executed,
        placed.status,
    )
    assert ("BTCUSDT", "0.01") == (placed.params["symbol"], placed.params["quantity"])
    assert (False, 400, -2011) == (cancelled.executed, cancelled.status, cancelled.code)
    seen = repr(server.requests)
    assert (False, False, False) == (server.api_key in seen, server.api_secret in seen, "signature" in seen)


def test_stopping_frees_the_port_and_can_be_repeated() -> None:
    server = MockServer().start()
    port = server.port
    server.stop()
    server.stop()
    with MockServer(port=port) as again:
        assert port == again.port


def test_busy_port_is_told(server: MockServer) -> None:
    with pytest.raises(OSError, match=r"address already in use|only one usage"):
        MockServer(port=server.port).start()


async def test_serving_in_the_callers_loop() -> None:
    async with (
        serve(seed=7) as served,
        aiohttp.ClientSession() as session,
        session.get(f"{served.rest}/fapi/v1/ping") as answer,
    ):
        assert (200, {}) == (answer.status, await answer.json())


def test_a_clock_of_ones_own() -> None:
    moment = [1_795_233_600_000]
    with MockServer(clock=lambda: moment[0]) as server:
        client = SignedClient(server)
        moment[0] += 86_400_000
        assert moment[0] == client.ok("time")["serverTime"]
        client.close()


def raw(server: MockServer, payload: bytes) -> bytes:
    """Everything the server sends for these bytes until it closes, the date left out."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(payload)
        received = b""
        try:
            while piece := connection.recv(65_536):
                received += piece
        except ConnectionResetError:
            received += b"<reset>"
    return b"\r\n".join(line for line in received.split(b"\r\n") if not line.lower().startswith(b"date:"))


UNKNOWN = '{"msg":"Unknown error, please check your request or try again later."}'
ACTIONS: dict[str, Any] = {
    "reset": lambda executed: fault.drop(executed=executed),
    "closed": lambda executed: fault.drop(executed=executed, polite=True),
    "503 unknown": lambda executed: fault.reply(503, UNKNOWN, executed=executed),
    "408": lambda executed: fault.error(
        -1007, "Timeout waiting for response from backend server.", status=408, executed=executed
    ),
    "cut off": lambda executed: fault.truncate(executed=executed),
    "html": lambda executed: fault.mangle("<html>", executed=executed, content_type="text/html"),
    "empty": lambda executed: fault.mangle(b"", executed=executed),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_bytes_do_not_tell_whether_it_was_executed(name: str) -> None:
    seen, positions = [], []
    for executed in (True, False):
        with MockServer(seed=7) as server:
            client = SignedClient(server)
            server.faults.add(ACTIONS[name](executed), method="POST", path="/fapi/v1/order")
            query = client.stamped("&".join(f"{k}={v}" for k, v in ORDER.items()))
            head = f"Host: mock\r\nConnection: close\r\nX-MBX-APIKEY: {server.api_key}"
            seen.append(raw(server, f"POST /fapi/v1/order?{query} HTTP/1.1\r\n{head}\r\n\r\n".encode()))
            positions.append(len(client.ok("position_information")))
            assert executed == server.requests[0].executed
            client.close()
    assert seen[0] == seen[1]
    assert [1, 0] == positions


def test_fault_hits_the_nth_match_only(server: MockServer, client: SignedClient) -> None:
    rule = server.faults.add(fault.throttle(7), method="GET", path="/fapi/v1/*", params={"symbol": "BTCUSDT"}, nth=2)
    asked = [client.call("open_interest", symbol=s) for s in ("BTCUSDT", "ETHUSDT", "BTCUSDT", "BTCUSDT")]
    assert [200, 200, 429, 200] == [told.status for told in asked]
    assert ("7", -1003, 3, 1) == (asked[2].headers["Retry-After"], asked[2].code, rule.matched, rule.applied)
    assert ["Reply"] == [r.fault for r in server.requests if r.fault]


def test_fault_by_chance_follows_the_seed() -> None:
    def hits() -> list[int]:
        with MockServer(seed=3) as server:
            client = SignedClient(server)
            server.faults.add(fault.reply(503, "{}", executed=False), probability=0.5)
            statuses = [client.call("ping").status for _ in range(20)]
            client.close()
            return statuses

    first = hits()
    assert first == hits()
    assert {200, 503} == set(first)


def test_faults_end_after_their_times_and_when_cleared(server: MockServer, client: SignedClient) -> None:
    server.faults.add(fault.reply(503, "{}", executed=False), times=2)
    assert [503, 503, 200] == [client.call("ping").status for _ in range(3)]
    server.faults.add(fault.reply(503, "{}", executed=False))
    server.faults.clear()
    assert 200 == client.call("ping").status


@pytest.mark.parametrize("before", [True, False])
def test_late_answers(before: bool, server: MockServer, client: SignedClient) -> None:
    # Far longer than anybody waits: what is in the ledger meanwhile was executed before the wait.
    server.faults.add(fault.delay(600, before=before), method="POST")
    server.faults.add(fault.delay(0.01, before=before), method="GET")
    impatient = http.client.HTTPConnection("127.0.0.1", server.port, timeout=0.5)
    query = client.stamped("&".join(f"{name}={value}" for name, value in ORDER.items()))
    impatient.request("POST", f"/fapi/v1/order?{query}", headers={"X-MBX-APIKEY": server.api_key})
    with pytest.raises(TimeoutError):
        impatient.getresponse()
    impatient.close()
    assert {} == client.ok("ping")
    assert (0 if before else 1) == len(server.exchange.ledger.of("order"))


def test_shifted_clock_refuses_true_timestamps(server: MockServer, client: SignedClient) -> None:
    server.faults.add(fault.clock_offset(20_000), path="/fapi/v1/ping")
    client.ok("ping")
    assert (-1021, -1021) == (client.call("account_balance").code, client.call("account_balance").code)


def test_garbage_does_not_stop_the_server(server: MockServer, client: SignedClient) -> None:
    for payload in (
        b"\x00\x01\x02\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        b"POST /fapi/v1/order HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\n\xff\xfe\xfd",
    ):
        raw(server, payload)
    assert {} == client.ok("ping")


def test_symbol_with_chinese_characters(client: SignedClient) -> None:
    told = client.send("GET", "/fapi/v1/ticker/price", "symbol=%E6%B5%8B%E8%AF%95USDT")
    assert (200, "测试USDT") == (told.status, told.json["symbol"])


SERVE = "import sys; from binance_usdm_mock import serve_forever; sys.exit(serve_forever(port={port}, seed=7))"


def test_command_line_prints_where_it_serves_and_ends_on_interrupt() -> None:
    command = [sys.executable, "-c", SERVE.format(port=0)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert {"rest", "streams", "ws_api", "api_key", "api_secret"} == set(told)
        connection = http.client.HTTPConnection(told["rest"].removeprefix("http://"), timeout=10)
        connection.request("GET", "/fapi/v1/ping")
        assert b"{}" == connection.getresponse().read()
        connection.close()
        process.send_signal(signal.SIGINT)
        assert 0 == process.wait(timeout=20)


def test_command_line_tells_a_busy_port(server: MockServer) -> None:
    command = [sys.executable, "-c", SERVE.format(port=server.port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert (2, "") == (done.returncode, done.stdout)
    assert f"cannot listen on 127.0.0.1:{server.port}" in done.stderr
    assert "Choose another port" in done.stderr
