"""C4, S1: every Python example of README, ARCHITECTURE, CONTRIBUTING and docs/ runs as written, over a real socket."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.docs.pages import PAGES, Block, blocks, name

from binance_usdm_mock import MockServer

EXAMPLES = {page: found for page in PAGES if (found := list(blocks(page, "python")))}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the text tells a user to set: the exchange and the key; here they are those of a mock exchange."""
    with MockServer(seed=7) as server:
        monkeypatch.setenv("BINANCE_USDM_ENV", server.rest)
        monkeypatch.setenv("BINANCE_API_KEY", server.api_key)
        monkeypatch.setenv("BINANCE_API_SECRET", server.api_secret)
        yield


def _is_a_test(block: Block) -> bool:
    return "import pytest" in block.text


def test_there_are_examples() -> None:
    """Without them everything below would hold."""
    assert {"README.md", "docs/outcomes.md"} <= {name(page) for page in EXAMPLES}


@pytest.mark.parametrize("page", EXAMPLES, ids=name)
@pytest.mark.usefixtures("environment")
def test_the_examples_of_a_page_run(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In their order and in one namespace, as in a reader's session; a traceback names page and line."""
    session: dict[str, object] = {"__name__": "__example__"}
    for block in EXAMPLES[page]:
        if not _is_a_test(block):
            code = compile("\n" * (block.line - 1) + block.text, str(page), "exec", dont_inherit=True)
            exec(code, session)  # noqa: S102 (the examples are this repository's own)
    captured = capsys.readouterr()
    assert "" == captured.err


@pytest.mark.parametrize("block", [b for found in EXAMPLES.values() for b in found if _is_a_test(b)], ids=str)
def test_the_tests_shown_to_users_pass(block: Block, tmp_path: Path) -> None:
    """An example of a test is run by pytest, alone and with warnings as errors."""
    file = tmp_path / "test_example.py"
    file.write_text(block.text, encoding="utf-8")
    options = ["-q", "-W", "error", "-p", "no:cacheprovider", "-p", "no:asyncio", "--rootdir", str(tmp_path)]
    command = [sys.executable, "-m", "pytest", *options, str(file)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120)
    assert 0 == done.returncode, done.stdout + done.stderr
    assert " passed" in done.stdout
