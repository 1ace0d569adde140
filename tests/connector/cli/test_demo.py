"""S1: the demo runs the main job to its end, and the lines of Python that it shows are true."""

import re
import sys

import pytest
from tests.connector.cli.conftest import Ran, Run

from binance_usdm import BinanceUsdmError, Client, Credentials
from binance_usdm_mock import MockServer


@pytest.fixture(scope="module")
def shown() -> Ran:
    """One run of the demo as a process of its own."""
    import subprocess

    from tests.connector.cli.conftest import command

    done = subprocess.run(command("demo"), capture_output=True, check=False, timeout=120, encoding="utf-8")
    return Ran(done.returncode, done.stdout, done.stderr)


def test_it_ends_by_itself(shown: Ran) -> None:
    """Exit code 0, nothing on standard error, no colours in a pipe."""
    assert (0, "") == (shown.code, shown.err)
    assert "\x1b" not in shown.out
    assert shown.out.rstrip().endswith("binance-usdm doctor --env testnet")


@pytest.mark.parametrize(
    "piece",
    [
        "Candlesticks", "Order book", "Funding", "Balances", "NEW", "CANCELED", "FILLED", "algo_id", "UnknownSymbol",
        "FilterViolation", "Nearest valid value: 0.001", "must not be a float", "InsufficientFunds", "AuthRejected",
    ],
)  # fmt: skip
def test_it_shows_the_main_things(piece: str, shown: Ran) -> None:
    """Market data, the life of an order, and what bad input gets."""
    assert piece in " ".join(shown.out.split())


def test_what_it_shows_can_be_typed(shown: Ran, server: MockServer) -> None:
    """Each line runs as it stands, against another exchange of the same kind; refused ones are refused."""
    typed = re.findall(r"^ {3}>>> (.*)$", shown.out, re.MULTILINE)
    assert len(typed) > 20
    names: dict[str, object] = {"api_key": server.api_key, "api_secret": server.api_secret}
    refused: list[str] = []
    for line in typed:
        runs = re.sub(r'environment="http://[^"]*"', f'environment="{server.rest}"', line)
        try:
            exec(runs, names)  # noqa: S102 - to run them is the test
        except BinanceUsdmError as error:
            refused.append(type(error).__name__)
    assert ["UnknownSymbol", "FilterViolation", "InvalidParameter", "InsufficientFunds", "AuthRejected"] == refused
    for client in names.values():
        if isinstance(client, Client):
            client.close()
    with Client(environment=server.rest, credentials=Credentials(server.api_key, server.api_secret)) as client:
        assert [] == client.trade.open_orders()


def test_the_seed_decides_the_market(run: Run) -> None:
    """And a wrong one is refused."""
    assert 0 == run("demo", "--seed", "11").code
    refused = run("demo", "--seed", "x")
    assert 2 == refused.code
    assert "--seed" in refused.err


def test_a_missing_package_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what serves the exchange it says what to install."""
    # What Python then says of the package when it is imported.
    monkeypatch.setitem(sys.modules, "binance_usdm_mock", None)
    for words in (("demo",), ("call", "ping", "--env", "mock"), ("mock", "serve")):
        ran = run(*words)
        assert 2 == ran.code
        assert "pip install 'binance-usdm[mock]'" in ran.err
