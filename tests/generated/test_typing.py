"""C3: mypy and pyright, both strict, agree with the types that the package promises."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]
FILES = ["tests/typing/generated_api.py", "tests/typing/generated_mistakes.py"]
PACKAGE = "generated/binance_usdm_api"


def _run(*command: str) -> tuple[int, str]:
    environment = {**os.environ, "MYPYPATH": "generated"}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_mypy_strict(tmp_path: Path) -> None:
    """C3: package and promises pass mypy --strict; wrong calls are errors exactly where they are marked."""
    code, said = _run("mypy", "--strict", "--warn-unused-ignores", f"--cache-dir={tmp_path}", PACKAGE, *FILES)
    assert code == 0, said


def test_pyright_strict(tmp_path: Path) -> None:
    """C3: package and promises pass pyright in strict mode; each wrong call is an error there too."""
    config = tmp_path / "pyrightconfig.json"
    settings = {
        # pyright takes only relative paths here, and a folder of its own keeps the project's settings out.
        "include": [os.path.relpath(PROJECT / name, tmp_path) for name in [PACKAGE, *FILES]],
        "extraPaths": [str(PROJECT / "generated")],
        "pythonVersion": "3.11",
        "typeCheckingMode": "strict",
        "reportUnnecessaryTypeIgnoreComment": True,
        "venvPath": str(Path(sys.prefix).parent),
        "venv": Path(sys.prefix).name,
    }
    config.write_text(json.dumps(settings), encoding="utf-8")
    code, said = _run("pyright", "--project", str(config), "--outputjson")
    report = json.loads(said[said.index("{") :])
    assert report["summary"]["filesAnalyzed"] > len(FILES) + 40
    found = [
        f"{Path(entry['file']).name}:{entry['range']['start']['line'] + 1}: {entry['message']}"
        for entry in report["generalDiagnostics"]
    ]
    assert (0, []) == (code, found)
