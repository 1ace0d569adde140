"""All that one run measured, and the same for machines."""

import platform
from dataclasses import asdict, dataclass, field
from typing import Any

from .mock_speed import Size
from .roster import WORKS, Kind
from .rounds import Figures
from .startup import Startup
from .targets import MOCK, TARGETS, Bound, Figure, Target, Verdict, judge


@dataclass
class Results:
    """All that one run measured."""

    works: dict[str, dict[str, Figures]] = field(default_factory=dict)
    startup: dict[str, Startup] = field(default_factory=dict)
    installed: dict[str, float] = field(default_factory=dict)
    mock: list[Size] = field(default_factory=list)
    versions: dict[str, dict[str, str]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def figures(self) -> dict[str, Figure]:
        """What the targets speak of, by their names for it."""
        found: dict[str, Figure] = {}
        for work in WORKS:
            measured = self.works.get(work.name, {})
            if work.kind is Kind.COST:
                found[work.name] = Figure("us", {who: mine.cpu for who, mine in measured.items()})
            elif work.kind in (Kind.EVENTS, Kind.ROWS):
                found[work.name] = Figure("/s", {who: 1e6 / mine.cpu for who, mine in measured.items()}, more=True)
            if work.kind is Kind.ROWS:
                kept = {who: max(mine.more["row_bytes"]) for who, mine in measured.items()}
                found["row_bytes"] = Figure("bytes", kept)
        flight = self.works.get("orders_in_flight", {})
        found["rate_in_flight"] = Figure("/s", {who: mine.per_second for who, mine in flight.items()}, more=True)
        found["import"] = Figure("ms", {who: started.cpu for who, started in self.startup.items()})
        found["memory"] = Figure("MB", {who: started.resident for who, started in self.startup.items()})
        found["size"] = Figure("MB", self.installed)
        for name in ("engine", "rest"):
            slowest = [rate for size in self.mock for rate in size.rates(name)]
            found[f"mock_{name}"] = Figure("/s", {MOCK: min(slowest)} if slowest else {}, more=True)
        return found

    def verdicts(self) -> list[tuple[Target, str, Bound, Verdict]]:
        """Every bound of every target with what this run came to."""
        figures = self.figures()
        return [
            (target, kind, bound, judge(bound, figures.get(target.figure), target.whose))
            for target in TARGETS
            for kind, bounds in (("target", target.must), ("stretch", target.stretch))
            for bound in bounds
        ]


def as_json(results: Results) -> dict[str, Any]:
    """The same for machines: every round's figures, not only the medians."""
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
                    "rounds": {"cpu_us": mine.cpu_us, "per_second": mine.rate, **mine.more},
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
        "mock": [asdict(size) for size in results.mock],
        "targets": [
            {
                "what": target.title,
                "whose": target.whose,
                "kind": kind,
                "bound": verdict.text,
                "reached": verdict.reached,
            }
            for target, kind, _, verdict in results.verdicts()
        ],
        "failed": results.failed,
    }
