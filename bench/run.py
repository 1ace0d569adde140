"""Measure this project's client against other clients: same machine, same canned server, same work, one run.

Needs the standard library only; `make bench` runs it. The contenders live in environments of their own under .bench/,
made on the first run from the pinned requirements beside this file. Nothing leaves 127.0.0.1 but what installing needs.
"""

import argparse
import json
import sys
from pathlib import Path

from harness import environment, report, server
from harness.roster import CONTENDERS, REQUIREMENTS, WORKS, Contender
from harness.rounds import interleave
from harness.startup import start_interleaved


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run.py", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer, shorter rounds: under three minutes once set up")
    parser.add_argument(
        "--only",
        action="append",
        metavar="NAME",
        help="a contender or a kind of work, may be repeated: "
        + ", ".join([*(contender.name for contender in CONTENDERS), *(work.name for work in WORKS), "startup"]),
    )
    parser.add_argument("--rounds", type=int, help="turns of each contender (default 30, with --quick 10)")
    parser.add_argument("--seconds", type=float, help="wall time of one turn (default 0.2, with --quick 0.1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="results as JSON (default .bench/results.json)")
    parser.add_argument("--here", action="store_true", help="make no environments: all runs in this Python as it is")
    parser.add_argument("--lock", action="store_true", help="only resolve bench/requirements to the newest versions")
    arguments = parser.parse_args()
    known = {"startup", *(contender.name for contender in CONTENDERS), *(work.name for work in WORKS)}
    unknown = set(arguments.only or ()) - known
    if unknown:
        parser.error(f"--only {', '.join(sorted(unknown))}: known are {', '.join(sorted(known))}")
    return arguments


def _chosen(only: list[str] | None) -> tuple[list[Contender], set[str]]:
    """The contenders and the kinds of work that --only leaves."""
    wanted = set(only or ())
    works = {*(work.name for work in WORKS), "startup"}
    names = wanted - works
    contenders = [contender for contender in CONTENDERS if not names or contender.name in names]
    return contenders, (wanted & works) or works


def _measure(arguments: argparse.Namespace) -> report.Results:
    contenders, works = _chosen(arguments.only)
    needed = dict.fromkeys(contender.environment for contender in contenders)
    pythons = {name: Path(sys.executable) if arguments.here else environment.prepare(name) for name in needed}
    rounds = arguments.rounds or (10 if arguments.quick else 30)
    seconds = arguments.seconds or (0.1 if arguments.quick else 0.2)
    results = report.Results()
    with server.running() as origin:
        for work in WORKS:
            if work.name not in works:
                continue
            figures, versions, failed = interleave(
                work, contenders, pythons, origin, rounds=rounds, seconds=seconds, keep_path=arguments.here
            )
            results.works[work.name] = figures
            results.versions |= versions
            results.failed |= {f"{who}, {work.name}": why for who, why in failed.items()}
            if figures:
                print(report.work_table(work, figures), end="\n\n", flush=True)
        if "startup" in works:
            results.startup, failed = start_interleaved(contenders, pythons, origin, max(2, rounds // 2))
            results.failed |= {f"{who}, startup": why for who, why in failed.items()}
            if not arguments.here:
                results.installed = {name: environment.installed_bytes(name) / 1e6 for name in needed}
            print(report.startup_table(results.startup, results.installed), end="\n\n", flush=True)
    return results


def main() -> int:
    """Measure and print; 1 where a contender could not be measured, whatever the targets say."""
    arguments = _arguments()
    try:
        if arguments.lock:
            environment.lock(REQUIREMENTS)
            return 0
        results = _measure(arguments)
    except environment.CannotPrepare as problem:
        print(f"bench: {problem}", file=sys.stderr)
        return 1
    print(report.targets_table(results), end="\n\n")
    print(report.versions_text(results))
    output = arguments.json or environment.CACHE / "results.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(report.as_json(results), indent=1) + "\n")
    for what, why in results.failed.items():
        print(f"\nbench: not measured: {what}: {why}", file=sys.stderr)
    return 1 if results.failed else 0


if __name__ == "__main__":
    sys.exit(main())
