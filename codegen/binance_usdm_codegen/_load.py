"""Loads ``spec/``: reads every file, then checks how they fit together. All mistakes come in one report."""

from __future__ import annotations

import hashlib
from pathlib import Path

import attrs

from binance_usdm_codegen._catalogue import GROUPS, Catalogue, Field, Model
from binance_usdm_codegen._mistake import CatalogueError, Mark, Report
from binance_usdm_codegen._read_models import read_enums, read_models, read_vocabulary
from binance_usdm_codegen._read_operations import read_operations
from binance_usdm_codegen._read_streams import read_corrections, read_errors, read_market_streams, read_user_streams
from binance_usdm_codegen._section import Section
from binance_usdm_codegen._yaml import Node, read_yaml
from binance_usdm_codegen.runtime import errors as error_classes

__all__ = ["load", "read"]

# Nothing is generated from it, so it is no part of the digest.
_DRIFT = "drift.yaml"
_DOCUMENTS = ("service", "filters", "order_rules", "vocabulary")


def load(spec: Path) -> Catalogue:
    """Load and check a catalogue.

    Args:
        spec: The folder.

    Raises:
        CatalogueError: It has mistakes; all of them are in the error.
    """
    from binance_usdm_codegen._check import check

    report = Report()
    catalogue = read(spec, report)
    if catalogue is not None:
        check(catalogue, report)
    mistakes = report.mistakes
    if mistakes or catalogue is None:
        raise CatalogueError(mistakes)
    return catalogue


def read(spec: Path, report: Report) -> Catalogue | None:
    """Read every file; what does not fit goes to the report."""
    if not spec.is_dir():
        report.add(Mark(str(spec), 1), "folder", "does not exist", "the folder of the catalogue; see --spec")
        return None
    reader = _Reader(spec, report)
    words_node = reader.file("vocabulary.yaml", required=False)
    words = read_vocabulary(words_node, report) if words_node is not None else {}
    catalogue = Catalogue(vocabulary=words)
    enums = reader.file("enums.yaml")
    if enums is not None:
        catalogue.enums = read_enums(enums, report)
    _read_models_into(catalogue, reader, words)
    _read_operations_into(catalogue, reader)
    market, user = reader.file("streams/market.yaml"), reader.file("streams/user.yaml")
    catalogue.streams = read_market_streams(market, report) if market is not None else {}
    catalogue.user_events = read_user_streams(user, report) if user is not None else {}
    codes = reader.file("errors.yaml")
    if codes is not None:
        found = read_errors(codes, _error_class_names(), report)
        catalogue.errors, catalogue.categories = dict(sorted(found.codes.items(), reverse=True)), found.categories
        catalogue.http, catalogue.http_503 = found.http, found.http_503
    corrections = reader.file("corrections.yaml", required=False)
    catalogue.corrections = read_corrections(corrections, report) if corrections is not None else ()
    for name in _DOCUMENTS:
        node = words_node if name == "vocabulary" else reader.file(f"{name}.yaml")
        if node is not None:
            catalogue.documents[name] = node
    accepted = reader.file(_DRIFT, required=False)
    if accepted is not None:
        catalogue.documents["drift"] = accepted
    reader.surplus()
    catalogue.digest = reader.digest()
    return catalogue


def _error_class_names() -> frozenset[str]:
    base = error_classes.ApiError
    return frozenset(
        name for name in error_classes.__all__
        if isinstance(found := getattr(error_classes, name), type) and issubclass(found, base)
    )  # fmt: skip


class _Reader:
    """Reads the files of one folder and remembers which."""

    def __init__(self, spec: Path, report: Report) -> None:
        self.spec = spec
        self.report = report
        self.read_files: set[str] = set()

    def file(self, name: str, *, required: bool = True) -> Node | None:
        path = self.spec / name
        self.read_files.add(name)
        if not path.is_file():
            if required:
                self.report.add(Mark(self.shown(name), 1), "file", "is missing", "this file")
            return None
        return read_yaml(path, self.shown(name), self.report)

    def shown(self, name: str) -> str:
        return (Path(self.spec.name) / name).as_posix()

    def folder(self, name: str) -> tuple[str, ...]:
        return tuple(sorted(path.stem for path in (self.spec / name).glob("*.yaml")))

    def files(self) -> tuple[Path, ...]:
        return tuple(sorted(path for path in self.spec.rglob("*") if path.is_file() and not path.name.startswith(".")))

    def surplus(self) -> None:
        known = sorted(self.read_files)
        for path in self.files():
            name = path.relative_to(self.spec).as_posix()
            if name not in self.read_files:
                self.report.unknown(Mark(self.shown(name), 1), "file", "file", name, known)

    def digest(self) -> str:
        total = hashlib.sha256()
        for path in self.files():
            if path == self.spec / _DRIFT:
                continue
            total.update(path.relative_to(self.spec).as_posix().encode() + b"\0")
            # Line ends may differ between checkouts; the catalogue does not.
            total.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
        return total.hexdigest()


def _read_models_into(catalogue: Catalogue, reader: _Reader, words: dict[str, dict[str, str]]) -> None:
    report = reader.report
    for module in reader.folder("models"):
        root = reader.file(f"models/{module}.yaml")
        if root is None:
            continue
        if not module.isidentifier() or module != module.lower():
            report.add(root.mark, "file", f"{module} is no module name", "a lower-case name such as market.yaml")
        for name, model in read_models(root, module, words, report).items():
            first = catalogue.models.get(name)
            if first is not None:
                report.add(model.mark, name, f"is defined twice, first at {first.mark}", "one model of that name")
            elif name in catalogue.enums:
                report.add(model.mark, name, f"is also an enum, at {catalogue.enums[name].mark}", "a name of its own")
            catalogue.models[name] = model
    for name in list(catalogue.models):
        catalogue.models[name] = _flatten(catalogue.models[name], catalogue.models, report, ())


def _flatten(model: Model, models: dict[str, Model], report: Report, seen: tuple[str, ...]) -> Model:
    if model.extends is None:
        return model
    where = f"{model.name}.extends"
    if model.name in seen:
        report.add(model.mark, where, "leads back to itself", "another model")
        return attrs.evolve(model, extends=None)
    base = models.get(model.extends)
    if base is None or base.kind == "union":
        report.unknown(
            model.mark, where, "model", model.extends, (m.name for m in models.values() if m.kind != "union")
        )
        return attrs.evolve(model, extends=None)
    flat = _flatten(base, models, report, (*seen, model.name))
    merged: dict[str, Field] = {field.wire: field for field in flat.fields}
    merged.update({field.wire: field for field in model.fields if field.wire in model.own})
    params = {param.wire: param for param in (*flat.params, *model.params)}
    return attrs.evolve(model, fields=tuple(merged.values()), params=tuple(params.values()))


def _read_operations_into(catalogue: Catalogue, reader: _Reader) -> None:
    report = reader.report
    for group in GROUPS:
        root = reader.file(f"operations/{group}.yaml")
        if root is None:
            continue
        for name, operation in read_operations(group, Section(root, "", report)).items():
            first = catalogue.operations.get(name)
            if first is not None:
                report.add(operation.mark, name, f"is defined twice, first at {first.mark}", "one operation of that id")
            catalogue.operations[name] = operation
    root = reader.file("session.yaml")
    if root is not None:
        catalogue.session = read_operations("session", Section(root, "", report))
        for name, operation in catalogue.session.items():
            if name in catalogue.operations:
                report.add(operation.mark, name, "is also a REST operation", "an id of its own")
