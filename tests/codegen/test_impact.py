"""C2: an edit of the catalogue is summed up as what it does to the public Python API."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.codegen.sample_catalogue import SAMPLE, broken

from binance_usdm_codegen._impact import compare
from binance_usdm_codegen._load import load
from binance_usdm_codegen.cli import main

EDITS: list[dict[str, str]] = yaml.safe_load((SAMPLE.parent / "edited_catalogues.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("edit", EDITS, ids=[edit["says"][:50] or "no change" for edit in EDITS])
def test_edits_are_told_as_what_they_do(tmp_path: Path, edit: dict[str, str]) -> None:
    """C2: each edit appears once, as breaking, added or changed; words alone change nothing."""
    impact = compare(load(SAMPLE), load(broken(tmp_path, edit["file"], edit["old"], edit["new"])))
    found = {"breaking": impact.breaking, "added": impact.added, "changed": impact.changed}
    if edit["kind"] == "none":
        assert "The public API does not change." == impact.text()
        return
    assert [edit["kind"]] == [name for name, lines in found.items() if edit["says"] in lines], found
    assert f"### {edit['kind'].capitalize()}" in impact.text()


def test_the_command_prints_a_changelog_section(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C2: the command compares an old folder with a new one; a broken catalogue is refused."""
    spec = broken(tmp_path, "enums.yaml", "    BUY: {}\n", "    BUY: {}\n    BOTH: {}\n")
    assert main(["impact", str(SAMPLE), str(spec)]) == 0
    assert "### Added\n\n- enum `Side`: member `BOTH`.\n" == capsys.readouterr().out
    assert main(["impact", str(tmp_path / "nowhere"), str(spec)]) == 1
    assert "does not exist" in capsys.readouterr().err
