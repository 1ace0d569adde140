"""C2, T3: generation is complete, marked, repeatable, and notices when what is checked in is stale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.codegen.sample_catalogue import PROJECT, SAMPLE, SPEC

from binance_usdm_codegen._generate import generate, stale
from binance_usdm_codegen._load import load
from binance_usdm_codegen.cli import main

PACKAGE = Path("generated/binance_usdm_api")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    """C2: two processes with different PYTHONHASHSEED write the same bytes."""
    outs = []
    for seed in ("1", "4242"):
        out = tmp_path / seed
        command = [sys.executable, "-m", "binance_usdm_codegen", "generate", "--spec", str(SAMPLE), "--out", str(out)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(command, check=True, env=environment, cwd=tmp_path, capture_output=True)
        outs.append(_bytes(out))
    assert len(outs[0]) > 50
    assert outs[0] == outs[1]


def test_what_is_checked_in_is_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    """T3: the files in the repository are those that the catalogue gives."""
    code = main(["generate", "--check", "--spec", str(SPEC), "--out", str(PROJECT)])
    assert (0, "") == (code, capsys.readouterr().err)


def test_stale_missing_and_surplus_files_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """T3: --check names a changed, a missing and a surplus file, writes nothing and exits with 1."""
    catalogue = load(SAMPLE)
    generate(catalogue, tmp_path)
    assert [] == stale(catalogue, tmp_path)
    (tmp_path / PACKAGE / "enums.py").write_text("# edited\n", encoding="utf-8")
    (tmp_path / PACKAGE / "events.py").unlink()
    (tmp_path / PACKAGE / "surplus.py").write_text("", encoding="utf-8")
    expected = [
        f"{(PACKAGE / name).as_posix()} is stale; run: make generate"
        for name in ("enums.py", "events.py", "surplus.py")
    ]
    assert main(["generate", "--check", "--spec", str(SAMPLE), "--out", str(tmp_path)]) == 1
    assert expected == capsys.readouterr().err.splitlines()
    assert (tmp_path / PACKAGE / "enums.py").read_text(encoding="utf-8") == "# edited\n"
    generate(catalogue, tmp_path)
    assert [] == stale(catalogue, tmp_path)
    assert not (tmp_path / PACKAGE / "surplus.py").exists()


def test_every_python_file_is_marked() -> None:
    """C2: each generated file says that it must not be edited, and which command writes it."""
    files = sorted((PROJECT / PACKAGE).rglob("*.py"))
    heads = {path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in files}
    assert len(files) > 40
    assert [] == [
        name for name, head in heads.items() if "DO NOT EDIT" not in head or "binance-usdm-codegen" not in head
    ]


def test_warnings_of_the_model_generator_are_fatal(monkeypatch: pytest.MonkeyPatch) -> None:
    """C2: a schema that openapi-python-client drops stops the run instead of vanishing."""
    from binance_usdm_codegen import _openapi_client as driver

    original = driver.sdk_schemas

    def with_a_hole(catalogue: object) -> dict[str, object]:
        schemas = original(catalogue)  # type: ignore[arg-type]
        schemas["Price"]["properties"]["price"] = {"$ref": "#/components/schemas/Nothing"}
        return schemas

    monkeypatch.setattr(driver, "sdk_schemas", with_a_hole)
    with pytest.raises(driver.GenerationError, match=r"Nothing|Could not find"):
        driver.render_models(load(SAMPLE))


@pytest.mark.parametrize("lost", ["Price", "Side"])
def test_a_lost_class_is_noticed(monkeypatch: pytest.MonkeyPatch, lost: str) -> None:
    """C2: classes and members are counted against the catalogue."""
    from binance_usdm_codegen import _openapi_client as driver

    original = driver.sdk_schemas

    def changed(catalogue: object) -> dict[str, object]:
        schemas = original(catalogue)  # type: ignore[arg-type]
        if lost == "Side":
            schemas["Side"]["enum"] = ["BUY"]
            schemas["Side"]["x-enum-varnames"] = ["BUY"]
        else:
            schemas["Price"]["properties"].pop("time")
        return schemas

    monkeypatch.setattr(driver, "sdk_schemas", changed)
    with pytest.raises(driver.GenerationError, match=lost):
        driver.render_models(load(SAMPLE))


def test_another_version_of_the_model_generator_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """C2: the pinned version is checked, for its templates are no public interface."""
    from binance_usdm_codegen import _openapi_client as driver

    monkeypatch.setattr(driver, "version", lambda name: "0.30.0")
    with pytest.raises(driver.GenerationError, match=r"0\.29\.1"):
        driver.render_models(load(SAMPLE))
