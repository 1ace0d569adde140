"""Method classes as template views; sync and async come from the same view."""

from __future__ import annotations

from typing import Any

from binance_usdm_codegen._catalogue import Catalogue, Operation, Param
from binance_usdm_codegen._emit_operations import model_names, result_type
from binance_usdm_codegen._names import class_name, constant_name
from binance_usdm_codegen._openapi_client import input_annotation
from binance_usdm_codegen._words import page_url, param_words, weight_words

__all__ = ["method_class", "methods_view"]

SUMMARIES = {
    "market": "Market data.",
    "trade": "Orders, positions and own trades.",
    "algo": "Conditional orders.",
    "account": "Account, balances, limits and history.",
    "convert": "Conversion between assets.",
    "user_stream": "Keys of the account's own event stream.",
}


def method_class(group: str, *, asynchronous: bool) -> str:
    """Name of the class of a group."""
    return f"{'Async' if asynchronous else ''}{class_name(group)}Methods"


def methods_view(catalogue: Catalogue, group: str) -> dict[str, Any]:
    """What the template of method classes needs of one group."""
    operations = [operation for operation in catalogue.operations.values() if operation.group == group]
    leaves = {param.type.leaf for operation in operations for param in operation.params}
    return {
        "group": group,
        "summary": SUMMARIES.get(group, f"Methods of the group {group}."),
        "enums": sorted(leaf for leaf in leaves if leaf in catalogue.enums) or ["OpenEnum"],
        "models": sorted({*model_names(operations), *(leaf for leaf in leaves if leaf in catalogue.models)})
        or ["Empty"],
        "operations": [_method(catalogue, operation) for operation in operations],
    }


def _method(catalogue: Catalogue, operation: Operation) -> dict[str, Any]:
    return {
        "id": operation.id,
        "constant": constant_name(operation.id),
        "parameters": [_parameter(catalogue, param) for param in operation.params],
        "result_type": result_type(operation),
        "overloads": _overloads(catalogue, operation),
        "mapping": "{" + ", ".join(f'"{param.wire}": {param.name}' for param in operation.params) + "}",
        "docstring": _docstring(catalogue, operation),
    }


def _parameter(catalogue: Catalogue, param: Param) -> str:
    kind = input_annotation(catalogue, param.type)
    return f"{param.name}: {kind}" if param.required else f"{param.name}: {kind} | None = None"


def _overloads(catalogue: Catalogue, operation: Operation) -> list[dict[str, Any]]:
    when = operation.when
    if operation.result.shape != "one_or_list" or when is None:
        return []
    model = operation.result.model
    given: list[str] = []
    absent: list[str] = []
    for param in operation.params:
        text = _parameter(catalogue, param)
        kind = input_annotation(catalogue, param.type)
        given.append(f"{param.name}: {kind}" if param.wire == when else text)
        absent.append(f"{param.name}: None = None" if param.wire == when else text)
    return [{"parameters": given, "result": model}, {"parameters": absent, "result": f"list[{model}]"}]


def _docstring(catalogue: Catalogue, operation: Operation) -> str:
    lines = [operation.summary, "", f"``{operation.method} {operation.path}``"]
    if operation.ws_api:
        lines[-1] += f", WebSocket API ``{operation.ws_api}``"
    lines[-1] += f". Weight: {weight_words(operation)}."
    if operation.deprecated:
        lines += ["", f"Deprecated: {operation.deprecated.rstrip('.')}."]
    if operation.history:
        lines += ["", f"History: {operation.history}."]
    if operation.params:
        lines += ["", "Args:"]
        lines += [
            f"    {param.name}: {param_words(catalogue, param) or 'See the source page.'}" for param in operation.params
        ]
        lines.append("    options: Settings of this call only.")
    codes = [catalogue.errors[code] for code in operation.errors if code in catalogue.errors]
    if codes:
        classes: dict[str, list[str]] = {}
        for code in codes:
            classes.setdefault(code.error_class, []).append(str(code.code))
        lines += ["", "Raises:"]
        lines += [f"    {name}: Code {', '.join(numbers)}." for name, numbers in classes.items()]
    base = catalogue.documents["service"].plain()["docs_base"]
    lines += ["", f"Source: {page_url(base, operation.page)}"]
    text = "\n".join((" " * 8 + line if line else "") for line in lines).strip()
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"') + "\n" + " " * 8
