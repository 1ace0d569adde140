"""One contender doing one kind of work in a process of its own, round by round as the benchmark asks.

Started with the contender's module, the work's name, the canned server's origin and the distributions whose versions
are wanted. A first line says that it is ready; then every line {"count": n} on standard input makes it do the work n
times and answer with the wall seconds that took, the CPU seconds of this whole process, all threads and the kernel's
share included, and whatever more the work found out by itself.
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
from typing import Any

from .loopback import stay_on_loopback


def _versions(distributions: list[str]) -> dict[str, str]:
    versions = {"python": platform.python_version()}
    for name in distributions:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return versions


class _Clocks:
    """Readings of the clocks around one round."""

    def __init__(self) -> None:
        gc.collect()
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def answer(self, found: object) -> dict[str, Any]:
        """What the round took, and what more the work found out."""
        cpu, wall = time.process_time() - self._cpu, time.perf_counter() - self._wall
        return {"cpu": cpu, "wall": wall, "more": found or {}}


async def _serve(prepare: Callable[[str], Any], origin: str, say: Callable[[object], None], hello: object) -> None:
    """Serve rounds of asynchronous work; the loop runs between them too, as it would in a program."""
    run = await prepare(origin)
    await run(1)
    say(hello)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        clocks = _Clocks()
        say(clocks.answer(await run(json.loads(line)["count"])))


def main() -> None:
    """Serve rounds until standard input ends."""
    module, work, origin, *distributions = sys.argv[1:]
    stay_on_loopback()
    # A contender that prints must not be taken for an answer.
    answer_to, sys.stdout = sys.stdout, sys.stderr

    def say(answer: object) -> None:
        print(json.dumps(answer), file=answer_to, flush=True)

    prepare = getattr(importlib.import_module(module), work)
    hello = {"versions": _versions(distributions)}
    if inspect.iscoroutinefunction(prepare):
        asyncio.run(_serve(prepare, origin, say, hello))
    else:
        run = prepare(origin)
        run(1)
        say(hello)
        for line in sys.stdin:
            clocks = _Clocks()
            say(clocks.answer(run(json.loads(line)["count"])))
    # Clients are left open: closing is not measured, and some print pages about it.
    os._exit(0)


if __name__ == "__main__":
    main()
