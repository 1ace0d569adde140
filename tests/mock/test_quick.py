"""S1, S2: plain requests are answered as by the full server, in pieces or in a row, and the rest is handed over."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator

import pytest

from binance_usdm_mock import MockServer
from binance_usdm_mock import faults as fault


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer(seed=7, admin=True) as running:
        yield running


def talk(server: MockServer, *pieces: bytes, answers: int = 1) -> bytes:
    """What comes back for bytes sent one piece after the other."""
    received = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw:
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            raw.sendall(piece)
        while received.count(b"HTTP/1.1 ") < answers or not received.endswith((b"}", b"]")):
            piece = raw.recv(65536)
            if not piece:
                break
            received += piece
    return re.sub(rb"Date: [^\r]+", b"Date:", received)


def get(path: str, *headers: str) -> bytes:
    return "\r\n".join((f"GET {path} HTTP/1.1", "Host: mock", *headers, "", "")).encode()


@pytest.mark.parametrize("path", ["/fapi/v1/ping", "/fapi/v1/nothing", "/fapi/v1/depth?symbol=NOPE", "/fapi/v1/order"])
def test_both_servers_answer_alike(path: str, server: MockServer) -> None:
    server.faults.clear()
    quick = talk(server, get(path))
    server.faults.add(fault.drop(executed=False), path="/never")
    try:
        full = talk(server, get(path))
    finally:
        server.faults.clear()
    weight = re.compile(rb"WEIGHT-1M: \d+")
    assert weight.sub(b"", full) == weight.sub(b"", quick)


def test_requests_in_pieces_and_in_a_row(server: MockServer) -> None:
    ping = get("/fapi/v1/ping")
    once = talk(server, *(ping[n : n + 1] for n in range(len(ping))))
    assert once.endswith(b"{}")
    assert 5 == talk(server, ping * 5, answers=5).count(b"HTTP/1.1 200 OK")
    post = b"POST /fapi/v1/listenKey HTTP/1.1\r\nHost: m\r\nContent-Length: 7\r\n\r\nsymbol="
    assert b"-2014" in talk(server, post[:-3], post[-3:])


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (b"GET /fapi/v1/ping HTTP/1.0\r\nHost: m\r\n\r\n", b" 200 OK"),
        (get("/fapi/v1/ping", "Connection: close"), b" 200 OK"),
        (get("/mock/faults"), b'{"faults":[]}'),
        (b"nonsense\r\n\r\n", b" 400 "),
        (b"\x16\x03\x01\x02\x00\x01\x00", b" 400 "),
        (
            b"POST /fapi/v1/ping HTTP/1.1\r\nHost: m\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n",
            b'"code":-5000',
        ),
    ],
)
def test_what_is_not_plain_is_handed_over(request_: bytes, expected: bytes, server: MockServer) -> None:
    assert expected in talk(server, request_)


def test_a_fault_hits_a_connection_that_was_there_before(server: MockServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw:
        raw.sendall(get("/fapi/v1/ping"))
        assert b" 200 OK" in raw.recv(65536)
        server.faults.add(fault.preset("empty_500"), path="/fapi/v1/ping", times=1)
        try:
            raw.sendall(get("/fapi/v1/ping"))
            assert b" 500 " in raw.recv(65536)
            raw.sendall(get("/fapi/v1/ping"))
            assert b" 200 OK" in raw.recv(65536)
        finally:
            server.faults.clear()
