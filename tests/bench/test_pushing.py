"""Baselines: the canned server's WebSockets say what a client expects of an exchange, and figures reach their page."""

import json
import socket
from urllib.parse import urlsplit

import pytest
from bench.harness import bursts, messages, mock_speed, page, server
from bench.harness.control import Control
from bench.harness.results import Results
from bench.harness.roster import WORKS
from bench.harness.rounds import Figures


class _Client:
    """A WebSocket by hand; its frames carry a mask of zeros."""

    def __init__(self, origin: str, path: str) -> None:
        address = urlsplit(origin)
        self._socket = socket.create_connection((address.hostname, address.port), timeout=30)
        self._socket.sendall(
            f"GET {path} HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        self._received = self._socket.makefile("rb")
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self._received.readline()
        assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in head

    def send(self, kind: int, payload: bytes) -> None:
        self._socket.sendall(bytes((0x80 | kind, 0xFE)) + len(payload).to_bytes(2, "big") + bytes(4) + payload)

    def frame(self) -> tuple[int, bytes]:
        first, length = self._received.read(2)
        if length == 126:
            length = int.from_bytes(self._received.read(2), "big")
        return first & 0x0F, self._received.read(length)

    def close(self) -> None:
        self._received.close()
        self._socket.close()


def test_a_subscription_is_acknowledged_and_followed_by_bursts_with_unbroken_ids() -> None:
    """An event at once, those of a burst after it, a pong for a ping, and the end by a reset."""
    with server.running() as origin:
        client, control = _Client(origin, "/market/stream"), Control(origin)
        client.send(1, json.dumps({"method": "SUBSCRIBE", "params": [bursts.AGG_TRADE], "id": 3}).encode())
        assert {"result": None, "id": 3} == json.loads(client.frame()[1])
        first = json.loads(client.frame()[1])
        control.burst(bursts.AGG_TRADE, 3)
        ids = [json.loads(client.frame()[1])["data"]["a"] for _ in range(3)]
        assert [first["data"]["a"] + n for n in (1, 2, 3)] == ids
        client.send(9, b"here")
        assert (10, b"here") == client.frame()
        control.drop("rst")
        with pytest.raises(ConnectionResetError):
            client.frame()
        client.close()
        control.close()


def test_streams_in_the_address_come_without_being_asked_for_and_bare() -> None:
    """As python-binance and ccxt take them; a stream that is unknown is acknowledged and stays silent."""
    with server.running() as origin:
        client = _Client(origin, "/public/ws/btcusdt@bookTicker")
        assert "bookTicker" == json.loads(client.frame()[1])["e"]
        client.send(1, b'{"method":"SUBSCRIBE","params":["btcusdt@nothing"],"id":1}')
        assert {"result": None, "id": 1} == json.loads(client.frame()[1])
        client.close()


def test_an_order_over_the_websocket_api_is_answered_by_its_id() -> None:
    """With result and counters, as a reply of the exchange has them."""
    with server.running() as origin:
        client = _Client(origin, "/ws-fapi/v1")
        client.send(1, b'{"id":"a7","method":"order.place","params":{}}')
        answer = json.loads(client.frame()[1])
        assert ("a7", 200, "NEW") == (answer["id"], answer["status"], answer["result"]["status"])
        assert {1} == {limit["count"] for limit in answer["rateLimits"]}
        client.close()


def test_depth_changes_follow_on_each_other() -> None:
    """Fifty levels a side, and each begins where the one before ended."""
    frames = messages.events(bursts.DEPTH, 1, 2, wrapped=False)
    length = int.from_bytes(frames[2:4], "big")
    first, second = json.loads(frames[4 : 4 + length]), json.loads(frames[8 + length :])
    assert (messages.LEVELS, messages.LEVELS) == (len(first["b"]), len(first["a"]))
    assert first["u"] == second["pu"]


def test_the_mock_exchange_is_timed_in_process_and_over_rest() -> None:
    """The smallest size, for an instant: all figures are there and the orders were taken."""
    size = mock_speed.measure(1, 10, 0.001)
    assert all(rate > 0 for name in ("engine", "rest", "by_clock") for rate in size.rates(name))


def test_figures_replace_those_on_the_page_and_nothing_else() -> None:
    """What stands around the marks stays; a page without them is refused."""
    text = page.PAGE.read_text(encoding="utf-8")
    results = Results(works={WORKS[0].name: {"floor": Figures([10.0, 11.0], [90.0, 80.0])}})
    results.failed["ccxt, everything"] = "it could not be installed"
    told = page.section(results, quick=True)
    changed = page.replaced(text, told)
    assert (text.split("<!--")[0], text.split("-->")[-1]) == (changed.split("<!--")[0], changed.split("-->")[-1])
    assert changed == page.replaced(changed, told)
    assert "| floor | 10.5 | 1.00 |" in changed
    assert "- ccxt, everything" in changed
    with pytest.raises(ValueError, match="has no"):
        page.replaced("no marks", told)
