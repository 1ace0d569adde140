"""S2, FAILURES 1a-1d, 1g: every fault can be expressed, hits what it should, and hides whether it was executed."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import socket
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.contract.signed import SignedClient
from tests.mock.world import NOW

from binance_usdm_mock import MockServer, VirtualClock
from binance_usdm_mock import faults as fault
from binance_usdm_mock.faults.script import parse_faults
from binance_usdm_mock.script import ScriptError

ORDER = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.010"}


@pytest.fixture
def server() -> Iterator[MockServer]:
    with MockServer(seed=7, admin=True) as running:
        yield running


@pytest.fixture
def client(server: MockServer) -> Iterator[SignedClient]:
    made = SignedClient(server)
    yield made
    made.close()


def order(server: MockServer, **more: str) -> dict[str, str]:
    with server.lock:
        market = server.exchange.market("BTCUSDT")
        last = market.last(server.exchange.now)
        assert last is not None
        return {**ORDER, "price": market.symbol.price_text(int(last.price * 0.97)), **more}


def wire(server: MockServer, client: SignedClient) -> bytes:
    """All bytes that come back for one order, but for the date; empty after a reset."""
    query = client.stamped("&".join(f"{name}={value}" for name, value in order(server).items()))
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        head = f"POST /fapi/v1/order?{query} HTTP/1.1\r\nHost: mock\r\nX-MBX-APIKEY: {server.api_key}\r\n"
        raw.sendall(f"{head}Connection: close\r\nContent-Length: 0\r\n\r\n".encode())
        received = b""
        try:
            while piece := raw.recv(65536):
                received += piece
        except ConnectionResetError:
            received += b"<reset>"
    return re.sub(rb"Date: [^\r]+", b"Date:", received)


TWO_SIDED: dict[str, str] = {
    "drop": "{action: drop}",
    "polite": "{action: drop, polite: true}",
    "truncate": "{action: truncate}",
    "reply": "{action: reply, status: 200, body: '{\"a\": 1}', headers: {X-Odd: '1'}, without: [Server]}",
    "dribble": "{action: half_200, chunk: 3, pause: 0.001}",
    "corrupt": "{action: html_200, coding: gzip-corrupt}",
    **{name: f"{{action: {name}}}" for name in fault.PRESETS if name not in ("huge_200", "deep_200", "bomb_200")},
}


@pytest.mark.parametrize("text", TWO_SIDED.values(), ids=TWO_SIDED)
def test_executed_or_not_cannot_be_seen_on_the_wire(text: str, server: MockServer, client: SignedClient) -> None:
    seen: list[bytes] = []
    for executed in (True, False):
        server.faults.clear()
        row = f"{text[:-1]}, on: POST /fapi/v1/order, executed: {str(executed).lower()}}}"
        assert 1 == server.faults.parse(f"faults: [{row}]", "test")
        before = len(server.exchange.ledger.of("order"))
        seen.append(wire(server, client))
        assert executed == (len(server.exchange.ledger.of("order")) == before + 1) == server.requests[-1].executed
    assert seen[0] == seen[1]


def test_codings() -> None:
    from binance_usdm_mock.faults.bodies import code

    body = b'{"orderId": 1}' * 50
    assert body == gzip.decompress(code(body, "gzip")) == gzip.decompress(gzip.decompress(code(body, "gzip-twice")))
    assert (body, body) == (code(body, "none"), code(body, "gzip-false"))
    for bad in ("gzip-corrupt", "gzip-truncated"):
        with pytest.raises((OSError, EOFError, zlib.error)) as error:
            gzip.decompress(code(body, bad))  # type: ignore[arg-type]
        assert error.value is not None
    assert len(code(b"", "gzip-bomb")) < 400_000


def test_choice_by_count_parameters_text_and_time(server: MockServer, client: SignedClient) -> None:
    server.faults.parse(
        """
faults:
  - {on: GET /fapi/v1/ticker/price, params: {symbol: BTC*}, nth: 2, action: empty_500}
  - {on: GET /fapi/v1/klines, text: "(?i)union.*select", action: waf_403}
  - {on: GET /fapi/v1/time, times: 2, action: error_in_200}
  - {on: GET /fapi/v1/ping, lasting: 3600, action: country_451}
""",
        "test",
    )
    tell = lambda path: client.send("GET", *path.split("?")).status  # noqa: E731
    assert [200, 200, 500, 200] == [
        tell(f"/fapi/v1/ticker/price?symbol={s}") for s in ("ETHUSDT", "BTCUSDT", "BTCUSDT", "BTCUSDT")
    ]
    assert [403, 200] == [
        tell(f"/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1{more}") for more in ("&x=union+select", "")
    ]
    codes = [json.loads(client.send("GET", "/fapi/v1/time").body).get("code") for _ in range(3)]
    assert [-1000, -1000, None] == codes
    assert [451, 451] == [tell("/fapi/v1/ping") for _ in range(2)]


def test_overload_spares_what_reduces(server: MockServer, client: SignedClient) -> None:
    server.faults.add(fault.preset("overload_503"), path="/fapi/v1/order")
    assert 503 == client.call("new_order", order(server)).status
    assert -2022 == client.call("new_order", order(server, reduceOnly="true")).code


def test_seeded_chances_do_not_depend_on_other_faults() -> None:
    def hits(text: str) -> list[bool]:
        rules = parse_faults(text, "test")
        own = rules[-1]
        return [own.hits("GET", "/a", {}, own.rng or pytest.fail("no seed")) for _ in range(50)]

    one = hits("seed: 5\nfaults: [{action: drop, probability: 0.3, seed: 9}]")
    assert one == hits("seed: 6\nfaults: [{action: empty_500}, {action: drop, probability: 0.3, seed: 9}]")
    assert {True, False} == set(one)


class TestChanges:
    def test_clock_steps_and_drifts(self) -> None:
        clock = VirtualClock(NOW)
        with MockServer(seed=7, clock=clock) as server:
            client = SignedClient(server)
            server.faults.parse(
                "faults: [{on: GET /fapi/v1/ping, action: clock, milliseconds: -3000, drift_ppm: 50}]", "t"
            )
            client.send("GET", "/fapi/v1/ping")
            assert NOW - 3000 == json.loads(client.send("GET", "/fapi/v1/time").body)["serverTime"]
            clock.advance(1_000_000)
            assert NOW + 1_000_000 - 3000 + 50 == json.loads(client.send("GET", "/fapi/v1/time").body)["serverTime"]
            client.close()

    def test_weights_limits_and_bans(self, server: MockServer, client: SignedClient) -> None:
        server.faults.parse(
            "faults: [{nth: 1, action: weights, weights: {time: 77}},"
            " {nth: 1, action: limits, limits: {request_weight: 100}}]",
            "test",
        )
        statuses = [client.send("GET", "/fapi/v1/time").status for _ in range(3)]
        assert [200, 429] == statuses[::2]
        server.faults.clear()
        server.faults.add(fault.Ban(seconds=120))
        assert 418 == client.send("GET", "/fapi/v1/time").status

    def test_a_revoked_key_and_a_list_of_addresses(self, server: MockServer, client: SignedClient) -> None:
        server.faults.add(fault.Permit(addresses=("10.0.0.1",)), nth=2)
        assert [200, 401, 401] == [client.call("account_balance").status for _ in range(3)]
        server.faults.add(fault.Permit(trade=False), times=1)
        assert (200, -2015) == (client.call("account_balance").status, client.call("new_order", order(server)).code)
        server.faults.add(fault.Revoke(), times=1)
        assert -2015 == client.call("account_balance").code

    def test_contracts_change_appear_and_go(self, server: MockServer, client: SignedClient) -> None:
        client.ok("new_order", order(server, newClientOrderId="old"))
        server.faults.parse(
            """
faults:
  - {on: GET /fapi/v1/ping, nth: 1, action: contract, symbol: BTCUSDT, tick: "10", status: null}
  - {on: GET /fapi/v1/ping, nth: 1, action: contract, symbol: NEWUSDT, like: ETHUSDT}
  - {on: GET /fapi/v1/ping, nth: 1, action: contract, symbol: XRPUSDT, removed: true}
  - {on: GET /fapi/v1/ping, nth: 1, action: contract, symbol: ETHUSDT, status: SETTLING}
""".replace(", status: null", ""),
            "test",
        )
        for _ in range(4):
            client.send("GET", "/fapi/v1/ping")
        symbols = {s["symbol"]: s for s in client.ok("exchange_info")["symbols"]}
        assert ("10", "SETTLING", True, False) == (
            symbols["BTCUSDT"]["filters"][0]["tickSize"],
            symbols["ETHUSDT"]["status"],
            "NEWUSDT" in symbols,
            "XRPUSDT" in symbols,
        )
        assert -4014 == client.call("new_order", order(server, price="60001")).code
        assert "NEW" == client.ok("query_order", {"symbol": "BTCUSDT", "origClientOrderId": "old"})["status"]
        assert -1121 == client.call("ticker_price", symbol="XRPUSDT").code


def test_orders_are_hidden_for_a_while() -> None:
    clock = VirtualClock(NOW)
    with MockServer(seed=7, clock=clock) as server:
        client = _Timed(server, clock)
        server.faults.parse("faults: [{on: POST /fapi/v1/order, nth: 1, action: hide, seconds: 2400}]", "test")
        placed = client.ok("new_order", order(server))
        identity = {"symbol": "BTCUSDT", "orderId": str(placed["orderId"])}
        assert (-2013, -2011) == (client.call("query_order", identity).code, client.call("cancel_order", identity).code)
        assert 1 == len(client.ok("open_orders"))
        clock.advance(2_400_000)
        assert "NEW" == client.ok("query_order", identity)["status"]
        client.close()


def test_a_part_of_all_orders_becomes_visible_late() -> None:
    """FAILURES 37: the same part for the same seed, conditional orders too, and faults may befall their requests."""
    clock = VirtualClock(NOW)
    with MockServer(seed=7, clock=clock) as server:
        client = _Timed(server, clock)
        server.exchange.delay_visibility(60, part=0.5, seed=1)
        server.faults.parse("faults: [{on: POST /fapi/v1/order, action: drop, executed: true}]", "test")
        names = [f"late-{number}" for number in range(20)]
        for name in names:
            server.exchange.execute("new_order", {**order(server), "newClientOrderId": name})
        queries = [{"symbol": "BTCUSDT", "origClientOrderId": name} for name in names]
        late = [query for query in queries if client.call("query_order", query).code == -2013]
        assert 4 < len(late) < 16
        stop = {"algoType": "CONDITIONAL", "symbol": "BTCUSDT", "side": "SELL", "type": "STOP_MARKET",
                "quantity": "0.01", "triggerPrice": "30000", "clientAlgoId": late[0]["origClientOrderId"]}  # fmt: skip
        server.exchange.execute("new_algo_order", stop)
        assert -2013 == client.call("query_algo_order", clientAlgoId=stop["clientAlgoId"]).code
        clock.advance(60_000)
        assert ["NEW"] * 20 == [client.ok("query_order", query)["status"] for query in queries]
        client.close()
        with pytest.raises(ValueError, match="part"):
            server.exchange.delay_visibility(1, part=2)


class _Timed(SignedClient):
    """Stamps its requests with a virtual clock."""

    def __init__(self, server: MockServer, clock: VirtualClock) -> None:
        super().__init__(server)
        self._clock = clock

    def stamped(self, query: str, *, shift_ms: int = 0) -> str:
        query = f"{query}&" if query else ""
        query = f"{query}timestamp={self._clock() + shift_ms}"
        return f"{query}&signature={self.sign(query)}"


def test_the_engine_refuses_what_waited_too_long(server: MockServer, client: SignedClient) -> None:
    server.faults.add(fault.EngineDelay(milliseconds=6000), path="/fapi/v1/order", times=1)
    assert -5028 == client.call("new_order", order(server)).code
    assert [] == server.exchange.ledger.of("order")
    assert 200 == client.call("new_order", order(server)).status


def test_true_answers_are_altered(server: MockServer, client: SignedClient) -> None:
    server.faults.parse(
        """
faults:
  - on: POST /fapi/v1/order
    action: alter
    set: {status: '"ODD"', newField: '{"deep": [NaN]}'}
    drop: [clientOrderId]
  - {on: GET /fapi/v1/ticker/price, action: alter, reverse: true, keep: 2, set: {"*.price": "1.10"}}
""",
        "test",
    )
    body = client.call("new_order", order(server)).body
    assert (True, True, False) == (b'"ODD"' in body, b"[NaN]" in body, b"clientOrderId" in body)
    rows = json.loads(client.send("GET", "/fapi/v1/ticker/price").body, parse_float=str)
    assert ["1.10", "1.10"] == [row["price"] for row in rows]
    assert list(server.exchange.markets)[-1] == rows[0]["symbol"]


def test_an_idle_connection_is_closed(server: MockServer) -> None:
    server.faults.add(fault.CloseIdle(seconds=0.05))
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(b"GET /fapi/v1/ping HTTP/1.1\r\nHost: mock\r\n\r\n")
        received = b""
        while piece := raw.recv(65536):
            received += piece
    assert received.endswith(b"{}")


def test_large_answers_arrive(server: MockServer, client: SignedClient) -> None:
    server.faults.add(fault.preset("deep_200"))
    assert b"[" * 100_000 == client.send("GET", "/fapi/v1/time").body


BAD_FILES = [
    (
        "faults:\n  - action: dorp\n",
        r":2: faults\[0\].action: 'dorp' is not known. Did you mean 'drop'\? Allowed: act, alter,",
    ),
    (
        "faults:\n  - action: drop\n    nht: 2\n",
        r":3: faults\[0\].nht: there is no such field here. Did you mean 'nth'",
    ),
    ("faults:\n  - action: drop\n    probability: 2\n", r":3: faults\[0\].probability: must be a number from 0 to 1"),
    ("faults:\n  - on: FETCH /x\n    action: drop\n", r":2: faults\[0\].on: must be a method"),
    ("faults:\n  - action: drop\n    action: drop\n", r":3: faults\[0\].action: is there twice"),
    ("faults:\n  - action: delay\n    executed: false\n", r":3: faults\[0\].executed: delay answers truly"),
    ("faults:\n  - {action: weights, weights: {nosuch: 1}}\n", r":2: faults\[0\].action: 'nosuch' is no operation"),
    ("faults:\n  - {action: contract, symbol: NOPE}\n", r":2: faults\[0\].action: 'NOPE' is no contract"),
    ("faults:\n  - {action: contract, symbol: BTCUSDT, tick: '0.05'}\n", r":2: .*only become a multiple of 0.10"),
    ("faults:\n  - {action: drop, text: '('}\n", r":2: faults\[0\].text: is no regular expression"),
    ("faults: 3\n", r":1: faults: must be a list"),
    ("fault: []\n", r":1: the field 'faults' is missing"),
    ("faults: [\n", r":2: is no YAML or JSON"),
    ("", r":1: the file is empty"),
    ('{"faults": [\n {"action": "drop",\n  "nth": 0}]}', r":3: faults\[0\].nth: must be a whole number from 1"),
]


@pytest.mark.parametrize(("text", "message"), BAD_FILES)
def test_bad_files_are_refused_with_file_line_and_field(text: str, message: str, tmp_path: Path) -> None:
    server, file = MockServer(), tmp_path / "bad.yaml"
    server.faults.add(fault.drop(executed=False))
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ScriptError, match=re.escape(str(file)) + message):
        server.faults.load(str(file))
    assert 1 == len(server.faults.all)


class TestAdmin:
    def ask(self, server: MockServer, method: str, path: str, body: str = "") -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request(method, path, body or None)
        answer = connection.getresponse()
        told = json.loads(answer.read())
        connection.close()
        return answer.status, told

    def test_ledger_and_requests(self, server: MockServer, client: SignedClient) -> None:
        placed = client.ok("new_order", order(server))
        status, told = self.ask(server, "GET", "/mock/ledger?after=0")
        assert (200, [placed["orderId"]]) == (
            status,
            [e["facts"]["orderId"] for e in told["ledger"] if e["kind"] == "order"],
        )
        requests = self.ask(server, "GET", "/mock/requests")[1]["requests"]
        assert [("new_order", True)] == [(r["operation"], r["executed"]) for r in requests]
        assert server.api_secret not in str(requests)

    def test_faults_come_and_go(self, server: MockServer) -> None:
        assert (200, {"added": 1}) == self.ask(
            server, "POST", "/mock/faults", '{"faults": [{"on": "GET /fapi/v1/time", "action": "empty_500"}]}'
        )
        listed = self.ask(server, "GET", "/mock/faults")[1]["faults"]
        assert [("GET /fapi/v1/time", "Reply", 0)] == [(f["on"], f["action"], f["applied"]) for f in listed]
        assert (200, {}) == self.ask(server, "DELETE", "/mock/faults")
        assert 200 == self.ask(server, "GET", "/fapi/v1/time")[0]
        status, told = self.ask(server, "POST", "/mock/faults", '{"faults": [{"action": "x"}]}')
        assert (400, True) == (status, "request:1: faults[0].action" in told["error"])

    def test_clock(self, server: MockServer) -> None:
        before = self.ask(server, "GET", "/fapi/v1/time")[1]["serverTime"]
        shifted = self.ask(server, "POST", "/mock/clock", '{"offset": 5000000}')[1]["now"]
        assert shifted >= before + 5_000_000
        assert 400 == self.ask(server, "POST", "/mock/clock", '{"advance": 1}')[0]
        assert 400 == self.ask(server, "POST", "/mock/clock", '{"nonsense": 1}')[0]
        assert 404 == self.ask(server, "GET", "/mock/nothing")[0]

    def test_off_unless_asked_for(self) -> None:
        with MockServer() as closed:
            status, told = self.ask(closed, "GET", "/mock/ledger")
        assert (404, -5000) == (status, told["code"])
