"""One contender doing one kind of work in a process of its own, round by round as the benchmark asks.

Started with the contender's module, the work's name, the canned server's origin and the distributions whose versions
are wanted. A first line says that it is ready; then every line {"count": n} on standard input makes it do the work n
times and answer with the wall seconds that took and the CPU seconds of this whole process, all threads and the kernel's
share included.
"""

import asyncio
import gc
import importlib
import importlib.metadata
import inspect
import json
import os
import platform
import sys
import time
from collections.abc import Callable

from .loopback import stay_on_loopback


def _versions(distributions: list[str]) -> dict[str, str]:
    versions = {"python": platform.python_version()}
    for name in distributions:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return versions


def _prepare(module: str, work: str, origin: str) -> Callable[[int], object]:
    """What does the work n times; contenders give functions or coroutine functions, by the work's name."""
    prepare = getattr(importlib.import_module(module), work)
    if not inspect.iscoroutinefunction(prepare):
        run: Callable[[int], object] = prepare(origin)
        return run
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    repeat = loop.run_until_complete(prepare(origin))
    return lambda count: loop.run_until_complete(repeat(count))


def main() -> None:
    """Serve rounds until standard input ends."""
    module, work, origin, *distributions = sys.argv[1:]
    stay_on_loopback()
    # A contender that prints must not be taken for an answer.
    answer_to, sys.stdout = sys.stdout, sys.stderr
    run = _prepare(module, work, origin)
    run(1)
    print(json.dumps({"versions": _versions(distributions)}), file=answer_to, flush=True)
    for line in sys.stdin:
        count = json.loads(line)["count"]
        gc.collect()
        wall, cpu = time.perf_counter(), time.process_time()
        run(count)
        figures = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
        print(json.dumps(figures), file=answer_to, flush=True)
    # Clients are left open: closing is not measured, and some print pages about it.
    os._exit(0)


if __name__ == "__main__":
    main()
