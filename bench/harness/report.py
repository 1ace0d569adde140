"""The figures as tables for people and as JSON for whoever wants to compare runs."""

import platform
from dataclasses import dataclass, field
from typing import Any

from .roster import CONTENDERS, OURS, WORKS, Work
from .rounds import Figures
from .startup import Startup
from .targets import TARGETS, Bound, Figure, judge

_ANSWERS = {contender.name: contender.answers for contender in CONTENDERS}


@dataclass
class Results:
    """All that one run measured."""

    works: dict[str, dict[str, Figures]] = field(default_factory=dict)
    startup: dict[str, Startup] = field(default_factory=dict)
    installed: dict[str, float] = field(default_factory=dict)
    versions: dict[str, dict[str, str]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def figures(self) -> dict[str, Figure]:
        """What the targets speak of, by their names for it."""
        found = {
            name: Figure("us", {who: figures.cpu for who, figures in by_contender.items()})
            for name, by_contender in self.works.items()
        }
        flight = self.works.get("orders_in_flight", {})
        found["rate_in_flight"] = Figure("/s", {who: figures.per_second for who, figures in flight.items()}, more=True)
        found["import"] = Figure("ms", {who: started.cpu for who, started in self.startup.items()})
        found["memory"] = Figure("MB", {who: started.resident for who, started in self.startup.items()})
        found["size"] = Figure("MB", self.installed)
        return found


def _ratio(value: float, values: dict[str, float], to: str) -> str:
    return f"{value / values[to]:.2f}" if values.get(to) else "-"


def _table(head: list[str], rows: list[list[str]]) -> str:
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = []
    for row in [head, ["-" * width for width in widths], *rows]:
        # The first and the last column are words, the others numbers.
        last = len(row) - 1
        cells = [
            cell.ljust(width) if column in (0, last) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  " + "  ".join(cells).rstrip())
    return "\n".join(lines)


def work_table(work: Work, figures: dict[str, Figures]) -> str:
    """One kind of work: CPU for one operation, its ratios to the floor and to ours, and how much rounds differed."""
    cpu = {who: mine.cpu for who, mine in figures.items()}
    head = ["contender", "CPU us", "x floor", f"x {OURS}", "spread", "rate/s", "answers are"]
    rows = []
    for who in sorted(cpu, key=cpu.__getitem__):
        mine = figures[who]
        rows.append(
            [
                who,
                f"{mine.cpu:,.1f}",
                _ratio(mine.cpu, cpu, "floor"),
                _ratio(mine.cpu, cpu, OURS),
                f"{mine.spread:.0%}",
                f"{mine.per_second:,.0f}",
                _ANSWERS[who],
            ]
        )
    return f"{work.title}: CPU of the client's process for one\n" + _table(head, rows)


def startup_table(startup: dict[str, Startup], installed: dict[str, float]) -> str:
    """Import and first client in a fresh interpreter, memory then, installed size."""
    cpu = {who: mine.cpu for who, mine in startup.items()}
    head = ["contender", "CPU ms", f"x {OURS}", "wall ms", "resident MB", "installed MB"]
    rows = [
        [
            "floor: import asyncio, attrs, msgspec" if who == "floor" else who,
            f"{startup[who].cpu:.1f}",
            _ratio(startup[who].cpu, cpu, OURS),
            f"{startup[who].wall:.1f}",
            f"{startup[who].resident:.1f}",
            f"{installed[who]:.1f}" if who in installed else "",
        ]
        for who in sorted(cpu, key=cpu.__getitem__)
    ]
    return "import and a client made in a fresh interpreter, memory then, installed size with dependencies\n" + _table(
        head, rows
    )


def targets_table(results: Results) -> str:
    """Every target with what this run came to."""
    figures = results.figures()
    rows = []

    def judged(kind: str, bounds: tuple[Bound, ...], figure: Figure | None, title: str) -> None:
        for bound in bounds:
            verdict = judge(bound, figure)
            word = {True: "reached", False: "MISSED", None: ""}[verdict.reached]
            rows.append([title, kind, verdict.text, word])
            title = ""

    for target in TARGETS:
        judged("target", target.must, figures.get(target.figure), target.title)
        judged("stretch", target.stretch, figures.get(target.figure), "")
    return "targets\n" + _table(["what", "", f"bound: {OURS} / rival", ""], rows)


def versions_text(results: Results) -> str:
    """Machine, interpreter and each contender's versions."""
    lines = [f"versions ({platform.system()} {platform.machine()})"]
    for who, versions in results.versions.items():
        lines.append(f"  {who}: " + ", ".join(f"{name} {version}" for name, version in versions.items()))
    return "\n".join(lines)


def as_json(results: Results) -> dict[str, Any]:
    """The same for machines: every round's figures, not only the medians."""
    figures = results.figures()
    return {
        "machine": {"system": platform.system(), "machine": platform.machine()},
        "versions": results.versions,
        "works": {
            work.name: {
                who: {
                    "cpu_us": mine.cpu,
                    "per_second": mine.per_second,
                    "spread": mine.spread,
                    "operations_a_round": mine.operations,
                    "rounds": {"cpu_us": mine.cpu_us, "per_second": mine.rate},
                }
                for who, mine in results.works[work.name].items()
            }
            for work in WORKS
            if work.name in results.works
        },
        "startup": {
            who: {"cpu_ms": mine.cpu, "wall_ms": mine.wall, "resident_mb": mine.resident}
            for who, mine in results.startup.items()
        },
        "installed_mb": results.installed,
        "targets": [
            {
                "what": target.title,
                "kind": kind,
                "bound": (verdict := judge(bound, figures.get(target.figure))).text,
                "reached": verdict.reached,
            }
            for target in TARGETS
            for kind, bounds in (("target", target.must), ("stretch", target.stretch))
            for bound in bounds
        ],
        "failed": results.failed,
    }
