"""Virtual environments for the contenders, kept in .bench/ and made anew when what they are made from changes.

One for each peer, because the newest versions of the peers pin dependencies that exclude each other; and one for this
project as a user gets it: a wheel built from the checkout, with nothing but its default dependencies.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .roster import ADDED
from .roster import REQUIREMENTS as DISTRIBUTIONS

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".bench"
REQUIREMENTS = ROOT / "bench" / "requirements"
_SOURCES = ("codegen", "connector", "generated", "mock")


class CannotPrepare(Exception):
    """An environment could not be made; the message says what to do."""


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the folder of the environments for this process.

    Raises:
        CannotPrepare: Another benchmark has it; two at once would falsify each other.
    """
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "lock").open("w") as held:
        try:
            import fcntl
        except ImportError:  # not on this system, where nobody is kept out
            yield
            return
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotPrepare("another benchmark is running here: wait for its end") from None
        yield


def clean(keep_path: bool = False) -> dict[str, str]:
    """This process's environment variables without what would change how a contender behaves."""
    dropped = {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}
    return {
        name: value
        for name, value in os.environ.items()
        if name.lower() not in dropped
        and not name.startswith("BINANCE_")
        and (keep_path or not (name.startswith("PYTHON") or name == "VIRTUAL_ENV"))
    }


def _run(*command: str | Path) -> None:
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=clean(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise CannotPrepare(f"this command failed: {' '.join(str(part) for part in command)}\n{tail}")


def _uv() -> list[str] | None:
    if importlib.util.find_spec("uv") is not None:
        return [sys.executable, "-m", "uv"]
    found = shutil.which("uv")
    return [found] if found else None


def _base_python() -> str:
    return getattr(sys, "_base_executable", None) or sys.executable


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _make(folder: Path) -> None:
    uv = _uv()
    if uv:
        _run(*uv, "venv", "--quiet", "--no-config", "--clear", "--python", _base_python(), folder)
    else:
        _run(_base_python(), "-m", "venv", "--clear", folder)


def _install(folder: Path, *what: str | Path) -> None:
    uv = _uv()
    if uv:
        _run(*uv, "pip", "install", "--quiet", "--python", _python(folder), *what)
    else:
        _run(_python(folder), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what)
    # Whoever installs, a user's second start finds compiled modules.
    site = next(folder.glob("[Ll]ib*/**/site-packages"))
    subprocess.run([_python(folder), "-m", "compileall", "-q", "-j", "1", site], env=clean(), check=False)


def _digest(*paths: Path) -> str:
    digest = hashlib.sha256(f"{sys.version} {_base_python()}".encode())
    for path in paths:
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(ROOT)}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _install_ours(folder: Path) -> None:
    if importlib.util.find_spec("hatchling") is None:
        raise CannotPrepare("building the wheel needs hatchling: run `make install`, then `make bench`")
    wheels = CACHE / "wheel"
    shutil.rmtree(wheels, ignore_errors=True)
    _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", wheels)
    _install(folder, "--no-deps", next(wheels.glob("*.whl")))


def prepare(name: str) -> Path:
    """Make the environment of that name unless it is there and up to date; its python."""
    folder = CACHE / name
    requirements = REQUIREMENTS / f"{name}.txt"
    made_from = [requirements]
    ours = DISTRIBUTIONS[name] is None
    if ours:
        made_from += [ROOT / "pyproject.toml", *(ROOT / source for source in _SOURCES)]
    digest = _digest(*made_from)
    stamp = folder / "made-from"
    if not (stamp.is_file() and stamp.read_text() == digest):
        print(f"bench: making the environment {name}", file=sys.stderr)
        _make(folder)
        _install(folder, "--require-hashes", "-r", requirements)
        if ours:
            _install_ours(folder)
        stamp.write_text(digest)
    return _python(folder)


def installed_bytes(name: str) -> int:
    """Bytes of all files that the distributions in an environment brought, without compiled modules and installers."""
    site = next((CACHE / name).glob("[Ll]ib*/**/site-packages"))
    pinned = (REQUIREMENTS / f"{name}.txt").read_text()
    total = 0
    for distribution in importlib.metadata.distributions(path=[str(site)]):
        if distribution.name in {"pip", "setuptools"} and f"\n{distribution.name}==" not in pinned:
            continue
        files = {file.locate().resolve() for file in distribution.files or () if file.suffix != ".pyc"}
        total += sum(file.stat().st_size for file in files if file.is_file())
    return total


def lock(requirements: dict[str, str | None]) -> None:
    """Resolve every environment's newest versions into bench/requirements, with hashes; needs uv."""
    uv = _uv()
    if not uv:
        raise CannotPrepare("resolving versions needs uv: run `make install`, then this again")
    REQUIREMENTS.mkdir(exist_ok=True)
    for name, distribution in requirements.items():
        source = CACHE / "requirements.in"
        CACHE.mkdir(exist_ok=True)
        source.write_text(f"{distribution or ADDED.get(name, '')}\n")
        output = REQUIREMENTS / f"{name}.txt"
        output.unlink(missing_ok=True)
        _run(
            *uv,
            *("pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-emit-index-url", "--no-annotate"),
            *("--python-version", "3.11", "--custom-compile-command", "python bench/run.py --lock"),
            *("--output-file", output, source, *([] if distribution else [ROOT / "pyproject.toml"])),
        )
