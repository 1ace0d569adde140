"""A3: commands are found, explained and refused; starting is cheap."""

import json
import subprocess
import sys

import pytest
from tests.connector.cli.conftest import Run

from binance_usdm import __version__
from binance_usdm.cli._main import COMMANDS
from binance_usdm_api import OPERATIONS


def test_help_lists_every_command(run: Run) -> None:
    """And each one explains itself."""
    top = run("--help")
    assert (0, "") == (top.code, top.err)
    assert top.out == run("help").out
    for name in COMMANDS:
        assert f"\n  {name} " in top.out
        each = run(name, "--help")
        assert (0, "") == (each.code, each.err)
        assert each.out.startswith("usage: binance-usdm")
        assert each == run("help", name)
    assert "usage: binance-usdm mock serve" in run("mock", "serve", "--help").out


def test_the_version(run: Run) -> None:
    """One line."""
    assert (0, f"binance-usdm {__version__}\n", "") == run("--version")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("dcotor",), "Did you mean doctor?"),
        (("operation",), "Did you mean operations?"),
        (("stream", "btcusdt@trad"), "There is no stream"),
        (("--nope",), "--nope"),
        (("\x1b[2J",), "\\x1b[2J"),
        (("mock", "sevre"), "Did you mean serve?"),
        (("mock",), "mock serve"),
        (("mock", "serve", "--port", "70000"), "65535"),
        (("mock", "serve", "--prot", "0"), "Did you mean --port?"),
        (("call",), "Which operation?"),
        (("call", "order.place"), "new_order"),
        (("call", "--symbol", "BTCUSDT"), "no option '--symbol'"),
        (("operations", "xyzzy"), "xyzzy"),
        (("demo", "now"), "one word too many"),
    ],
)
def test_words_that_make_no_sense(words: tuple[str, ...], told: str, run: Run) -> None:
    """Exit code 2 and one line with what was meant."""
    ran = run(*words)
    assert (2, "") == (ran.code, ran.out)
    assert told in ran.err
    assert "\x1b" not in ran.err


def test_no_words_at_all(run: Run) -> None:
    """The help, on standard error."""
    ran = run()
    assert (2, "") == (ran.code, ran.out)
    assert "commands:" in ran.err


def test_operations_are_listed_and_found(run: Run) -> None:
    """All of them, or those with the words."""
    everything = run("operations")
    assert 0 == everything.code
    assert list(OPERATIONS) == [line.split()[0] for line in everything.out.splitlines() if line.startswith("  ")]
    found = run("operations", "order.place")
    assert ["new_order", "new_algo_order"] == [
        line.split()[0] for line in found.out.splitlines() if line.startswith("  ")
    ]
    rows = [json.loads(line) for line in run("operations", "order", "cancel", "--json").out.splitlines()]
    assert "cancel_order" in [row["id"] for row in rows]
    assert {"symbol", "orderId"} <= set(next(row for row in rows if row["id"] == "cancel_order")["params"])


def test_logs_go_to_standard_error(run: Run) -> None:
    """-v before or behind the command; the level of the logger is put back."""
    import logging

    quiet = run("call", "account_balance", "--env", "mock", "--json")
    # After the first command, whose imports give the logger its NullHandler.
    before = logging.getLogger("binance_usdm").level, list(logging.getLogger("binance_usdm").handlers)
    loud = run("-v", "call", "account_balance", "--env", "mock", "--json")
    louder = run("call", "account_balance", "--env", "mock", "--json", "--verbose")
    assert ("", 0) == (quiet.err, quiet.code)
    assert "clock" in loud.err
    assert "clock" in louder.err
    for ran in (loud, louder):
        assert "signature" not in ran.err
        assert 0 == ran.code
        json.loads(ran.out)
    assert before == (logging.getLogger("binance_usdm").level, list(logging.getLogger("binance_usdm").handlers))


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["nope"], ["operations"], ["call", "klines", "--help"]])
def test_starting_is_cheap(words: list[str]) -> None:
    """What only talks about the API loads no network, no asyncio, no mock exchange and no rich."""
    code = (
        "import sys; from binance_usdm.cli import main; main(sys.argv[1:]); "
        "heavy = {'asyncio', 'httpx', 'ssl', 'aiohttp', 'rich', 'binance_usdm_mock', 'keyring', 'cryptography'}; "
        "print('LOADED', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False, timeout=60)
    assert "LOADED []" == done.stdout.splitlines()[-1]
