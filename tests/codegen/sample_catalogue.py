"""The sample catalogue: a small one with one of everything, and copies of it to break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from binance_usdm_codegen._check import check
from binance_usdm_codegen._load import read
from binance_usdm_codegen._mistake import Report

SAMPLE = Path(__file__).parent / "sample"
PROJECT = Path(__file__).parents[2]
SPEC = PROJECT / "spec"

Break = Callable[[Path], None]


def broken(folder: Path, file: str, old: str, new: str) -> Path:
    """A copy of the sample with one text replaced."""
    spec = folder / "spec"
    if not spec.exists():
        shutil.copytree(SAMPLE, spec)
    target = spec / file
    text = target.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    target.write_text(text.replace(old, new, 1), encoding="utf-8")
    return spec


def line_of(file: str, text: str) -> int:
    """Line of a text in the sample."""
    lines = (SAMPLE / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def mistakes_of(spec: Path) -> list[str]:
    """All mistakes, as the command prints them."""
    report = Report()
    catalogue = read(spec, report)
    if catalogue is not None:
        check(catalogue, report)
    return [str(mistake) for mistake in report.mistakes]
