"""S2: a client that goes away before it is answered leaves no error in the log, and what it asked for is done."""

from __future__ import annotations

import logging
import socket
import time

import pytest

from binance_usdm_mock import MockServer
from binance_usdm_mock.faults import Alter


@pytest.mark.parametrize("upgrade", [False, True])
def test_clients_may_leave_at_any_time(upgrade: bool, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), MockServer(seed=7) as server:
        # Three seconds for the answer, of which the client waits for none.
        server.faults.add(Alter(chunk=1, pause=0.05), path="/fapi/v1/time")
        host, port = server.rest.removeprefix("http://").split(":")
        head = "GET /fapi/v1/time HTTP/1.1\r\nHost: x\r\n"
        if upgrade:
            head = (
                "GET /public/ws/btcusdt@depth HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            )
        for _ in range(5):
            with socket.create_connection((host, int(port))) as client:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                client.sendall(f"{head}\r\n".encode())
                if not upgrade:
                    client.recv(1)
        give_up = time.monotonic() + 30
        while not upgrade and sum(each.executed for each in server.requests) < 5 and time.monotonic() < give_up:
            time.sleep(0.01)
        time.sleep(0.2)  # so that an error would have been logged; nothing waits for it
    assert [] == [record.getMessage() for record in caplog.records]
