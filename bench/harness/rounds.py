"""Interleaved rounds: A B C, A B C, ... each contender alive in its own process, one of them working at a time.

A machine that gets slower in the middle slows all of them, so the ratios hold where the times do not.
"""

import contextlib
import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from .environment import clean
from .roster import SHOWN_VERSIONS, Contender, Work
from .server import running

_BENCH = Path(__file__).resolve().parents[1]
_WAIT_SECONDS = 120.0


class ContenderFailed(Exception):
    """A contender ended or hung; the message has the last lines it wrote."""


@dataclass
class Figures:
    """What one contender measured at one kind of work, a figure for each round."""

    cpu_us: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    operations: int = 0
    more: dict[str, list[float]] = field(default_factory=dict)
    """What the contender found out by itself, a figure for each round."""

    @property
    def cpu(self) -> float:
        """Median CPU microseconds of the contender's process for one operation."""
        return median(self.cpu_us)

    @property
    def per_second(self) -> float:
        """Median of operations a second of wall time."""
        return median(self.rate)

    @property
    def spread(self) -> float:
        """Distance between the quartiles of the CPU figures as a part of their median."""
        if len(self.cpu_us) < 2:
            return 0.0
        first, _, third = quantiles(self.cpu_us, n=4)
        return (third - first) / self.cpu

    def quantile(self, name: str, percent: int) -> float:
        """What so many percent of the contender's own figures do not exceed."""
        ordered = sorted(self.more[name])
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]

    def add(self, count: int, cpu: float, wall: float, more: dict[str, float]) -> None:
        """Take in one round."""
        self.operations = count
        self.cpu_us.append(cpu / count * 1e6)
        self.rate.append(count / wall)
        for name, value in more.items():
            self.more.setdefault(name, []).append(value)


class _Worker:
    """One contender's process, asked for rounds over a pipe."""

    def __init__(self, contender: Contender, work: Work, python: Path, origin: str, keep_path: bool) -> None:
        self.name = contender.name
        self._held = contextlib.ExitStack()
        if work.pushes:
            origin = self._held.enter_context(running())
        self._log: list[str] = []
        self._process = subprocess.Popen(
            [python, "-m", "harness.worker", contender.module + work.part, work.name, origin, *SHOWN_VERSIONS],
            cwd=_BENCH,
            env=clean(keep_path),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        # Drained all the time: a full pipe would stop a contender that complains a lot.
        self._draining = threading.Thread(target=self._drain, daemon=True)
        self._draining.start()

    def _drain(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._log.append(line.rstrip()[:300])
            del self._log[:-12]

    def _answer(self) -> dict[str, object]:
        assert self._process.stdout is not None
        # A contender that waits for ever (for a rate limit, say) ends the run instead of holding it.
        alarm = threading.Timer(_WAIT_SECONDS, self._process.kill)
        alarm.start()
        try:
            line = self._process.stdout.readline()
        finally:
            alarm.cancel()
        if not line:
            self._draining.join(timeout=5)
            raise ContenderFailed(f"{self.name} ended or hung:\n" + "\n".join(self._log))
        answer: dict[str, object] = json.loads(line)
        return answer

    def ready(self) -> dict[str, str]:
        """Wait until it has made its client and done the work once; the versions it uses."""
        versions = self._answer()["versions"]
        assert isinstance(versions, dict)
        return versions

    def round(self, count: int) -> tuple[float, float, dict[str, float]]:
        """Let it do the work that many times; the CPU and wall seconds it took, and what else it found out."""
        assert self._process.stdin is not None
        # It may have ended; reading its answer tells why.
        with contextlib.suppress(OSError):
            self._process.stdin.write(json.dumps({"count": count}) + "\n")
            self._process.stdin.flush()
        answer = self._answer()
        more = answer["more"]
        assert isinstance(more, dict)
        return float(str(answer["cpu"])), float(str(answer["wall"])), more

    def stop(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            # It may have ended before it read what was written to it.
            with contextlib.suppress(OSError):
                pipe.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._draining.join(timeout=5)
        assert self._process.stderr is not None
        self._process.stderr.close()
        self._held.close()


def _operations_for(worker: _Worker, seconds: float, least: int) -> int:
    """How many operations fill a round of `seconds`, found by doubling, which also warms the contender up."""
    count = least
    while True:
        _, wall, _ = worker.round(count)
        if wall >= seconds / 2 or count >= 1_000_000:
            return max(least, int(count * seconds / max(wall, 1e-6)))
        count *= 4 if wall < seconds / 8 else 2


def interleave(
    work: Work,
    contenders: list[Contender],
    pythons: dict[str, Path],
    origin: str,
    *,
    rounds: int,
    seconds: float,
    quick: bool = False,
    keep_path: bool = False,
) -> tuple[dict[str, Figures], dict[str, dict[str, str]], dict[str, str]]:
    """Measure one kind of work with all contenders that know it.

    Args:
        work: What they do.
        contenders: Who; those that do not have this work are left out.
        pythons: The interpreter of each contender's environment; contenders without one are left out.
        origin: The canned server.
        rounds: How often each of them has its turn.
        seconds: Wall time of one turn, about.
        quick: Take the smaller number where a kind of work has numbers of its own.
        keep_path: Leave PYTHONPATH and the like as they are.

    Returns:
        Figures by contender, versions by contender, and why by contender for those that failed.
    """
    figures: dict[str, Figures] = {}
    versions: dict[str, dict[str, str]] = {}
    failed: dict[str, str] = {}
    workers: list[tuple[_Worker, int]] = []
    left: dict[str, float] = {}
    fixed = work.count[quick] if work.count else None
    try:
        for contender in contenders:
            if work.name not in contender.works or contender.environment not in pythons:
                continue
            left[contender.name] = work.patience
            worker = _Worker(contender, work, pythons[contender.environment], origin, keep_path)
            workers.append((worker, 0))
            try:
                versions[contender.name] = worker.ready()
                count = fixed or _operations_for(worker, seconds, 50 if work.flight else 1)
                workers[-1] = (worker, count)
            except ContenderFailed as failure:
                failed[contender.name] = str(failure)
        for _ in range(work.rounds[quick] if work.rounds else rounds):
            for worker, count in workers:
                if worker.name in failed or left[worker.name] <= 0:
                    continue
                start = time.monotonic()
                try:
                    cpu, wall, more = worker.round(count)
                except ContenderFailed as failure:
                    failed[worker.name] = str(failure)
                    continue
                left[worker.name] -= time.monotonic() - start
                figures.setdefault(worker.name, Figures()).add(count, cpu, wall, more)
    finally:
        for worker, _ in workers:
            worker.stop()
    for name, why in failed.items():
        figures.pop(name, None)
        print(f"bench: {work.title}: {why}", file=sys.stderr)
    return figures, versions, failed
