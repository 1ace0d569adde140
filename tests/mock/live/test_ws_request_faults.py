"""S2, FAILURES 1b-1d, 1f: every fault works on requests of the WebSocket API and hides whether they were executed."""

from __future__ import annotations

import asyncio
import base64
import http.client
import itertools
import json
import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.contract.signed import SignedClient
from tests.mock.live.wired import ORDER, Wired

from binance_usdm_api.service import WS_API_PATH
from binance_usdm_mock import MockServer
from binance_usdm_mock import faults as fault
from binance_usdm_mock.live.peer import Kind

RESTING = {**ORDER, "type": "LIMIT", "timeInForce": "GTC", "price": "57000"}


def masked(opcode: int, payload: bytes) -> bytes:
    """A frame of a client."""
    mask = os.urandom(4)
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2, "big")
    return bytes([0x80 | opcode]) + length + mask + bytes(byte ^ mask[n % 4] for n, byte in enumerate(payload))


def wire(server: MockServer, world: Wired) -> bytes:
    """All bytes that come back for one order, up to the pong of a ping that follows it or the end of the connection."""
    request = {"id": 1, "method": "order.place", "params": world.signed(ORDER)}
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw:
        key = base64.b64encode(os.urandom(16)).decode()
        raw.sendall(
            f"GET {WS_API_PATH}?returnRateLimits=false HTTP/1.1\r\nHost: mock\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        received = b""
        while b"\r\n\r\n" not in received:
            received += raw.recv(65536)
        received = received.partition(b"\r\n\r\n")[2]
        try:
            raw.sendall(masked(1, json.dumps(request).encode()) + masked(9, b"the end"))
            while not received.endswith(b"\x8a\x07the end") and received[:1] != b"\x88":
                piece = raw.recv(65536)
                received += piece or b"<end>"
                if not piece:
                    break
        except ConnectionError:
            received += b"<reset>"
    return received


TWO_SIDED: dict[str, str] = {
    "drop": "{action: drop}",
    "polite": "{action: drop, polite: true}",
    "lose": "{action: lose}",
    "cut": "{action: cut, code: 1012}",
    "truncate": "{action: truncate}",
    "refuse": "{action: refuse, code: -2010, message: No.}",
    "reply": "{action: reply, status: 200, body: '{\"a\": 1}'}",
    "dribble": "{action: half_200, chunk: 3, pause: 0.001}",
    **{name: f"{{action: {name}}}" for name in fault.PRESETS if name not in ("huge_200", "deep_200", "bomb_200")},
}


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer(seed=7) as running:
        yield running


@pytest.mark.parametrize("text", TWO_SIDED.values(), ids=TWO_SIDED)
def test_executed_or_not_cannot_be_seen_on_the_wire(text: str, server: MockServer) -> None:
    world = Wired.around(server)
    seen: list[bytes] = []
    for executed in (True, False):
        server.faults.clear()
        row = f"{text[:-1]}, on: WS order.place, executed: {str(executed).lower()}}}"
        assert 1 == server.faults.parse(f"faults: [{row}]", "test")
        before = len(server.exchange.ledger.of("order"))
        seen.append(wire(server, world))
        assert executed == (len(server.exchange.ledger.of("order")) == before + 1) == server.requests[-1].executed
    assert seen[0] == seen[1]
    assert b"the end" in seen[0] or text.split()[1].strip(",}") in ("drop", "cut", "truncate")


def test_frozen_connections_hide_it_too() -> None:
    for executed in ("true", "false"):
        world = Wired(f"{{on: WS order.place, action: freeze, executed: {executed}}}")
        peer = world.api()
        assert ([], True) == (world.call(peer, "order.place", world.signed(ORDER)), peer.frozen)
        assert (executed == "true") == bool(world.x.ledger.of("order"))


class TestReplies:
    def test_altered_inside_and_outside(self) -> None:
        world = Wired(
            """{on: WS order.place, nth: 1, action: alter, set: {status: '"ODD"'}, drop: [clientOrderId]}
  - {on: WS order.place, nth: 1, action: alter, frame: true, set: {id: '"another"'}}
  - {on: WS order.place, nth: 1, action: alter, set: {code: "-9999"}}"""
        )
        peer = world.api()
        (inside,) = world.call(peer, "order.place", world.signed(ORDER))
        assert ("ODD", False) == (inside["result"]["status"], "clientOrderId" in inside["result"])
        (outside,) = world.call(peer, "order.place", world.signed(ORDER))
        assert ("another", "NEW") == (outside["id"], outside["result"]["status"])
        (refused,) = world.call(peer, "order.place", world.signed({**ORDER, "quantity": "0"}))
        assert -9999 == refused["error"]["code"]

    def test_doubled_swapped_and_joined_by_another(self) -> None:
        world = Wired(
            """{on: WS ticker.price, nth: 1, action: duplicate}
  - {on: WS ticker.price, nth: 1, action: swap}
  - {on: WS ticker.price, nth: 2, action: insert, body: '{"id":99,"status":200,"result":{}}'}"""
        )
        peer, ask = world.api(), {"symbol": "BTCUSDT"}
        ids = [[told["id"] for told in world.call(peer, "ticker.price", ask, n)] for n in (1, 2, 3, 4)]
        assert [[1, 1], [], [3, 2], [4, 99]] == ids

    async def test_late_before_and_after_the_execution(self) -> None:
        world = Wired(
            """{on: WS order.place, nth: 1, action: delay, seconds: 0.01}
  - {on: WS order.place, nth: 1, action: delay, seconds: 0.01, before: true}"""
        )
        peer = world.api()
        for executed in (1, 1):
            assert [] == world.call(peer, "order.place", world.signed(ORDER))
            assert executed == len(world.x.ledger.of("order"))
            (told,) = await until(lambda: world.values(peer))
            assert 200 == told["status"]
        assert 2 == len(world.x.ledger.of("order"))

    async def test_idle_connections_are_closed(self) -> None:
        world = Wired("{on: WS ticker.price, nth: 1, action: close_idle, seconds: 0.01}")
        peer = world.api()
        assert 1 == len(world.call(peer, "ticker.price", {"symbol": "BTCUSDT"}))
        last = (await until(lambda: world.sent(peer)))[-1]
        assert (Kind.CLOSE, 1000) == (last.kind, last.code)


async def until(look: Callable[[], Any]) -> Any:
    for _ in range(2000):
        found = look()
        if found:
            return found
        await asyncio.sleep(0.005)
    raise AssertionError("it never came")


class TestTheExchange:
    def code(self, world: Wired, peer: Any, method: str, params: dict[str, Any]) -> Any:
        (told,) = world.call(peer, method, params)
        return told.get("error", {}).get("code", told["status"])

    def test_waits_at_the_engine_and_hidden_orders(self) -> None:
        world = Wired(
            """{on: WS order.place, nth: 1, action: engine_delay, milliseconds: 6000}
  - {on: WS order.place, nth: 1, action: hide, seconds: 60}"""
        )
        peer = world.api()
        assert -5028 == self.code(world, peer, "order.place", world.signed(RESTING))
        assert [] == world.x.ledger.of("order")
        (told,) = world.call(peer, "order.place", world.signed(RESTING))
        ids = {"symbol": "BTCUSDT", "orderId": told["result"]["orderId"]}
        assert -2013 == self.code(world, peer, "order.status", world.signed(ids))
        world.run(60_000)
        assert 200 == self.code(world, peer, "order.status", world.signed(ids))

    def test_clock_weights_limits_and_bans(self) -> None:
        world = Wired(
            """{on: WS ticker.price, nth: 2, action: weights, weights: {ticker_price: 70}}
  - {on: WS ticker.price, nth: 2, action: limits, limits: {request_weight: 100}}
  - {on: WS order.status, nth: 1, action: clock, milliseconds: -9000}
  - {on: WS depth, nth: 1, action: ban, seconds: 60}"""
        )
        peer, ask = world.api(), {"symbol": "BTCUSDT"}
        ids = {"symbol": "BTCUSDT", "orderId": 1}
        assert (-1021, -1021) == (
            self.code(world, peer, "order.status", world.signed(ids)),
            self.code(world, peer, "order.place", world.signed(ORDER)),
        )
        assert [200, 200, -1003] == [self.code(world, peer, "ticker.price", ask) for _ in range(3)]
        (told,) = world.call(peer, "depth", ask)
        assert (418, -1003) == (told["status"], told["error"]["code"])

    def test_permissions_and_revoked_keys(self) -> None:
        world = Wired(
            """{on: WS v2/account.balance, nth: 2, action: permit, trade: false}
  - {on: WS v2/account.balance, nth: 2, action: revoke}"""
        )
        peer = world.api()
        assert 200 == self.code(world, peer, "v2/account.balance", world.signed({}))
        assert 200 == self.code(world, peer, "order.place", world.signed(ORDER))
        assert 200 == self.code(world, peer, "v2/account.balance", world.signed({}))
        assert -2015 == self.code(world, peer, "order.place", world.signed(ORDER))
        assert -2015 == self.code(world, peer, "v2/account.balance", world.signed({}))

    def test_older_views(self) -> None:
        world = Wired("{on: WS v2/account.position, nth: 2, action: lag, seconds: 30}")
        peer = world.api()
        held = [
            [row["positionAmt"] for row in world.call(peer, "v2/account.position", world.signed({}))[0]["result"]]
            for _ in range(3)
            if world.x.execute("new_order", ORDER)
        ]
        assert [["0.010"], ["0.010"], ["0.030"]] == held

    def test_orders_are_filled_on_the_way_and_others_act(self) -> None:
        world = Wired(
            """{on: WS order.cancel, nth: 1, action: fill}
  - {on: WS order.modify, nth: 1, action: fill, quantity: "0.004"}
  - {on: WS order.place, nth: 3, action: act, operation: change_position_mode, send: {dualSidePosition: "true"}}"""
        )
        peer = world.api()
        placed = [world.call(peer, "order.place", world.signed(RESTING))[0]["result"]["orderId"] for _ in range(2)]
        first, second = ({"symbol": "BTCUSDT", "orderId": identity} for identity in placed)
        assert -2011 == self.code(world, peer, "order.cancel", world.signed(first))
        change = {**second, "side": "BUY", "quantity": "0.012", "price": "56900"}
        (told,) = world.call(peer, "order.modify", world.signed(change))
        assert ("PARTIALLY_FILLED", "0.004") == (told["result"]["status"], told["result"]["executedQty"])
        world.x.execute("cancel_order", second)
        world.x.execute("new_order", {**ORDER, "side": "SELL", "quantity": "0.014"})
        assert -4061 == self.code(world, peer, "order.place", world.signed(ORDER))


def test_handshakes_go_wrong() -> None:
    with MockServer(seed=7) as server:
        server.faults.parse(
            """faults:
  - {on: CONNECT /ws-fapi/*, nth: 1, action: waf_403}
  - {on: CONNECT /public/*, nth: 1, action: drop}
  - {on: CONNECT /public/*, nth: 1, action: delay, seconds: 0.01}
""",
            "test",
        )

        def status(path: str) -> bytes:
            with socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw:
                raw.sendall(
                    f"GET {path} HTTP/1.1\r\nHost: mock\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
                )
                try:
                    return raw.recv(12)
                except ConnectionError:
                    return b"reset"

        assert [b"HTTP/1.1 403", b"HTTP/1.1 101"] == [status(WS_API_PATH) for _ in range(2)]
        assert [b"reset", b"HTTP/1.1 101"] == [status("/public/ws") for _ in range(2)]


def test_over_http_too_answers_lag_get_lost_and_are_refused() -> None:
    with MockServer(seed=7) as server:
        client = SignedClient(server)
        server.faults.parse(
            """faults:
  - {on: POST /fapi/v1/order, params: {newClientOrderId: a}, action: lose, seconds: 0.01, executed: true}
  - {on: POST /fapi/v1/order, params: {newClientOrderId: b}, action: refuse, code: -4192, spares_reducing: true}
  - {on: GET /fapi/v1/depth, nth: 2, action: lag, seconds: 600}
  - {on: GET /fapi/v1/klines, action: alter, remove: [1, 3]}
""",
            "test",
        )
        with pytest.raises(http.client.RemoteDisconnected):
            client.call("new_order", {**ORDER, "newClientOrderId": "a"})
        client = SignedClient(server)
        assert "FILLED" == client.ok("query_order", {"symbol": "BTCUSDT", "origClientOrderId": "a"})["status"]
        assert -4192 == client.call("new_order", {**ORDER, "newClientOrderId": "b"}).code
        books = []
        for _ in range(3):
            books.append(client.ok("order_book", {"symbol": "BTCUSDT"})["lastUpdateId"])
            client.ok("new_order", ORDER)
        assert books[0] == books[1] < books[2]
        rows = client.ok("klines", {"symbol": "BTCUSDT", "interval": "1m", "limit": "5"})
        assert [120_000, 120_000] == [later[0] - row[0] for row, later in itertools.pairwise(rows)]
        client.close()
