"""C6: known differences to the SDK are accepted with a reason, exactly and no longer than they are there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.codegen.made_up_sdk import edited, sdk_tree
from tests.codegen.sample_catalogue import SAMPLE, mistakes_of

from binance_usdm_codegen.cli import main

DEARER = "- {of: candles, carrier: rest, what: parameter page, sdk: optional, correction: 1}\n"

# an entry of drift.yaml, the beginning of the mistake
MISTAKES = [
    (
        "{of: candels, carrier: rest, what: weight, sdk: 9, reason: x}",
        "[0].of: unknown rest call 'candels' (did you mean candles?)",
    ),
    ("{of: candles, carrier: ws_api, what: weight, sdk: 9, reason: x}", "[0].of: unknown ws_api call 'candles'"),
    ("{of: GET /v1/ping, carrier: rest, what: presence, sdk: there, reason: x}", "[0].of: unknown rest call"),
    ("{of: ping, carrier: tcp, what: weight, sdk: 9, reason: x}", "[0].carrier: unknown value 'tcp'"),
    (
        "{of: ping, carrier: rest, what: wieght, sdk: 9, reason: x}",
        "[0].what: unknown value 'wieght' (did you mean weight?)",
    ),
    ("{of: trade, carrier: stream, what: weight, sdk: 9, reason: x}", "[0].what: unknown value 'weight'"),
    ("{of: ping, carrier: rest, what: weight, sdk: 1, reason: x}", "[0].sdk: '1' is no difference"),
    ("{of: ping, carrier: rest, what: presence, sdk: there, reason: x}", "[0].sdk: 'there' is no difference"),
    (
        "{of: price, carrier: rest, what: parameter symbol, sdk: optional, reason: x}",
        "[0].sdk: symbol is in the catalogue",
    ),
    (
        "{of: price, carrier: rest, what: parameter page, sdk: absent, reason: x}",
        "[0].sdk: page is not in the catalogue",
    ),
    (
        "{of: price, carrier: rest, what: parameter symbl required, sdk: 'yes', reason: x}",
        "[0].what: unknown parameter of price 'symbl' (did you mean symbol?)",
    ),
    (
        "{of: price, carrier: rest, what: parameter symbol required, sdk: 'no', reason: x}",
        "[0].sdk: 'no' is no difference",
    ),
    ("{of: ping, carrier: rest, what: weight, sdk: 9}", "[0].reason: neither or both"),
    ("{of: candles, carrier: rest, what: weight, sdk: 9, reason: x, correction: 1}", "[0].reason: neither or both"),
    ("{of: candles, carrier: rest, what: weight, sdk: 9, correction: 2}", "[0].correction: unknown correction '2'"),
    ("{of: ping, carrier: rest, what: weight, sdk: 9, correction: 1}", "[0].correction: 1 does not affect ping"),
    ("{of: ping, carrier: rest, what: weight, reason: x}", "[0].sdk: is missing"),
    ("{of: ping, carrier: rest, what: weight, sdk: 9, reason: x, since: 2026}", "[0].since: unknown key 'since'"),
    ("ping", "[0]: is a text"),
]


def _spec(folder: Path, accepted: str) -> Path:
    spec = folder / "spec"
    shutil.copytree(SAMPLE, spec)
    (spec / "drift.yaml").write_text(accepted, encoding="utf-8")
    return spec


def _paged(folder: Path, new: str) -> Path:
    sdk = sdk_tree(folder / "sdk")
    edited(sdk, "rest_api", "end_time=None, limit=None", f"end_time=None, limit=None{new}")
    return sdk


def test_an_accepted_difference_is_no_drift(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C6: it is counted, JSON tells why, and the exit code is 0."""
    spec, sdk = _spec(tmp_path, DEARER), _paged(tmp_path, ", page=None")
    words = ["drift", "--spec", str(spec), "--sdk", str(sdk)]
    assert 0 == main(words)
    assert "15 calls: nothing unexplained; 1 accepted differences." in capsys.readouterr().out
    assert 0 == main([*words, "--json"])
    assert ["correction 1"] == [row["accepted"] for row in json.loads(capsys.readouterr().out)["differences"]]


def test_it_comes_back_when_the_sdk_says_something_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C6: the entry names what the SDK says; then it is unused, and the difference is drift."""
    sdk = _paged(tmp_path, ", *, page")
    assert 1 == main(["drift", "--spec", str(_spec(tmp_path, DEARER)), "--sdk", str(sdk)])
    first, second, summary = capsys.readouterr().out.splitlines()
    assert "+ candles: parameter page, required" == first
    assert second.startswith("spec/drift.yaml:1: parameter page: is no difference of candles (any more); allowed: ")
    assert "1 added, 1 unused entries of drift.yaml" in summary


def test_an_entry_that_explains_nothing_is_a_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C6: the list cannot grow old unnoticed; file and line are named."""
    spec = _spec(tmp_path, "# A comment.\n" + DEARER)
    assert 1 == main(["drift", "--spec", str(spec), "--sdk", str(sdk_tree(tmp_path / "sdk"))])
    assert "spec/drift.yaml:2: parameter page: is no difference" in capsys.readouterr().out


def test_what_only_the_sdk_has_can_be_accepted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C6: an operation that the catalogue leaves out on purpose is named by its address."""
    spec = _spec(tmp_path, "- {of: PUT /v1/new, carrier: rest, what: presence, sdk: there, reason: Not for traders.}\n")
    sdk = sdk_tree(tmp_path / "sdk")
    more = '    def fresh(self):\n        send(method="PUT", path="/v1/new")\n\n    def ping(self)'
    edited(sdk, "rest_api", "    def ping(self)", more)
    assert 0 == main(["drift", "--spec", str(spec), "--sdk", str(sdk)]), capsys.readouterr().out


@pytest.mark.parametrize(("entry", "says"), MISTAKES, ids=[says[:45] for _, says in MISTAKES])
def test_each_mistake_of_an_entry_is_named(entry: str, says: str, tmp_path: Path) -> None:
    """C6: the catalogue's check knows without an SDK what cannot be right, with file and line."""
    found = mistakes_of(_spec(tmp_path, f"- {entry}\n"))
    assert [f"spec/drift.yaml:1: {says}"] == [mistake[: len(says) + len("spec/drift.yaml:1: ")] for mistake in found]


def test_an_entry_twice_and_a_file_that_is_no_list(tmp_path: Path) -> None:
    """C6: each difference is explained once; the file is a list."""
    [twice] = mistakes_of(_spec(tmp_path / "twice", DEARER * 2))
    assert twice.startswith("spec/drift.yaml:2: [1].of: is there twice, first at spec/drift.yaml:1")
    [no_list] = mistakes_of(_spec(tmp_path / "mapping", "candles: 1\n"))
    assert no_list.startswith("spec/drift.yaml:1: file: is a mapping; allowed: a list")
