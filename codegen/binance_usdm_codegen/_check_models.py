"""Checks enums and models: types that exist, no name without a use, examples that decode, modules without cycles."""

from __future__ import annotations

from binance_usdm_codegen._catalogue import Catalogue, Model
from binance_usdm_codegen._fits import misfits
from binance_usdm_codegen._mistake import Mark, Report
from binance_usdm_codegen._types import PARAMETER_SCALARS, SCALARS, TypeExpression

__all__ = ["check_models", "check_type", "module_dependencies", "used_names"]

# Made by the code generator or the runtime, so no operation names them.
ALWAYS_USED = frozenset({"BatchError", "Empty"})


def check_models(catalogue: Catalogue, report: Report) -> None:
    """Report what is wrong with enums and models."""
    for model in catalogue.models.values():
        if model.kind == "union":
            _check_union(catalogue, model, report)
            continue
        allowed = (*PARAMETER_SCALARS, "Any", "TextFlag") if model.input else SCALARS
        for field in model.fields:
            check_type(catalogue, field.type, field.mark, f"{model.name}.{field.wire}", report, scalars=allowed)
            if model.kind == "row" and (field.wire not in model.own):
                report.add(
                    model.mark, f"{model.name}.extends", "rows have fixed positions", "a row lists all its fields"
                )
        names: dict[str, str] = {}
        for field in model.fields:
            if names.setdefault(field.name, field.wire) != field.wire:
                taken = names[field.name]
                wrong = f"{field.name} is also the name of {taken}"
                report.add(field.mark, f"{model.name}.{field.wire}", wrong, "a name of its own")
        if model.input and model.kind != "object":
            report.add(model.mark, f"{model.name}.kind", f"is {model.kind}", "object for an input model")
        _check_example(catalogue, model, report)
    _check_used(catalogue, report)
    _check_cycles(catalogue, report)


def check_type(
    catalogue: Catalogue, kind: TypeExpression, mark: Mark, where: str, report: Report,
    *, scalars: tuple[str, ...] = SCALARS, models: bool = True,
) -> None:  # fmt: skip
    """Report a type that names nothing."""
    leaf = kind.leaf
    known = {*scalars, *catalogue.enums, *(catalogue.models if models else ())}
    if leaf not in known:
        report.unknown(mark, where, "type", leaf, known)


def _check_union(catalogue: Catalogue, model: Model, report: Report) -> None:
    tags: dict[str, str] = {}
    for name in model.union:
        member = catalogue.models.get(name)
        where = f"{model.name}.union"
        if member is None:
            report.unknown(
                model.mark, where, "model", name, (m.name for m in catalogue.models.values() if m.kind == "tagged")
            )
        elif member.kind != "tagged":
            report.add(model.mark, where, f"{name} is of kind {member.kind}", "models of kind tagged")
        elif member.tag_field != model.tag_field:
            report.add(
                model.mark, where, f"{name} is tagged by {member.tag_field}", f"models tagged by {model.tag_field}"
            )
        elif tags.setdefault(str(member.tag_value), name) != name:
            report.add(model.mark, where, f"{name} and {tags[str(member.tag_value)]} share a tag", "a tag each")


def _check_example(catalogue: Catalogue, model: Model, report: Report) -> None:
    node = model.example_node
    if node is None:
        if not model.input:
            report.add(model.mark, f"{model.name}.example", "is missing", "one JSON example of our own")
        return
    for path, wrong, allowed in misfits(catalogue, TypeExpression(model.name), model.example, "$"):
        report.add(node.mark, f"{model.name}.example", f"does not decode: {path} {wrong}", allowed)


def used_names(catalogue: Catalogue) -> set[str]:
    """Enums and models that an operation or an event reaches."""
    todo: list[str] = [operation.result.model for operation in catalogue.all_operations()]
    todo += [param.type.leaf for operation in catalogue.all_operations() for param in operation.params]
    todo += [stream.event for stream in catalogue.streams.values()]
    todo += [param.type.leaf for stream in catalogue.streams.values() for param in stream.params]
    todo += [event.event for event in catalogue.user_events.values()]
    todo += sorted(ALWAYS_USED)
    used: set[str] = set()
    while todo:
        name = todo.pop()
        if name in used:
            continue
        used.add(name)
        model = catalogue.models.get(name)
        if model is not None:
            todo += [field.type.leaf for field in model.fields]
            todo += model.union
    return used


def _check_used(catalogue: Catalogue, report: Report) -> None:
    used = used_names(catalogue)
    bases = {model.extends for model in catalogue.models.values() if model.extends}
    for model in catalogue.models.values():
        if model.name not in used and model.name not in bases:
            report.add(model.mark, model.name, "is used by nothing", "models that an operation, stream or event uses")
    for enum in catalogue.enums.values():
        if enum.name not in used:
            report.add(enum.mark, enum.name, "is used by nothing", "enums that a parameter or field uses")


def module_dependencies(catalogue: Catalogue, module: str) -> dict[str, set[str]]:
    """Names of models that a module needs from other modules, by module."""
    needed: dict[str, set[str]] = {}
    for model in catalogue.models.values():
        if model.module == module:
            for name in (*(field.type.leaf for field in model.fields), *model.union):
                other = catalogue.models.get(name)
                if other is not None and other.module != module:
                    needed.setdefault(other.module, set()).add(name)
    return needed


def _check_cycles(catalogue: Catalogue, report: Report) -> None:
    modules = catalogue.modules()
    graph = {module: set(module_dependencies(catalogue, module)) for module in modules}
    done: set[str] = set()
    while True:
        ready = [module for module in modules if module not in done and graph[module] <= done]
        if not ready:
            break
        done.update(ready)
    left = [module for module in modules if module not in done]
    if left:
        mark = Mark(next(model.mark.file for model in catalogue.models.values() if model.module == left[0]), 1)
        report.add(
            mark, "file", f"modules import each other: {', '.join(left)}", "shared models in a module of their own"
        )
