"""Orders a second through the mock exchange, in process and over one REST connection, as it grows."""

import hmac
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from .environment import clean
from .mock_orders import Make, filled, resting

SIZES = tuple((symbols, orders) for symbols in (1, 600) for orders in (10, 1_000, 100_000))
"""Symbols and open orders."""
QUICK = 1_000
"""Most open orders of a quick run."""
_BENCH = Path(__file__).resolve().parents[1]


class MockFailed(Exception):
    """The mock exchange ended or refused an order."""


@dataclass
class Size:
    """One size of the exchange: orders for a second of its CPU that rest, and that are filled at once.

    Attributes:
        by_clock: The same over REST, by the clock; one connection, one order at a time.
    """

    symbols: int
    open_orders: int
    engine: dict[str, float] = field(default_factory=dict)
    rest: dict[str, float] = field(default_factory=dict)
    by_clock: dict[str, float] = field(default_factory=dict)

    def rates(self, name: str) -> list[float]:
        """Orders a second that rest, and that are filled, through ``engine`` or ``rest``."""
        rates: dict[str, float] = getattr(self, name)
        return [rates["placed"], rates["filled"]]


class _Connection:
    """One REST connection by hand: signed requests, one at a time."""

    def __init__(self, told: dict[str, Any]) -> None:
        address = urlsplit(told["origin"])
        self._host = address.netloc
        self._socket = socket.create_connection((address.hostname, address.port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._key, self._secret, self._ahead = told["key"], told["secret"].encode(), told["ahead"]

    def send(self, method: str, path: str, params: dict[str, str]) -> Any:
        stamp = time.time_ns() // 1_000_000 + self._ahead
        query = urlencode({**params, "timestamp": stamp})
        signature = hmac.digest(self._secret, query.encode(), "sha256").hex()
        self._socket.sendall(
            (
                f"{method} {path}?{query}&signature={signature} HTTP/1.1\r\nHost: {self._host}\r\n"
                f"X-MBX-APIKEY: {self._key}\r\nContent-Length: 0\r\n\r\n"
            ).encode()
        )
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head = received[:end].lower()
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        while len(received) < end + 4 + length:
            received += self._more()
        if not received.startswith(b"HTTP/1.1 200"):
            raise MockFailed(received.decode(errors="replace")[:400])
        return json.loads(received[end + 4 :])

    def _more(self) -> bytes:
        chunk = self._socket.recv(1 << 16)
        if not chunk:
            raise MockFailed("the mock exchange closed the connection")
        return chunk

    def close(self) -> None:
        self._socket.close()


def _over_rest(
    connection: _Connection, cpu: Callable[[], float], seconds: float, make: Make, prices: list[float]
) -> tuple[float, float]:
    """Orders for a second of the server's CPU, and by the clock."""
    spent = passed = 0.0
    placed = 0
    while passed < seconds:
        orders = [make(placed + index, prices) for index in range(50)]
        used, start = cpu(), time.perf_counter()
        answers = [connection.send("POST", "/fapi/v1/order", order) for order in orders]
        passed += time.perf_counter() - start
        spent += cpu() - used
        placed += len(orders)
        for order, answer in zip(orders, answers, strict=True):
            if order["type"] == "LIMIT":
                named = {"symbol": order["symbol"], "orderId": str(answer["orderId"])}
                connection.send("DELETE", "/fapi/v1/order", named)
    return placed / spent, placed / passed


def measure(symbols: int, open_orders: int, seconds: float) -> Size:
    """Fill a mock exchange and time it.

    Args:
        symbols: Contracts with orders.
        open_orders: Orders that rest all the time.
        seconds: CPU seconds for each figure of the engine, clock seconds for each over REST.

    Raises:
        MockFailed: It could not be started or refused something.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "harness.mock_work", str(symbols), str(open_orders), str(seconds)],
        cwd=_BENCH,
        env=clean(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    ask, answer = process.stdin, process.stdout
    size = Size(symbols, open_orders)

    def cpu() -> float:
        ask.write("\n")
        ask.flush()
        return float(json.loads(answer.readline()))

    try:
        line = answer.readline()
        if not line:
            raise MockFailed(process.stderr.read()[-800:])
        told = json.loads(line)
        size.engine = told["engine"]
        connection = _Connection(told)
        for name, make in (("placed", resting), ("filled", filled)):
            size.rest[name], size.by_clock[name] = _over_rest(connection, cpu, seconds, make, told["prices"])
        connection.close()
    finally:
        process.kill()
        process.wait()
        for pipe in (ask, answer, process.stderr):
            pipe.close()
    return size
