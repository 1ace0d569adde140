"""C4: the wheel carries the four typed packages and nothing of the checkout, and works where only it is installed."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("binance_usdm", "binance_usdm_api", "binance_usdm_codegen", "binance_usdm_mock")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sources as they are, without reaching for any package."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert 0 == done.returncode, done.stderr
    [path] = folder.glob("*.whl")
    return path


def test_the_wheel_holds_the_packages_and_their_type_marks(wheel: Path) -> None:
    """Four packages, each with py.typed, and the metadata beside them; no catalogue, no tests, no compiled files."""
    names = zipfile.ZipFile(wheel).namelist()
    top = {name.split("/")[0] for name in names}
    assert {*PACKAGES, "binance_usdm-0.1.0.dist-info"} == top
    assert [] == [package for package in PACKAGES if f"{package}/py.typed" not in names]
    assert [] == [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_package_pages_show_the_readme(wheel: Path) -> None:
    """The metadata carries README.md whole: `readme = "README.md"` under [project] in pyproject.toml."""
    metadata = zipfile.ZipFile(wheel).read("binance_usdm-0.1.0.dist-info/METADATA").decode()
    assert metadata.endswith((ROOT / "README.md").read_text(encoding="utf-8"))


def test_the_installed_packages_work_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Every package imports from the unpacked wheel, so nothing that it reads at import stayed behind in spec/."""
    zipfile.ZipFile(wheel).extractall(tmp_path)
    program = f"import importlib; print(*(importlib.import_module(name).__file__ for name in {PACKAGES!r}), sep='\\n')"
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "" == done.stderr
    assert [str(tmp_path / package / "__init__.py") for package in PACKAGES] == done.stdout.splitlines()
