"""Finds the official Python SDK to read: where the user says, installed, or downloaded into a temporary folder."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from binance_usdm_codegen._drift_sdk import PACKAGE, Published, SdkError, read_sdk

__all__ = ["DISTRIBUTION", "published"]

DISTRIBUTION = PACKAGE.replace("_", "-")

_DOWNLOAD_S = 120
_LARGEST_WHEEL = 200_000_000
_REMEDY = "Unpack its wheel (a wheel is a zip file) and give the folder with --sdk."


def published(given: Path | None) -> Published:
    """Read the SDK.

    Args:
        given: A folder with its package in it, the package's folder, or a wheel. None looks for an installed one, then
            downloads the newest.

    Raises:
        SdkError: There is none, or it cannot be read.
    """
    place = given or _installed()
    if place is not None and not place.is_file():
        return _read_folder(place)
    with _unpacked(place) as folder:
        return _read_folder(folder)


def _installed() -> Path | None:
    # For a top-level package this looks for files only; nothing of it is run.
    spec = importlib.util.find_spec(PACKAGE)
    return Path(spec.origin).parents[1] if spec is not None and spec.origin else None


def _read_folder(folder: Path) -> Published:
    package = folder if folder.name == PACKAGE else folder / PACKAGE
    if not package.is_dir():
        raise SdkError(f"{folder} has no folder {PACKAGE}. Give the folder where {DISTRIBUTION} is unpacked.")
    return read_sdk(package, _version(package.parent))


def _version(folder: Path) -> str:
    for path in sorted(folder.glob(f"{PACKAGE}-*.dist-info/METADATA")):
        found = re.search(r"^Version: (\S+)", path.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
        if found is not None:
            return found[1]
    return "of unknown version"


@contextmanager
def _unpacked(wheel: Path | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="binance-usdm-drift-") as name:
        folder = Path(name)
        _unzip(wheel or _download(folder), folder / "unpacked")
        yield folder / "unpacked"


def _download(folder: Path) -> Path:
    command = [
        sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-input", "--quiet",
        "--disable-pip-version-check", "--retries", "1", "--dest", str(folder), DISTRIBUTION,
    ]  # fmt: skip
    what = f"{DISTRIBUTION} is not installed and could not be downloaded"
    try:
        done = subprocess.run(  # noqa: S603 -- fixed words
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=_DOWNLOAD_S
        )
    except subprocess.TimeoutExpired as error:
        raise SdkError(f"{what}: no answer within {_DOWNLOAD_S} s. Try again later, or: {_REMEDY}") from error
    except OSError as error:
        raise SdkError(f"{what}: {error}. {_REMEDY}") from error
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode != 0 or not wheels:
        # Only the lines that say what failed: others may name the index with its password.
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR:") or "No module named" in line]
        reason = f" (pip: {said[-1].removeprefix('ERROR: ')})" if said else ""
        raise SdkError(f"{what}{reason}: no network, no package index or no pip. {_REMEDY}")
    return wheels[0]


def _unzip(wheel: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(wheel) as archive:
            wanted = [item for item in archive.infolist() if item.filename.endswith((".py", ".dist-info/METADATA"))]
            if sum(item.file_size for item in wanted) > _LARGEST_WHEEL:
                raise SdkError(f"{wheel.name} would unpack to more than {_LARGEST_WHEEL} bytes; it was not read.")
            for item in wanted:
                archive.extract(item, folder)
    except (OSError, zipfile.BadZipFile) as error:
        raise SdkError(f"{wheel.name} cannot be unpacked: {error}. {_REMEDY}") from error
