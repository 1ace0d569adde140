"""A1: Clear text never leaves the machine, and an origin says host and port and nothing else."""

import pytest
from tests.connector.transport.drivers import Drivers, get
from tests.connector.transport.scripted_server import OK, ScriptedServer, answer_all

from binance_usdm.transport._origin import Origin
from binance_usdm_api.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "host", "port", "authority"),
    [
        ("https://fapi.binance.com", "fapi.binance.com", 443, "fapi.binance.com"),
        ("https://fapi.binance.com:8443/", "fapi.binance.com", 8443, "fapi.binance.com:8443"),
        ("http://127.8.9.1:80", "127.8.9.1", 80, "127.8.9.1"),
        ("http://[::1]:8080", "::1", 8080, "[::1]:8080"),
        ("http://localhost:1", "localhost", 1, "localhost:1"),
    ],
)
def test_an_origin_is_read(text: str, host: str, port: int, authority: str) -> None:
    origin = Origin(text)
    assert (host, port, authority) == (origin.host, origin.port, origin.authority)


@pytest.mark.parametrize(
    "text",
    [
        "http://fapi.binance.com",
        "http://10.0.0.1",
        "http://127.0.0.1.example.com",
        "http://[2001:db8::1]",
        "https://user:hunter2@fapi.binance.com",
        "https://fapi.binance.com/fapi",
        "https://fapi.binance.com?hunter2",
        "https://fapi.binance.com:99999",
        "https://",
        "ftp://127.0.0.1",
        "fapi.binance.com",
        "https://fapi.binance.com\r\nX: hunter2",
        "",
    ],
)
def test_another_origin_is_refused_without_repeating_it(connect: Drivers, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        connect(text)
    assert "hunter2" not in str(caught.value)


def test_ipv6_works(connect: Drivers) -> None:
    with ScriptedServer(answer_all(OK), host="::1") as server:
        assert 200 == connect(server.origin).send(get()).status
        assert f"Host: [::1]:{server.port}\r\n".encode() in server.peers[0].requests[0]
