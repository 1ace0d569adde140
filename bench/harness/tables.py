"""The figures as tables, for a terminal and for a page."""

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .mock_speed import Size
from .results import Results
from .roster import CONTENDERS, OURS, Kind, Work
from .rounds import Figures
from .startup import Startup

_GIVES = {contender.name: contender.gives for contender in CONTENDERS}
_WORDS = {True: "reached", False: "MISSED", None: ""}


@dataclass(frozen=True)
class Table:
    """A table: a title, the heads of its columns, and rows of text. The columns named in `words` are no numbers."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: frozenset[int]

    def text(self) -> str:
        """For a terminal."""
        widths = [max(len(row[column]) for row in [self.head, *self.rows]) for column in range(len(self.head))]
        lines = [self.title]
        for row in [self.head, ["-" * width for width in widths], *self.rows]:
            cells = [
                cell.ljust(width) if column in self.words else cell.rjust(width)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            lines.append("  " + "  ".join(cells).rstrip())
        return "\n".join(lines)

    def markdown(self) -> str:
        """For a page."""
        rule = ["---" if column in self.words else "---:" for column in range(len(self.head))]
        lines = ["| " + " | ".join(row) + " |" for row in [self.head, rule, *self.rows]]
        return "\n".join([f"**{self.title[:1].upper()}{self.title[1:]}**", "", *lines])


Told = tuple[list[str], dict[str, list[str]], dict[str, float]]
"""Heads of the columns, cells by contender, and what to sort by."""


def _ratio(value: float, values: dict[str, float], to: str) -> str:
    return f"{value / values[to]:.2f}" if values.get(to) else "-"


def _costs(figures: dict[str, Figures]) -> Told:
    cpu = {who: mine.cpu for who, mine in figures.items()}
    rows = {
        who: [
            f"{mine.cpu:,.1f}",
            _ratio(mine.cpu, cpu, "floor"),
            _ratio(mine.cpu, cpu, OURS),
            f"{mine.spread:.0%}",
            f"{mine.per_second:,.0f}",
        ]
        for who, mine in figures.items()
    }
    return ["CPU us", "x floor", f"x {OURS}", "spread", "rate/s"], rows, cpu


def _streamed(figures: dict[str, Figures], floor: str, last: str, cell: Callable[[Figures], str]) -> Told:
    cpu = {who: mine.cpu for who, mine in figures.items()}
    rate = {who: 1 / value for who, value in cpu.items()}
    rows = {
        who: [
            f"{mine.cpu:,.2f}",
            f"{1e3 / mine.cpu:,.0f}",
            _ratio(rate[who], rate, floor),
            _ratio(rate[who], rate, OURS),
            cell(mine),
        ]
        for who, mine in figures.items()
    }
    return ["CPU us", "thousand/s", f"x {floor}", f"x {OURS}", last], rows, cpu


def _events(figures: dict[str, Figures]) -> Told:
    return _streamed(figures, "floor decoded", "spread", lambda mine: f"{mine.spread:.0%}")


def _rows(figures: dict[str, Figures]) -> Told:
    return _streamed(figures, "floor", "bytes a row", lambda mine: f"{max(mine.more['row_bytes']):,.0f}")


def _trials(figures: dict[str, Figures]) -> Told:
    middle = {who: mine.quantile("ms", 50) for who, mine in figures.items()}
    rows = {
        who: [f"{middle[who]:,.1f}", f"{mine.quantile('ms', 99):,.1f}", str(len(mine.more["ms"]))]
        for who, mine in figures.items()
    }
    return ["median ms", "99 % ms", "trials"], rows, middle


def _memory(figures: dict[str, Figures]) -> Told:
    resident = {who: max(mine.more["resident_mb"]) for who, mine in figures.items()}
    rows = {who: [f"{resident[who]:.1f}", f"{max(mine.more['added_mb']):.1f}"] for who, mine in figures.items()}
    return ["MB", "MB of them by the streams"], rows, resident


_COLUMNS: dict[Kind, Callable[[dict[str, Figures]], Told]] = {
    Kind.COST: _costs,
    Kind.EVENTS: _events,
    Kind.ROWS: _rows,
    Kind.TRIALS: _trials,
    Kind.MEMORY: _memory,
}


def work_table(work: Work, figures: dict[str, Figures]) -> Table:
    """One kind of work, the best first; what is told of each contender depends on the kind."""
    head, rows, key = _COLUMNS[work.kind](figures)
    ordered = sorted(rows, key=key.__getitem__)
    title = f"{work.title}: {work.kind.value}"
    if work.kind in (Kind.TRIALS, Kind.MEMORY):
        return Table(title, ["contender", *head], [[who, *rows[who]] for who in ordered], frozenset({0}))
    named = ["contender", *head, "gives"]
    told = [[who, *rows[who], _GIVES[who].get(work.kind, "")] for who in ordered]
    return Table(title, named, told, frozenset((0, len(named) - 1)))


def startup_table(startup: dict[str, Startup], installed: dict[str, float]) -> Table:
    """Import and first client in a fresh interpreter, memory then, installed size."""
    cpu = {who: mine.cpu for who, mine in startup.items()}
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
    return Table(
        "import and a client made in a fresh interpreter, memory then, installed size with dependencies",
        ["contender", "CPU ms", f"x {OURS}", "wall ms", "resident MB", "installed MB"],
        rows,
        frozenset({0}),
    )


def mock_table(sizes: list[Size]) -> Table:
    """The mock exchange at each size."""
    rows = [
        [
            f"{size.symbols:,}",
            f"{size.open_orders:,}",
            *(f"{rate:,.0f}" for rate in (*size.rates("engine"), *size.rates("rest"))),
        ]
        for size in sizes
    ]
    return Table(
        "mock exchange: orders for a second of its CPU",
        ["symbols", "open orders", "engine, resting", "engine, filled", "REST, resting", "REST, filled"],
        rows,
        frozenset(),
    )


def targets_table(results: Results) -> Table:
    """Every target with what this run came to."""
    rows = []
    before = None
    for target, kind, _, verdict in results.verdicts():
        rows.append(["" if target is before else target.title, kind, verdict.text, _WORDS[verdict.reached]])
        before = target
    return Table("targets", ["what", "", f"bound: {OURS} / rival", ""], rows, frozenset(range(4)))


def versions_table(results: Results) -> Table:
    """Each contender's versions; those of the same environment once."""
    said: dict[str, list[str]] = {}
    for who, versions in results.versions.items():
        told = ", ".join(f"{name} {version}" for name, version in versions.items())
        said.setdefault(told, []).append(who)
    return Table("versions", ["who", "what"], [[", ".join(who), told] for told, who in said.items()], frozenset((0, 1)))


def versions_text(results: Results) -> str:
    """Machine, interpreter and each contender's versions."""
    lines = [f"versions ({platform.system()} {platform.machine()})"]
    for who, versions in results.versions.items():
        lines.append(f"  {who}: " + ", ".join(f"{name} {version}" for name, version in versions.items()))
    return "\n".join(lines)
