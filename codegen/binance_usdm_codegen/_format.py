"""Formatting by ruff, and removal of imports that a rendered file does not use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from binance_usdm_codegen._openapi_client import GenerationError

__all__ = ["format_folder"]

# Isolated: the result must not depend on the settings of the folder that the generator runs in.
_COMMON = ("--isolated", "--line-length=120", "--target-version=py311", "--no-cache")


def format_folder(folder: Path) -> None:
    """Format every Python file under a folder in place.

    Raises:
        GenerationError: ruff is not there or found a file it cannot read.
    """
    _ruff("check", "--fix-only", "--unsafe-fixes", "--select=F401,I001,UP007", *_options(), folder=folder)
    _ruff("format", *_options(), folder=folder)


def _options() -> tuple[str, ...]:
    return tuple(option for option in _COMMON)


def _ruff(*arguments: str, folder: Path) -> None:
    command = [sys.executable, "-m", "ruff", *arguments, "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise GenerationError(f"ruff failed: {done.stderr.strip() or done.stdout.strip()}")
