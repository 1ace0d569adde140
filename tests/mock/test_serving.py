"""S2, C4: `mock serve` reads fault files and market scripts, refuses broken ones, and opens /mock/ only when asked."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def served(*words: str) -> Iterator[str]:
    command = [sys.executable, "-m", "binance_usdm", "mock", "serve", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())["rest"]
        finally:
            process.terminate()


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - a loopback address
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_faults_and_admin(tmp_path: Path) -> None:
    file = tmp_path / "faults.yaml"
    file.write_text("faults:\n  - {on: GET /fapi/v1/time, nth: 1, action: country_451}\n", encoding="utf-8")
    with served("--faults", str(file), "--admin") as rest:
        assert [451, 200] == [status(f"{rest}/fapi/v1/time") for _ in range(2)]
        assert 200 == status(f"{rest}/mock/ledger")
    with served() as rest:
        assert (200, 404) == (status(f"{rest}/fapi/v1/time"), status(f"{rest}/mock/ledger"))


def test_a_market_script(tmp_path: Path) -> None:
    file = tmp_path / "market.yaml"
    file.write_text("symbols: {BTCUSDT: {walk: {price: '12345', volatility: 0}}}\n", encoding="utf-8")
    with served("--market", str(file)) as rest:
        address = f"{rest}/fapi/v1/depth?symbol=BTCUSDT&limit=5"
        for _ in range(200):
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - a loopback address
                if json.loads(answer.read())["bids"][0][0].startswith("1234"):
                    return
            time.sleep(0.1)
        pytest.fail("the script never began")


@pytest.mark.parametrize(
    ("option", "text", "place"),
    [
        ("--faults", "faults:\n- action: no\n", ":2: faults[0].action"),
        ("--faults", None, "cannot be read"),
        ("--market", "symbols: {NOPE: {walk: {}}}\n", ":1: symbols.NOPE: 'NOPE' is no contract"),
        ("--market", None, "cannot be read"),
    ],
)
def test_a_broken_file_is_refused_at_start(option: str, text: str | None, place: str, tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "binance_usdm", "mock", "serve", option, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (True, "") == (done.returncode not in (0, 1), done.stdout)
    assert f"{file.name}" in done.stderr
    assert place in done.stderr
    assert "Traceback" not in done.stderr
