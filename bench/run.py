"""Measure this project's client against other clients: same machine, same canned server, same work, one run.

Needs the standard library only; `make bench` runs it. The contenders live in environments of their own under .bench/,
made on the first run from the pinned requirements beside this file. Nothing leaves 127.0.0.1 but what installing needs.
"""

import argparse
import contextlib
import json
import sys
from pathlib import Path

from harness import environment, mock_speed, page, server, tables
from harness.results import Results, as_json
from harness.roster import CONTENDERS, OURS, REQUIREMENTS, WORKS, Contender
from harness.rounds import interleave
from harness.startup import start_interleaved

_OTHERS = ("mock", "startup")
"""What is measured besides the kinds of work."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run.py", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer, shorter rounds")
    parser.add_argument(
        "--only",
        action="append",
        metavar="NAME",
        help="a contender or a kind of work, may be repeated: "
        + ", ".join([*(contender.name for contender in CONTENDERS), *(work.name for work in WORKS), *_OTHERS]),
    )
    parser.add_argument("--rounds", type=int, help="turns of each contender (default 30, with --quick 10)")
    parser.add_argument("--seconds", type=float, help="wall time of one turn (default 0.2, with --quick 0.1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="results as JSON (default .bench/results.json)")
    parser.add_argument("--write-docs", action="store_true", help="put the figures into docs/benchmarks.md")
    parser.add_argument("--here", action="store_true", help="make no environments: all runs in this Python as it is")
    parser.add_argument("--lock", action="store_true", help="only resolve bench/requirements to the newest versions")
    arguments = parser.parse_args()
    known = {*_OTHERS, *(contender.name for contender in CONTENDERS), *(work.name for work in WORKS)}
    unknown = set(arguments.only or ()) - known
    if unknown:
        parser.error(f"--only {', '.join(sorted(unknown))}: known are {', '.join(sorted(known))}")
    if arguments.write_docs and arguments.only:
        parser.error("--write-docs with --only: the page shows one whole run")
    return arguments


def _chosen(only: list[str] | None) -> tuple[list[Contender], set[str]]:
    """The contenders and the kinds of work that --only leaves."""
    wanted = set(only or ())
    works = {*(work.name for work in WORKS), *_OTHERS}
    names = wanted - works
    contenders = [contender for contender in CONTENDERS if not names or contender.name in names]
    chosen = (wanted & works) or works
    # The mock exchange is no contender: who asks for some of them alone does not ask for it.
    return contenders, chosen - {"mock"} if names and "mock" not in wanted else chosen


def _pythons(contenders: list[Contender], works: set[str], here: bool, results: Results) -> dict[str, Path]:
    """The interpreter of each environment that is needed; a peer that cannot be installed is left out, with a word."""
    needed = dict.fromkeys(each.environment for each in contenders if works & {*each.works, "startup"})
    if here:
        return dict.fromkeys(needed, Path(sys.executable))
    pythons: dict[str, Path] = {}
    for name in needed:
        try:
            pythons[name] = environment.prepare(name)
        except environment.CannotPrepare as problem:
            if name == OURS:
                raise
            results.failed[f"{name}, everything"] = f"its environment could not be made: {problem}"
    return pythons


def _measure(arguments: argparse.Namespace) -> Results:
    contenders, works = _chosen(arguments.only)
    results = Results()
    pythons = _pythons(contenders, works, arguments.here, results)
    rounds = arguments.rounds or (10 if arguments.quick else 30)
    seconds = arguments.seconds or (0.1 if arguments.quick else 0.2)
    with server.running() as origin:
        for work in WORKS:
            if work.name not in works:
                continue
            figures, versions, failed = interleave(
                work,
                contenders,
                pythons,
                origin,
                rounds=rounds,
                seconds=seconds,
                quick=arguments.quick,
                keep_path=arguments.here,
            )
            results.works[work.name] = figures
            results.versions |= versions
            results.failed |= {f"{who}, {work.name}": why for who, why in failed.items()}
            if figures:
                print(tables.work_table(work, figures).text(), end="\n\n", flush=True)
        if "startup" in works:
            results.startup, failed = start_interleaved(contenders, pythons, origin, max(2, rounds // 2))
            results.failed |= {f"{who}, startup": why for who, why in failed.items()}
            if not arguments.here:
                results.installed = {name: environment.installed_bytes(name) / 1e6 for name in pythons}
            print(tables.startup_table(results.startup, results.installed).text(), end="\n\n", flush=True)
    if "mock" in works:
        _measure_mock(arguments, results)
    return results


def _measure_mock(arguments: argparse.Namespace, results: Results) -> None:
    seconds = 0.3 if arguments.quick else 1.0
    for symbols, orders in mock_speed.SIZES:
        if arguments.quick and orders > mock_speed.QUICK:
            continue
        try:
            results.mock.append(mock_speed.measure(symbols, orders, seconds))
        except mock_speed.MockFailed as failure:
            results.failed[f"mock exchange, {symbols} symbols, {orders} open orders"] = str(failure)
    if results.mock:
        print(tables.mock_table(results.mock).text(), end="\n\n", flush=True)


def main() -> int:
    """Measure and print; 1 where a contender could not be measured, whatever the targets say."""
    arguments = _arguments()
    try:
        if arguments.lock:
            environment.lock(REQUIREMENTS)
            return 0
        with contextlib.nullcontext() if arguments.here else environment.alone():
            results = _measure(arguments)
    except environment.CannotPrepare as problem:
        print(f"bench: {problem}", file=sys.stderr)
        return 1
    print(tables.targets_table(results).text(), end="\n\n")
    print(tables.versions_text(results))
    output = arguments.json or environment.CACHE / "results.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(as_json(results), indent=1) + "\n")
    if arguments.write_docs:
        page.write(results, quick=arguments.quick)
    for what, why in results.failed.items():
        print(f"\nbench: not measured: {what}: {why}", file=sys.stderr)
    return 1 if results.failed else 0


if __name__ == "__main__":
    sys.exit(main())
