"""The figures of a run put into docs/benchmarks.md, between two marks."""

import os
import platform
from datetime import UTC, datetime

from . import tables
from .environment import ROOT
from .results import Results
from .roster import WORKS

PAGE = ROOT / "docs" / "benchmarks.md"
_BEGIN, _END = "<!-- figures: begin -->", "<!-- figures: end -->"


def section(results: Results, *, quick: bool) -> str:
    """The part of the page that a run decides."""
    day = datetime.now(UTC).date().isoformat()
    machine = (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, {platform.python_implementation()}"
    )
    parts = [
        f"Measured on {day}{' with `--quick`' if quick else ''}: {machine} {platform.python_version()}.",
        tables.targets_table(results).markdown(),
        *(
            tables.work_table(work, results.works[work.name]).markdown()
            for work in WORKS
            if results.works.get(work.name)
        ),
    ]
    if results.startup:
        parts.append(tables.startup_table(results.startup, results.installed).markdown())
    if results.mock:
        parts.append(tables.mock_table(results.mock).markdown())
    if results.failed:
        parts.append("\n".join(["Not measured:", "", *(f"- {what}" for what in results.failed)]))
    parts.append(tables.versions_table(results).markdown())
    return "\n\n".join(parts)


def replaced(text: str, figures: str) -> str:
    """The page with other figures.

    Raises:
        ValueError: The marks are not in it.
    """
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} has no {_BEGIN} and {_END}: put them where the figures belong")
    return f"{before}{begin}\n\n{figures}\n\n{end}{after}"


def write(results: Results, *, quick: bool) -> None:
    """Put the figures into the page."""
    PAGE.write_text(replaced(PAGE.read_text(encoding="utf-8"), section(results, quick=quick)), encoding="utf-8")
