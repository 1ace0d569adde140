"""Writes everything that comes from the catalogue, or tells which of it is stale."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from binance_usdm_codegen._asyncapi import asyncapi_document
from binance_usdm_codegen._catalogue import Catalogue
from binance_usdm_codegen._format import format_folder
from binance_usdm_codegen._openapi import openapi_document
from binance_usdm_codegen._package import package_files
from binance_usdm_codegen._reference import reference_pages

__all__ = ["generate", "stale"]

PACKAGE = Path("generated/binance_usdm_api")
OPENAPI = Path("docs/openapi.json")
ASYNCAPI = Path("docs/asyncapi.json")
REFERENCE = Path("docs/reference")


def generate(catalogue: Catalogue, out: Path) -> list[Path]:
    """Write all generated files under a folder; files that are no longer generated are removed.

    Args:
        catalogue: A checked catalogue.
        out: The root of the project.

    Returns:
        Paths below ``out`` that were written or removed.
    """
    made = render_all(catalogue)
    changed: list[Path] = []
    for path in sorted(_existing(out) - set(made)):
        (out / path).unlink()
        changed.append(path)
    for path, text in sorted(made.items()):
        target = out / path
        if not target.is_file() or target.read_bytes() != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
            changed.append(path)
    return changed


def stale(catalogue: Catalogue, out: Path) -> list[Path]:
    """Paths below ``out`` that a fresh run would write or remove."""
    made = render_all(catalogue)
    gone = _existing(out) - set(made)
    different = {path for path, text in made.items() if not (out / path).is_file() or (out / path).read_bytes() != text}
    return sorted(gone | different)


def render_all(catalogue: Catalogue) -> dict[Path, bytes]:
    """Every generated file with its bytes."""
    rendered, copied = package_files(catalogue)
    made = {PACKAGE / name: text.encode() for name, text in _formatted(rendered).items()}
    made.update({PACKAGE / name: text.encode() for name, text in copied.items()})
    made[OPENAPI] = _json(openapi_document(catalogue))
    made[ASYNCAPI] = _json(asyncapi_document(catalogue))
    made.update({REFERENCE / name: text.encode() for name, text in reference_pages(catalogue).items()})
    return made


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def _formatted(rendered: dict[str, str]) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in rendered.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
        format_folder(folder)
        return {path: (folder / path).read_text(encoding="utf-8") for path in rendered}


def _existing(out: Path) -> set[Path]:
    found = {
        path.relative_to(out)
        for root in (PACKAGE, REFERENCE)
        for path in (out / root).rglob("*")
        if path.is_file() and path.suffix in (".py", ".md", ".typed")
    }
    return found | {path for path in (OPENAPI, ASYNCAPI) if (out / path).is_file()}
