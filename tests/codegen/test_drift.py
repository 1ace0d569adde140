"""C6: the catalogue is compared with the official SDK, which is read and never run; what differs is listed."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from tests.codegen.made_up_sdk import edited, sdk_tree
from tests.codegen.sample_catalogue import SAMPLE, SPEC

from binance_usdm_codegen._drift_find import DISTRIBUTION
from binance_usdm_codegen._drift_sdk import PACKAGE
from binance_usdm_codegen._load import load
from binance_usdm_codegen.cli import main

CLEAN = f"{DISTRIBUTION} 7.8.9, 15 calls: nothing unexplained; 0 accepted differences.\n"

# part of the SDK, text there, what it becomes, lines of the report
EDITS = [
    (
        "rest_api",
        '    def ping(self):\n        """',
        '    def fresh(self):\n        send(method="PUT", path="/v1/new")\n\n    def ping(self):\n        """',
        ["+ operation PUT /v1/new (fresh)"],
    ),
    (
        "rest_api",
        'path="/v1/ping"',
        'path="/v2/ping"',
        ["+ operation GET /v2/ping (ping)", "- operation ping GET /v1/ping"],
    ),
    ("rest_api", "start_time=None, ", "", ["- candles: parameter startTime, optional"]),
    ("rest_api", "symbol, interval", "symbol, zone_id, interval", ["+ candles: parameter zoneId, required"]),
    (
        "rest_api",
        "def price(self, symbol=None",
        "def price(self, symbol=None, page=None",
        ["+ price: parameter page, optional"],
    ),
    ("rest_api", "good_till=None", "good_till=None, *, tag", ["+ new_order: parameter tag, required"]),
    (
        "rest_api",
        "side, type, quantity=None",
        "side, type, quantity",
        ["~ new_order: parameter quantity required: catalogue no, SDK yes"],
    ),
    (
        "rest_api",
        "def price(self, symbol=None",
        "def price(self, symbol",
        ["~ price: parameter symbol required: catalogue no, SDK yes"],
    ),
    ("rest_api", ", recv_window=None):", "):", ["- new_order: parameter recvWindow, optional"]),
    ("rest_api", "Weight(IP): 1\n", "Weight(IP): 3\n", ["~ ping: weight: catalogue 1, SDK 3"]),
    (
        "rest_api",
        "Weight(IP): 1\n",
        "Weight: 1 on weekdays\n",
        ["~ ping: weight: catalogue 1, SDK “1 on weekdays”"],
    ),
    (
        "rest_api",
        "| [100, 1000] | 5 |",
        "| [100, 500) | 5 |\n    | [500, 1000] | 6 |\n    | > 1000 | 7 |",
        ["~ candles: weight: catalogue 1 from 1, 5 from 100, SDK 1 from 1, 5 from 100, 6 from 500, 7 from 1001"],
    ),
    (
        "rest_api",
        "| 100 | 5 |",
        "| 100 | 6 |",
        ["~ book: weight: catalogue 2 at 5, 2 at 10, 5 at 100, SDK 2 at 5, 2 at 10, 6 at 100"],
    ),
    (
        "rest_api",
        "**2** when the symbol parameter is omitted",
        "**4** without symbol",
        ["~ price: weight: catalogue 1 with symbol, 2 without, SDK 1 with symbol, 4 without"],
    ),
    (
        "rest_api",
        "1 on 10s order",
        "2 on 10s order",
        ["~ new_order: order counts: catalogue 1 in 10s, 1 in 1m, SDK 2 in 10s, 1 in 1m"],
    ),
    ("rest_api", "0 on IP rate", "9 on IP rate", ["~ new_order: weight: catalogue 0, SDK 9"]),
    ("rest_api", "1 requests/month", "2 requests/month", ["~ rules: request limit: catalogue 1 in 1M, SDK 2 in 1M"]),
    (
        "rest_api",
        "Security Type: USER_DATA",
        "Security Type: TRADE",
        ["~ query_order: security: catalogue user_data, SDK trade"],
    ),
    ("rest_api", ", is_signed=True", "", ["~ new_order: signed: catalogue yes, SDK no"]),
    (
        "websocket_api",
        "/session.status",
        "/session.state",
        ["+ method session.state (status)", "- method session_status session.status"],
    ),
    ("websocket_api", "price=None, ", "", ["- new_order over the WebSocket API: parameter price, optional"]),
    (
        "websocket_api",
        "send_signed_message",
        "send_message",
        ["~ new_order over the WebSocket API: signed: catalogue yes, SDK no"],
    ),
    ("websocket_streams", "!ticker@arr", "!ticker", ["+ stream !ticker (tickers)", "- stream all_tickers !ticker@arr"]),
    (
        "websocket_streams",
        'stream_url="public"',
        'stream_url="market"',
        ["~ trade: route: catalogue public, SDK market"],
    ),
    ("websocket_streams", ", speed=None", "", ["- trade: parameter speed, optional"]),
]


def _drift(sdk: Path, *words: str, spec: Path = SAMPLE) -> int:
    return main(["drift", "--spec", str(spec), "--sdk", str(sdk), *words])


def test_nothing_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C6: agreeing descriptions give one line and exit code 0; nothing of the SDK is run."""
    assert 0 == _drift(sdk_tree(tmp_path))
    assert CLEAN == capsys.readouterr().out


@pytest.mark.parametrize(("part", "old", "new", "lines"), EDITS, ids=[edit[3][0][:40] for edit in EDITS])
def test_each_kind_of_change_is_listed(
    part: str, old: str, new: str, lines: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """C6: added, removed and changed operations, parameters, cost, security, methods and streams."""
    sdk = sdk_tree(tmp_path)
    edited(sdk, part, old, new)
    assert 1 == _drift(sdk)
    *found, summary = capsys.readouterr().out.splitlines()
    assert lines == found
    assert summary.startswith(f"{DISTRIBUTION} 7.8.9, ")


def test_a_function_that_is_not_understood_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C6: what cannot be read is said; it must not pass for a removal only."""
    sdk = sdk_tree(tmp_path)
    edited(sdk, "rest_api", 'path="/v1/ping"', "path=PING")
    edited(sdk, "rest_api", 'path="/v1/price"', 'path="/v1/rules"')
    assert 1 == _drift(sdk)
    lines = capsys.readouterr().out.splitlines()
    assert ["ping: nothing that it sends was found", "trading_rules: GET /v1/rules is there twice"] == [
        line.split(" ", 2)[2] for line in lines if line.startswith("? ")
    ]
    assert "2 not understood" in lines[-1]


def test_json_has_every_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C6: programs get the same, with the parts of each difference."""
    sdk = sdk_tree(tmp_path)
    edited(sdk, "rest_api", "Weight(IP): 1\n", "Weight(IP): 3\n")
    assert 1 == _drift(sdk, "--json")
    found = json.loads(capsys.readouterr().out)
    assert {"distribution": DISTRIBUTION, "version": "7.8.9", "calls": 15} == found["sdk"]
    assert not found["clean"]
    [only] = found["differences"]
    assert ("~", "ping", "rest", "weight", "1", "3", None) == tuple(
        only[key] for key in ("sign", "of", "carrier", "what", "catalogue", "sdk", "accepted")
    )


def test_a_wheel_and_the_folder_of_the_package_do_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C6: three ways to give the SDK, one answer."""
    sdk = sdk_tree(tmp_path / "tree")
    wheel = tmp_path / "sdk.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in sdk.rglob("*"):
            archive.write(path, path.relative_to(sdk))
    assert [0, 0] == [_drift(wheel), _drift(sdk / PACKAGE)]
    assert CLEAN * 2 == capsys.readouterr().out


@pytest.mark.parametrize("broken", ["nowhere", "no_streams", "no_python", "no_wheel"])
def test_what_is_no_sdk_is_refused(broken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C6: bad input is exit code 2, with what to do."""
    sdk = sdk_tree(tmp_path)
    if broken == "nowhere":
        sdk = tmp_path / "nowhere"
    elif broken == "no_streams":
        shutil.rmtree(sdk / PACKAGE / "websocket_streams")
    elif broken == "no_python":
        edited(sdk, "rest_api", "class Calls", "class Calls Calls")
    else:
        sdk = tmp_path / "broken.whl"
        sdk.write_bytes(b"no zip file")
    assert 2 == _drift(sdk)
    told = capsys.readouterr()
    assert "" == told.out
    assert any(word in told.err for word in ("Give ", "--sdk", "cannot be read as Python")), told.err


def test_without_an_index_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """C6: no installed SDK and no package index is exit code 2, and no download is tried for long."""
    for name, value in (("PIP_NO_INDEX", "1"), ("PIP_CONFIG_FILE", str(tmp_path / "none")), ("PIP_FIND_LINKS", "")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert 2 == main(["drift", "--spec", str(SAMPLE)])
    told = capsys.readouterr().err
    assert f"{DISTRIBUTION} is not installed and could not be downloaded" in told
    assert "give the folder with --sdk" in told


def test_an_installed_sdk_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """C6: without --sdk the environment's own is read, and still not run."""
    monkeypatch.syspath_prepend(str(sdk_tree(tmp_path)))
    assert 0 == main(["drift", "--spec", str(SAMPLE)])
    assert CLEAN == capsys.readouterr().out


def test_a_broken_catalogue_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C6: drift of a broken catalogue cannot be told."""
    assert 2 == _drift(sdk_tree(tmp_path), spec=tmp_path / "nowhere")
    assert "does not exist" in capsys.readouterr().err


def test_nothing_generated_depends_on_the_accepted_differences(tmp_path: Path) -> None:
    """C6: a new SDK alone makes no generated file stale."""
    spec = tmp_path / "spec"
    shutil.copytree(SPEC, spec)
    (spec / "drift.yaml").unlink()
    assert load(SPEC).digest == load(spec).digest
