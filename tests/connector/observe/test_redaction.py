"""A1, rows 102, 105, 107 and 109: the log masks what slipped through, and nothing in it can fake a line."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binance_usdm.auth import Secret
from binance_usdm.observe import RedactingFilter, event, get_logger, redact
from binance_usdm.observe._known import _digests, mask_known, remember

KEY = "dbefbc809e3e83c283a984c3a1459732ea7db1360ca80c5c2c8867408d28cc83"
MASKED = {
    "signature in a query": ("GET /fapi/v1/order?a=1&signature=abc%2B&b=2", "GET /fapi/v1/order?a=1&signature=***&b=2"),
    "signature at the end": ("a=1&signature=abc", "a=1&signature=***"),
    "header": ("X-MBX-APIKEY: abc def", "X-MBX-APIKEY: *** def"),
    "header in a dict": ("{'x-mbx-apikey': 'abc', 'a': 1}", "{'x-mbx-apikey': ***', 'a': 1}"),
    "header of bytes": ("{b'X-MBX-APIKEY': b'abc'}", "{b'X-MBX-APIKEY': b***'}"),
    "JSON": ('{"apiKey":"abc","signature": "d,e","a":1}', '{"apiKey":***","signature": ***","a":1}'),
    "JSON in JSON": (r'"{\"apiKey\":\"abc\",\"a\":1}"', r'"{\"apiKey\":***\",\"a\":1}"'),
    "listen key": ("listenKey=abc&listenKey=def", "listenKey=***&listenKey=***"),
    "listen key in a path": (
        "wss://fstream.binance.com/private/ws/abc?x",
        "wss://fstream.binance.com/private/ws/***?x",
    ),
    "environment": ("BINANCE_API_KEY=abc BINANCE_API_SECRET=def", "BINANCE_API_KEY=*** BINANCE_API_SECRET=***"),
    "passphrase": ("passphrase = 'open sesame', x", "passphrase = ***', x"),
    "percent-encoded": ("signature%3Dabc&x", "signature%3D***&x"),
    "proxy": ("proxy http://user:pa@ss@host:3128 used", "proxy http://***@host:3128 used"),
    "proxy user": ("http://user@host", "http://***@host"),
    "authorization": ("Proxy-Authorization: Basic dXNlcjpwYXNz\nx", "Proxy-Authorization: ***\\nx"),
    "key-like": (f"the key {KEY}, then", "the key ***, then"),
    "PEM": ("a -----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY----- b", "a *** b"),
    "PEM cut off": ("a -----BEGIN RSA PRIVATE KEY-----\nMC4C", "a ***"),
}
KEPT = [
    "POST /fapi/v1/order 200 weight=1",
    "client order id x-Ab12_cdEF34-ghIJ56klMN78opQR90stUV",
    "btcusdt@aggTrade/测试usdt@depth@100ms",
    "https://fapi.binance.com/fapi/v1/klines?symbol=BTCUSDT&limit=5",
    "signatures are made, secrets are kept",
    "mail someone@example.org",
]


@pytest.mark.parametrize(("text", "expected"), MASKED.values(), ids=MASKED.keys())
def test_what_is_masked(text: str, expected: str) -> None:
    """Everything that carries a key, in the forms that libraries print."""
    assert expected == redact(text)


@pytest.mark.parametrize("text", KEPT)
def test_what_is_kept(text: str) -> None:
    """What is needed to understand a log."""
    assert text == redact(text)


def test_control_characters_are_escaped() -> None:
    """Row 105: line breaks, terminal codes and changes of reading order become visible."""
    assert r"a\nb\r\x1b[31m\u202etxt\x00\u2028" == redact("a\nb\r\x1b[31m\u202etxt\x00\u2028")


@given(st.text())
def test_nothing_unprintable_is_left(text: str) -> None:
    """Whatever the text."""
    assert redact(text).isprintable()


@given(
    before=st.text(max_size=40), after=st.text(max_size=40), secret=st.text("ABCdef0123456789", min_size=8, max_size=64)
)
def test_registered_secrets_are_masked(before: str, after: str, secret: str) -> None:
    """A secret of any form is masked as a word of its own, because making a `Secret` registers it."""
    Secret(secret)
    assert secret not in redact(f"{before} {secret} {after}").split(" ")


def test_only_digests_are_kept() -> None:
    """The registry cannot give the secret back."""
    remember("registered-canary-1")
    assert "now ***." == mask_known("now registered-canary-1.")
    assert all(12 == len(digest) for digest in list(_digests))
    assert b"registered-canary-1" not in b"".join(_digests)


def test_the_registry_is_bounded() -> None:
    """Row 109: the oldest are forgotten first."""
    for number in range(5000):
        remember(f"filler-{number:08d}")
    assert 4096 == len(_digests)
    assert ("filler-00000001", "***") == (mask_known("filler-00000001"), mask_known("filler-00004999"))


def test_long_texts_are_cut_without_leaving_half_a_key() -> None:
    """The cut falls in front of the word that it would have split."""
    for length in range(16384 - 70, 16384 + 2):
        shown = redact(" " * length + KEY + " more" * 100)
        assert KEY[:8] not in shown
        assert len(shown) < 16384 + 20


HOSTILE = [
    "://", "signature=", "-----BEGIN PRIVATE KEY-----", "a", "secret'    ", "apikey   :", "://a@", "/private/ws/",
    "secret:\\\"", "signature\\\"'", "cookie", "authorization:", "\n", "\u202e", "a" * 47 + "-", "%3D", "api_", '"',
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_texts_take_no_longer_than_their_length(unit: str) -> None:
    """Row 109: a megabyte of what patterns could stumble over comes out, short; a slow pattern would hang here."""
    assert len(redact(unit * (1_000_000 // len(unit)))) < 16 * 16384


@pytest.fixture
def records() -> Iterator[list[logging.LogRecord]]:
    """What a handler of the user's on the logger above all gets."""
    seen: list[logging.LogRecord] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(record)

    logger = logging.getLogger("binance_usdm")
    handler, level = Keep(), logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield seen
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_the_filter_covers_message_traceback_and_fields(records: list[logging.LogRecord]) -> None:
    """Whatever was put into a record, by whichever logger of this project."""
    log = get_logger("some.part")
    try:
        raise ValueError(f"bad\x1b signature={KEY[:20]}")
    except ValueError:
        log.exception("sent %s with %r", "listenKey=abc", {"apiKey": "def"}, extra={"usdm": {"secret": "ghi", "n": 1}})
    (record,) = records
    text = logging.Formatter("%(message)s").format(record)
    assert ["abc", "def", "ghi", KEY[:20], "\x1b"] == [
        each for each in ["abc", "def", "ghi", KEY[:20], "\x1b"] if each not in text
    ]
    assert "sent listenKey=*** with {'apiKey': ***'}" == record.getMessage()
    assert {"secret": "***", "n": 1} == record.usdm  # type: ignore[attr-defined]
    assert "ValueError: bad\\x1b signature=***" in text.splitlines()[-1]


def test_the_filter_never_fails(records: list[logging.LogRecord]) -> None:
    """An argument that cannot be rendered, or too few of them, does not stop the program."""

    class Broken:
        def __str__(self) -> str:
            raise RuntimeError("no")

    log = get_logger()
    log.info("%s", Broken())
    log.info("%d", "one")
    assert ["a log message that could not be rendered"] * 2 == [record.getMessage() for record in records]


def test_a_record_is_redacted_once() -> None:
    """Two filters on its way change nothing more."""
    record = logging.LogRecord("x", logging.INFO, "f", 1, "a\nb", None, None)
    assert (True, True) == (RedactingFilter().filter(record), RedactingFilter().filter(record))
    assert r"a\nb" == record.getMessage()


def test_the_stack_is_redacted(records: list[logging.LogRecord]) -> None:
    """Where the caller asks for the stack, source lines with secrets in them are masked."""
    get_logger().info("here", stack_info=True, extra={"note": "signature=source-line"})
    assert "source-line" not in (records[0].stack_info or "")
    assert "test_the_stack_is_redacted" in (records[0].stack_info or "")


def test_events_are_text_and_data(records: list[logging.LogRecord]) -> None:
    """One line `name key=value`, quoted where needed, and the fields for handlers that keep data."""
    event(get_logger("area"), logging.INFO, "sent", path="/fapi/v1/order", ms=1.5, note='say "a b"', none=None, ok=True)
    (record,) = records
    assert r'sent path=/fapi/v1/order ms=1.5 note="say \"a b\"" none=None ok=True' == record.getMessage()
    expected = {"event": "sent", "path": "/fapi/v1/order", "ms": 1.5, "note": 'say "a b"', "none": None, "ok": True}
    assert expected == record.usdm  # type: ignore[attr-defined]
    assert ("binance_usdm.area", "test_events_are_text_and_data") == (record.name, record.funcName)


def test_events_mask_secrets_at_the_source(records: list[logging.LogRecord]) -> None:
    """By the field's name whatever its value, and by type whatever its name; a line break cannot start a new line."""
    event(get_logger(), logging.INFO, "x", api_key="abc", Signature="d", thing=Secret("efgh"), text="a\nb INFO fake")
    assert r'x api_key=*** Signature=*** thing=*** text="a\nb INFO fake"' == records[0].getMessage()


def test_events_below_the_level_cost_nothing() -> None:
    """Fields are not rendered for a level that nobody listens to."""

    class Loud:
        def __str__(self) -> str:
            raise AssertionError("rendered")

    log = get_logger("quiet")
    log.setLevel(logging.ERROR)
    event(log, logging.INFO, "x", field=Loud())
