"""What a client costs before its first request: import and construction in a fresh interpreter, and the memory then."""

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from .environment import clean
from .roster import Contender

# The clock starts after the interpreter: what is the same for all would only press the ratios together.
_PROGRAM = """
import time
wall, cpu = time.perf_counter(), time.process_time()
{start}
cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
try:
    with open("/proc/self/statm") as statm:
        pages = int(statm.read().split()[1])
    import resource
    resident = pages * resource.getpagesize()
except OSError:
    import resource, sys
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
import json
print(json.dumps([cpu * 1e3, wall * 1e3, resident / 1e6]))
"""


@dataclass
class Startup:
    """One contender's start, a figure for each fresh interpreter."""

    cpu_ms: list[float] = field(default_factory=list)
    wall_ms: list[float] = field(default_factory=list)
    resident_mb: list[float] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        """Median CPU milliseconds."""
        return median(self.cpu_ms)

    @property
    def wall(self) -> float:
        """Median wall milliseconds."""
        return median(self.wall_ms)

    @property
    def resident(self) -> float:
        """Median resident memory, megabytes."""
        return median(self.resident_mb)


def start_interleaved(
    contenders: list[Contender], pythons: dict[str, Path], origin: str, rounds: int
) -> tuple[dict[str, Startup], dict[str, str]]:
    """Start every contender `rounds` times in turn; the first turn only warms file caches and is not counted."""
    figures: dict[str, Startup] = {}
    failed: dict[str, str] = {}
    for turn in range(rounds + 1):
        for contender in contenders:
            if contender.start is None or contender.name in failed:
                continue
            program = _PROGRAM.replace("{start}", contender.start.replace("{origin!r}", repr(origin)))
            done = subprocess.run(
                [pythons[contender.environment], "-I", "-c", program],
                env=clean(),
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            if done.returncode:
                failed[contender.name] = done.stderr.strip()[-800:]
                figures.pop(contender.name, None)
                continue
            if turn:
                cpu, wall, resident = json.loads(done.stdout.splitlines()[-1])
                mine = figures.setdefault(contender.name, Startup())
                mine.cpu_ms.append(cpu)
                mine.wall_ms.append(wall)
                mine.resident_mb.append(resident)
    return figures, failed
