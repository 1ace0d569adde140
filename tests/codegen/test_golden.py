"""C2, T3: what the generator makes of the sample catalogue is what was reviewed.

Refresh after a wanted change with: UPDATE_GOLDEN=1 python -m pytest tests/codegen/test_golden.py
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.codegen.sample_catalogue import SAMPLE

from binance_usdm_codegen._generate import render_all
from binance_usdm_codegen._load import load
from binance_usdm_codegen._package import RUNTIME

GOLDEN = Path(__file__).parent / "golden"
# Copied, not rendered; compared with their sources below.
COPIED = {path.name for path in RUNTIME.glob("*.py")} | {"py.typed"}


def _made() -> dict[str, bytes]:
    everything = render_all(load(SAMPLE))
    return {
        path.as_posix(): text for path, text in everything.items() if path.name not in COPIED or len(path.parts) > 3
    }


def test_generated_files_are_the_reviewed_ones() -> None:
    """C2: every file that is made of the sample equals its golden copy, and no other file is made."""
    made = _made()
    if os.environ.get("UPDATE_GOLDEN"):
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for name, text in made.items():
            target = GOLDEN / f"{name}.golden"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
    expected = {
        path.relative_to(GOLDEN).as_posix().removesuffix(".golden"): path.read_bytes()
        for path in GOLDEN.rglob("*.golden")
    }
    assert sorted(expected) == sorted(made)
    for name, text in expected.items():
        assert text.decode() == made[name].decode(), name


def test_the_runtime_is_copied_word_for_word() -> None:
    """C2: files of the runtime differ from their sources by one header line."""
    everything = {path.name: text for path, text in render_all(load(SAMPLE)).items() if len(path.parts) == 3}
    for source in sorted(RUNTIME.glob("*.py")):
        header, _, body = everything[source.name].decode().partition("\n")
        assert header.startswith("# DO NOT EDIT")
        assert source.read_text(encoding="utf-8") == body
