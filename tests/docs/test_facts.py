"""C1, C4: what the pages state as fact is what the code has: settings, variables, counts, extras, changes."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import attrs
from tests.docs.pages import ROOT

from binance_usdm import Settings
from binance_usdm_api import ERRORS, OPERATIONS

README = (ROOT / "README.md").read_text(encoding="utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
CONNECTOR = ROOT / "connector" / "binance_usdm"

_SECTIONS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")


def _sources(root: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.py")))


def test_the_settings_are_all_there_with_their_defaults() -> None:
    """README's table has every setting that the connector reads, and its default."""
    rows = re.findall(r"^\| `([a-z_]+)` \| ([0-9.]+) \|", README, re.MULTILINE)
    readers = [path for path in CONNECTOR.rglob("*.py") if path.name != "_settings.py"]
    read = "\n".join(path.read_text(encoding="utf-8") for path in readers)
    expected = [
        (field.name, str(field.default)) for field in attrs.fields(Settings) if re.search(rf"\.{field.name}\b", read)
    ]
    assert expected == rows


def test_the_variables_are_those_that_the_connector_reads() -> None:
    """README names each variable of ours that occurs in the connector, and no other."""
    read = set(re.findall(r'"(BINANCE_[A-Z_]+)"', _sources(CONNECTOR)))
    assert read == set(re.findall(r"^\| `(BINANCE_[A-Z_]+)` \|", README, re.MULTILINE))


def test_the_counts_are_right() -> None:
    """README says how many operations and error codes there are."""
    assert [str(len(OPERATIONS))] == re.findall(r"(\d+) REST operations", README)
    assert [str(len(ERRORS))] == re.findall(r"(\d+) error codes", README)


def test_the_extras_exist() -> None:
    """Each extra that README's section on installing names is one of pyproject.toml."""
    section = README.partition("## Install\n")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([a-z]+)`", section)) | set(re.findall(r"\[([a-z]+)\]", section))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {"all", "keys", "mock"} <= named
    assert set() == named - set(project["project"]["optional-dependencies"])


def test_the_change_log_is_kept() -> None:
    """Newest version first, each with a date or unreleased, sections of the known kinds, the current version on top."""
    titles = re.findall(r"^## (.+)$", CHANGELOG, re.MULTILINE)
    versions: list[tuple[int, ...]] = []
    for title in titles:
        found = re.fullmatch(r"\[(\d+)\.(\d+)\.(\d+)\] - (unreleased|\d{4}-\d{2}-\d{2})", title)
        assert found is not None, title
        versions.append(tuple(int(number) for number in found.groups()[:3]))
        if found[4] != "unreleased":
            date.fromisoformat(found[4])
    assert sorted(versions, reverse=True) == versions
    assert set() == set(re.findall(r"^### (.+)$", CHANGELOG, re.MULTILINE)) - set(_SECTIONS)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == ".".join(map(str, versions[0]))
