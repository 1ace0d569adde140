"""A4, S1: every way a call can end has an exit code, a sentence, and no traceback."""

import pytest
from tests.connector.cli.conftest import Run

from binance_usdm.cli._exit import ExitCode, exit_code
from binance_usdm_api import errors
from binance_usdm_mock import MockServer
from binance_usdm_mock.faults import drop, error, reply, throttle

MARGIN = ("change_position_margin", "--symbol", "BTCUSDT", "--amount", "1", "--type", "1")
MARKET = ("new_order", "--symbol", "BTCUSDT", "--side", "BUY", "--type", "MARKET", "--quantity", "0.01")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("ping",), 0, ""),
        (("ticker_price", "--symbol", "NOSUCH"), 1, "code -1121"),
        (("query_order", "--symbol", "BTCUSDT", "--order-id", "1"), 1, "code -2013"),
        ((*MARKET[:-1], "120"), 1, "code -2019"),
        (("pin",), 2, "Did you mean ping"),
        (("newOrder",), 2, "Did you mean new_order"),
        (("klines",), 2, "--symbol is required"),
        (("klines", "--symbol", "BTCUSDT", "--interval", "7h"), 2, "allowed: 1m, 3m"),
        (("klines", "--symbol", "btcusdt", "--interval", "1h"), 2, "Did you mean 'BTCUSDT'?"),
        (("klines", "--symbol", "BTCUSDT", "--interval", "1h", "--limt", "3"), 2, "Did you mean --limit?"),
        (("klines", "--symbol", "BTCUSDT", "--interval", "1h", "--limit", "0"), 2, "at least 1"),
        (("klines", "--symbol", "BTCUSDT", "--interval", "1h", "--limit", "9" * 400), 2, "a whole number"),
        (("klines", "--symbol", "BTCUSDT", "--interval", "1h", "--interval", "1h"), 2, "given twice"),
        (("klines", "BTCUSDT"), 2, "one word too many"),
        (("klines", "--symbol"), 2, "expected one argument"),
        ((*MARKET[:-1], "nan"), 2, "--quantity must be finite"),
        ((*MARKET[:-1], "-1"), 2, "--quantity must be above zero"),
        ((*MARKET[:-1], "0"), 2, "--quantity must be above zero"),
        ((*MARKET, "--reduce-only", "True"), 2, "true or false"),
        (("cancel_order", "--symbol", "BTCUSDT"), 2, "--order-id or --orig-client-order-id must be given"),
        (("cancel_order", "--symbol", "A", "--order-id", "1", "--orig-client-order-id", "b"), 2, "cannot both"),
        (("place_batch_orders", "--batch-orders", "[{]"), 2, "JSON"),
        (("place_batch_orders", "--batch-orders", "[]"), 2, "0 elements"),
        (("place_batch_orders", "--batch-orders", "{}"), 2, "a JSON list"),
        (("place_batch_orders", "--batch-orders", '[{"price": NaN}]'), 2, "NaN is no number"),
        (("place_batch_orders", "--batch-orders", '[{"side": "BUY", "side": "SELL"}]'), 2, "occurs twice"),
        (("place_batch_orders", "--batch-orders", "[" * 5000), 2, "no JSON"),
        (("ping", "--carrier", "pigeon"), 2, "invalid choice"),
    ],
)
def test_what_a_call_ends_with(words: tuple[str, ...], code: int, told: str, keyed: MockServer, run: Run) -> None:
    """Refused by the exchange, or by the catalogue before anything is sent."""
    before = len(keyed.requests)
    ran = run("call", *words, "--env", keyed.rest)
    assert code == ran.code
    assert told in ran.err
    assert "Traceback" not in ran.err
    if code == 2:
        assert before == len(keyed.requests)
        assert "" == ran.out
        assert ran.err.startswith("error: ")


@pytest.mark.parametrize(
    ("env", "code", "told"),
    [
        ("http://127.0.0.1:1", 4, "Connection refused"),
        ("https://nowhere.invalid", 4, "resolve"),
        ("tesnet", 2, "Did you mean 'testnet'?"),
        ("http://fapi.binance.com", 2, "not encrypted"),
        ("https://binance-api.com", 2, "looks like a host of the exchange"),
    ],
)
def test_where_a_call_goes(env: str, code: int, told: str, run: Run) -> None:
    """No network, and addresses that are not to be trusted."""
    ran = run("call", "ping", "--env", env)
    assert (code, "") == (ran.code, ran.out)
    assert told in ran.err


def test_keys_that_are_missing_wrong_or_malformed(
    server: MockServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 3 in each case, without a word of the key."""
    words = ("call", "account_balance", "--env", server.rest)
    missing = run(*words)
    assert 3 == missing.code
    assert "binance-usdm keys add" in missing.err
    monkeypatch.setenv("BINANCE_API_KEY", "k" * 64)
    half = run(*words)
    assert 3 == half.code
    assert "BINANCE_API_SECRET" in half.err
    monkeypatch.setenv("BINANCE_API_SECRET", "s" * 64)
    unknown = run(*words)
    assert 3 == unknown.code
    assert "code -2015" in unknown.err
    monkeypatch.setenv("BINANCE_API_KEY", server.api_key)
    wrong = run(*words)
    assert 3 == wrong.code
    assert "code -1022" in wrong.err
    monkeypatch.setenv("BINANCE_API_SECRET", "two words")
    malformed = run(*words)
    assert 3 == malformed.code
    for ran in (missing, half, unknown, wrong, malformed):
        assert not [word for word in ("k" * 64, "s" * 64, server.api_key, "two words") if word in ran.err + ran.out]


def test_no_key_is_read_where_none_is_needed(server: MockServer, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken key does not stand in the way of public data."""
    monkeypatch.setenv("BINANCE_API_KEY", "")
    monkeypatch.setenv("BINANCE_API_SECRET", "bad secret")
    assert 0 == run("call", "ping", "--env", server.rest).code


def test_unknown_outcomes(keyed: MockServer, run: Run) -> None:
    """The answer to a change that is never repeated is lost: code 5, and it says not to send it again."""
    keyed.faults.add(drop(executed=True), path="/fapi/v1/positionMargin")
    ran = run("call", *MARGIN, "--env", keyed.rest)
    assert 5 == ran.code
    assert "Not safe to send again" in ran.err


def test_a_lost_order_is_found_again(keyed: MockServer, run: Run) -> None:
    """Executed, answer lost: the query settles it and the command succeeds."""
    keyed.faults.add(drop(executed=True), method="POST", path="/fapi/v1/order", times=1)
    ran = run("call", *MARKET, "--env", keyed.rest, "--json")
    assert 0 == ran.code
    assert 1 == ran.err.count("The answer was lost. Asking the exchange what became of the request, for up to 30 s")


def test_a_read_without_an_answer(keyed: MockServer, run: Run) -> None:
    """Nothing was changed, so it is the network's code."""
    keyed.faults.add(drop(executed=True), path="/fapi/v1/ping")
    assert 4 == run("call", "ping", "--env", keyed.rest).code


def test_throttled_banned_and_blocked(run: Run) -> None:
    """Answers that come instead of what was asked for."""
    for action, told in (
        (throttle(7, status=418, message="Way too much; banned."), "7 s"),
        (reply(403, "<html>no</html>", executed=False, content_type="text/html"), "HTTP 403"),
        (error(-4061, "Order's position side does not match.", status=400), "code -4061"),
    ):
        with MockServer(seed=1) as server:
            server.faults.add(action, path="/fapi/v1/openInterest")
            ran = run("call", "open_interest", "--symbol", "BTCUSDT", "--env", server.rest)
        assert 1 == ran.code
        assert told in ran.err


@pytest.mark.parametrize(
    ("raised", "changes", "code"),
    [
        (errors.ConfigError("x"), False, ExitCode.BAD_INPUT),
        (errors.MissingExtra("x", "mock"), False, ExitCode.BAD_INPUT),
        (errors.CredentialsError("x"), False, ExitCode.AUTHENTICATION),
        (errors.AuthRejected("x", outcome=errors.Outcome.NOT_SENT), True, ExitCode.AUTHENTICATION),
        (errors.InvalidParameter("x", 1, "2"), True, ExitCode.BAD_INPUT),
        (errors.RateLimited("x", outcome=errors.Outcome.NOT_SENT), True, ExitCode.NOT_SENT),
        (errors.RateLimited("x"), True, ExitCode.REFUSED),
        (errors.NotSent("x"), True, ExitCode.NOT_SENT),
        (errors.TransportError("x", outcome=errors.Outcome.UNKNOWN), False, ExitCode.NOT_SENT),
        (errors.TransportError("x", outcome=errors.Outcome.UNKNOWN), True, ExitCode.UNKNOWN),
        (errors.OutcomeUnknown("x"), True, ExitCode.UNKNOWN),
        (errors.ServerError("x", outcome=errors.Outcome.UNKNOWN), False, ExitCode.REFUSED),
        (errors.ServerError("x", outcome=errors.Outcome.UNKNOWN), True, ExitCode.UNKNOWN),
        (errors.DecodeError("x"), False, ExitCode.REFUSED),
        (errors.StreamClosed("x"), False, ExitCode.NOT_SENT),
    ],
)
def test_the_exit_code_of_each_error(raised: errors.BinanceUsdmError, changes: bool, code: ExitCode) -> None:
    """By what is known of the effect, and by who refused."""
    assert code is exit_code(raised, changes)


def test_unexpected_errors_are_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug says so and how to see more; -vv shows it, without secrets."""
    secret = "Zk" * 40

    def broken(*_: object) -> None:
        raise RuntimeError(f"api_secret={secret}")

    monkeypatch.setattr("binance_usdm.cli._call._params", broken)
    ran = run("call", "ping")
    assert 70 == ran.code
    assert 1 == ran.err.count("\n")
    assert "bug in binance-usdm" in ran.err
    assert "-vv" in ran.err
    loud = run("call", "ping", "-vv")
    assert 70 == loud.code
    assert "Traceback" in loud.err
    assert secret not in ran.err + loud.err
