"""T5, A1: A configured client of httpx or httpx2 carries the same requests, and none of its exceptions gets out."""

import asyncio
import gzip
import inspect
import socket
from types import ModuleType
from typing import Any

import httpx
import httpx2
import pytest
from tests.connector.transport.drivers import HEADERS, get
from tests.connector.transport.scripted_server import OK, Peer, ScriptedServer, answer_all
from tests.connector.transport.test_pool import until

from binance_usdm.transport import HttpRequest, HttpResponse, HttpxAsyncTransport, HttpxTransport, TransportFault
from binance_usdm_api.errors import ConfigError

LIBRARIES = pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
MODES = pytest.mark.parametrize("mode", ["blocking", "asyncio"])


def send(
    library: Any,
    mode: str,
    origin: str,
    request: HttpRequest | None = None,
    timeout: float = 5.0,
    client: dict[str, Any] | None = None,
    **settings: Any,
) -> HttpResponse:
    if mode == "blocking":
        transport = HttpxTransport(library.Client(**(client or {})), origin, close_client=True, **settings)
        try:
            return transport.send(request or get(), timeout)
        finally:
            transport.close()

    async def run() -> HttpResponse:
        transport = HttpxAsyncTransport(library.AsyncClient(**(client or {})), origin, close_client=True, **settings)
        try:
            return await transport.send(request or get(), timeout)
        finally:
            await transport.aclose()

    return asyncio.run(run())


def fault(*args: Any, **kwargs: Any) -> tuple[str, bool]:
    with pytest.raises(TransportFault) as caught:
        send(*args, **kwargs)
    return caught.value.kind.value, caught.value.sent


@LIBRARIES
@MODES
def test_the_clients_defaults_do_not_touch_a_signed_request(library: ModuleType, mode: str) -> None:
    target = "/fapi/v1/order?symbol=BTCUSDT&price=1%2C5&note=a+b~*'()|&signature=00ff"
    settings = {"params": {"x": "y"}, "headers": {"X-Other": "1"}, "cookies": {"c": "d"}, "auth": ("u", "p")}
    with ScriptedServer(answer_all(OK)) as server:
        response = send(library, mode, server.origin, HttpRequest("POST", target, HEADERS, b"a=1"), client=settings)
        assert (200, b"ok") == (response.status, response.body)
        head, _, body = server.peers[0].requests[0].partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        assert f"POST {target} HTTP/1.1" == lines[0]
        expected = {f"host: 127.0.0.1:{server.port}", "x-mbx-apikey: the-key", "user-agent: test", "content-length: 3"}
        assert expected == {name.lower() + ":" + rest for name, _, rest in (line.partition(":") for line in lines[1:])}
        assert b"a=1" == body


@LIBRARIES
@MODES
def test_redirects_are_returned_even_by_a_client_that_follows_them(library: ModuleType, mode: str) -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\nX: 1\r\nX: 2\r\n\r\n"
    with ScriptedServer(answer_all(moved)) as server:
        response = send(library, mode, server.origin, client={"follow_redirects": True})
        assert (302, "/x", "1") == (response.status, response.headers["location"], response.headers["x"])
        assert 1 == len(server.peers[0].requests)


@LIBRARIES
@MODES
def test_faults_of_the_network_are_told_apart(library: ModuleType, mode: str) -> None:
    def script(answer: bytes, reset: bool = False, wait: bool = False) -> Any:
        def run(peer: Peer) -> None:
            peer.read_request()
            peer.send(answer)
            if wait:
                peer.wait(5)
            if reset:
                peer.reset()

        return run

    coded = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%b"
    bomb = gzip.compress(bytes(200_000))
    cases = {
        "closed": (script(b""), ("reset", True)),
        "reset": (script(b"", reset=True), ("reset", True)),
        "cut": (script(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"), ("truncated", True)),
        "nonsense": (script(b"nonsense\r\n\r\n"), ("protocol", True)),
        "silence": (script(b"", wait=True), ("timeout", True)),
        "corrupt": (script(coded % (3, b"abc")), ("encoding", True)),
        "bomb": (script(coded % (len(bomb), bomb)), ("too_large", True)),
        "large": (script(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_000), ("too_large", True)),
    }
    got = {}
    for name, (steps, _) in cases.items():
        with ScriptedServer(steps) as server:
            got[name] = fault(library, mode, server.origin, timeout=0.2 if name == "silence" else 5.0, max_body=100_000)
    assert {name: expected for name, (_, expected) in cases.items()} == got


@LIBRARIES
@MODES
def test_what_fails_before_the_request_is_not_sent(library: ModuleType, mode: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        assert ("connect", False) == fault(library, mode, f"http://127.0.0.1:{port}")
        proxy = {"proxy": f"http://127.0.0.1:{port}"}
        assert ("connect", False) == fault(library, mode, "https://fapi.example", client=proxy)

    def clear_text(peer: Peer) -> None:
        peer.sock.recv(1)
        peer.send(OK)

    with ScriptedServer(clear_text) as server:
        assert ("tls", False) == fault(library, mode, server.origin.replace("http", "https"))
    with ScriptedServer(
        answer_all(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    ) as server:
        proxy = {"proxy": server.origin}
        assert ("proxy", False) == fault(library, mode, "https://fapi.example", client=proxy)


def _exceptions(library: ModuleType) -> list[type[Exception]]:
    found = [value for _, value in inspect.getmembers(library, inspect.isclass) if issubclass(value, Exception)]
    assert 20 < len(found)
    return found


@LIBRARIES
@MODES
def test_every_exception_of_the_library_becomes_a_fault(library: Any, mode: str) -> None:
    unsent = {"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol", "InvalidURL"}
    for cls in [*_exceptions(library), OSError, ValueError, RuntimeError]:

        def handler(request: Any, cls: type[Exception] = cls) -> Any:
            error = cls.__new__(cls)
            Exception.__init__(error, "https://host/?signature=secret")
            raise error

        client = {"transport": library.MockTransport(handler)}
        with pytest.raises(TransportFault) as caught:
            send(library, mode, "https://fapi.example", client=client)
        assert (cls.__name__, cls.__name__ not in unsent) == (cls.__name__, caught.value.sent)
        assert "secret" not in str(caught.value)


@LIBRARIES
@MODES
def test_a_mock_transport_works(library: Any, mode: str) -> None:
    def handler(request: Any) -> Any:
        return library.Response(418, json={"path": request.url.path}, headers={"Retry-After": "3"})

    response = send(library, mode, "https://fapi.example", client={"transport": library.MockTransport(handler)})
    assert (418, "3") == (response.status, response.headers["retry-after"])
    assert b'{"path":"/fapi/v1/ping"}' == response.body.replace(b" ", b"")


@LIBRARIES
def test_a_closed_client_sends_nothing_and_a_client_that_is_not_given_away_stays_open(library: Any) -> None:
    with ScriptedServer(answer_all(OK)) as server, library.Client(base_url=server.origin) as client:
        transport = HttpxTransport(client)
        transport.close()
        assert b"ok" == transport.send(get(), 5.0).body
        client.close()
        with pytest.raises(TransportFault) as caught:
            transport.send(get(), 5.0)
        assert "closed" == caught.value.kind
        assert 1 == len(server.peers[0].requests)


async def test_cancelling_is_passed_on_unchanged() -> None:
    with ScriptedServer(lambda peer: peer.wait(5)) as server:
        transport = HttpxAsyncTransport(httpx.AsyncClient(), server.origin, close_client=True)
        task = asyncio.create_task(transport.send(get(), 5.0))
        await until(lambda: bool(server.peers))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await transport.aclose()


def test_something_else_than_a_client_is_refused() -> None:
    with pytest.raises(ConfigError, match="not a client"):
        HttpxTransport(object(), "https://fapi.example")
    with httpx.Client() as client, pytest.raises(ConfigError):
        HttpxTransport(client)
