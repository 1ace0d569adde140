"""C4: the commands that the pages name exist, and those that need no key and no terminal run as written."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest
from tests.docs.pages import PAGES, ROOT, Block, blocks, name, prose

PROGRAMS = {"binance-usdm": "binance_usdm", "binance-usdm-codegen": "binance_usdm_codegen"}
TARGETS = frozenset(re.findall(r"^([a-z]+):.*## \S", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
HAND_WRITTEN = [page for page in PAGES if "reference" not in page.parts]

_MAKE = re.compile(r"(?:`|^)make ([a-z]+)", re.MULTILINE)
_COMMAND = re.compile(r"`(?:\.venv/bin/)?(binance-usdm(?:-codegen)?) ([a-z]+)(?: ([a-z]+))?")
# They ask for a key, or serve until they are interrupted; their help shows that they exist.
_WAITING = ("keys", "mock")


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    program, *rest = words
    command = [sys.executable, "-m", PROGRAMS[program], *rest]
    return subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120
    )


def _shown() -> list[tuple[Block, str]]:
    return [
        (block, line)
        for page in HAND_WRITTEN
        for block in blocks(page, "console")
        for line in block.text.splitlines()
        if line.strip()
    ]


@pytest.mark.parametrize("page", HAND_WRITTEN, ids=name)
def test_the_targets_of_make_exist(page: object) -> None:
    """`make something` is a target that `make help` explains."""
    [found] = [each for each in HAND_WRITTEN if each == page]
    named = set(_MAKE.findall(found.read_text(encoding="utf-8")))
    assert set() == named - TARGETS


@pytest.mark.parametrize(("block", "line"), _shown(), ids=str)
def test_the_shown_commands_work(block: Block, line: str) -> None:
    """A command of a console example ends with 0; one that would wait has help."""
    words = shlex.split(line, comments=True)
    assert words[0] in PROGRAMS, f"{block}: {line}"
    if words[1] in _WAITING:
        verb = [words[1], *(word for word in words[2:3] if not word.startswith("-"))]
        words = [words[0], *verb, "--help"]
    elif words[1] in ("call", "doctor") and "--help" not in words:
        assert ["--env", "mock"] == [each for each in words if each in ("--env", "mock")], f"{block}: only to the mock"
    done = _run(*words)
    assert 0 == done.returncode, f"{block}: {line}\n{done.stdout}{done.stderr}"
    assert "" != done.stdout


def test_the_commands_named_in_the_text_exist() -> None:
    """`binance-usdm keys add` between backquotes has help of its own."""
    named = {(program, verb) for page in HAND_WRITTEN for program, verb, _ in _COMMAND.findall(prose(page))}
    assert ("binance-usdm", "keys") in named
    for program, verb in sorted(named):
        done = _run(program, verb, "--help")
        assert 0 == done.returncode, f"{program} {verb}: {done.stderr}"


def test_the_exit_codes_are_those_of_the_program() -> None:
    """README lists every exit code that the command line has."""
    from binance_usdm.cli._exit import ExitCode

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([0-9, ]+) \| \S", readme, re.MULTILINE)
    assert {int(code) for code in ExitCode} == {int(code) for row in rows for code in row.split(",")}
