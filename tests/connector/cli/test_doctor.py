"""P10: the doctor finds what is wrong, says what to do, and ends with the code of the first failure."""

import json
import time

import pytest
from tests.connector.cli.conftest import Run

from binance_usdm_mock import MockServer
from binance_usdm_mock.faults import clock_offset, error, mangle, reply


def lines(run: Run, *words: str) -> tuple[int, dict[str, dict[str, str]]]:
    """Exit code, and what was found by subject."""
    ran = run("doctor", "--json", *words)
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert {"OK", "WARN", "FAIL"} >= {each["level"] for each in found}
    assert [] == [each for each in found if each["level"] == "FAIL" and not each["advice"]]
    return ran.code, {each["about"]: each for each in found}


def test_all_is_well(keyed: MockServer, run: Run) -> None:
    """Versions, network, clock, key, permissions, modes and limits."""
    code, found = lines(run, "--env", keyed.rest)
    assert 0 == code
    assert {"OK"} == {each["level"] for each in found.values()}
    assert [
        "versions", "environment", "proxy", "network", "exchange", "clock", "key", "key accepted", "permissions",
        "position mode", "margin mode", "limit request_weight", "limit orders_10s", "limit orders_1m",
    ] == list(found)  # fmt: skip
    assert "Python" in found["versions"]["fact"]
    assert "ms" in found["clock"]["fact"]
    assert "trade yes" in found["permissions"]["fact"]
    assert "one-way" in found["position mode"]["fact"]
    assert "of 2400 left" in found["limit request_weight"]["fact"]


def test_it_writes_for_people(run: Run) -> None:
    """One line each, advice below, and a summary."""
    ran = run("doctor", "--env", "mock")
    assert 0 == ran.code
    rows = ran.out.splitlines()
    assert rows[0].startswith("OK    versions")
    assert rows[-1].endswith("0 to look at, 0 broken.")


def test_no_key_is_worth_a_word(server: MockServer, run: Run) -> None:
    """Public data works without."""
    code, found = lines(run, "--env", server.rest)
    assert (0, "WARN") == (code, found["key"]["level"])
    assert "binance-usdm keys add" in found["key"]["advice"]
    assert "key accepted" not in found


def test_keys_that_are_refused(server: MockServer, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A malformed key, a wrong secret, and one that the exchange does not take from here."""
    monkeypatch.setenv("BINANCE_API_KEY", server.api_key)
    monkeypatch.setenv("BINANCE_API_SECRET", "with space")
    code, found = lines(run, "--env", server.rest)
    assert (3, "FAIL") == (code, found["key"]["level"])
    monkeypatch.setenv("BINANCE_API_SECRET", "s" * 64)
    code, found = lines(run, "--env", server.rest)
    assert (3, "FAIL") == (code, found["key accepted"]["level"])
    assert "secret does not belong" in found["key accepted"]["advice"]
    monkeypatch.setenv("BINANCE_API_KEY", "k" * 64)
    code, found = lines(run, "--env", server.rest)
    assert (3, "FAIL") == (code, found["key accepted"]["level"])
    assert "IP addresses" in found["key accepted"]["advice"]
    assert found["limit request_weight"]["level"] == "OK"


@pytest.mark.parametrize("env", ["http://127.0.0.1:1", "https://nowhere.invalid"])
def test_no_network(env: str, run: Run) -> None:
    """It ends soon and clearly."""
    code, found = lines(run, "--env", env)
    assert (4, "FAIL") == (code, found["network"]["level"])
    assert "exchange" not in found


def test_a_server_without_tls(server: MockServer, run: Run) -> None:
    """What answers, but not as it should."""
    code, found = lines(run, "--env", server.rest.replace("http:", "https:"))
    assert (4, "FAIL") == (code, found["network"]["level"])
    assert "TLS" in found["network"]["fact"]


def test_unknown_environments(run: Run) -> None:
    """A setting is wrong: code 2."""
    code, found = lines(run, "--env", "tesnet")
    assert (2, "FAIL") == (code, found["environment"]["level"])


def test_a_clock_that_is_off(run: Run) -> None:
    """The client corrects for it; the machine's clock is worth mending."""
    with MockServer(seed=1) as server:
        server.faults.add(clock_offset(90_000), path="/fapi/v1/time", nth=1)
        code, found = lines(run, "--env", server.rest)
    assert (0, "WARN") == (code, found["clock"]["level"])
    assert "behind the exchange" in found["clock"]["fact"]
    assert "NTP" in found["clock"]["advice"]


def test_a_blocked_address(run: Run) -> None:
    """A firewall or country rule."""
    with MockServer(seed=1) as server:
        server.faults.add(reply(451, "Unavailable", executed=False), path="/fapi/v1/ping")
        code, found = lines(run, "--env", server.rest)
    assert (1, "FAIL") == (code, found["exchange"]["level"])
    assert "country" in found["exchange"]["advice"]
    assert "clock" not in found


def test_accounts_that_are_set_up_otherwise(keyed: MockServer, run: Run) -> None:
    """No trading, hedge mode, multi-assets; and what account settings do not tell is asked for."""
    config = {"canTrade": False, "canDeposit": True, "dualSidePosition": True, "multiAssetsMargin": True}
    keyed.faults.add(mangle(json.dumps(config), executed=False), path="/fapi/v1/accountConfig")
    code, found = lines(run, "--env", keyed.rest)
    assert (0, "WARN") == (code, found["permissions"]["level"])
    assert "hedge" in found["position mode"]["fact"]
    assert "multi-assets" in found["margin mode"]["fact"]
    keyed.faults.clear()
    keyed.faults.add(mangle("{}", executed=False), path="/fapi/v1/accountConfig")
    keyed.faults.add(error(-4061, "no", status=400), path="/fapi/v1/multiAssetsMargin")
    code, found = lines(run, "--env", keyed.rest)
    assert (1, "FAIL") == (code, found["margin mode"]["level"])
    assert "one-way" in found["position mode"]["fact"]


def test_proxies_are_named(server: MockServer, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without their credentials; direct checks are left out."""
    monkeypatch.setenv("HTTPS_PROXY", "http://user:hunter2@127.0.0.1:1")
    ran = run("doctor", "--json", "--env", "https://nowhere.invalid")
    found = {each["about"]: each for each in map(json.loads, ran.out.splitlines())}
    assert (4, "WARN") == (ran.code, found["proxy"]["level"])
    assert "127.0.0.1:1" in found["proxy"]["fact"]
    assert "network" not in found
    assert "hunter2" not in ran.out + ran.err


def test_little_is_left(run: Run) -> None:
    """Another program behind the address used the weight up."""
    headers = {"X-MBX-USED-WEIGHT-1M": "2300"}
    with MockServer(seed=1) as server:
        server.faults.add(reply(200, "{}", executed=False, headers=headers), path="/fapi/v1/ping")
        now = json.dumps({"serverTime": time.time_ns() // 1_000_000})
        server.faults.add(reply(200, now, executed=False, headers=headers), path="/fapi/v1/time")
        code, found = lines(run, "--env", server.rest)
    assert (0, "WARN") == (code, found["limit request_weight"]["level"])
    assert "wait" in found["limit request_weight"]["advice"]
