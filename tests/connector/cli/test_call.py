"""A3, T1, T2: `call` reaches every operation with parameters from the catalogue and prints what programs can read."""

import json
from decimal import Decimal

import pytest
from tests.connector.cli.conftest import Run

from binance_usdm.cli import main
from binance_usdm_api import OPERATIONS
from binance_usdm_mock import MockServer

PLACE = ("call", "new_order", "--symbol", "BTCUSDT", "--side", "BUY", "--type", "LIMIT", "--quantity", "0.010")


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_has_help(name: str, run: Run) -> None:
    """Parameters, weight, errors and source of each of the operations."""
    operation = OPERATIONS[name]
    code, out, err = run("call", name, "--help")
    assert (0, "") == (code, err)
    assert out.startswith(f"usage: binance-usdm call {name}")
    assert operation.summary in out
    assert operation.page in out
    assert operation.rest is not None
    assert f"{operation.rest.method} {operation.rest.path}" in out
    for parameter in operation.params:
        assert f"\n  --{parameter.python_name.replace('_', '-')} " in out
        for value in parameter.values:
            assert value in out
    for error in operation.errors:
        assert f"\n  {error} " in out
    assert [] == [line for line in out.splitlines() if len(line) > 100 and "http" not in line and "call" not in line]


def test_the_help_can_stand_anywhere(run: Run) -> None:
    """Before and behind the operation."""
    assert run("call", "klines", "--help") == run("call", "--env", "mock", "-h", "klines")
    assert "OPERATION" in run("call", "--help").out


def test_rows_come_as_json_with_decimals_as_text(server: MockServer, run: Run) -> None:
    """A kline is an array on the wire and stays one."""
    ran = run("call", "klines", "--symbol", "BTCUSDT", "--interval=1h", "--limit", "3", "--env", server.rest, "--json")
    assert 0 == ran.code
    assert 1 == ran.out.count("\n")
    rows = json.loads(ran.out)
    assert 3 == len(rows)
    assert isinstance(rows[0][0], int)
    assert Decimal(rows[0][2]) >= Decimal(rows[0][3])


def test_an_embedded_exchange_brings_its_own_key(run: Run) -> None:
    """`--env mock` needs neither server nor key, and plain zeros stay plain."""
    ran = run("call", "account_balance", "--env", "mock", "--json")
    assert (0, "") == (ran.code, ran.err)
    first = json.loads(ran.out)[0]
    assert {"asset", "balance", "crossWalletBalance", "crossUnPnl"} <= first.keys()
    assert "0.00000000" == first["crossUnPnl"]


def test_meta_wraps_the_result(server: MockServer, run: Run) -> None:
    """Carrier, weight and attempts around what was answered."""
    ran = run("call", "klines", "--symbol", "BTCUSDT", "--interval", "1m", "--env", server.rest, "--meta")
    told = json.loads(ran.out)
    assert ["carrier", "weight", "attempts", "result"] == list(told)
    weight = {"pool": "request_weight", "ip": 5, "orders_10s": 0, "orders_1m": 0}
    assert ("rest", weight, 1) == (told["carrier"], told["weight"], told["attempts"])
    assert 500 == len(told["result"])


def test_an_order_from_placing_to_cancelling(keyed: MockServer, run: Run) -> None:
    """State stays on the server between commands; ids and numbers arrive as they were given."""
    env = ("--env", keyed.rest, "--json")
    order = ("--price", "50000", "--time-in-force", "GTC", "--new-client-order-id", "cli-order-1")
    placed = json.loads(run(*PLACE, *order, *env).out)
    assert ("NEW", "cli-order-1", "0.010") == (placed["status"], placed["clientOrderId"], placed["origQty"])
    assert Decimal(50000) == Decimal(placed["price"])
    which = ("--symbol", "BTCUSDT", "--orig-client-order-id", "cli-order-1")
    assert placed["orderId"] == json.loads(run("call", "query_order", *which, *env).out)["orderId"]
    assert "CANCELED" == json.loads(run("call", "cancel_order", *which, *env).out)["status"]
    again = run("call", "cancel_order", *which, *env)
    assert (1, "") == (again.code, again.out)
    assert "code -2011" in again.err


def test_lists_and_truth_values_are_json(keyed: MockServer, run: Run) -> None:
    """A batch with one good and one bad order; prices in it never become floats."""
    order = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.01"}
    text = json.dumps([{**order, "price": "50000.1"}, {**order, "price": "50000.123"}]).replace('"50000.1"', "50000.1")
    ran = run("call", "place_batch_orders", "--batch-orders", text, "--env", keyed.rest, "--json")
    assert 0 == ran.code
    good, bad = json.loads(ran.out)
    assert Decimal("50000.1") == Decimal(good["price"])
    assert bad["code"] < 0
    ids = json.dumps([good["orderId"]])
    ran = run(
        "call", "cancel_batch_orders", "--symbol", "BTCUSDT", "--order-id-list", ids, "--env", keyed.rest, "--json"
    )
    assert "CANCELED" == json.loads(ran.out)[0]["status"]
    ran = run("call", "position_mode", "--env", keyed.rest, "--json")
    assert {"dualSidePosition": False} == json.loads(ran.out)
    assert 0 == run("call", "change_position_mode", "--dual-side-position", "true", "--env", keyed.rest).code
    assert 0 == run("call", "change_position_mode", "--dual-side-position", "false", "--env", keyed.rest).code


def test_instants_may_be_written_as_dates(server: MockServer, run: Run) -> None:
    """With a time zone; without one it would mean something else on each machine."""
    words = (
        "call",
        "klines",
        "--symbol",
        "BTCUSDT",
        "--interval",
        "1d",
        "--limit",
        "1",
        "--env",
        server.rest,
        "--json",
    )
    ran = run(*words, "--start-time", "2026-01-31T00:00:00Z")
    assert 1_769_817_600_000 == json.loads(ran.out)[0][0]
    naive = run(*words, "--start-time", "2026-01-31T00:00:00")
    assert 2 == naive.code
    assert "--start-time is a datetime without a time zone" in naive.err


def test_symbols_beyond_ascii_work(server: MockServer, run: Run) -> None:
    """As argument, in the query and in the answer."""
    ran = run("call", "ticker_price", "--symbol", "测试USDT", "--env", server.rest, "--json")
    assert "测试USDT" == json.loads(ran.out)["symbol"]


def test_the_variable_names_the_environment(server: MockServer, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """BINANCE_USDM_ENV stands in for --env, which stands above it."""
    monkeypatch.setenv("BINANCE_USDM_ENV", server.rest)
    assert 0 == run("call", "ping").code
    assert 4 == run("call", "ping", "--env", "http://127.0.0.1:1").code


def test_a_mock_exchange_that_runs_already(keyed: MockServer, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """BINANCE_USDM_MOCK_URL names it, and then none is embedded."""
    monkeypatch.setenv("BINANCE_USDM_MOCK_URL", keyed.rest)
    before = len(keyed.requests)
    assert 0 == run("call", "account_balance", "--env", "mock").code
    assert before < len(keyed.requests)


def test_a_person_gets_records_and_tables(keyed: MockServer, run: Run) -> None:
    """One answer as a record, many as a table."""
    record = run("call", "mark_price", "--symbol", "BTCUSDT", "--env", keyed.rest)
    assert 0 == record.code
    assert ["symbol", "BTCUSDT"] == record.out.splitlines()[0].split()
    rows = run("call", "account_balance", "--env", keyed.rest)
    assert 0 == rows.code
    assert "USDT" in rows.out
    assert "15000" in rows.out
    nested = run("call", "account_information", "--env", keyed.rest)
    assert 0 == nested.code
    assert "total_wallet_balance" in nested.out
    assert "4 rows" in nested.out
    assert "Done" in run("call", "ping", "--env", keyed.rest).out
    assert "No rows." in run("call", "open_orders", "--symbol", "ETHUSDT", "--env", keyed.rest).out


def test_text_of_the_exchange_cannot_steer_the_terminal(server: MockServer, run: Run) -> None:
    """Escape sequences and letters that turn the reading order are written out, in tables, JSON and errors."""
    from binance_usdm_mock.faults import error, mangle

    evil = "\x1b[2J\u202egnp\x9b31m\x07"
    body = json.dumps({"symbol": f"A{evil}", "price": "1.5", "time": 1}, ensure_ascii=False)
    server.faults.add(mangle(body, executed=False), path="/fapi/v2/ticker/price")
    server.faults.add(error(-1121, f"No {evil}", status=400), path="/fapi/v1/openInterest")
    seen = [
        run("call", "ticker_price", "--symbol", "A", "--env", server.rest),
        run("call", "ticker_price", "--symbol", "A", "--env", server.rest, "--json"),
        run("call", "open_interest", "--symbol", "A", "--env", server.rest),
    ]
    assert [0, 0, 1] == [ran.code for ran in seen]
    assert f"A{evil}" == json.loads(seen[1].out)["symbol"]
    for ran in seen:
        assert not set("\x1b\u202e\x9b\x07") & set(ran.out + ran.err)


def test_it_asks_before_real_money_moves(run: Run, keyed: MockServer) -> None:
    """On live without a terminal: nothing is sent unless --yes; hosts that are not known count as live."""
    for env in ("live", "https://gateway.invalid"):
        ran = run(*PLACE, "--price", "50000", "--time-in-force", "GTC", "--env", env)
        assert (2, "") == (ran.code, ran.out)
        assert "--yes" in ran.err
        assert "Nothing was sent." in ran.err
    sent = run(*PLACE, "--price", "50000", "--time-in-force", "GTC", "--env", "https://gateway.invalid", "--yes")
    assert 4 == sent.code
    # Asking is for what changes something.
    assert 4 == run("call", "account_balance", "--env", "https://gateway.invalid").code


@pytest.mark.parametrize(("answer", "code"), [("yes", 4), ("no", 2), ("", 2)])
def test_a_person_is_asked(
    answer: str, code: int, keyed: MockServer, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    """Only the whole word counts."""
    monkeypatch.setattr("binance_usdm.cli._terminal.Terminal.can_ask", True)
    monkeypatch.setattr("builtins.input", lambda: answer)
    ran = run(*PLACE, "--price", "50000", "--time-in-force", "GTC", "--env", "https://gateway.invalid")
    assert code == ran.code
    assert "quantity=0.010" in ran.err


def test_the_exit_code_is_a_plain_number(server: MockServer) -> None:
    """What `sys.exit` of the console script gets."""
    assert 0 == main(["call", "ping", "--env", server.rest])


def test_every_carrier_is_taken(server: MockServer, run: Run) -> None:
    """T6: what the exchange does not serve over the WebSocket API is carried by REST, and the reply says so."""
    for carrier in ("rest", "auto", "ws"):
        ran = run("call", "ping", "--carrier", carrier, "--meta", "--env", server.rest)
        assert (0, "rest") == (ran.code, json.loads(ran.out)["carrier"])
    ran = run("call", "ticker_price", "--symbol", "BTCUSDT", "--carrier", "ws", "--meta", "--env", server.rest)
    assert 0 == ran.code
    assert json.loads(ran.out)["carrier"] in ("rest", "ws")
