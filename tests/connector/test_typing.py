"""E3: mypy and pyright, both strict, see the connector's public face as its users do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]
FILES = ["tests/typing/connector_api.py", "tests/typing/connector_mistakes.py"]
ROOTS = ["connector", "generated"]


def _run(*command: str) -> tuple[int, str]:
    environment = {**os.environ, "MYPYPATH": os.pathsep.join(ROOTS)}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_mypy_strict(tmp_path: Path) -> None:
    """E3: right calls have the right types, wrong ones are errors exactly where they are marked."""
    code, said = _run(
        "mypy", "--strict", "--warn-unused-ignores", "--follow-imports=silent", f"--cache-dir={tmp_path}", *FILES
    )
    assert code == 0, said


def test_pyright_strict(tmp_path: Path) -> None:
    """E3: the same in pyright."""
    config = tmp_path / "pyrightconfig.json"
    settings = {
        # pyright takes only relative paths here, and a folder of its own keeps the project's settings out.
        "include": [os.path.relpath(PROJECT / name, tmp_path) for name in FILES],
        "extraPaths": [str(PROJECT / root) for root in ROOTS],
        "pythonVersion": "3.11",
        "typeCheckingMode": "strict",
        "reportUnnecessaryTypeIgnoreComment": True,
        "venvPath": str(Path(sys.prefix).parent),
        "venv": Path(sys.prefix).name,
    }
    config.write_text(json.dumps(settings), encoding="utf-8")
    code, said = _run("pyright", "--project", str(config), "--outputjson")
    report = json.loads(said[said.index("{") :])
    assert len(FILES) == report["summary"]["filesAnalyzed"]
    found = [
        f"{Path(entry['file']).name}:{entry['range']['start']['line'] + 1}: {entry['message']}"
        for entry in report["generalDiagnostics"]
    ]
    assert (0, []) == (code, found)
