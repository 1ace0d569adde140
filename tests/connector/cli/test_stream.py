"""M4: events of market streams on the command line, by their names on the wire."""

from __future__ import annotations

import json
import time
from threading import Thread

import pytest
from tests.connector.cli.conftest import Run

from binance_usdm.cli._stream import subscription_of
from binance_usdm.cli._usage import UsageError
from binance_usdm_api import STREAMS
from binance_usdm_api.streams import agg_trade, depth, kline, mark_price, partial_depth
from binance_usdm_mock import MockServer


@pytest.mark.parametrize(
    "made",
    [
        agg_trade("BTCUSDT"),
        kline("测试USDT", "1h"),
        depth("BTCUSDT"),
        depth("BTCUSDT", speed="100ms"),
        partial_depth("BTCUSDT", levels="5", speed="500ms"),
        mark_price("BTCUSDT", speed="1s"),
    ],
    ids=str,
)
def test_a_name_stands_for_its_subscription(made: object) -> None:
    """M4: the name leads back to the stream of the catalogue."""
    name = str(made)
    found = subscription_of(name)
    assert (name, getattr(made, "stream").id) == (found.name, found.stream.id)  # noqa: B009 (any subscription)


def test_every_stream_without_choices_is_found() -> None:
    """M4: streams whose name has no placeholder."""
    plain = [stream for stream in STREAMS.values() if "<" not in stream.pattern]
    assert plain
    for stream in plain:
        assert stream.id == subscription_of(stream.pattern).stream.id


@pytest.mark.parametrize("name", ["btcusdt@aggTrad", "BTCUSDT@aggTrade", "btcusdt@kline_7m", "", "user", "@", "a@b@c"])
def test_a_wrong_name_is_bad_input(name: str) -> None:
    """M2: nothing is opened."""
    with pytest.raises(UsageError):
        subscription_of(name)


def test_events_are_lines_of_json(server: MockServer, run: Run) -> None:
    """M4: wire names, decimals as text; --count ends it."""
    ran = run("stream", "btcusdt@markPrice@1s", "btcusdt@bookTicker", "--count", "3", "--json", "--env", server.rest)
    assert 0 == ran.code
    events = [json.loads(line) for line in ran.out.splitlines()]
    assert 3 == len(events)
    assert {event["e"] for event in events} <= {"markPriceUpdate", "bookTicker"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("BTCUSDT@aggtrade", "Did you mean btcusdt@aggTrade?"),
        ("btcusdt@aggTrad", "Did you mean aggTrade"),
        ("btcusdt@kline_7m", "allowed: 1m, 3m, 5m"),
        ("account", "<symbol>@kline_<interval>"),
    ],
)
def test_a_wrong_name_says_what_is_allowed(run: Run, name: str, said: str) -> None:
    """M2: the spelling that was meant, the values of a part, or all names there are."""
    ran = run("stream", name, "--env", "http://127.0.0.1:9")
    assert 2 == ran.code
    assert said in ran.err


def test_an_exchange_that_was_never_reached_is_given_up(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """M4: exit code 4 and the reason, in a time that has a bound."""
    monkeypatch.setattr("binance_usdm.cli._stream._PATIENCE", 0.5)
    ran = run("stream", "btcusdt@aggTrade", "--env", "http://127.0.0.1:9")
    assert 4 == ran.code
    assert "ws://127.0.0.1:9 cannot be reached" in ran.err
    assert "trying again is safe" in ran.err


def test_a_loss_after_the_first_connection_is_no_end(server: MockServer, run: Run) -> None:
    """M4: once there was a connection it is dialled again without limit."""
    name = "btcusdt@bookTicker"
    server.live.silence("*")

    def cut_and_speak() -> None:
        cut: set[int] = set()
        until = time.monotonic() + 30
        while len(cut) < 2 and time.monotonic() < until:
            fresh = [each.number for each in server.live.connections(stream=name) if each.number not in cut]
            cut.update(fresh)
            if fresh:
                server.live.cut()
            time.sleep(0.01)
        server.live.unsilence("*")

    cutting = Thread(target=cut_and_speak)
    cutting.start()
    try:
        ran = run("stream", name, "--count", "2", "--json", "--env", server.rest)
    finally:
        cutting.join()
    assert 0 == ran.code
    assert 2 == len(ran.out.splitlines())
    assert 2 == ran.err.count("Reconnected:")


@pytest.mark.parametrize("count", ["0", "-1", "many"])
def test_a_wrong_count_is_bad_input(run: Run, count: str) -> None:
    """Bad input: exit code 2 before anything is opened."""
    assert 2 == run("stream", "btcusdt@aggTrade", "--count", count, "--env", "http://127.0.0.1:9").code


def test_the_account_is_a_stream_too(server: MockServer, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """T7: what the account holds comes first, then its events, beside those of the market."""
    monkeypatch.setenv("BINANCE_API_KEY", server.api_key)
    monkeypatch.setenv("BINANCE_API_SECRET", server.api_secret)
    ran = run("stream", "user", "btcusdt@markPrice@1s", "--count", "4", "--json", "--env", server.rest)
    assert 0 == ran.code
    events = [json.loads(line) for line in ran.out.splitlines()]
    assert {"ACCOUNT_UPDATE", "reconciled", "markPriceUpdate"} == {event["e"] for event in events}
    told = next(event for event in events if event["e"] == "ACCOUNT_UPDATE")
    assert "reconciliation" == told["source"]
    assert {"USDT", "USDC", "BNB", "BTC"} == {row["a"] for row in told["a"]["B"]}


def test_the_account_needs_a_key(run: Run) -> None:
    """T7: exit code 3 before anything is opened."""
    ran = run("stream", "user", "--env", "http://127.0.0.1:9")
    assert 3 == ran.code
    assert "There is no API key" in ran.err


def test_an_account_that_cannot_be_read_is_given_up(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """T7: the reason is told, in a time that has a bound."""
    monkeypatch.setattr("binance_usdm.cli._stream._PATIENCE", 0.5)
    monkeypatch.setenv("BINANCE_API_KEY", "k" * 64)
    monkeypatch.setenv("BINANCE_API_SECRET", "s" * 64)
    ran = run("stream", "user", "--env", "http://127.0.0.1:9")
    assert 4 == ran.code
    assert "the account was not read within 0.5 s" in ran.err
