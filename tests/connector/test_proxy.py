"""FAILURES 48, 107: which proxy is used, that its password is told to nobody, and that TLS is verified behind it."""

from __future__ import annotations

import logging
import ssl
from typing import Any

import pytest

from binance_usdm import AsyncClient, Client, ConfigError, Settings
from binance_usdm._assembly import check_proxy, make_async_transport, make_transport, proxy_for
from binance_usdm.transport import AsyncioTransport, BlockingTransport, HttpxAsyncTransport, HttpxTransport

LIVE = "https://fapi.binance.com"
PROXY = "http://someone:hunter2secret@proxy.example:3128"


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No proxy in the environment."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


@pytest.mark.parametrize("name", ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])
def test_the_usual_variables_name_it(variables: pytest.MonkeyPatch, name: str) -> None:
    """DESIGN: as every other program does."""
    assert proxy_for(LIVE, None) is None
    variables.setenv(name, PROXY)
    assert PROXY == proxy_for(LIVE, None)


def test_the_argument_wins(variables: pytest.MonkeyPatch) -> None:
    """DESIGN: what the program says comes before the environment."""
    variables.setenv("https_proxy", "http://other.example:1")
    assert PROXY == proxy_for(LIVE, PROXY)


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:2", "http://127.9.9.9"]
)
def test_a_mock_on_this_machine_is_reached_directly(variables: pytest.MonkeyPatch, origin: str) -> None:
    """S2: a proxy could not reach it."""
    variables.setenv("all_proxy", PROXY)
    variables.setenv("http_proxy", PROXY)
    assert proxy_for(origin, None) is None


def test_exceptions_are_obeyed(variables: pytest.MonkeyPatch) -> None:
    """DESIGN: no_proxy."""
    variables.setenv("https_proxy", PROXY)
    variables.setenv("no_proxy", "binance.com")
    assert proxy_for(LIVE, None) is None


def test_an_http_proxy_is_not_for_https(variables: pytest.MonkeyPatch) -> None:
    """DESIGN: each scheme has its own variable."""
    variables.setenv("http_proxy", PROXY)
    assert proxy_for(LIVE, None) is None


def test_the_log_names_the_host_only(variables: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """FAILURES 107: a user sees that a proxy is in use, not how to use it."""
    caplog.set_level(logging.DEBUG, "binance_usdm")
    make_transport(LIVE, Settings(), None, PROXY, None).close()
    assert "proxy in use host=proxy.example" in caplog.text
    assert "hunter2secret" not in caplog.text
    assert "someone" not in caplog.text


@pytest.mark.parametrize(
    "proxy",
    ["hunter2secret", "http://", "http://u:hunter2secret@", "ftp://u:hunter2secret@h", "http://[::hunter2secret",
     "http://h:hunter2secret", b"http://h", 7, ""],
    ids=str,
)  # fmt: skip
def test_what_is_no_proxy_is_refused_without_showing_it(proxy: Any) -> None:
    """FAILURES 107: when the client is made, not at the first call."""
    for attempt in (lambda: check_proxy(proxy), lambda: Client(environment="testnet", proxy=proxy)):
        with pytest.raises(ConfigError) as caught:
            attempt()
        assert "hunter2secret" not in str(caught.value)


def test_the_transport_follows(variables: pytest.MonkeyPatch) -> None:
    """DESIGN: the fast transport without a proxy, httpx with one, and the client's limits either way."""
    chosen = Settings(connect_timeout=1.5, max_body=1000)
    direct = make_transport(LIVE, chosen, None, None, None)
    assert isinstance(direct, BlockingTransport)
    assert isinstance(make_async_transport(LIVE, chosen, None, None, None), AsyncioTransport)
    for proxied in (
        make_transport(LIVE, chosen, None, PROXY, None),
        make_async_transport(LIVE, chosen, None, PROXY, None),
    ):
        assert isinstance(proxied, (HttpxTransport, HttpxAsyncTransport))
        assert (1.5, 1000) == (proxied._connect_timeout, proxied._max_body)


def test_closing_the_client_closes_the_connection_to_the_proxy() -> None:
    """Life cycle: the httpx client was made here, so it is closed here."""
    made: Any = make_transport(LIVE, Settings(), None, PROXY, None)
    made.close()
    assert made._client.is_closed


@pytest.mark.parametrize("proxy", [None, PROXY])
@pytest.mark.parametrize("weakness", ["unverified", "any host", "old versions"])
def test_tls_is_verified_with_and_without_a_proxy(proxy: str | None, weakness: str) -> None:
    """FAILURES 48: a context that verifies less is refused, whatever carries the bytes."""
    context = ssl.create_default_context()
    if weakness == "unverified":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif weakness == "any host":
        context.check_hostname = False
    else:
        with pytest.warns(DeprecationWarning, match="TLS"):
            context.minimum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ConfigError, match="TLS"):
        make_transport(LIVE, Settings(), None, proxy, context)
    with pytest.raises(ConfigError, match="TLS"):
        make_async_transport(LIVE, Settings(), None, proxy, context)


def test_the_environment_variable_chooses_the_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """E1: BINANCE_USDM_ENV for both clients; the argument wins; a wrong value is refused when the client is made."""
    for kind in (Client, AsyncClient):
        monkeypatch.setenv("BINANCE_USDM_ENV", "testnet")
        assert "testnet" == kind().environment.name
        assert "live" == kind(environment="live").environment.name
        monkeypatch.setenv("BINANCE_USDM_ENV", "http://fapi.binance.com")
        with pytest.raises(ConfigError, match="BINANCE_USDM_ENV"):
            kind()
        monkeypatch.delenv("BINANCE_USDM_ENV")
        assert "live" == kind().environment.name
