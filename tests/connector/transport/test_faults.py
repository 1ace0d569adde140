"""T5, P1: Whatever the network does, the caller gets a whole response or a fault that says whether bytes left."""

import gzip
import socket
from time import sleep

import pytest
from tests.connector.transport.drivers import HEADERS, Drivers, fault_of, get
from tests.connector.transport.scripted_server import OK, Peer, ScriptedServer, answer_all

from binance_usdm.transport import HttpRequest


def after_request(*steps: bytes) -> object:
    def script(peer: Peer) -> None:
        peer.read_request()
        for step in steps:
            peer.send(step)

    return script


def test_a_request_arrives_exactly_as_it_was_signed(connect: Drivers) -> None:
    target = "/fapi/v1/order?symbol=BTCUSDT&price=1%2C5&note=a+b~*'()&signature=00ff"
    with ScriptedServer(answer_all(OK)) as server:
        driver = connect(server.origin)
        assert b"ok" == driver.send(HttpRequest("POST", target, HEADERS, b"a=1")).body
        expected = (
            f"POST {target} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nX-MBX-APIKEY: the-key\r\n"
            "User-Agent: test\r\nContent-Length: 3\r\n\r\na=1"
        )
        assert expected.encode() == server.peers[0].requests[0]


def test_an_empty_post_declares_its_length_and_a_get_does_not(connect: Drivers) -> None:
    with ScriptedServer(answer_all(OK)) as server:
        driver = connect(server.origin)
        for method in ("GET", "POST", "PUT", "DELETE"):
            driver.send(HttpRequest(method, "/x", HEADERS))
        lengths = [b"Content-Length: 0\r\n" in request for request in server.peers[0].requests]
        assert [False, True, True, False] == lengths


@pytest.mark.parametrize("target", ["/a b", "/a\r\nX: y", "/a\0", "/ü", "a", "", "/a\n"])
def test_a_target_that_would_read_as_two_requests_is_not_sent(connect: Drivers, target: str) -> None:
    with ScriptedServer(answer_all(OK)) as server:
        assert ("protocol", False) == fault_of(connect(server.origin), get(target))
        assert [] == server.peers


def test_row_47_an_unknown_host_is_not_sent(connect: Drivers, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    driver = connect("https://fapi.example")
    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert ("dns", False) == fault_of(driver)


def test_row_47_a_resolver_that_never_answers_costs_the_connect_timeout(
    connect: Drivers, monkeypatch: pytest.MonkeyPatch
) -> None:
    from threading import Event

    release = Event()

    def hang(*_args: object, **_kwargs: object) -> object:
        release.wait(10)
        raise socket.gaierror(socket.EAI_AGAIN, "late")

    driver = connect("https://fapi.example", connect_timeout=0.1)
    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", hang)
        try:
            assert ("dns", False) == fault_of(driver)
        finally:
            release.set()


def test_row_47_each_connection_resolves_once_and_anew(connect: Drivers, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def count(host: str, *args: object, **kwargs: object) -> object:
        asked.append(host)
        return real("127.0.0.1", *args, **kwargs)  # type: ignore[arg-type]

    with ScriptedServer(answer_all(OK, OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))) as server:
        driver = connect(f"http://localhost:{server.port}")
        monkeypatch.setattr("binance_usdm.transport._resolve.socket.getaddrinfo", count)
        for _ in range(4):
            driver.send(get())
        monkeypatch.undo()
        assert ["localhost", "localhost"] == [host for host in asked if host == "localhost"]
        assert 2 == len(server.peers)


def test_row_47_a_second_address_is_tried(connect: Drivers, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(answer_all(OK)) as server, socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        dead = unused.getsockname()
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in (dead, ("127.0.0.1", server.port))]
        driver = connect(f"http://localhost:{server.port}")
        monkeypatch.setattr("binance_usdm.transport._resolve.socket.getaddrinfo", lambda *_a, **_k: found)
        assert 200 == driver.send(get()).status
        monkeypatch.undo()


def test_a_refused_connection_is_not_sent(connect: Drivers) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        driver = connect(f"http://127.0.0.1:{unused.getsockname()[1]}")
        assert ("connect", False) == fault_of(driver)


def test_row_49_an_idle_connection_that_the_server_closed_is_replaced(connect: Drivers) -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(OK)
        if peer.number == 0:
            return
        peer.read_request()

    with ScriptedServer(script) as server:
        driver = connect(server.origin)
        driver.send(get())
        server.wait_for_end_of_first()
        # Neither threads nor the event loop run between the two requests: nobody but the system knows of the end.
        sleep(0.05)
        assert b"ok" == driver.send(get()).body
        assert [1, 1] == [len(peer.requests) for peer in server.peers]


@pytest.mark.parametrize("end", ["close", "reset"])
def test_row_49_a_connection_that_ends_after_the_request_may_have_carried_it(connect: Drivers, end: str) -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        if end == "reset":
            peer.reset()

    with ScriptedServer(script) as server:
        assert ("reset", True) == fault_of(connect(server.origin))
        assert 1 == len(server.peers)


@pytest.mark.parametrize("first", [0, 30, 36])
def test_row_50_a_dribbled_answer_ends_at_the_total_deadline(connect: Drivers, first: int) -> None:
    long = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(long[:first])
        peer.dribble(long[first:], 0.02)

    with ScriptedServer(script) as server:
        assert ("timeout", True) == fault_of(connect(server.origin), timeout=0.2)


def test_row_50_dribbled_utf8_arrives_whole(connect: Drivers) -> None:
    body = "Zinsgutschrift für 你好".encode()

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.dribble(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body), 0.001)

    with ScriptedServer(script) as server:
        assert body == connect(server.origin).send(get()).body


def test_a_silent_server_costs_the_timeout(connect: Drivers) -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        peer.wait(5)

    with ScriptedServer(script) as server:
        driver = connect(server.origin)
        assert ("timeout", True) == fault_of(driver, timeout=0.1)


def packed(data: bytes, coding: str = "gzip") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data


@pytest.mark.parametrize(
    "answer",
    [
        packed(b"not gzip"),
        packed(gzip.compress(b"{}" * 100)[:-9]),
        packed(gzip.compress(b"{}")[:-4] + b"\0\0\0\0"),
        packed(gzip.compress(gzip.compress(b"{}"))),
        packed(gzip.compress(b"{}"), "gzip, gzip"),
        packed(gzip.compress(b"{}"), "br"),
        packed(gzip.compress(b"{}"), "deflate"),
        packed(gzip.compress(b"{}") + b"more"),
    ],
    ids=["corrupt", "truncated", "checksum", "double", "declared-double", "unknown", "wrong", "trailing"],
)
def test_row_51_a_body_that_cannot_be_decompressed_is_a_fault(connect: Drivers, answer: bytes) -> None:
    with ScriptedServer(answer_all(answer)) as server:
        assert ("encoding", True) == fault_of(connect(server.origin))


def test_row_52_a_decompression_bomb_is_refused(connect: Drivers) -> None:
    with ScriptedServer(answer_all(packed(gzip.compress(bytes(20_000_000))))) as server:
        assert ("too_large", True) == fault_of(connect(server.origin, max_body=1_000_000))


def test_row_53_an_endless_answer_is_cut_off(connect: Drivers) -> None:
    starts = {
        "chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "close": b"HTTP/1.1 200 OK\r\n\r\n",
        "headers": b"HTTP/1.1 200 OK\r\n",
        "trailers": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
    }
    parts = {
        "chunks": b"1000\r\n" + b"x" * 4096 + b"\r\n",
        "close": b"x" * 4096,
        "headers": b"a: b\r\n" * 500,
        "trailers": b"a: b\r\n" * 500,
    }
    for name, start in starts.items():

        def script(peer: Peer, start: bytes = start, part: bytes = parts[name]) -> None:
            peer.read_request()
            peer.send(start)
            for _ in range(5000):
                peer.send(part)

        with ScriptedServer(script) as server:
            driver = connect(server.origin, max_body=1_000_000, max_header=20_000)
            assert (name, ("too_large", True)) == (name, fault_of(driver))


def test_row_53_a_declared_length_beyond_the_cap_is_refused_at_once(connect: Drivers) -> None:
    with ScriptedServer(answer_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000001\r\n\r\n")) as server:
        assert ("too_large", True) == fault_of(connect(server.origin, max_body=1_000_000))


def test_row_54_a_redirect_is_returned_and_not_followed(connect: Drivers) -> None:
    with ScriptedServer(answer_all(OK)) as other:
        moved = f"HTTP/1.1 302 Found\r\nLocation: {other.origin}/x\r\nContent-Length: 0\r\n\r\n"
        with ScriptedServer(answer_all(moved.encode())) as server:
            response = connect(server.origin).send(get())
            assert (302, f"{other.origin}/x") == (response.status, response.headers["location"])
            assert [] == other.peers


def test_row_55_a_proxys_page_is_returned_with_its_headers(connect: Drivers) -> None:
    page = b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"
    with ScriptedServer(answer_all(page)) as server:
        response = connect(server.origin).send(get())
        assert (502, "text/html", b"<html>") == (response.status, response.headers["content-type"], response.body)


def test_row_56_headers_are_found_in_any_case_and_the_first_of_a_repeated_one_wins(connect: Drivers) -> None:
    answer = (
        b"HTTP/1.1 200 OK\r\nX-MBX-USED-WEIGHT-1M: 12\r\nx-mbx-used-weight-1m: 13\r\nodd line\r\n"
        b"X-Mbx-Order-Count-10s:\t many \r\nContent-Length: 0\r\n\r\n"
    )
    with ScriptedServer(answer_all(answer)) as server:
        headers = connect(server.origin).send(get()).headers
        assert "12" == headers["x-mbx-used-weight-1m"]
        assert "many" == headers["x-mbx-order-count-10s"]
        assert None is headers.get("x-mbx-order-count-1m")
        expected = {"x-mbx-used-weight-1m": "12", "x-mbx-order-count-10s": "many", "content-length": "0"}
        assert expected == dict(headers)


@pytest.mark.parametrize("cut", [1, 20, 37, 41, 139])
def test_an_answer_cut_short_is_never_a_success(connect: Drivers, cut: int) -> None:
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"x" * 100
    with ScriptedServer(after_request(whole[:cut])) as server:  # type: ignore[arg-type]
        assert ("truncated", True) == fault_of(connect(server.origin))


def test_an_answer_without_length_ends_with_the_connection(connect: Drivers) -> None:
    with ScriptedServer(after_request(b"HTTP/1.1 200 OK\r\n\r\n", b"to the ", b"end")) as server:  # type: ignore[arg-type]
        assert b"to the end" == connect(server.origin).send(get()).body


def test_a_closed_transport_sends_nothing(connect: Drivers) -> None:
    with ScriptedServer(answer_all(OK)) as server:
        driver = connect(server.origin)
        driver.send(get())
        driver.close()
        driver.close() if not hasattr(driver, "runner") else None
        if hasattr(driver, "runner"):
            import asyncio

            driver.runner = asyncio.Runner()
        assert ("closed", False) == fault_of(driver)
        assert 1 == len(server.peers[0].requests)
