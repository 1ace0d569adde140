"""Row 106, bad input: an environment is chosen by name or origin; no key goes to an unsafe or look-alike host."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binance_usdm.environment import Environment
from binance_usdm_api.errors import ConfigError, Outcome
from binance_usdm_api.service import ENVIRONMENTS

MOCK = Environment("127.0.0.1:8080", "http://127.0.0.1:8080", "ws://127.0.0.1:8080/ws-fapi/v1", "ws://127.0.0.1:8080")


@pytest.mark.parametrize("name", ["live", "testnet"])
def test_published_environments(name: str) -> None:
    """Their hosts are those of the catalogue."""
    published = ENVIRONMENTS[name]
    assert Environment(name, published.rest, published.ws_api, published.streams) == Environment.resolve(name, {})


def test_the_order_of_sources() -> None:
    """The argument, then the variable, then live; an empty variable is none."""
    assert "testnet" == Environment.resolve("testnet", {"BINANCE_USDM_ENV": "live"}).name
    assert "testnet" == Environment.resolve(None, {"BINANCE_USDM_ENV": " testnet "}).name
    assert "live" == Environment.resolve(None, {"BINANCE_USDM_ENV": ""}).name
    assert "live" == Environment.resolve(environ={}).name


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a mapping the variables of the process count."""
    monkeypatch.setenv("BINANCE_USDM_ENV", "testnet")
    assert "testnet" == Environment.resolve().name


def test_an_environment_stays_what_it_is() -> None:
    """It is returned as it was given."""
    assert Environment.resolve(MOCK, {"BINANCE_USDM_ENV": "testnet"}) is MOCK


ORIGINS = ["http://127.0.0.1:8080", "http://127.0.0.1:8080/", "ws://127.0.0.1:8080", " http://127.0.0.1:8080 "]


@pytest.mark.parametrize("url", ORIGINS)
def test_one_origin_serves_everything(url: str) -> None:
    """As the mock exchange does; a slash at the end and either scheme are fine."""
    assert MOCK == Environment.resolve(url, {})


LOCAL = {
    "http://localhost:1": ("localhost:1", "http://localhost:1", "ws://localhost:1"),
    "http://[::1]:99": ("[::1]:99", "http://[::1]:99", "ws://[::1]:99"),
    "http://127.9.9.9": ("127.9.9.9", "http://127.9.9.9", "ws://127.9.9.9"),
    "http://127.0.0.1:80": ("127.0.0.1", "http://127.0.0.1", "ws://127.0.0.1"),
    "http://mock.localhost:5": ("mock.localhost:5", "http://mock.localhost:5", "ws://mock.localhost:5"),
    "https://gateway.example.org:443": (
        "gateway.example.org",
        "https://gateway.example.org",
        "wss://gateway.example.org",
    ),
    "https://192.0.2.7:8443": ("192.0.2.7:8443", "https://192.0.2.7:8443", "wss://192.0.2.7:8443"),
}


@pytest.mark.parametrize(("url", "expected"), LOCAL.items(), ids=LOCAL.keys())
def test_other_origins(url: str, expected: tuple[str, str, str]) -> None:
    """Loopback without TLS, anything else with it; the port of the scheme is left out."""
    found = Environment.resolve(url, {})
    assert expected == (found.name, found.rest, found.streams)
    assert (False, False) == (found.live, found.official)


HOSTS = {
    "https://fapi.binance.com": "live",
    "https://fapi.binance.com:443/": "live",
    "https://fapi.binance.com.": "live",
    "HTTPS://FAPI.BINANCE.COM": "live",
    "wss://fstream.binance.com": "live",
    "wss://ws-fapi.binance.com": "live",
    "https://demo-fapi.binance.com": "testnet",
    "https://testnet.binancefuture.com": "testnet",
    "wss://demo-fstream.binance.com": "testnet",
}


@pytest.mark.parametrize(("url", "name"), HOSTS.items(), ids=HOSTS.keys())
def test_a_host_of_the_exchange_means_its_environment(url: str, name: str) -> None:
    """Its carriers live on different hosts, so one of them stands for all."""
    assert Environment.resolve(name, {}) == Environment.resolve(url, {})


def test_what_is_live() -> None:
    """Every host of the exchange that is not known for tests may move real money."""
    urls = [
        "https://fapi-mm.binance.com",
        "https://fapi.binance.com",
        "https://demo-fapi.binance.com",
        "http://[::1]:1",
    ]
    found = [Environment.resolve(url, {}) for url in urls]
    assert [True, True, False, False] == [each.live for each in found]
    assert [True, True, True, False] == [each.official for each in found]


def test_a_host_of_another_kind_gives_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    """Keys will go there; the exchange itself and this machine give none."""
    for url in ("https://gateway.example.org", "https://fapi.binance.com", "http://127.0.0.1:8080"):
        Environment.resolve(url, {})
    assert [(logging.WARNING, "not_a_host_of_the_exchange host=gateway.example.org")] == [
        (record.levelno, record.getMessage()) for record in caplog.records
    ]


def test_mock_needs_an_address() -> None:
    """The message says how to get one; the variable gives it."""
    with pytest.raises(ConfigError) as caught:
        Environment.resolve("mock", {})
    assert (
        "Start one with 'binance-usdm mock serve' and pass its URL, or set BINANCE_USDM_MOCK_URL to it."
        == caught.value.hint
    )
    found = Environment.resolve("mock", {"BINANCE_USDM_MOCK_URL": "http://127.0.0.1:8080"})
    assert ("mock", MOCK.rest, MOCK.ws_api) == (found.name, found.rest, found.ws_api)
    with pytest.raises(ConfigError, match="names a host of the exchange itself"):
        Environment.resolve("mock", {"BINANCE_USDM_MOCK_URL": "https://fapi.binance.com"})


NAMES = {
    "liv": "Did you mean 'live'?",
    "LIVE": "Did you mean 'live'?",
    "tesnet": "Did you mean 'testnet'?",
    "mokc": "Did you mean 'mock'?",
    "prod": "Did you mean 'live'?",
    "sandbox": "Did you mean 'testnet'?",
    "xyzzy": "Allowed: live, testnet, mock, or a URL such as http://127.0.0.1:8080.",
    "": "It is empty. Allowed:",
    "fapi.binance.com": "For a host, write its scheme too: https://fapi.binance.com.",
}


@pytest.mark.parametrize(("name", "hint"), NAMES.items(), ids=NAMES.keys())
def test_unknown_names(name: str, hint: str) -> None:
    """The message shows the name and what may have been meant."""
    with pytest.raises(ConfigError) as caught:
        Environment.resolve(name, {})
    assert f"The environment {name!r} is unknown." == caught.value.what
    assert (caught.value.hint or "").startswith(hint)
    assert Outcome.NOT_SENT == caught.value.outcome


def test_a_wrong_variable_is_named() -> None:
    """So that one knows where to look."""
    with pytest.raises(ConfigError) as caught:
        Environment.resolve(None, {"BINANCE_USDM_ENV": "liv"})
    assert "The environment of BINANCE_USDM_ENV, 'liv' is unknown." == caught.value.what


def test_a_wrong_type() -> None:
    """A number is no environment."""
    with pytest.raises(ConfigError, match="must be a name, a URL or an Environment, got int"):
        Environment.resolve(3, {})  # type: ignore[arg-type]


NOT_ENCRYPTED = "is not encrypted and not on this machine"
LOOK_ALIKE = "looks like a host of the exchange and is none"
NOT_ASCII = "has a host with letters beyond ASCII"
REFUSED = {
    "http://fapi.binance.com": NOT_ENCRYPTED,
    "ws://fstream.binance.com": NOT_ENCRYPTED,
    "http://10.0.0.1:8080": NOT_ENCRYPTED,
    "http://0.0.0.0:8080": NOT_ENCRYPTED,
    "http://127.1:8080": NOT_ENCRYPTED,
    "http://2130706433": NOT_ENCRYPTED,
    "http://localhost.example.org": NOT_ENCRYPTED,
    "http://127.0.0.1.example.org": NOT_ENCRYPTED,
    "https://user@gateway.example.org": "has user information in it",
    "https://user:word@fapi.binance.com": "has user information in it",
    "https://fapi.binance.com@evil.example": "has user information in it",
    "https://fapi.binance.com.evil.io": LOOK_ALIKE,
    "https://fapi-binance-com.evil.io": LOOK_ALIKE,
    "https://fapi.binancefuture.com.evil.io": LOOK_ALIKE,
    "https://fapi.binance.co": LOOK_ALIKE,
    "https://binance.cc": LOOK_ALIKE,
    "https://fapi.binance.co.uk": LOOK_ALIKE,
    "https://fapi.blnance.com": LOOK_ALIKE,
    "https://fapi.b1nance.com": LOOK_ALIKE,
    "https://fapi.binnance.com": LOOK_ALIKE,
    "https://fapi.binanc.com": LOOK_ALIKE,
    "https://fapi.binacne.com": LOOK_ALIKE,
    "https://fapi.binancefutures.com": LOOK_ALIKE,
    "https://binance-api.com": LOOK_ALIKE,
    "https://fapi.binanсe.com": NOT_ASCII,
    "https://fapi.ｂinance.com": NOT_ASCII,
    "https://xn--binane-8hg.com": NOT_ASCII,
    "https://gateway.example.org/fapi": "has a path behind it",
    "https://gateway.example.org?a=1": "has a query or fragment",
    "https://gateway.example.org?": "has a query or fragment",
    "https://gateway.example.org#a": "has a query or fragment",
    "https://gateway.example.org:0": "has port 0",
    "https://gateway.example.org:65536": "is not a URL, or its port is not a number up to 65535",
    "https://gateway.example.org:x": "is not a URL, or its port is not a number up to 65535",
    "https://[::1": "is not a URL, or its port is not a number up to 65535",
    "https://": "is not an http, https, ws or wss address",
    "ftp://gateway.example.org": "is not an http, https, ws or wss address",
    "//gateway.example.org": "is not an http, https, ws or wss address",
    "localhost:8080": "is not an http, https, ws or wss address",
    "https://gate way.example.org": "has a space, a backslash or an unprintable character in it",
    "https://fapi.binance.com\\.evil.io": "has a space, a backslash or an unprintable character in it",
    "https://fapi.binance.com\n.evil.io": "has a space, a backslash or an unprintable character in it",
    "https://a..b": "has a host name that cannot exist",
    "https://-a.example.org": "has a host name that cannot exist",
    "https://fapi.binance.com%2eevil.io": "has a host name that cannot exist",
    "https://" + "a." * 130 + "org": "has a host name that cannot exist",
    "https://" + "a" * 3000: "has a space, a backslash or an unprintable character in it",
}


@pytest.mark.parametrize(("url", "why"), REFUSED.items(), ids=[url[:50] for url in REFUSED])
def test_refused_addresses(url: str, why: str) -> None:
    """Each for its own reason, with what to do; nothing behind a host and nobody's password is shown."""
    with pytest.raises(ConfigError) as caught:
        Environment.resolve(url, {})
    assert why in caught.value.what
    assert caught.value.hint
    assert "word" not in str(caught.value)


ALLOWED = [
    "https://finance.com", "https://api.finance.example.org", "https://binance.internal", "https://binance-gateway.corp",
    "https://gateway-binance.example.org", "https://balance.org", "https://dominance.com",
]  # fmt: skip


@pytest.mark.parametrize("url", ALLOWED)
def test_hosts_that_only_sound_similar(url: str) -> None:
    """A gateway of the user's, or another word."""
    assert url == Environment.resolve(url, {}).rest


FIELDS = {
    "rest ws": ({"rest": "wss://x.example.org"}, "Environment.rest must be an http or https origin without a path"),
    "rest path": ({"rest": "https://x.example.org/a"}, "Environment.rest must be an http or https origin"),
    "rest clear": ({"rest": "http://x.example.org"}, NOT_ENCRYPTED),
    "streams path": ({"streams": "wss://x.example.org/ws"}, "Environment.streams must be a ws or wss address"),
    "ws_api http": ({"ws_api": "https://x.example.org/ws-fapi/v1"}, "Environment.ws_api must be a ws or wss address"),
    "ws_api user": ({"ws_api": "wss://a:b@x.example.org/ws-fapi/v1"}, "has user information in it"),
    "none": ({"rest": None}, "Environment.rest must be text, got NoneType"),
}


@pytest.mark.parametrize(("change", "why"), FIELDS.values(), ids=FIELDS.keys())
def test_an_environment_built_by_hand(change: dict[str, str], why: str) -> None:
    """The same rules hold for each address."""
    good = {"name": "own", "rest": "https://x.example.org", "ws_api": None, "streams": "wss://y.example.org"}
    assert None is Environment(**good).ws_api  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match=why):
        Environment(**{**good, **change})  # type: ignore[arg-type]


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "wss://", "https://fapi.binance.com"]))
def test_any_text_is_an_environment_or_a_clear_error(text: str, start: str) -> None:
    """No other exception comes out, and nothing goes unencrypted beyond this machine."""
    try:
        found = Environment.resolve(start + text, {})
    except ConfigError as error:
        shown, rest = str(error), "https://"
    else:
        shown, rest = found.name, found.rest
    host = rest.split("://")[1].split(":")[0]
    assert shown.isprintable()
    assert rest.startswith("https://") or host.startswith(("127.", "[")) or host.endswith("localhost")
