"""C1: a broken catalogue is reported whole, each mistake with file, line, field and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.codegen.sample_catalogue import SAMPLE, SPEC, broken, line_of, mistakes_of

from binance_usdm_codegen.cli import main

BROKEN: list[dict[str, str]] = yaml.safe_load((SAMPLE.parent / "broken_catalogues.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", BROKEN, ids=[f"{case['file']}-{case['new'][:24]!r}" for case in BROKEN])
def test_each_mistake_is_named_with_file_line_and_field(tmp_path: Path, case: dict[str, str]) -> None:
    """C1: each kind of mistake is found, in its file, with a line, and says what is allowed."""
    found = mistakes_of(broken(tmp_path, case["file"], case["old"], case["new"]))
    matching = [mistake for mistake in found if case["says"] in mistake]
    assert matching, found
    assert all("; allowed: " in mistake for mistake in found)
    assert all(mistake.split(":")[1].isdigit() for mistake in found)


def test_the_line_is_where_the_mistake_stands(tmp_path: Path) -> None:
    """C1: the line number is the one an editor shows."""
    found = mistakes_of(broken(tmp_path, "operations/market.yaml", "deprecated: Use", "depricated: Use"))
    line = line_of("operations/market.yaml", "deprecated: Use")
    assert [
        f"spec/operations/market.yaml:{line}: price.depricated: unknown key 'depricated' (did you mean deprecated?)"
    ] == [mistake.split("; allowed")[0] for mistake in found]


def test_all_mistakes_come_in_one_run_and_nothing_is_generated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """C1: three mistakes in three files are three lines; the exit code is 1; no file is written."""
    broken(tmp_path, "enums.yaml", "MONTH_1", "month-1")
    broken(tmp_path, "models/market.yaml", "minQty: Decimal", "minQty: Dezimal")
    spec = broken(tmp_path, "operations/market.yaml", "  page: Ping", "  pagee: Ping")
    out = tmp_path / "out"
    assert main(["generate", "--spec", str(spec), "--out", str(out)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert ["spec/enums.yaml", "spec/models/market.yaml", "spec/operations/market.yaml"] == [
        line.split(":")[0] for line in lines[:-1]
    ]
    assert lines[-1] == "3 mistakes; nothing was generated."
    assert not out.exists()


@pytest.mark.parametrize("spec", [SAMPLE, SPEC], ids=["sample", "spec"])
def test_a_good_catalogue_is_one_line(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C1: a good catalogue gives exit code 0 and one line."""
    assert main(["check", "--spec", str(spec)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_missing_folder_is_a_mistake_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C1: a wrong --spec says so."""
    assert main(["check", "--spec", str(tmp_path / "nowhere")]) == 1
    assert "does not exist" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [", "is not YAML"),
        ("a: &x 1\nb: *x\n", "anchors and aliases"),
        ("", "is empty"),
        ("a: !!python/object:os.system x\n", "is not part of"),
        ("- 1\n", "is a list; allowed: a mapping"),
        ("? [1]\n: 2\n", "is no key"),
        ("true: {}\n", "is no key"),
        ("\x00", "is not YAML"),
    ],
)
def test_notation_errors_are_mistakes(tmp_path: Path, text: str, says: str) -> None:
    """C1: what is not this YAML subset is a mistake, never a traceback."""
    spec = broken(tmp_path, "enums.yaml", "Side:", "Side:")
    (spec / "enums.yaml").write_text(text, encoding="utf-8")
    assert any(says in mistake for mistake in mistakes_of(spec))


def test_a_surplus_file_is_a_mistake(tmp_path: Path) -> None:
    """C1: a file that nothing reads is reported."""
    spec = broken(tmp_path, "enums.yaml", "Side:", "Side:")
    (spec / "operation.yaml").write_text("{}\n", encoding="utf-8")
    assert any("unknown file 'operation.yaml'" in mistake for mistake in mistakes_of(spec))
