"""C2, C6: the format of the catalogue is as docs/catalogue.md shows it, and CONTRIBUTING's change does what it says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.codegen.sample_catalogue import SAMPLE, SPEC, mistakes_of
from tests.docs.pages import ROOT, Block, blocks

from binance_usdm_codegen._impact import compare
from binance_usdm_codegen._load import load

PAGE = ROOT / "docs" / "catalogue.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
EXCERPTS = [block for block in blocks(PAGE, "yaml") if block.text.startswith("# part of ")]


def _added(spec: Path) -> list[str]:
    """Put the page's entries into a catalogue; returns the files."""
    files: list[str] = []
    for block in blocks(PAGE, "yaml"):
        first = block.text.partition("\n")[0]
        if first.startswith("# spec/"):
            file = first.removeprefix("# spec/")
            with (spec / file).open("a", encoding="utf-8") as target:
                target.write(block.text)
            files.append(file)
    return files


def test_the_entries_shown_are_right(tmp_path: Path) -> None:
    """Added to the sample catalogue, all entries of the page pass the check together."""
    spec = tmp_path / "spec"
    shutil.copytree(SAMPLE, spec)
    files = _added(spec)
    assert {"enums.yaml", "models/market.yaml", "operations/market.yaml", "streams/market.yaml"} <= set(files)
    assert [] == mistakes_of(spec)


@pytest.mark.parametrize("block", EXCERPTS, ids=str)
def test_the_excerpts_are_in_the_catalogue(block: Block) -> None:
    """What the page quotes of spec/ stands there, line by line."""
    first, *quoted = block.text.splitlines()
    there = (ROOT / first.removeprefix("# part of ")).read_text(encoding="utf-8").splitlines()
    assert [] == [line for line in quoted if line not in there]


def _apply(patch: str, root: Path) -> None:
    """Make the change that a diff shows; what it takes away must stand there exactly once."""
    for part in re.split(r"^(?=--- )", patch, flags=re.MULTILINE):
        if part:
            head, *hunks = re.split(r"^@@.*\n", part, flags=re.MULTILINE)
            [file] = re.findall(r"^\+\+\+ (\S+)$", head, re.MULTILINE)
            for hunk in hunks:
                lines = hunk.splitlines()
                before = "".join(f"{line[1:]}\n" for line in lines if line[:1] in " -")
                after = "".join(f"{line[1:]}\n" for line in lines if line[:1] in " +")
                text = (root / file).read_text(encoding="utf-8")
                assert 1 == text.count(before), f"{file} does not have once:\n{before}"
                (root / file).write_text(text.replace(before, after), encoding="utf-8")


def test_the_change_of_the_guide_does_what_the_guide_says(tmp_path: Path) -> None:
    """The worked example applies to the catalogue as it is, passes the check and has the effect on the API it shows."""
    shutil.copytree(SPEC, tmp_path / "spec")
    [patch] = blocks(CONTRIBUTING, "diff")
    _apply(patch.text, tmp_path)
    [told] = blocks(CONTRIBUTING, "markdown")
    assert told.text.rstrip("\n") == compare(load(SPEC), load(tmp_path / "spec")).text()
