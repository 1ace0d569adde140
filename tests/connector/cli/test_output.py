"""P10, A4: output survives pipes, full disks, closed descriptors, small encodings and interruptions."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.connector.cli.conftest import Run, command

from binance_usdm_mock import MockServer
from binance_usdm_mock.faults import delay

FULL = Path("/dev/full")
KLINES = ("call", "klines", "--symbol", "BTCUSDT", "--interval", "1m", "--limit", "1500", "--json")
posix_only = pytest.mark.skipif(os.name != "posix", reason="these are descriptors and signals of POSIX")


@posix_only
def test_a_reader_that_goes_away_is_no_error(server: MockServer) -> None:
    """As with `| head -1`: no message, and the call succeeded."""
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            command(*KLINES, "--env", server.rest), stdout=write, stderr=subprocess.PIPE, check=False, timeout=60
        )
    finally:
        os.close(write)
    assert (0, b"") == (done.returncode, done.stderr)


@posix_only
@pytest.mark.parametrize("descriptors", [">&-", "2>&-", ">&- 2>&-", "<&-", "<&- >&- 2>&-"])
def test_closed_descriptors_change_nothing(descriptors: str, server: MockServer) -> None:
    """The exit code is that of the call."""
    for symbol, code in (("BTCUSDT", 0), ("NOSUCH", 1)):
        words = command("call", "ticker_price", "--symbol", symbol, "--env", server.rest, "--json")
        line = " ".join(f"'{word}'" for word in words)
        done = subprocess.run(["/bin/sh", "-c", f"{line} {descriptors}"], capture_output=True, check=False, timeout=60)
        assert code == done.returncode
        assert b"Traceback" not in done.stdout + done.stderr
        assert b"Exception" not in done.stdout + done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("words", [KLINES, ("call", "new_order", "--help"), ("operations",), ("--version",)])
def test_a_full_disk_is_told(words: tuple[str, ...], server: MockServer) -> None:
    """What is incomplete must not look complete."""
    env = ("--env", server.rest) if words == KLINES else ()
    with FULL.open("wb") as full:
        done = subprocess.run(command(*words, *env), stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert 74 == done.returncode
    assert b"No space left on device" in done.stderr
    assert 1 == done.stderr.count(b"\n")


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
def test_an_order_whose_answer_cannot_be_printed(keyed: MockServer) -> None:
    """It was executed: that and the answer are told on standard error, so that it is not sent again."""
    order = ("call", "new_order", "--symbol", "BTCUSDT", "--side", "BUY", "--type", "MARKET", "--quantity", "0.01")
    with FULL.open("wb") as full:
        done = subprocess.run(
            command(*order, "--env", keyed.rest), stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert 74 == done.returncode
    assert b"was executed" in done.stderr
    assert b"orderId" in done.stderr


def test_small_encodings(run_process: Run, server: MockServer) -> None:
    """What ASCII cannot show is escaped; JSON stays the same JSON."""
    words = ("call", "ticker_price", "--symbol", "测试USDT", "--env", server.rest)
    ran = run_process(*words, "--json", PYTHONIOENCODING="ascii")
    assert "测试USDT" == json.loads(ran.out)["symbol"]
    assert ran.out.isascii()
    text = run_process(*words, PYTHONIOENCODING="ascii")
    assert 0 == text.code
    assert text.out.isascii()
    assert 0 == run_process("--help", PYTHONIOENCODING="ascii").code


def test_no_colours_outside_a_terminal(run: Run, run_process: Run, server: MockServer) -> None:
    """Neither in answers nor in errors."""
    for ran in (run("operations"), run("call", "nope"), run_process("doctor", "--env", server.rest)):
        assert "\x1b" not in ran.out + ran.err


@posix_only
@pytest.mark.parametrize(("variable", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colours_on_a_terminal(variable: dict[str, str], coloured: bool) -> None:
    """Unless NO_COLOR is set or the terminal is a dumb one."""
    import pty

    leader, follower = pty.openpty()
    plain = {name: each for name, each in os.environ.items() if name != "NO_COLOR"}
    try:
        done = subprocess.run(
            command("call", "nope"),
            stdout=follower,
            stderr=follower,
            stdin=subprocess.DEVNULL,
            env={**plain, "TERM": "xterm", **variable},
            check=False,
            timeout=60,
        )
    finally:
        # Else reading would wait for more.
        os.close(follower)
    try:
        seen = b""
        with contextlib.suppress(OSError):
            while chunk := os.read(leader, 4096):
                seen += chunk
    finally:
        os.close(leader)
    assert 2 == done.returncode
    assert coloured == (b"\x1b[31m" in seen)


def _when_asked(server: MockServer, path: str, process: subprocess.Popen[bytes]) -> None:
    """Interrupt the process once its request has arrived."""
    arrived = threading.Event()
    for _ in range(600):
        if any(record.path == path for record in server.requests):
            arrived.set()
            break
        if process.poll() is not None:
            break
        threading.Event().wait(0.05)
    assert arrived.is_set()
    process.send_signal(signal.SIGINT)


@posix_only
@pytest.mark.parametrize(
    ("words", "path", "told"),
    [
        (("open_interest", "--symbol", "BTCUSDT"), "/fapi/v1/openInterest", rb"error: Interrupted\.\n"),
        (
            ("change_leverage", "--symbol", "BTCUSDT", "--leverage", "5"),
            "/fapi/v1/leverage",
            rb"error: Interrupted while change_leverage .* may have been executed.*\n",
        ),
    ],
)
def test_interruption(words: tuple[str, ...], path: str, told: bytes, keyed: MockServer) -> None:
    """Ctrl-C gives 130 at once, and says so when something may have been changed."""
    keyed.requests.clear()
    keyed.faults.add(delay(5.0, before=True), path=path)
    line = command("call", *words, "--env", keyed.rest)
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            _when_asked(keyed, path, process)
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (130, b"") == (process.returncode, out)
    assert re.fullmatch(told, err)


@posix_only
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_a_served_exchange_ends_when_told(number: signal.Signals, code: int, run: Run) -> None:
    """The first line is JSON; others can call it with the key in it; it ends cleanly."""
    line = command("mock", "serve", "--port", "0", "--seed", "3")
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            assert ["rest", "streams", "ws_api", "api_key", "api_secret"] == list(told)
            assert 0 == run("call", "ping", "--env", told["rest"]).code
            taken = run("mock", "serve", "--port", told["rest"].rpartition(":")[2])
            assert 2 == taken.code
            assert "in use" in taken.err
            process.send_signal(number)
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (code, "") == (process.returncode, out)
    assert "Traceback" not in err


def test_module_and_script_are_the_same(run_process: Run) -> None:
    """`python -m binance_usdm` and the console script."""
    script = Path(sys.executable).with_name("binance-usdm")
    assert 0 == run_process("--version").code
    if script.exists():
        done = subprocess.run([str(script), "--version"], capture_output=True, text=True, check=False, timeout=60)
        assert run_process("--version").out == done.stdout
