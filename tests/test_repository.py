"""The rules of the house that a machine can see: file sizes and names, no traces of one machine, pinned packages."""

import ast
import re
import shutil
import statistics
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE_ROOTS = ("codegen", "connector", "generated", "mock")
LONGEST = 400
LONGEST_MEDIAN = 150

DRAWER = re.compile(r"_?(utils?|helpers?|common|misc|constants)(\.py)?")
LOCK_FILES = frozenset(
    {"Pipfile.lock", "package-lock.json", "pdm.lock", "poetry.lock", "pylock.toml", "uv.lock", "yarn.lock"}
)
# Written so that this file does not match itself.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|tmp|home|Users)/[A-Za-z0-9_.-]+")
PACKAGE_INDEX = re.compile(
    r"https?://[^\s\"')]+(?:\.whl|\.tgz|\.tar\.gz|/simple\b)"
    r"|--(?:extra-)?index-ur[l]|--find-link[s]|regist[r]y\.npmjs|files\.pythonh[o]sted"
)
UNFINISHED = re.compile(r"#.*\b(?:TO[D]O|FIX[M]E|XX[X])\b")


def _tracked() -> list[Path]:
    """The files that git keeps or, where this is no checkout, all that do not come from running something."""
    git = shutil.which("git")
    if git is not None:
        listing = subprocess.run([git, "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=False)
        if listing.returncode == 0 and listing.stdout:
            names = listing.stdout.decode().split("\0")
            return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    made = {"__pycache__", "build", "dist", "node_modules"}
    return sorted(
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not any(
            part in made or (part.startswith(".") and part != ".ci") for part in path.relative_to(ROOT).parts[:-1]
        )
    )


TRACKED = _tracked()
HAND_WRITTEN = [path for path in TRACKED if path.suffix == ".py" and path.relative_to(ROOT).parts[0] != "generated"]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _lines(path: Path) -> list[str]:
    """Its lines; none for a file that is not text."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []


def _matches(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{_name(path)}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(_lines(path), start=1)
        if pattern.search(line)
    ]


def test_the_rules_see_the_files() -> None:
    """Without files every rule below would hold."""
    assert Path(__file__).resolve() in TRACKED
    assert len(HAND_WRITTEN) > 10


def test_hand_written_files_are_short() -> None:
    """At most 400 lines each."""
    assert [] == [f"{_name(path)}: {length}" for path in HAND_WRITTEN if (length := len(_lines(path))) > LONGEST]


@pytest.mark.parametrize("root", ["codegen", "connector", "mock"])
def test_half_of_the_modules_are_very_short(root: str) -> None:
    """The median of a source root is at most 150 lines."""
    lengths = [len(_lines(path)) for path in HAND_WRITTEN if path.relative_to(ROOT).parts[0] == root]
    assert statistics.median(lengths) <= LONGEST_MEDIAN


def test_no_file_is_a_drawer() -> None:
    """A file is named after what is in it, not after being useful."""
    assert [] == [
        _name(path)
        for path in TRACKED
        if path.suffix == ".py" and any(DRAWER.fullmatch(part) for part in path.relative_to(ROOT).parts)
    ]


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    """A path of one machine is wrong on all others."""
    assert [] == _matches(MACHINE_PATH, TRACKED)


def test_no_file_names_a_package_index() -> None:
    """Where packages come from is the setting of whoever installs them."""
    assert [] == _matches(PACKAGE_INDEX, TRACKED)


def test_there_is_one_kind_of_lock() -> None:
    """Versions are pinned by the hash-checked files in requirements/ and nowhere else."""
    assert [] == [_name(path) for path in TRACKED if path.name in LOCK_FILES]


def test_nothing_is_marked_unfinished() -> None:
    """What is not done is in the issue tracker, not in a comment."""
    assert [] == _matches(UNFINISHED, HAND_WRITTEN)


def test_every_test_module_says_what_it_proves() -> None:
    """A test module opens with a docstring whose first line is a sentence."""
    wanting = []
    for path in HAND_WRITTEN:
        if path.relative_to(ROOT).parts[0] == "tests" and path.name.startswith("test_"):
            docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
            if not docstring or not docstring.splitlines()[0].endswith("."):
                wanting.append(_name(path))
    assert [] == wanting


@pytest.mark.parametrize("root", SOURCE_ROOTS)
def test_every_package_is_typed(root: str) -> None:
    """Type checkers read a package's annotations only where it has a py.typed."""
    packages = sorted({path.parent for path in (ROOT / root).glob("*/__init__.py")})
    assert packages
    assert [] == [_name(package) for package in packages if not (package / "py.typed").is_file()]


def test_every_development_package_is_pinned_with_hashes() -> None:
    """Each entry of requirements/dev.txt has version and hash, and no dependency of ours is missing (`make lock`)."""
    text = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    entries = re.findall(
        r"^([a-z0-9][a-z0-9-]*)(==\S+)?[^\n]*\n((?:    --hash=sha256:[0-9a-f]{64}[ \\]*\n)*)", text, re.MULTILINE
    )
    assert [] == [name for name, version, hashes in entries if not (version and hashes)]

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
        project["build-system"]["requires"],
    ]
    wanted = {re.split(r"[^A-Za-z0-9-]", requirement)[0] for group in groups for requirement in group}
    pinned = {name for name, _, _ in entries}
    assert set() == wanted - pinned - {"binance-usdm"}


def test_the_promised_commands_exist() -> None:
    """README, CONTRIBUTING and CI rely on these targets of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    promised = {
        "help",
        "install",
        "demo",
        "test",
        "generate",
        "check",
        "contract",
        "drift",
        "bench",
        "mock",
        "lock",
        "format",
        "clean",
    }
    explained = set(re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE))
    assert set() == promised - explained
